"""SERVICE over real connections: other Lexwires, servers that fail as told, and sockets that nobody may reach."""

import json
import os
import shutil
import socket
import ssl
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.serving import WSGIRequestHandler, make_server

from lexwire.graph.problems import UsageError
from lexwire.queries.binding import tokens
from lexwire.server import create_app
from lexwire.server.engine import (
    Answer,
    Engine,
    EngineError,
    EngineFailed,
    Overloaded,
    QueryRefused,
    Question,
    TimedOut,
)
from lexwire.server.engine.federation import MOST_CALLS, Federating, unmatched
from lexwire.server.engine.guard import is_public
from lexwire.server.engine.outbound import Bounds, Outside
from lexwire.server.formats import GRAPHS, RESULTS, Wanted
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .telling import JSON_TYPE, Asked, Reply, chunked, said, silent, telling

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


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with lexwire(tmp_path_factory.mktemp("there"), THERE) as address:
        yield address


@pytest.fixture(scope="module")
def third(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with lexwire(tmp_path_factory.mktemp("third"), THIRD) as address:
        yield address


def loaded(folder: Path, turtle: str, **fields: object) -> Engine:
    file = folder / "data.ttl"
    file.write_text(turtle, encoding="utf-8")
    return opened(Settings(load=(str(file),), query_workers=1, cache_megabytes=0, **fields)).engine  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def inner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Return an engine that is open for nobody."""
    engine = loaded(tmp_path_factory.mktemp("here"), HERE)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Return an engine that holds what all of them hold."""
    engine = loaded(tmp_path_factory.mktemp("all"), HERE + THERE + THIRD)
    yield engine
    engine.close()


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


AGE = [{"n": "26"}]
AGES = [{"s": "a", "n": "1"}, {"s": "b", "n": "2"}]
JOINS: dict[str, tuple[str, object]] = {
    "alone": ("SELECT ?n { SERVICE <T> { :z :age ?n } }", [{"n": "26"}]),
    "joined": ("SELECT ?s ?n { ?s :name ?x SERVICE <T> { ?s :age ?n } }", AGES),
    "before the rest": ("SELECT ?s ?n { SERVICE <T> { ?s :age ?n } ?s :name ?x }", AGES),
    "prefixed": ("SELECT ?s ?n { ?s :name ?x . service far:sparql{?s :age ?n}}", AGES),
    "in small letters, over lines": ("SELECT ?s ?n { ?s :name ?x\nservice # {\n <T>\n{ ?s :age ?n\n} # }\n}", AGES),
    "filtered there": ("SELECT ?n { SERVICE <T> { ?s :age ?n FILTER(?n > 2) } }", [{"n": "26"}]),
    "filtered here": ("SELECT ?n { SERVICE <T> { ?s :age ?n } FILTER(?n > 2) }", [{"n": "26"}]),
    "optional": (
        "SELECT ?s ?n { ?s :name ?x OPTIONAL { SERVICE <T> { ?s :age ?n } } }", [*AGES, {"s": "c"}]
    ),
    "union": (
        "SELECT ?s ?n { { SERVICE <T> { ?s :age ?n FILTER(?n < 3) } } UNION { ?s :name ?n } }",
        [{"s": "a", "n": "1"}, {"s": "a", "n": "A"}, {"s": "b", "n": "2"}, {"s": "b", "n": "B"}, {"s": "c", "n": "C"}],
    ),
    "subselect": ("SELECT ?s ?n { ?s :name ?x { SELECT ?s ?n { SERVICE <T> { ?s :age ?n } } } }", AGES),
    "subselect there": ("SELECT ?n { SERVICE <T> { SELECT (SUM(?m) AS ?n) { ?s :age ?m } } }", [{"n": "29"}]),
    "in a graph": ("SELECT ?n { GRAPH ?g { ?g a :Graph } GRAPH ?h { SERVICE <T> { :z :age ?n } } }", []),
    "not exists": ("SELECT ?s { ?s :name ?x FILTER NOT EXISTS { SERVICE <T> { ?s :age ?n } } }", [{"s": "c"}]),
    "minus": ("SELECT ?s { ?s :name ?x MINUS { SERVICE <T> { ?s :age ?n } } }", [{"s": "c"}]),
    "unbound there": (
        "SELECT ?s ?nick { SERVICE <T> { ?s :age ?n OPTIONAL { ?s :nick ?nick } } ?s :name ?x }",
        [{"s": "a"}, {"s": "b", "nick": "Bee"}],
    ),
    "two": ("SELECT ?m ?n { SERVICE <T> { :a :age ?m } SERVICE <3> { :a :age ?n } }", [{"m": "1", "n": "10"}]),
    "no variable, true": ("SELECT ?x { :a :name ?x SERVICE <T> { :a :age 1 } }", [{"x": "A"}]),
    "no variable, false": ("SELECT ?x { :a :name ?x SERVICE <T> { :a :age 2 } }", []),
    "no rows": ("SELECT * { ?s :name ?x SERVICE <T> { ?s :none ?n } }", []),
    "any endpoint": (
        "SELECT ?e ?n { SERVICE ?e { :a :age ?n } }", [{"e": "T", "n": "1"}, {"e": "3", "n": "10"}]
    ),
    "any endpoint, bound": ("SELECT ?n { VALUES ?e { <3> } SERVICE ?e { :a :age ?n } }", [{"n": "10"}]),
    "any endpoint, bound after": ("SELECT ?n { SERVICE $e { :a :age ?n } VALUES ?e { <3> } }", [{"n": "10"}]),
    "any endpoint, not listed": ("SELECT ?n { VALUES ?e { <urn:x> } SERVICE ?e { :a :age ?n } }", []),
    "any endpoint, within its pattern": (
        "SELECT ?e { SERVICE ?e { :a :age ?n BIND(<3> AS ?e) } }", [{"e": "3"}]
    ),
    "a silent one that answers": ("SELECT ?n { SERVICE SILENT <T> { :z :age ?n } }", [{"n": "26"}]),
    "a silent one that is not listed": (
        "SELECT * { ?s :knows ?o SERVICE SILENT <urn:x> { ?s :age ?n } }", [{"s": "a", "o": "b"}]
    ),
    "a silent one within a silent one": (
        "SELECT ?o { :a :knows ?o SERVICE SILENT <T> { SERVICE <urn:x> { ?s ?p ?n } } }", [{"o": "b"}]
    ),
    "a word in a string, an IRI, a comment, names": (
        "SELECT ?service { :a :knows ?service # SERVICE <x> {\n FILTER('SERVICE <x> {' != '''SERVICE''' && "
        "?service != <urn:SERVICE> && ?service != :SERVICE) }",
        [{"service": "b"}],
    ),
    "a word in a string that is sent": ("SELECT ?n { SERVICE <T> { :z :age ?n FILTER('SERVICE' != '') } }", AGE),
}  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), JOINS.values(), ids=JOINS)
def test_joins(inner: Engine, there: str, third: str, query: str, expected: list[dict[str, str]]) -> None:
    engine = asking(inner, there, third)
    query = query.replace("<T>", f"<{there}>").replace("<3>", f"<{third}>")
    found = rows(engine, f"PREFIX far: <{there.removesuffix('sparql')}> {query}")
    names = {there: "T", third: "3"}
    found = [{name: names.get(value, value) for name, value in row.items()} for row in found]
    assert sorted(found, key=repr) == sorted(expected, key=repr)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s ?x ?n { ?s :name ?x SERVICE ?e { ?s :age ?n } }",
        "SELECT ?s ?x ?n { SERVICE ?e { ?s :age ?n } OPTIONAL { ?s :name ?x } }",
        "SELECT (COUNT(?n) AS ?c) ?x { ?s :name ?x OPTIONAL { SERVICE ?e { ?s :age ?n } } } GROUP BY ?x",
        "SELECT ?v ?l ?d ?g { SERVICE ?e { :t :text ?v } BIND(STRLEN(STR(?v)) AS ?l) BIND(DATATYPE(?v) AS ?d) "
        "BIND(LANG(?v) AS ?g) }",
        "SELECT ?x { ?s :name ?x FILTER EXISTS { SERVICE ?e { ?s :age ?n FILTER(?n > 5) } } }",
    ],
)
def test_a_federated_answer_is_that_of_the_local_join(
    inner: Engine, everything: Engine, there: str, third: str, query: str
) -> None:
    local = rows(everything, query.replace("SERVICE ?e ", ""))
    assert rows(asking(inner, there, third), query) == local != []


