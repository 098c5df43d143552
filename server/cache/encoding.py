"""Content codings: which one a client takes, and bytes in it.

Specification: HTTP Semantics (RFC 9110), sections 8.4.1 and 12.5.3.
"""

import gzip
import zlib
from collections.abc import Generator

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

WORTH = 1000
"""Bytes below which an encoding saves no packet."""
LEVEL = 1
"""How hard zlib works (zlib manual, deflateInit2): the usual 6 would take longer than many queries themselves."""
_GZIP = 31
"""Tells zlib that the format is gzip."""
_PIECE = 64 << 10


def chosen(accept: str | None, is_streamed: bool = False) -> str | None:
    """Return the coding that a client likes best among ours: brotli, gzip, or None for none.

    What is streamed is coded as it comes, for which gzip is quick enough.
    """
    if not accept:
        return None
    liked = parse_accept_header(accept, Accept)
    ours = ("gzip",) if is_streamed else ("br", "gzip")
    best = max(ours, key=liked.quality)
    return best if liked.quality(best) > 0 and liked.quality(best) >= liked.quality("identity") else None


def encoded(body: bytes, name: str) -> bytes:
    """Return *body* in the coding called *name*; the same bytes each time."""
    if name == "br":
        return bytes(brotli.compress(body, quality=5))
    return gzip.compress(body, LEVEL, mtime=0)


def streamed(chunks: Generator[bytes, None, None]) -> Generator[bytes, None, None]:
    """Yield *chunks* in gzip as they come; what breaks off has no end that a client could take for one."""
    packing = packer()
    try:
        for chunk in chunks:
            yield packing.compress(chunk) + packing.flush(zlib.Z_SYNC_FLUSH)
        yield packing.flush()
    finally:
        chunks.close()


def packer() -> "zlib._Compress":
    """Return what packs into gzip piece by piece."""
    return zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)


def unpacked(packed: bytes) -> Generator[bytes, None, None]:
    """Yield in pieces what was *packed* into gzip."""
    reader = zlib.decompressobj(_GZIP)
    rest = packed
    while not reader.eof:
        yield reader.decompress(rest, _PIECE)
        rest = reader.unconsumed_tail
