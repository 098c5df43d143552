"""SERVICE where the other endpoint fails, says too much, is late or silent: an error that names it, or SILENT."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest

from lexwire.queries.binding import tokens
from lexwire.server.engine import Engine, EngineError, EngineFailed, Overloaded, QueryRefused, Question, TimedOut
from lexwire.server.engine.federation import Federating, unmatched
from lexwire.server.engine.outbound import Bounds, Outside

from ..telling import Reply, chunked, said, silent, telling
from .federating import PREFIX, ROWS, WANTED, asking, rows

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