def terms(engine: Engine, query: str) -> Counter[str]:
    found = json.loads(engine.run(Question(PREFIX + query, WANTED)).read())["results"]["bindings"]
    return Counter(json.dumps(row["v"], sort_keys=True) for row in found)


def test_terms_come_back_as_they_were(inner: Engine, everything: Engine, there: str) -> None:
    found = terms(asking(inner, there), f"SELECT ?v {{ SERVICE <{there}> {{ :t :text ?v }} }}")
    assert found == terms(everything, "SELECT ?v { :t :text ?v }")
    assert len(found) == 15


@pytest.mark.parametrize(
    "term",
    [
        {"type": "literal", "value": "x", "xml:lang": "zh-hant-tw"},
        {"type": "typed-literal", "value": "odd", "datatype": "urn:type"},
        {"type": "uri", "value": "http://example.org/é'()#a?b=c&d"},
        {
            "type": "triple",
            "value": {
                "subject": {"type": "uri", "value": "urn:s"},
                "predicate": {"type": "uri", "value": "urn:p"},
                "object": {"type": "literal", "value": "\" }"},
            },
        },
    ],
    ids=lambda term: term["type"],
)  # fmt: skip
def test_terms_of_every_kind(inner: Engine, term: dict[str, str]) -> None:
    body = json.dumps({"head": {"vars": ["v"]}, "results": {"bindings": [{"v": term}]}}).encode()
    with telling(said(body=body)) as log:
        engine = asking(inner, log.address)
        answer = engine.run(Question(f"SELECT ?v {{ SERVICE <{log.address}> {{ ?s ?p ?v }} }}", WANTED)).read()
    [row] = json.loads(answer)["results"]["bindings"]
    assert row["v"] == term | {"type": term["type"].removeprefix("typed-")}


