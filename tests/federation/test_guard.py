"""SERVICE leads into no private network, past no certificate and through no redirect."""

import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from lexwire.graph.problems import UsageError
from lexwire.server.engine import Engine, EngineFailed
from lexwire.server.engine.guard import is_public

from ..telling import JSON_TYPE, said, telling
from .federating import ROWS, asking, rows, untouched


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("64:ff9b::808:808", True),
        ("127.0.0.1", False), ("127.9.9.9", False), ("0.0.0.0", False), ("10.0.0.1", False), ("172.16.0.1", False),
        ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("192.0.2.1", False),
        ("198.18.0.1", False), ("224.0.0.1", False), ("240.0.0.1", False), ("255.255.255.255", False),
        ("::1", False), ("::", False), ("fe80::1", False), ("fe80::1%lo", False), ("fc00::1", False),
        ("fec0::1", False), ("ff02::1", False), ("2001:db8::1", False), ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", False), ("::7f00:1", False), ("2002:7f00:1::", False), ("2001:0:1::1", False),
        ("64:ff9b::7f00:1", False), ("64:ff9b::a9fe:a9fe", False), ("64:ff9b:1::1", False),
    ],
)  # fmt: skip
def test_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


NAMES = {
    "loopback": ["127.0.0.1"],
    "loopback after a public one": ["8.8.8.8", "127.0.0.1"],
    "mapped": ["::ffff:127.0.0.1"],
    "metadata": ["169.254.169.254"],
}


@pytest.mark.parametrize("addresses", NAMES.values(), ids=NAMES)
def test_a_listed_name_may_not_lead_into_a_private_network(inner: Engine, addresses: list[str]) -> None:
    with untouched() as address:
        endpoint = address.replace("127.0.0.1", "fed.example")
        engine = asking(inner, endpoint, private=False, resolve=lambda *_: addresses)
        with pytest.raises(EngineFailed, match=r"<http://fed.example:.*private network"):
            rows(engine, f"SELECT * {{ SERVICE <{endpoint}> {{ ?s ?p ?o }} }}")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_an_address_is_checked_however_it_is_written(inner: Engine, host: str) -> None:
    with untouched() as address:
        endpoint = address.replace("127.0.0.1", host)
        with pytest.raises(EngineFailed, match=r"private network|has no address"):
            rows(asking(inner, endpoint, private=False), f"SELECT * {{ SERVICE <{endpoint}> {{ ?s ?p ?o }} }}")


def test_a_name_is_resolved_once_for_a_connection(inner: Engine) -> None:
    """What a name server says later (DNS rebinding) leads nowhere: the checked address is the one that is used."""
    answers: list[Sequence[str]] = [["127.0.0.1"], ["127.0.0.2"]]
    asked: list[tuple[str, int]] = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append((host, port))
        return answers[len(asked) - 1]

    with telling(said(body=ROWS)) as log:
        port = int(log.address.split(":")[2].removesuffix("/sparql"))
        endpoint = f"http://fed.example:{port}/sparql"
        engine = asking(inner, endpoint, resolve=resolve)
        for _ in range(3):
            assert rows(engine, f"SELECT * {{ SERVICE <{endpoint}> {{ ?s ?p ?x }} }}") == [{"x": "y"}]
    assert (asked, log.made) == ([("fed.example", port)], 1)
    assert {each.headers["Host"] for each in log.asked} == {f"fed.example:{port}"}


def test_the_next_address_is_tried(inner: Engine) -> None:
    with telling(said(body=ROWS)) as log:
        endpoint = log.address.replace("127.0.0.1", "fed.example")
        engine = asking(inner, endpoint, resolve=lambda *_: ["::1", "127.0.0.1"])
        assert rows(engine, f"SELECT * {{ SERVICE <{endpoint}> {{ ?s ?p ?x }} }}") == [{"x": "y"}]


def test_a_redirect_is_not_followed(inner: Engine) -> None:
    with untouched() as other, telling(said(307, b"", Location=other)) as log:
        with pytest.raises(EngineFailed, match="307"):
            rows(asking(inner, log.address), f"SELECT * {{ SERVICE <{log.address}> {{ ?s ?p ?o }} }}")
        assert len(log.asked) == 1


def test_proxies_of_the_environment_are_not_used(inner: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with untouched() as proxy, telling(said(body=ROWS)) as log:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy)
        assert rows(asking(inner, log.address), f"SELECT * {{ SERVICE <{log.address}> {{ ?s ?p ?x }} }}") == [
            {"x": "y"}
        ]


@contextmanager
def secure(folder: Path, name: str) -> Iterator[int]:
    """Serve `ROWS` over TLS with a certificate for *name* of its own making; gives the port."""
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command = ["openssl", "req", "-x509", "-days", "2", "-subj", "/CN=x", *key]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*command, "-addext", f"subjectAltName=DNS:{name}", *files], check=True, capture_output=True)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", JSON_TYPE)
            self.end_headers()
            self.wfile.write(ROWS)

        def log_message(self, *_: object) -> None:
            """Keep still."""

    class Server(HTTPServer):
        def handle_error(self, *_: object) -> None:
            """Keep still."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    with Server(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
@pytest.mark.parametrize(
    ("name", "trusted", "answers"),
    [("fed.example", True, True), ("other.example", True, False), ("fed.example", False, False)],
)
def test_tls_verifies_the_name_and_not_the_address(
    inner: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, trusted: bool, answers: bool
) -> None:
    with secure(tmp_path, name) as port:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem") if trusted else os.devnull)
        endpoint = f"https://fed.example:{port}/sparql"
        engine = asking(inner, endpoint, resolve=lambda *_: ["127.0.0.1"])
        query = f"SELECT * {{ SERVICE <{endpoint}> {{ ?s ?p ?x }} }}"
        if answers:
            assert rows(engine, query) == [{"x": "y"}]
            return
        with pytest.raises(EngineFailed, match="cannot be reached"):
            rows(engine, query)


@pytest.mark.parametrize(
    "iri",
    [
        "", "example.org", "ftp://example.org/", "http://", "http:///x", "http://me@example.org/", "file:///etc/passwd",
        "http://me:secret@example.org/x", "http://example.org/#a", "http://example.org/a b", "http://é.example/",
        "http://example.org/<x>", "http://[::1/", "http://example.org:port/",
    ],
)  # fmt: skip
def test_what_cannot_be_opened(inner: Engine, iri: str) -> None:
    with pytest.raises(UsageError):
        asking(inner, iri)
