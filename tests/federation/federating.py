"""What SERVICE is tried with: Lexwires on real ports, engines that may ask them, a socket that nobody may reach."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from lexwire.server import create_app
from lexwire.server.engine import Engine, Question
from lexwire.server.engine.federation import Federating
from lexwire.server.engine.outbound import Bounds, Outside
from lexwire.server.formats import GRAPHS, RESULTS, Wanted
from lexwire.server.service import opened
from lexwire.server.settings import Settings

WANTED = Wanted(RESULTS[0], GRAPHS[1])
HERE = """@prefix : <http://example.org/> .
:a :name "A" . :b :name "B" . :c :name "C" . :a :knows :b .
<http://example.org/graph> a :Graph .
"""
THERE = """@prefix : <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :age 1 . :b :age 2 ; :nick "Bee"@en-GB . :z :age 26 .
:t :text "plain", "", "a \\"quoted\\" 'one'", "two\\nlines\\r\\n\\ttab", "back\\\\slash \\\\u0041" ;
  :text "网络 😀 é"@zh, "} SERVICE <urn:x> {", "?x $y # no comment", "<urn:iri>", "\\u0001\\u007F\\uFFFD" ;
  :text 1, 1.5, true, "2024-02-24"^^xsd:date, "odd"^^<urn:type> .
_:one :in :list ; :next _:two . _:two :in :list .
"""
THIRD = """@prefix : <http://example.org/> .
:a :age 10 . :c :age 30 .
"""
PREFIX = "PREFIX : <http://example.org/> "
ROWS = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"y"}}]}}'


class Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:  # type: ignore[override]
        """Keep still."""


@contextmanager
def lexwire(folder: Path, turtle: str, **fields: object) -> Iterator[str]:
    """Serve *turtle* by a real Lexwire; gives the address of its endpoint."""
    file = folder / "data.ttl"
    file.write_text(turtle, encoding="utf-8")
    service = opened(Settings(load=(str(file),), query_workers=1, **fields))  # type: ignore[arg-type]
    server = make_server("127.0.0.1", 0, create_app(service), threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        service.engine.close()


def loaded(folder: Path, turtle: str, **fields: object) -> Engine:
    file = folder / "data.ttl"
    file.write_text(turtle, encoding="utf-8")
    return opened(Settings(load=(str(file),), query_workers=1, cache_megabytes=0, **fields)).engine  # type: ignore[arg-type]


def asking(inner: Engine, *endpoints: str, private: bool = True, seconds: float = 30.0, **more: object) -> Federating:
    """Return an engine over *inner* that may ask *endpoints*."""
    resolve = {"resolve": more.pop("resolve")} if "resolve" in more else {}
    outside = Outside(endpoints, Bounds(**more), private, **resolve)  # type: ignore[arg-type]
    return Federating(inner, outside, seconds)


def rows(engine: Engine, query: str, seconds: float | None = None) -> list[dict[str, str]]:
    """Return the rows of a SELECT, IRIs of example.org without their beginning."""
    found = json.loads(engine.run(Question(PREFIX + query, WANTED, seconds=seconds)).read())["results"]["bindings"]
    short = ({name: term["value"].removeprefix("http://example.org/") for name, term in row.items()} for row in found)
    return sorted(short, key=repr)


@contextmanager
def untouched() -> Iterator[str]:
    """Give the address of a socket that listens; fails where anyone connects to it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()
