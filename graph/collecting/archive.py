"""Pages of a web archive (WARC, ISO 28500), a slice of the file at a time, and of bounded size however packed.

FastWARC reads them: it is twice as fast as warcio, streams, and tells where a record begins in the packed file, from
which another process can go on; like warcio it is under the Apache License.
"""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

from ..extract.page import PageError
from .libraries import library

MOST_BYTES = 1 << 20
"""The largest page that is read, unpacked; larger ones are no article."""

_BEGINNINGS = (b"\x1f\x8b\x08", b"WARC/1.")
_PAGES = ("text/html", "application/xhtml+xml")


class ArchiveBroken(PageError):
    """The archive cannot be read at a place."""


@dataclass(frozen=True, slots=True)
class Record:
    """A page as it was fetched: its *address*, when it was *fetched* (UTC), its bytes and their declared *charset*."""

    offset: int
    address: str
    fetched: datetime
    charset: str | None
    data: bytes


def pages(file: Path, offset: int, most: int) -> Iterator[Record | ArchiveBroken | int]:
    """Yield up to *most* pages of *file* from the record at *offset*, then the offset to go on from, if there is one.

    What cannot be read is told in place of a record, and reading goes on at the next one that can be. Raises
    ArchiveBroken where reading cannot begin at *offset*.
    """
    with file.open("rb") as opened:
        _refuse_one_piece(opened, offset)
        following: int | None = offset
        last: Record | ArchiveBroken | None = None
        while following is not None:
            offset = following
            try:
                for record in _records(opened, offset):
                    offset = record.stream_pos
                    if not _is_page(record):
                        continue
                    if most == 0:
                        yield offset
                        return
                    most -= 1
                    yield (last := _read(record))
                if isinstance(last, ArchiveBroken) or _ends_whole(opened, offset):
                    return
                yield ArchiveBroken(f"The archive is cut short after byte {offset:,}; fetch it again.")
                return
            except OSError as error:
                if not isinstance(last, ArchiveBroken):  # else it was told of already
                    last = ArchiveBroken(f"The archive is broken after byte {offset:,} ({error}); fetch it again.")
                    yield last
            following = _next_beginning(opened, offset + 1)


def _records(opened: IO[bytes], offset: int) -> Iterator[Any]:
    warc = library("fastwarc.warc")
    opened.seek(offset)
    return iter(warc.ArchiveIterator(opened, record_types=warc.WarcRecordType.response))


def _refuse_one_piece(opened: IO[bytes], offset: int) -> None:
    opened.seek(offset)
    if offset and not opened.read(8).startswith(_BEGINNINGS):
        raise ArchiveBroken("The archive is packed as one piece; pack each record by itself with warcio recompress.")


def _ends_whole(opened: IO[bytes], offset: int) -> bool:
    """Tell whether the archive, whose last page begins at *offset*, ends with the end of a record."""
    opened.seek(0, io.SEEK_END)
    if opened.tell() == 0:
        return True
    opened.seek(offset)
    if opened.read(2) != b"\x1f\x8b":
        opened.seek(-4, io.SEEK_END)
        return opened.read() == b"\r\n\r\n"
    opened.seek(offset)
    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    while block := member.unused_data or member.unconsumed_tail or opened.read(1 << 16):
        if member.eof:
            member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        member.decompress(block, 1 << 20)
    return member.eof


def _next_beginning(opened: IO[bytes], offset: int) -> int | None:
    """Return where the next record may begin at or after *offset*, or None."""
    opened.seek(offset)
    kept = b""
    while block := opened.read(1 << 20):
        seen = kept + block
        places = [place for mark in _BEGINNINGS if (place := seen.find(mark)) >= 0]
        if places:
            return offset - len(kept) + min(places)
        kept, offset = seen[-8:], offset + len(block)
    return None


def _is_page(record: Any) -> bool:  # noqa: ANN401 - FastWARC's record
    return (
        record.http_headers is not None
        and record.http_headers.status_code == 200
        and (record.http_content_type or "text/html") in _PAGES
    )


def _read(record: Any) -> Record | ArchiveBroken:  # noqa: ANN401
    """Return the page in *record*; what it unpacks to is read no further than is allowed."""
    expected, data = record.content_length, record.reader.read(MOST_BYTES + 1)
    address = record.headers.get("WARC-Target-URI") or ""
    where = f"The page {address[:200]} at byte {record.stream_pos:,}"
    if len(data) < min(expected, MOST_BYTES + 1):
        return ArchiveBroken(f"{where} is cut short; fetch the archive again.")
    for coding in _codings(record.http_headers):
        data = _unpacked(data, coding)
    if len(data) > MOST_BYTES:
        return ArchiveBroken(f"{where} has more than {MOST_BYTES >> 20} MiB, which is no article.")
    if record.record_date is None:
        return ArchiveBroken(f"{where} does not tell when it was fetched; correct its WARC-Date.")
    return Record(record.stream_pos, address, record.record_date, record.http_charset, data)


def _codings(headers: Any) -> list[str]:  # noqa: ANN401
    """Return how the payload is packed, the outermost first."""
    told = [headers.get("Transfer-Encoding") or "", *(headers.get("Content-Encoding") or "").split(",")[::-1]]
    return [coding.strip().lower() for coding in told if coding.strip()]


def _unpacked(data: bytes, coding: str) -> bytes:
    """Return *data* unpacked, no further than a byte over what is allowed; as it is where the header does not hold."""
    streams = library("fastwarc.stream_io")
    reader = {
        "gzip": streams.GzipReader,
        "x-gzip": streams.GzipReader,
        "deflate": partial(streams.GzipReader, zlib=True),
        "br": streams.BrotliReader,
        "zstd": streams.ZstdReader,
        "chunked": streams.ChunkedReader,
    }.get(coding)
    try:
        return bytes(reader(io.BytesIO(data)).read(MOST_BYTES + 1)) if reader else data
    except OSError:
        return data
