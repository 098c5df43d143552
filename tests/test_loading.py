"""The commands that say how a dump is loaded do load it, into stores of other people."""

import gzip
import json
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from lexwire.graph.release import Release
from lexwire.server.dumps.loading import Way, ways

from .command import serving
from .endpoints import empty_virtuoso, free_port, has_virtuoso, running

UNION = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
OURS = """SELECT (COUNT(*) AS ?n) {
  SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "https://w3id.org/lexwire/")) }
}"""
"""Counts beside the graphs that Virtuoso has of its own."""
SCRIPTS = sysconfig.get_path("scripts")


@pytest.fixture(scope="module")
def found(data: Path, release: Release) -> Iterator[dict[str, Way]]:
    with serving("--data", data) as address:
        yield {way.store: way for way in ways(f"{address}/dumps/{release.id}/")}


@pytest.fixture(scope="module")
def lines(release: Release) -> list[bytes]:
    return gzip.decompress((release.folder / "lexwire.nq.gz").read_bytes()).splitlines()


@pytest.fixture(scope="module")
def triples(release: Release) -> int:
    """Return how many statements there are, in however many graphs each of them is."""
    return int(json.loads((release.folder / "build.json").read_text())["triples"])


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def counted(address: str, query: str) -> int:
    asked = Request(f"{address}?{urlencode({'query': query})}", headers={"Accept": "text/csv"})
    with urlopen(asked) as response:
        return int(response.read().split()[1])


def test_rdflib(found: dict[str, Way], triples: int, tmp_path: Path) -> None:
    """Its union of graphs counts a triple once."""
    assert int(run([sys.executable, "-c", found["rdflib"].commands], tmp_path)) == triples


def test_pyoxigraph(found: dict[str, Way], lines: list[bytes], tmp_path: Path) -> None:
    assert int(run([sys.executable, "-c", found["pyoxigraph"].commands], tmp_path)) == len(lines)


def test_oxigraph(found: dict[str, Way], triples: int, tmp_path: Path) -> None:
    *load, serve = found["Oxigraph"].commands.splitlines()
    run(["bash", "-euc", "\n".join([f"PATH={shlex.quote(SCRIPTS)}:$PATH", *load])], tmp_path)
    bind = f"127.0.0.1:{free_port()}"
    program, *words = shlex.split(serve)
    address = f"http://{bind}/query"
    with running([f"{SCRIPTS}/{program}", *words, "--bind", bind], tmp_path, address):
        assert counted(address, UNION) == triples


@pytest.mark.skipif(not has_virtuoso(), reason="needs Virtuoso: apt-get install virtuoso-opensource-7")
def test_virtuoso(found: dict[str, Way], triples: int, tmp_path: Path) -> None:
    commands = found["Virtuoso"].commands
    assert commands.count("1111") == 1
    with empty_virtuoso(tmp_path) as (port, address):
        run(["bash", "-euc", commands.replace("1111", f"127.0.0.1:{port}")], tmp_path)
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


def test_what_graphdb_is_sent(found: dict[str, Way], lines: list[bytes], tmp_path: Path) -> None:
    """GraphDB itself is not free; what its protocol asks for (RDF4J, POST of statements) is what it gets."""
    bodies: list[tuple[str, bytes]] = []
    with taking(bodies) as port:
        commands = found["GraphDB"].commands
        assert commands.count(":7200") == 1
        run(["bash", "-euc", "set -o pipefail\n" + commands.replace("localhost:7200", f"127.0.0.1:{port}")], tmp_path)
    (where, body), *others = bodies
    assert (where, others) == ("/repositories/lexwire/statements application/n-quads", [])
    assert body.splitlines() == lines
