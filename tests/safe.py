"""What holds for every answer, whatever was asked: it is safe, and what its head says."""

import gzip
import json
from pathlib import Path
from xml.etree import ElementTree

import brotli
from pyoxigraph import RdfFormat, parse

from lexwire.server.formats import GRAPHS, RESULTS
from lexwire.server.openapi import document

from .siege import Answer

DECLARED = {int(status) for status in document("")["paths"]["/sparql"]["post"]["responses"]} | {304}


def assert_safe(answer: Answer) -> None:
    """Check what holds for every answer."""
    assert answer.status in DECLARED | {302, 303, 304, 404, 405, 501}, answer
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    body = unpacked(answer)
    inside = (b"Traceback", b"site-packages", str(Path(__file__).parent.parent).encode(), b'File "')
    assert not [each for each in inside if each in body]
    if answer.status == 503:
        assert answer.headers["Retry-After"] or b"ran longer" in body or b"memory" in body, answer
    if answer.status == 304:
        assert answer.body == b""
        assert answer.headers["ETag"]


def unpacked(answer: Answer) -> bytes:
    match answer.headers["Content-Encoding"]:
        case "gzip":
            return gzip.decompress(answer.body) if answer.body else b""
        case "br":
            return bytes(brotli.decompress(answer.body)) if answer.body else b""
    return answer.body


def assert_readable(answer: Answer) -> None:
    """Check that the body is what its media type says."""
    kind, body = answer.headers.get_content_type(), unpacked(answer)
    if kind.endswith("json"):
        json.loads(body)
    elif kind == RESULTS[1].media_type or kind == "application/rdf+xml":
        ElementTree.fromstring(body)
    elif kind in {each.media_type for each in GRAPHS}:
        list(parse(body, format=RdfFormat.from_media_type(kind)))
    else:
        body.decode()