@pytest.fixture(scope="module")
def echo(inner: Engine) -> Iterator[Callable[[str], object]]:
    """Return what a literal becomes that another endpoint answers with, and that is asked for there."""
    said_: list[str] = []

    def reply(connection: socket.socket, asked: Asked) -> None:
        assert asked.fields["query"]
        term = {"type": "literal", "value": said_[-1]}
        body = json.dumps({"head": {"vars": ["v"]}, "results": {"bindings": [{"v": term}]}}).encode()
        said(body=body)(connection, asked)

    with telling(reply) as log:
        engine = asking(inner, log.address)

        def ask(value: str) -> object:
            said_.append(value)
            query = f"SELECT ?v {{ SERVICE <{log.address}> {{ ?s ?p ?v }} }}"
            return json.loads(engine.run(Question(query, WANTED)).read())["results"]["bindings"]

        yield ask


PIECES = st.sampled_from(["\\", "u0022", "U00000022", '"', "'", "}", "{", " SERVICE ", "\n", "#", "(", "UNDEF", "<a>"])
TEXTS = st.lists(PIECES).map("".join) | st.text(st.characters(exclude_categories=("Cs",)))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_any_text_comes_back_exactly(echo: Callable[[str], object], value: str) -> None:
    assert echo(value) == [{"v": {"type": "literal", "value": value}}]


def test_blank_nodes_become_iris_of_their_clause(inner: Engine, there: str) -> None:
    clauses = " ".join(f"SERVICE <{there}> {{ ?{one} :next ?{two} }}" for one, two in ("ab", "cd"))
    [row] = rows(asking(inner, there), f"SELECT * {{ {clauses} }}")
    assert len(set(row.values())) == 4
    assert all(value.startswith("https://w3id.org/lexwire/.well-known/genid/") for value in row.values())
    inside = f"SELECT * {{ SERVICE <{there}> {{ ?a :in :list . ?b :next ?a }} }}"
    assert len(rows(asking(inner, there), inside)) == 1


