"""Over real connections: requests that are none or nearly none, and addresses that are odd.

Specifications: HTTP/1.1 (RFC 9112); HTTP Semantics (RFC 9110).
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from lexwire.server import create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .protocol_cases import DIRECT
from .safe import assert_safe
from .siege import Target, besieged

YES = b'{"head":{},"boolean":true}'
HOST, CLOSE = "Host: 127.0.0.1\r\n", "Connection: close\r\n"
GET = "/sparql?query=ASK%7B%7D"
START = f"POST /sparql HTTP/1.1\r\n{HOST}{CLOSE}Content-Type: {DIRECT}\r\n"
CHUNKED = f"{START}Transfer-Encoding: chunked\r\n"
UPGRADE = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"


@pytest.fixture(scope="module")
def target(data: Path) -> Iterator[Target]:
    with besieged(data) as found:
        before = found.state()
        yield found
        assert found.stands()
        assert found.is_as(before)
        assert found.state().megabytes < before.megabytes + 100


def get(*lines: str, target: str = GET, version: str = "HTTP/1.1") -> str:
    return f"GET {target} {version}\r\n{HOST}{CLOSE}{''.join(lines)}\r\n"


WIRE = {
    # lengths that two servers could read in two ways (RFC 9112, section 6.3)
    "length and chunks": (f"{CHUNKED}Content-Length: 6\r\n\r\n6\r\nASK {{}}\r\n0\r\n\r\n", 400),
    "chunks and length": (f"{START}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "two lengths": (f"{START}Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {{}}", 400),
    "the same length twice": (f"{START}Content-Length: 6\r\nContent-Length: 6\r\n\r\nASK {{}}", 400),
    "a list of lengths": (f"{START}Content-Length: 6, 6\r\n\r\nASK {{}}", 400),
    "a length with a sign": (f"{START}Content-Length: +6\r\n\r\nASK {{}}", 400),
    "a length below zero": (f"{START}Content-Length: -6\r\n\r\nASK {{}}", 400),
    "a length beyond all": (f"{START}Content-Length: {10**30}\r\n\r\nASK {{}}", 400),
    "a length with an underscore": (f"{START}Content_Length: 3\r\nContent-Length: 6\r\n\r\nASK {{}}", 200),
    "no chunks in the end": (f"{START}Transfer-Encoding: chunked, x\r\n\r\n6\r\nASK {{}}\r\n0\r\n\r\n", 400),
    "nearly chunked": (f"{START}Transfer-Encoding: xchunked\r\n\r\n6\r\nASK {{}}\r\n0\r\n\r\n", 400),
    "a blank before the colon": (f"{START}Transfer-Encoding : chunked\r\n\r\n6\r\nASK {{}}\r\n0\r\n\r\n", 400),
    "a chunk of size -6": (f"{CHUNKED}\r\n-6\r\nASK {{}}\r\n0\r\n\r\n", 400),
    "a chunk of size 0x6": (f"{CHUNKED}\r\n0x6\r\nASK {{}}\r\n0\r\n\r\n", 400),
    "a chunk beyond all": (f"{CHUNKED}\r\n{'f' * 17}\r\nASK {{}}\r\n0\r\n\r\n", 400),
    "a chunk with bare line feeds": (f"{CHUNKED}\r\n6\nASK {{}}\n0\n\n", 400),
    "chunk extensions": (f'{CHUNKED}\r\n6;a=b;c="d"\r\nASK {{}}\r\n0\r\n\r\n', 200),
    "a long chunk extension": (f"{CHUNKED}\r\n6;a={'b' * 1_000_000}\r\nASK {{}}\r\n0\r\n\r\n", 200),
    "a long chunk size": (f"{CHUNKED}\r\n{'0' * 1_000_000}6\r\nASK {{}}\r\n0\r\n\r\n", 200),
    "a header behind the body": (f"{CHUNKED}\r\n6\r\nASK {{}}\r\n0\r\nContent-Type: text/plain\r\n\r\n", 200),
    "many headers behind the body": (f"{CHUNKED}\r\n6\r\nASK {{}}\r\n0\r\n{'X: y' * 50_000}\r\n\r\n", 431),
    # heads
    "a folded header": (get("Accept: text/csv,\r\n text/turtle\r\n"), 400),
    "bare line feeds": (f"GET {GET} HTTP/1.1\nHost: x\nConnection: close\n\n", 400),
    "a bare carriage return": (get("X: y\rZ: z\r\n"), 400),
    "NUL in a value": (get("Accept: a\0b\r\n"), 400),
    "NUL in a name": (get("Acc\0ept: ab\r\n"), 400),
    "DEL in a value": (get("Accept: a\x7fb\r\n"), 400),
    "a value beyond ASCII": (get("Accept: \xe9\xff\r\n"), 406),
    "a thousand headers": (get("".join(f"X-{n}: {n}\r\n" for n in range(1000))), 200),
    "twenty thousand headers": (get("".join(f"X-{n}: {n}\r\n" for n in range(20_000))), 431),
    "many empty headers": (get("a:\r\n" * 60_000), 431),
    "a long name": (get(f"{'a' * 200_000}: b\r\n"), 431),
    "a long value": (get(f"A: {'b' * 200_000}\r\n"), 431),
    "no host": (f"GET {GET} HTTP/1.1\r\n{CLOSE}\r\n", 400),
    "two hosts": (get("Host: other.example\r\n"), 400),
    # request lines
    "a method in small letters": (get().replace("GET", "get"), 400),
    "an absolute target": (get(target=f"http://127.0.0.1{GET}"), 200),
    "a tunnel": (f"CONNECT 127.0.0.1:80 HTTP/1.1\r\n{HOST}\r\n", 400),
    "a tunnel to a path": (f"CONNECT {GET} HTTP/1.1\r\n{HOST}\r\n", 400),
    "a star": (f"OPTIONS * HTTP/1.1\r\n{HOST}{CLOSE}\r\n", 404),
    "no slash": (get(target="sparql"), 400),
    "a blank in the target": (get(target="/sparql?query=ASK {}"), 400),
    "a target beyond ASCII": (get(target="/\xc3\xa9"), 400),
    "a fragment": (get(target=f"{GET}#x"), 200),
    "NUL in the path": (get(target="/a%00b"), 404),
    "line breaks in the path": (get(target="/id/a%0d%0aX-Evil:%20y"), 404),
    "a path that is no UTF-8": (get(target="/id/%ff%fe"), 404),
    "HTTP/1.0": (f"GET {GET} HTTP/1.0\r\n\r\n", 200),
    "HTTP/1.9": (get(version="HTTP/1.9"), 400),
    "HTTP/0.9": (f"GET {GET}\r\n\r\n", 200),
    "HTTP/2 from the start": ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "line breaks before": (f"\r\n\r\n{get()}", 200),
    "TLS": ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + "\x11" * 200, 400),
    "noise": ("\xff\xfe\xfd" * 100, 400),
    "a body that nobody asked for": (get("Content-Length: 5\r\n") + "hello", 200),
    "another expectation": (f"{START}Content-Length: 6\r\nExpect: tea\r\n\r\nASK {{}}", 200),
}


@pytest.mark.parametrize(("words", "status"), WIRE.values(), ids=WIRE)
def test_on_the_wire(target: Target, words: str, status: int) -> None:
    """One answer comes, to what is a request; what is none is told so, and the connection ends."""
    (answer,) = target.say(words.encode("latin-1"))
    assert answer.status == status, answer
    assert status != 200 or answer.body == YES
    assert answer.headers["Connection"] == "close"
    assert_safe(answer)


def test_a_body_is_asked_for(target: Target) -> None:
    """RFC 9110, section 10.1.1: who expects it is told to go on before the body comes."""
    with target.connect() as client:
        client.sendall(f"{START}Content-Length: 6\r\nExpect: 100-continue\r\n\r\n".encode())
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"ASK {}")
        assert client.recv(1000).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("protocol", [UPGRADE, "Connection: Upgrade\r\nUpgrade: websocket\r\n"])
def test_who_would_rather_speak_another_protocol_is_answered_in_this_one(target: Target, protocol: str) -> None:
    """RFC 9110, section 7.8: so ask curl --http2 and Java, whose queries come in a body too."""
    start = f"POST /sparql HTTP/1.1\r\n{HOST}{protocol}Content-Type: {DIRECT}\r\n"
    whole, chunks = "Content-Length: 6\r\n\r\nASK {}", "Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n"
    asked = [start + whole, f"GET {GET} HTTP/1.1\r\n{HOST}{protocol}\r\n", start + chunks, get()]
    for pieces in (["".join(asked)], asked, list("".join(asked))):
        found = target.say(*(piece.encode() for piece in pieces))
        assert [(each.status, each.body) for each in found] == [(200, YES)] * 4


def test_noise_behind_a_request_spoils_no_answer(target: Target) -> None:
    query = quote("SELECT * { ?s ?p ?o } LIMIT 2000")
    first = f"GET /sparql?query={query} HTTP/1.1\r\n{HOST}\r\n"
    (right,) = target.say(first.replace(HOST, HOST + CLOSE).encode())
    (answer,) = target.say(first.encode(), b"\0noise\r\n\r\n")
    assert (answer.status, answer.body) == (200, right.body)


def test_a_header_behind_the_body_is_none_of_the_request(target: Target) -> None:
    """RFC 9110, section 6.5.1: else it could pass for one that a proxy wrote."""
    words = f"{CHUNKED}\r\n6\r\nASK {{}}\r\n0\r\nAccept: text/csv\r\n\r\n"
    (answer,) = target.say(words.encode())
    assert (answer.status, answer.body) == (200, YES)


@pytest.fixture(scope="module", params=[0, 1], ids=["", "behind a proxy"])
def client(data: Path, request: pytest.FixtureRequest) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data), proxies=request.param))
    yield create_app(service).test_client()
    service.engine.close()


ODD_PATHS = [
    "/.well-known/void?%3C",
    "/dumps/latest/a%0d%0aX-Evil:%20y",
    "/dumps/%2e%2e/%2e%2e/etc/passwd",
    "/queries/%0d%0a.csv",
    "/queries/actors-of-an-article.csv?article=%3C%00",
    "/id/%3C%22",
    "/data/id/%ff.ttl",
    "/page/%F0%9F%98%80?%3C",
    "/static/..%2f..%2fserver",
]


@pytest.mark.parametrize("path", ODD_PATHS)
def test_odd_addresses(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code in {200, 302, 400, 404}
    assert "X-Evil" not in response.headers


ODD_HEADERS = [
    *({"Host": value} for value in ("<x>", "a b", "[::1", "x:99999", "x:y", "a@b", "\xe9", "")),
    *({"X-Forwarded-Host": value} for value in ("<x>", "a b", "[::1", "x:99999")),
    *({"X-Forwarded-Proto": value} for value in ("<x>", "javascript:")),
    *({"X-Forwarded-Prefix": value} for value in ("<x>", "x:y", "[::1")),
]


@pytest.mark.parametrize("headers", ODD_HEADERS, ids=str)
def test_odd_words_on_the_public_address(client: FlaskClient, headers: dict[str, str]) -> None:
    """Some of them come from clients, through proxies that pass on what they do not set."""
    for path in ("/sparql", GET, "/.well-known/void", "/data/id/place/china.ttl", "/openapi.json", "/id/place/china"):
        assert client.get(path, headers=headers).status_code in {200, 303, 400}, path
