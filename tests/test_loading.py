"""What the page of the dumps gives to copy: it loads the dump into stores of other people, and checks it."""

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from lexwire.graph.release import Release

from .command import serving
from .endpoints import empty_virtuoso, free_port, has_virtuoso, running

UNION = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
OURS = """SELECT (COUNT(*) AS ?n) {
  SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "https://w3id.org/lexwire/")) }
}"""
"""Counts beside the graphs that Virtuoso has of its own."""
ENVIRONMENT = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture(scope="module")
def commands(data: Path) -> Iterator[dict[str, str]]:
    """Return what the page gives to copy, by the element that has it, while the server runs."""
    with serving("--data", data) as address:
        with urlopen(Request(f"{address}/dumps/", headers={"Accept": "text/html"})) as response:
            page = response.read().decode()
        yield {name: unescape(text) for name, text in re.findall(r'<pre id="([\w-]+)">(.*?)</pre>', page, re.DOTALL)}


@pytest.fixture(scope="module")
def lines(release: Release) -> list[bytes]:
    return gzip.decompress((release.folder / "lexwire.nq.gz").read_bytes()).splitlines()


@pytest.fixture(scope="module")
def triples(release: Release) -> int:
    """Return how many statements there are, in however many graphs each of them is."""
    return int(json.loads((release.folder / "build.json").read_text())["triples"])


def run(commands: str, folder: Path) -> str:
    words = ["bash", "-euo", "pipefail", "-c", commands]
    done = subprocess.run(words, capture_output=True, text=True, cwd=folder, env=ENVIRONMENT, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def counted(address: str, query: str) -> int:
    asked = Request(f"{address}?{urlencode({'query': query})}", headers={"Accept": "text/csv"})
    with urlopen(asked) as response:
        return int(response.read().split()[1])


def test_rdflib(commands: dict[str, str], triples: int, tmp_path: Path) -> None:
    """Its union of graphs counts a triple once."""
    assert int(run(f"python - <<'END'\n{commands['load-rdflib']}END", tmp_path)) == triples


def test_pyoxigraph(commands: dict[str, str], lines: list[bytes], tmp_path: Path) -> None:
    assert int(run(f"python - <<'END'\n{commands['load-pyoxigraph']}END", tmp_path)) == len(lines)


def test_oxigraph(commands: dict[str, str], triples: int, tmp_path: Path) -> None:
    *load, serve = commands["load-oxigraph"].splitlines()
    run("\n".join(load), tmp_path)
    bind = f"127.0.0.1:{free_port()}"
    address = f"http://{bind}/query"
    with running(["bash", "-c", f"exec {serve} --bind {bind}"], tmp_path, address, PATH=ENVIRONMENT["PATH"]):
        assert counted(address, UNION) == triples


@pytest.mark.skipif(not has_virtuoso(), reason="needs Virtuoso: apt-get install virtuoso-opensource-7")
def test_virtuoso(commands: dict[str, str], triples: int, tmp_path: Path) -> None:
    assert commands["load-virtuoso"].count("1111") == 1
    with empty_virtuoso(tmp_path) as (port, address):
        run(commands["load-virtuoso"].replace("1111", f"127.0.0.1:{port}"), tmp_path)
        assert counted(address, OURS) == triples


@contextmanager
def taking(bodies: list[tuple[str, bytes]]) -> Iterator[int]:
    """Listen where a store of the RDF4J protocol would, and keep what is sent; give the port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            bodies.append((f"{self.path} {self.headers['Content-Type']}", body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


def test_what_graphdb_is_sent(commands: dict[str, str], lines: list[bytes], tmp_path: Path) -> None:
    """GraphDB itself is not free; what its protocol asks for (RDF4J, POST of statements) is what it gets."""
    bodies: list[tuple[str, bytes]] = []
    with taking(bodies) as port:
        assert commands["load-graphdb"].count("localhost:7200") == 1
        run(commands["load-graphdb"].replace("localhost:7200", f"127.0.0.1:{port}"), tmp_path)
    (where, body), *others = bodies
    assert (where, others) == ("/repositories/lexwire/statements application/n-quads", [])
    assert body.splitlines() == lines


def test_the_dump_is_checked(commands: dict[str, str], tmp_path: Path) -> None:
    run(commands["load-oxigraph"].splitlines()[0], tmp_path)
    assert run(commands["checking"], tmp_path) == "lexwire.nq.gz: OK\n"
    (tmp_path / "lexwire.nq.gz").write_bytes(b"something else")
    with pytest.raises(AssertionError, match="did NOT match"):
        run(commands["checking"], tmp_path)