def test_what_is_sent(inner: Engine) -> None:
    """The declarations and the pattern go there as a form, and nothing else: no cookie, no credentials."""
    with telling(said(body=ROWS, Set_Cookie="a=b")) as log:
        engine = asking(inner, log.address)
        query = (
            f"# why\nBASE <urn:b>\nPREFIX a: <urn:a#>\nSELECT ?x {{ ?y ?z ?w SERVICE <{log.address}>{{a:b <c> ?x}} }}"
        )
        for _ in range(2):
            engine.run(Question(query, WANTED)).read()
    first, second = log.asked
    assert first.fields == {
        "query": ["# why\nBASE <urn:b>\nPREFIX a: <urn:a#>\nSELECT * WHERE {a:b <c> ?x}"]
    }  # fmt: skip
    assert first.headers["Accept"] == JSON_TYPE
    assert first.headers["User-Agent"] == "lexwire"
    assert first.headers["Host"] == log.address.split("/")[2]
    assert not {"Cookie", "Authorization", "Referer"} & {*first.headers, *second.headers}
    assert log.made == 1


def test_relative_iris_keep_their_base(inner: Engine) -> None:
    with telling(said(body=ROWS)) as log:
        question = Question(f"ASK {{ SERVICE <{log.address}> {{ <a> ?p ?x }} }}", WANTED, base="http://example.org/")
        asking(inner, log.address).run(question).read()
    assert log.asked[0].fields["query"] == ["BASE <http://example.org/> SELECT * WHERE { <a> ?p ?x }"]


def test_errors_after_a_clause_tell_their_line(inner: Engine, there: str) -> None:
    query = f"SELECT * {{\nSERVICE <{there}>\n{{\n:z ?p ?o }}\n}} LIMIT no"
    with pytest.raises(QueryRefused, match="error at 5:"):
        rows(asking(inner, there), query)


# --- what is closed ------------------------------------------------------------------------------------------------


