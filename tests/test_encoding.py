"""Which content coding a client gets, and that it is the same bytes in the end."""

import gzip
import zlib
from collections.abc import Generator

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexwire.server.cache.encoding import chosen, encoded, streamed
from lexwire.server.cache.kept import Kept
from lexwire.server.formats import RESULTS

CHOSEN = [
    (None, None, None),
    ("", None, None),
    ("identity", None, None),
    ("gzip", "gzip", "gzip"),
    ("GZIP", "gzip", "gzip"),
    ("gzip, deflate, br, zstd", "br", "gzip"),
    ("br;q=0.5, gzip", "gzip", "gzip"),
    ("br;q=0, gzip;q=0", None, None),
    ("gzip;q=0.1, identity", None, None),
    ("deflate", None, None),
    ("*", "br", "gzip"),
    ("*;q=0", None, None),
    ("br", "br", None),
    ("gzip;q=nonsense", None, None),
]


@pytest.mark.parametrize(("accept", "whole", "stream"), CHOSEN)
def test_the_coding_that_a_client_likes_best(accept: str | None, whole: str | None, stream: str | None) -> None:
    """RFC 9110, section 12.5.3."""
    assert (chosen(accept), chosen(accept, is_streamed=True)) == (whole, stream)


@given(st.binary(max_size=5000))
def test_whole_bodies_come_back(body: bytes) -> None:
    assert gzip.decompress(encoded(body, "gzip")) == body
    assert brotli.decompress(encoded(body, "br")) == body
    assert encoded(body, "gzip") == encoded(body, "gzip")


@given(st.lists(st.binary(min_size=1, max_size=500), max_size=10))
def test_streams_come_back_and_each_chunk_at_once(chunks: list[bytes]) -> None:
    reader = zlib.decompressobj(31)
    packed = streamed(each for each in chunks)
    for chunk in chunks:
        assert reader.decompress(next(packed)) == chunk
    assert reader.decompress(b"".join(packed)) == b""
    assert reader.eof


def test_a_stream_that_breaks_off_has_no_end() -> None:
    def broken() -> Generator[bytes, None, None]:
        yield b"abc"
        raise ValueError("broken")

    packed = streamed(broken())
    reader = zlib.decompressobj(31)
    assert reader.decompress(next(packed)) == b"abc"
    with pytest.raises(ValueError, match="broken"):
        next(packed)
    assert not reader.eof


def test_each_encoding_is_made_once_and_counted() -> None:
    grown: list[int] = []
    kept = Kept(RESULTS[0], b"a" * 5000, grown=grown.append)
    first = [kept.in_encoding(name) for name in (None, "br", "gzip")]
    again = [kept.in_encoding(name) for name in (None, "br", "gzip")]
    assert all(one is other for one, other in zip(first, again, strict=True))
    assert grown == [len(first[1]), len(first[2])]


def test_the_tag_names_the_bytes() -> None:
    one, same, other = (Kept(RESULTS[0], body).tag for body in (b"a", b"a", b"b"))
    assert one == same != other
