"""Queries that would hang or crash what evaluates them; after each, everybody else is answered as before."""

from collections.abc import Callable, Iterator
from contextlib import closing
from time import perf_counter

import pytest

from lexwire.graph.release import Release
from lexwire.server.engine import EngineError, EngineFailed, QueryRefused, Question, TimedOut
from lexwire.server.engine.limits import Limits
from lexwire.server.engine.local import LocalEngine
from lexwire.server.formats import BY_NAME, Wanted
from tests.processes import eventually, keepers, parents, started, workers

ANY = Wanted(BY_NAME["json"], BY_NAME["nt"])
CONTROL = Question("SELECT ?s ?o { ?s a ?o } ORDER BY ?s ?o LIMIT 100", ANY)
WORKERS = 2


class Target:
    """An engine, and what its control query answers while nobody attacks."""

    def __init__(self, engine: LocalEngine) -> None:
        self.engine = engine
        self.keeper = max(keepers(), key=started)
        self.right = engine.run(CONTROL).read()

    def stands(self) -> bool:
        """Return whether the control query is answered as before, in its usual time, and all workers are there."""
        started = perf_counter()
        same = self.engine.run(CONTROL).read() == self.right
        return same and perf_counter() - started < 1 and eventually(lambda: len(workers(self.keeper)) == WORKERS)


@pytest.fixture(scope="module")
def target(release: Release) -> Iterator[Target]:
    engine = LocalEngine(release.store, Limits(workers=WORKERS, seconds=1, megabytes=512))
    keeper = max(keepers(), key=started)
    yield Target(engine)
    family = {keeper, *workers(keeper)}
    engine.close()
    assert eventually(lambda: not family & parents().keys())


def nested(opening: str, middle: str, closing: str) -> Callable[[int], str]:
    return lambda depth: opening * depth + middle + closing * depth


NESTED: dict[str, Callable[[int], str]] = {
    "parentheses": lambda depth: f"ASK {{ FILTER{nested('(', '1', ')')(depth)} }}",
    "groups": lambda depth: f"ASK {nested('{', '', '}')(depth)}",
    "blank nodes": lambda depth: f"ASK {{ ?s ?p {nested('[<urn:p> ', '1', ']')(depth)} }}",
    "lists": lambda depth: f"ASK {{ ?s ?p {nested('(', '1', ')')(depth)} }}",
    "paths": lambda depth: f"ASK {{ ?s {nested('(', '<urn:p>', ')')(depth)} ?o }}",
    "subqueries": lambda depth: nested("SELECT * {{", "SELECT * {}", "}}")(depth),
    "comparisons that look like IRIs": lambda depth: f"ASK {{ FILTER(1<{nested('(', '2', ')')(depth)}&&3>2) }}",
    "escaped brackets": lambda depth: "ASK { FILTER" + nested(r"\u0028", "1", r"\u0029")(depth) + " }",
    "escaped quotes": lambda depth: r"ASK { ?s <urn:\u0041'> " + nested("(", "1", ")")(depth) + " , <urn:'> }",
    "function calls": lambda depth: f"ASK {{ FILTER({nested('STR(', '1', ')')(depth)} = 1) }}",
    "conditions": lambda depth: f"ASK {{ FILTER({nested('IF(1,', '1', ',2)')(depth)}) }}",
}


@pytest.mark.parametrize("depth", [1_000, 10_000, 100_000])
@pytest.mark.parametrize("kind", NESTED)
def test_deep_nesting_is_refused(target: Target, kind: str, depth: int) -> None:
    with pytest.raises(QueryRefused, match="nested more than 500"):
        target.engine.run(Question(NESTED[kind](depth), ANY))
    assert target.stands()


@pytest.mark.parametrize("kind", ["parentheses", "groups", "function calls", "conditions", "paths"])
def test_some_nesting_is_answered(target: Target, kind: str) -> None:
    assert b"boolean" in target.engine.run(Question(NESTED[kind](100), ANY)).read()


def test_brackets_that_nest_nothing_are_counted_as_such(target: Target) -> None:
    many = " ".join(["{}"] * 2_000)
    assert b"true" in target.engine.run(Question(f"ASK {{ {many} }}", ANY)).read()
    text = "(" * 2_000
    assert b"true" in target.engine.run(Question(f"ASK {{ FILTER(STRLEN('{text}') = 2000) }} # {text}", ANY)).read()


def doubled(times: int, expression: str) -> str:
    """Return a query that applies *expression*, which makes a text longer, again and again."""
    binds = " ".join(f"BIND({expression.format(x=f'?x{n}')} AS ?x{n + 1})" for n in range(times))
    return f'SELECT (STRLEN(?x{times}) AS ?n) {{ BIND("0123456789" AS ?x0) {binds} }}'