@contextmanager
def untouched() -> Iterator[str]:
    """Give the address of a socket that listens; fails where anyone connects to it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()


CLOSED = {
    "not listed": ("SELECT * { SERVICE <X> { ?s ?p ?o } }", "is closed here"),
    "longer than what is listed": ("SELECT * { SERVICE <L/> { ?s ?p ?o } }", "is closed here"),
    "shorter": ("SELECT * { SERVICE <S> { ?s ?p ?o } }", "is closed here"),
    "another case": ("SELECT * { SERVICE <U> { ?s ?p ?o } }", "is closed here"),
    "with a query": ("SELECT * { SERVICE <L?a> { ?s ?p ?o } }", "is closed here"),
    "with a user": ("SELECT * { SERVICE <A> { ?s ?p ?o } }", "is closed here"),
    "after one that is listed": ("SELECT * { SERVICE <L> {} SERVICE <X> {} }", "is closed here"),
    "relative": ("SELECT * { SERVICE <sparql> { ?s ?p ?o } }", "Line 1: SERVICE <sparql> is relative"),
    "no prefix": ("SELECT * {\nSERVICE no:x { ?s ?p ?o } }", "Line 2: the prefix no: of SERVICE is not declared"),
    "no pattern": ("SELECT * { SERVICE <L> ?s ?p ?o }", "Line 1: SERVICE lacks"),
    "no end": ("SELECT * { SERVICE <L> { ?s ?p ?o ", "Line 1: SERVICE lacks"),
    "no endpoint": ("SELECT * { SERVICE", "Line 1: SERVICE lacks"),
    "a literal": ("SELECT * { SERVICE 'L' { ?s ?p ?o } }", "Line 1: SERVICE lacks"),
    "nested": ("SELECT * { SERVICE <L> { ?s ?p ?o SERVICE <L> { ?s ?p ?x } } }", "Line 1: SERVICE stands within"),
    "nested and silent": ("SELECT * { SERVICE <L> { SERVICE SILENT <L> { ?s ?p ?x } } }", "SERVICE stands within"),
    "nested in escapes": (r"SELECT * { SERVICE <L> { \u0053ERVICE <L> { ?s ?p ?x } } }", "SERVICE stands within"),
    "in escapes": (r"SELECT * { \u0053ERVICE <L> { ?s ?p ?o } }", "SERVICE is closed here"),
    "in other escapes": (r"SELECT * { SERVIC\U00000045 SILENT <L> { ?s ?p ?o } }", "SERVICE is closed here"),
    "one in escapes": (r"SELECT * { SERVIC\u0045 <L> {} SERVICE SILENT <X> { ?s ?p ?o } }", "SERVICE is closed here"),
    "many": (f"SELECT * {{ {'SERVICE <L> {} ' * (MOST_CALLS + 1)} }}", f"more than {MOST_CALLS} times"),
}  # fmt: skip


@pytest.mark.parametrize(("query", "words"), CLOSED.values(), ids=CLOSED)
def test_what_is_closed_is_never_called(inner: Engine, query: str, words: str) -> None:
    with untouched() as listed, untouched() as other:
        for place, iri in {
            "<L": listed, "<X": other, "<S": listed[:-1], "<U": listed.upper(), "<A": listed.replace("//", "//a@")
        }.items():  # fmt: skip
            query = query.replace(place, f"<{iri}")
        with pytest.raises(QueryRefused, match=words) as caught:
            rows(asking(inner, listed), query)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("query", ["SELECT * { SERVICE ?e { ?s ?p ?o } }", "SELECT * { SERVICE <urn:\u202ex> {} }"])
def test_an_empty_list_is_closed(inner: Engine, query: str) -> None:
    with pytest.raises(QueryRefused, match="is closed here") as caught:
        rows(asking(inner), query)
    assert str(caught.value).isprintable()


def test_deep_nesting_is_no_trouble(inner: Engine) -> None:
    for query in ("SERVICE SILENT <urn:x> {" * 20_000, "SERVICE SILENT <urn:x> {" * 20_000 + "}" * 20_000):
        with pytest.raises(QueryRefused):
            rows(asking(inner), f"SELECT * {{ {query} }}")


LONG = {
    "after a long prologue": "".join(f"PREFIX p{n}: <urn:p{n}#> " for n in range(18_000)) + "ASK { %s }",
    "in many lines": "ASK { " + "\n" * 400_000 + "%s }",
}


@pytest.mark.parametrize("query", LONG.values(), ids=LONG)
@pytest.mark.parametrize("clause", ["p1:x{}", "<x>{}", "?x{SERVICE<x>{}}"])
def test_many_clauses_take_no_time_of_the_server(query: str, clause: str) -> None:
    """What a body may hold is read once, not once for each clause."""
    text = query % (f"SERVICE SILENT {clause} " * (400_000 // len(f"SERVICE SILENT {clause} ")))
    started = monotonic()
    with pytest.raises(QueryRefused, match=r"^enough$"):
        Federating(Refusing(), Outside([], Bounds()), 30.0).run(Question(text, WANTED))
    assert monotonic() - started < 5


class Refusing:
    """An engine that answers nothing."""

    def run(self, question: Question) -> Answer:
        assert "SERVICE" not in question.query
        raise QueryRefused("enough")

    def close(self) -> None:
        """Let go of nothing."""


SILENT = {
    "not listed": "SELECT * { ?s :knows ?o SERVICE SILENT <urn:x> { SELECT ?here { ?here ?there 1 } } }",
    "failing": "SELECT * { ?s :knows ?o SERVICE SILENT <L> { SELECT ?here { ?here ?there 1 } } }",
    "relative": "SELECT * { ?s :knows ?o SERVICE SILENT <x> { SELECT ?here { ?here ?there 1 } } }",
    "any": "SELECT ?s ?o ?here { ?s :knows ?o SERVICE SILENT ?e { SELECT ?here { ?here ?there 1 } } }",
    "nested": "SELECT * { ?s :knows ?o SERVICE SILENT <L> { SELECT ?here { SERVICE <L> { ?here ?there 1 } } } }",
}


@pytest.mark.parametrize("query", SILENT.values(), ids=SILENT)
def test_a_silent_failure_keeps_the_variables(inner: Engine, query: str) -> None:
    with telling(said(500)) as log:
        text = PREFIX + query.replace("<L>", f"<{log.address}>")
        answer = json.loads(asking(inner, log.address).run(Question(text, WANTED)).read())
    assert set(answer["head"]["vars"]) == {"s", "o", "here"}
    assert [set(row) for row in answer["results"]["bindings"]] == [{"s", "o"}]


def test_silent_over_the_list_fails_for_each_endpoint(inner: Engine, there: str) -> None:
    with telling(said(500)) as log:
        found = rows(asking(inner, there, log.address), "SELECT * { SERVICE SILENT ?e { :z :age ?n } }")
        assert found == sorted([{"e": there, "n": "26"}, {"e": log.address}], key=repr)
        with pytest.raises(EngineFailed, match=log.address):
            rows(asking(inner, there, log.address), "SELECT * { SERVICE ?e { :z :age ?n } }")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK {}", "ASK {}"),
        ("ASK { SERVICE SILENT <urn:x> { ?s ?p ?o } }", "ASK { OPTIONAL{FILTER(0){ ?s ?p ?o }} }"),
        ("ASK { service\nsilent?x{ {} } }", "ASK { OPTIONAL{FILTER(0){\n {} }} }"),
        ("ASK { SERVICE SILENT a:b # {\n{ SELECT * {} } {} }", "ASK { OPTIONAL{FILTER(0){\n SELECT * {} }} {} }"),
        ("ASK { SERVICE ?a { SERVICE SILENT <b> {} } {} }", "ASK { OPTIONAL{FILTER(0){ OPTIONAL{FILTER(0){}} }} {} }"),
        ('ASK { ?s ?p "SERVICE SILENT <urn:x> {" }', 'ASK { ?s ?p "SERVICE SILENT <urn:x> {" }'),
        ("ASK { SERVICE SILENT", "ASK { SERVICE SILENT"),
        ("SERVICE", "SERVICE"),
    ],
)
def test_clauses_are_left_out(query: str, expected: str) -> None:
    assert unmatched(list(tokens(query))) == expected


# --- what goes wrong elsewhere -------------------------------------------------------------------------------------


MANY = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "bnode", "value": "b"}}] * 11}})
FEW = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "bnode", "value": "b"}}] * 10}})
IRI = '{"type":"uri","value":"urn:x"}'
TRIPLE = f'{{"type":"triple","value":{{"subject":{IRI},"predicate":{IRI},"object":'
DEEP = f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{{"x":{TRIPLE * 3_000}{IRI}{"}}" * 3_000}}}]}}}}'
TERM = '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"%s"}}]}}'
FAILURES: dict[str, tuple[Reply, type[EngineError], str]] = {
    "400": (said(400, b"no", "text/plain"), QueryRefused, "refuses what it is asked"),
    "401": (said(401), EngineFailed, "401"),
    "404": (said(404), EngineFailed, "404"),
    "500": (said(500, b"/etc/secret", "text/plain"), EngineFailed, "500"),
    "503": (said(503, Retry_After="7"), Overloaded, "too much to do"),
    "504": (said(504), TimedOut, "504"),
    "redirect": (said(302, Location="http://127.0.0.1:1/"), EngineFailed, "302"),
    "page": (said(200, b"<h1>hello</h1>", "text/html"), EngineFailed, "SPARQL results"),
    "page in disguise": (said(200, b"<h1>hello</h1>"), EngineFailed, "SPARQL results"),
    "garbage": (said(200, b"\xff\x00{" * 99), EngineFailed, "SPARQL results"),
    "empty": (said(200, b""), EngineFailed, "SPARQL results"),
    "cut": (said(200, ROWS[:-5]), EngineFailed, "SPARQL results"),
    "yes": (said(200, b'{"head":{},"boolean":true}'), EngineFailed, "SPARQL results"),
    "deep": (said(200, DEEP.encode()), EngineFailed, "SPARQL results"),
    "deep brackets": (said(200, b"[" * 999_999), EngineFailed, "SPARQL results"),
    "no IRI": (said(200, (TERM % "urn:x> } <").encode()), EngineFailed, "SPARQL results"),
    "no name": (said(200, ROWS.replace(b'"x"', b'"x) { } }"')), EngineFailed, "SPARQL results"),
    "a part": (said(200, X_SQL_State="S1TAT"), EngineFailed, "a part"),
    "another part": (said(200, X_SPARQL_MaxRows="10"), EngineFailed, "a part"),
    "too many rows": (said(200, MANY.encode()), QueryRefused, "more than the 10 rows"),
    "too many bytes": (said(200, b" " * (1 << 20) + ROWS), QueryRefused, r"more than the 1 MiB"),
    "too many bytes, of unknown length": (chunked(*[b" " * 99_999] * 99), QueryRefused, r"more than the 1 MiB"),
    "broken off": (chunked(ROWS[:9], end=False), EngineFailed, "broke its answer off"),
    "no HTTP": (lambda connection, _: connection.sendall(b"hello\r\n\r\n"), EngineFailed, "cannot be reached"),
}


@pytest.mark.parametrize("is_silent", [False, True])
@pytest.mark.parametrize(("reply", "error", "words"), FAILURES.values(), ids=FAILURES)
def test_failures_name_the_endpoint(
    inner: Engine, reply: Reply, error: type[EngineError], words: str, is_silent: bool
) -> None:
    with telling(reply) as log:
        engine = asking(inner, log.address, rows=10, megabytes=1.0)
        if is_silent:
            assert rows(engine, f"SELECT * {{ SERVICE SILENT <{log.address}> {{ ?s ?p ?x }} }}") == [{}]
            return
        with pytest.raises(error, match=words) as caught:
            rows(engine, f"SELECT * {{ SERVICE <{log.address}> {{ ?s ?p ?x }} }}")
    assert str(caught.value).startswith(f"The endpoint <{log.address}> ")
    assert "secret" not in str(caught.value)


def test_bounds_hold_for_all_clauses_together(inner: Engine) -> None:
    with telling(said(200, FEW.encode())) as log:
        clause = f"SERVICE <{log.address}> {{ ?s ?p ?x }} "
        assert len(rows(asking(inner, log.address, rows=10), f"SELECT * {{ {clause} }}")) == 10
        with pytest.raises(QueryRefused, match="more than the 19 rows"):
            rows(asking(inner, log.address, rows=19), f"SELECT * {{ {{ {clause} }} UNION {{ {clause} }} }}")


def test_what_nobody_asked_for_is_left_out(inner: Engine) -> None:
    body = ROWS.replace(b'["x"]', b'["x","other"]')
    with telling(said(body=body)) as log:
        query = f"SELECT * {{ SERVICE <{log.address}> {{ ?s ?p ?x }} }}"
        answer = json.loads(asking(inner, log.address).run(Question(query, WANTED)).read())
    assert answer["head"]["vars"] == ["x"]


LATE: dict[str, tuple[Reply, dict[str, float]]] = {
    "nothing comes": (silent, {"seconds": 0.3}),
    "nothing comes, by the query's own limit": (silent, {"own": 0.3}),
    "nothing comes, by the bounds": (silent, {"bound": 0.3}),
    "drop by drop": (chunked(*[b" "] * 40, pause=0.04), {"bound": 0.3}),
}


@pytest.mark.parametrize(("reply", "limits"), LATE.values(), ids=LATE)
def test_deadlines(inner: Engine, reply: Reply, limits: dict[str, float]) -> None:
    with telling(reply) as log:
        outside = Outside([log.address], Bounds(limits.get("bound", 10.0)), private=True)
        engine = Federating(inner, outside, limits.get("seconds", 30.0))
        started = monotonic()
        with pytest.raises(TimedOut, match=log.address):
            rows(engine, f"SELECT * {{ SERVICE <{log.address}> {{ ?s ?p ?x }} }}", limits.get("own"))
        assert 0.25 < monotonic() - started < 0.9


def test_clauses_share_the_deadline_and_the_rest_of_the_query_has_what_is_left(inner: Engine) -> None:
    slow = chunked(ROWS, pause=0.3)
    with telling(slow) as log:
        clause = f"SERVICE <{log.address}> {{ ?s ?p ?x }} "
        outside = Outside([log.address], Bounds(0.5), private=True)
        with pytest.raises(TimedOut):
            rows(Federating(inner, outside, 30.0), f"SELECT * {{ {clause * 3} }}")
        silently = clause.replace("SERVICE", "SERVICE SILENT")
        assert rows(Federating(inner, outside, 30.0), f"SELECT * {{ {silently * 2} }}") == [{"x": "y"}]
        started = monotonic()
        with pytest.raises(TimedOut):
            rows(asking(inner, log.address, seconds=0.5), f"SELECT * {{ {silently * 9} }}")
        assert monotonic() - started < 1


def test_a_slow_endpoint_takes_few_connections(inner: Engine) -> None:
    """And few threads of the server: who finds no free connection is told so soon."""
    with telling(silent) as log, ThreadPoolExecutor(8) as pool:
        engine = asking(inner, log.address)
        query = f"SELECT * {{ SERVICE <{log.address}> {{ ?s ?p ?x }} }}"
        errors = [pool.submit(rows, engine, query, 1.0) for _ in range(8)]
        assert Counter(type(each.exception()) for each in errors) == {TimedOut: 4, Overloaded: 4}
    assert log.made == 4


# --- the guard -----------------------------------------------------------------------------------------------------


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


# --- the whole server ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("behind", [False, True])
def test_the_server_asks_what_its_settings_list(tmp_path: Path, there: str, behind: bool) -> None:
    """Over its own data and in front of another server alike; what SERVICE answers has no tag but of its bytes."""
    listed = Settings(service=(there,), service_private=True, query_workers=1)
    with lexwire(tmp_path, HERE) as here:
        files = {"engine": here} if behind else {"load": (str(tmp_path / "data.ttl"),)}
        service = opened(Settings(**{**_fields(listed), **files}))  # type: ignore[arg-type]
        client = create_app(service).test_client()
        query = f"{PREFIX} SELECT ?s ?n {{ ?s :name ?x SERVICE <{there}> {{ ?s :age ?n }} }} ORDER BY ?s"
        answer = client.get("/sparql", query_string={"query": query, "format": "csv"})
        assert answer.text == "s,n\r\nhttp://example.org/a,1\r\nhttp://example.org/b,2\r\n"
        assert not answer.headers.get("ETag", "").startswith("W/")  # a tag of the question alone
        closed = client.get("/sparql", query_string={"query": "ASK { SERVICE <http://example.org/> { ?s ?p ?o } }"})
        assert (closed.status_code, "is closed here" in closed.text) == (403, True)
        assert there in client.get("/sparql", headers={"Accept": "text/turtle"}).text
        service.engine.close()


def _fields(settings_: Settings) -> dict[str, object]:
    return {name: getattr(settings_, name) for name in Settings.__dataclass_fields__}


def test_federated_answers_are_not_cached_and_others_are(tmp_path: Path) -> None:
    with telling(said(body=ROWS), said(body=ROWS.replace(b'"y"', b'"z"'))) as log:
        (tmp_path / "a.ttl").write_text(HERE)
        listed = Settings(
            load=(str(tmp_path / "a.ttl"),), service=(log.address,), service_private=True, query_workers=1
        )
        engine = opened(listed).engine
        query = f"SELECT * {{ SERVICE <{log.address}> {{ ?s ?p ?x }} }}"
        assert [rows(engine, query) for _ in range(2)] == [[{"x": "y"}], [{"x": "z"}]]
        assert len(engine._answers) == 0  # type: ignore[attr-defined]
        assert rows(engine, "SELECT ?x { :a :name ?x }") == [{"x": "A"}]
        assert len(engine._answers) == 1  # type: ignore[attr-defined]
        engine.close()


def test_settings_reach_the_processes_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEXWIRE_SETTINGS", "")
    given_ = Settings(service=("http://example.org/sparql",), service_private=True, service_rows=7)
    given_.to_environment()
    assert Settings.from_environment() == given_
