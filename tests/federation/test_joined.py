"""SERVICE over real connections: what other Lexwires answer is joined to what is here, term by term."""

import json
import socket
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexwire.server.engine import Engine, QueryRefused, Question

from ..telling import JSON_TYPE, Asked, said, telling
from .federating import HERE, PREFIX, ROWS, THERE, THIRD, WANTED, asking, lexwire, loaded, rows


@pytest.fixture(scope="module")
def third(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with lexwire(tmp_path_factory.mktemp("third"), THIRD) as address:
        yield address


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Return an engine that holds what all of them hold."""
    engine = loaded(tmp_path_factory.mktemp("all"), HERE + THERE + THIRD)
    yield engine
    engine.close()


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