COSTLY = {
    "cross product": ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", TimedOut),
    "cross product in order": (
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g",
        (TimedOut, EngineFailed),
    ),
    "cross product as a stream": ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", TimedOut),
    "distinct cross product": ("SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f }", (TimedOut, EngineFailed)),
    "paths of paths": ("SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>)*/(!<urn:x>)*/(!<urn:x>)* ?b }", TimedOut),
    "doubled text": (doubled(40, "CONCAT({x}, {x})"), (TimedOut, EngineFailed)),
    "replaced text": (doubled(12, 'REPLACE({x}, "[0-9]", "0123456789")'), (TimedOut, EngineFailed)),
    "joined text": ('SELECT (GROUP_CONCAT(?c; SEPARATOR="") AS ?n) { ?a ?b ?c . ?d ?e ?f }', (TimedOut, EngineFailed)),
    "quotes that do not end": ('ASK { """' + "\"\"\"a '''" * 60_000, (TimedOut, QueryRefused)),
    "chain of patterns": (f"ASK {{ {' '.join(f'?s <urn:p{n}> ?x{n} .' for n in range(3_000))} }}", TimedOut),
}


@pytest.mark.parametrize(("query", "errors"), COSTLY.values(), ids=COSTLY)
def test_costly_queries_are_ended(
    target: Target, query: str, errors: type[EngineError] | tuple[type[EngineError], ...]
) -> None:
    started = perf_counter()
    with pytest.raises(errors):
        target.engine.run(Question(query, ANY)).read()
    assert perf_counter() - started < 3
    assert target.stands()


def test_memory_is_limited(release: Release) -> None:
    """What a query may take ends long before the machine's memory does, and before its time."""
    with closing(LocalEngine(release.store, Limits(workers=1, megabytes=256))) as engine:
        with pytest.raises(EngineFailed, match="memory"):
            engine.run(Question(COSTLY["doubled text"][0], ANY))
        assert engine.run(CONTROL).read()


HEAVY = {
    "starred stars": f"ASK {{ ?a {nested('(', '<urn:p>|!<urn:q>', ')*')(300)} ?b . ?b <urn:no> 1 }}",
    "values": f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {' '.join(map(str, range(100_000)))} }} }}",
    "nested quantifiers": 'ASK { FILTER(REGEX("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")) }',
    "repeated repetition": 'ASK { FILTER(REGEX("a", "((((a{1,99}){1,99}){1,99}){1,99}){1,99}")) }',
    "chain of bindings": f"ASK {{ {' '.join(f'BIND(1 AS ?x{n})' for n in range(3_000))} }}",
    "chain of options": f"ASK {{ {'OPTIONAL { ?s ?p 1 } ' * 3_000} }}",
    "chain of unions": f"ASK {{ {{}} {'UNION {} ' * 3_000} }}",
    "chain of sums": f"SELECT ({'1+' * 20_000}1 AS ?x) {{}}",
    "many unknown functions": f"SELECT {' '.join(f'(<urn:f{n}>(1) AS ?x{n})' for n in range(150))} {{}}",
    "long noise": "\x01\ufffd<>[(){'\"" * 50_000,
    "surrogates": "ASK { FILTER('\ud800' = '') }",
    "nothing": "",
}


@pytest.mark.parametrize("query", HEAVY.values(), ids=HEAVY)
def test_heavy_queries_harm_nobody(target: Target, query: str) -> None:
    """They are answered or refused, as the evaluation pleases, but others are answered as before."""
    try:
        target.engine.run(Question(query, ANY)).read()
    except EngineError as error:
        assert str(error)
    assert target.stands()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT (<urn:f>(1) AS ?x) {}", b'"bindings":[{}]'),
        ("SELECT (COALESCE(<urn:f>(1), <urn:g>(2), 3) AS ?x) {}", b'"3"'),
        ("ASK { FILTER(<urn:f>(1)) }", b"false"),
        ("ASK { FILTER(!BOUND(?x)) BIND(<urn:f>(1) AS ?x) }", b"true"),
        ("PREFIX f: <urn:f#> SELECT (COUNT(?x) AS ?n) { ?s ?p ?o BIND(f:g(?s) AS ?x) }", b'"0"'),
    ],
)
def test_unknown_functions_are_errors_in_their_expression(target: Target, query: str, words: bytes) -> None:
    """SPARQL 1.1 Query, section 17.6: the rest of the query is answered."""
    assert words in target.engine.run(Question(query, ANY)).read()
