"""A query that is laid out is the same query: the engine answers it alike, and no comment is lost."""

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, RdfFormat, Store

from lexwire.queries import catalogue
from lexwire.queries.binding import tokens
from lexwire.queries.layout import is_same, laid_out

EX = "PREFIX ex: <https://example.org/>\n"
DATA = """PREFIX ex: <https://example.org/>
ex:a ex:p 1.5 , 2 , 1e3 , "x"@en , "x"@en--ltr , ex:b.c , <<( ex:a ex:p 1.5 )>> .
ex:b.c ex:p ex:a , -1.5 , "1.5" ; ex:q .5 .
ex:a ex:q ex:b.c ~ ex:r {| ex:p 1.5 ; ex:q "note"@as |} .
"""


@pytest.fixture(scope="module")
def store() -> Store:
    """Return statements of every kind that RDF 1.2 knows."""
    made = Store()
    made.load(DATA.encode(), RdfFormat.TURTLE)
    return made


def answer(store: Store, query: str) -> list[str]:
    """Return the solutions of the SELECT *query*, in no order; raises SyntaxError where it cannot be read."""
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    names = sorted(each.value for each in found.variables)
    return sorted(str([(name, str(row[name])) for name in names]) for row in found)


def comments(text: str) -> list[str]:
    return [token.text for token in tokens(text) if token.kind == "comment"]


VALID = [
    "SELECT ?v { VALUES ?v { 1.5 2.5 1e3 .5 1.5e-3 -1.5 } }",
    "SELECT * { ?s ex:p 1.5, 2.5, 1e3 }",
    "SELECT * { ?s ex:p 1.5.?s ex:q ?r }",
    "SELECT * { ?s ex:p 1.5.\n?s ex:q ?r. }",
    "SELECT * {\n ?s ex:p 2.?s ex:q ?r\n}",
    "SELECT * {\n ?s ex:p ex:b.c.?s ex:q ?r\n}",
    "SELECT * {\n ?s ex:p ex:a.\n?s ex:q .5\n}",
    "SELECT * {\n ?s ?p ?o {| ex:p ?b |}\n}",
    "SELECT * { ?s ?p ?o {|ex:p ?b;ex:q ?c|}. ?s ?q ?x }",
    "SELECT * {\n?s ?p ?o ~ ?r {| ex:p ?b ;\n ex:q ?c |} .\n?s ?q ?x\n}",
    "SELECT * {\n?s ?p ?o ~ex:r .\n?s ?q ?x\n}",
    "SELECT * {\n?s ?p <<( ?a ex:p 1.5 )>> . ?a ?b ?c\n}",
    "SELECT * {\n<< ?s ex:q ?o ~ ?r >> ex:p 1.5 ; ex:q ?n .\n}",
    "SELECT * {\nBIND(<<(ex:a ex:p 1.5)>> AS ?t) ?s ?p ?t FILTER(?t = <<( ex:a ex:p 1.5 )>>) ?s ?q ?r\n}",
    'SELECT ?x { VALUES ?x { "x"@en--ltr "x"@as "in"@by "y"@en-GB } }',
    "SELECT * {\n?s ex:p ?x LATERAL { SELECT ?y { ?x ex:p ?y } ORDER BY ?y LIMIT 1 } }",
    "SELECT * {\n?s ?p _:b . _:b ex:p ?o.\n}",
    "SELECT * {\n_:b.c ex:p 1.5.?s ?p ?o }",
    "SELECT (1-1.5 AS ?x) (1+.5e3 AS ?y) {}",
    "SELECT ?s (SUM(?n)/2.0 AS ?half) { ?s ex:p ?n FILTER(ISNUMERIC(?n)&&?n<2.5) } GROUP BY ?s HAVING(SUM(?n)>0.5)",
    "SELECT * { ?s ex:p [ ex:p 1.5 ; ex:q ?q ] ; ex:q ( 1.5 2.5 ) }",
    "SELECT * { ?s (ex:p|^ex:q)/ex:p? ?o . FILTER NOT EXISTS { ?o ex:q .5 } }",
    "SELECT * { ?s ex:p \"a.b;c{d}\" , '''1.5 . {| #''' }",
    "SELECT * # one . {|\n{ # two 1.5\n ?s ?p 1.5. # three\n# four\n}",
]


@pytest.mark.parametrize("version", ["", 'VERSION "1.2"\n'])
@pytest.mark.parametrize("text", VALID, ids=range(len(VALID)))
def test_a_query_of_every_construct_stays_what_it_is(store: Store, text: str, version: str) -> None:
    query = version + EX + text
    holds(store, query)


def holds(store: Store, query: str) -> None:
    """Hold that *query*, laid out, is answered as before, has its comments, and is not laid out otherwise again."""
    once = laid_out(query)
    assert answer(store, once) == answer(store, query)
    assert comments(once) == comments(query)
    assert laid_out(once) == once


def test_numbers_and_annotations_stay_on_their_lines() -> None:
    text = f"{EX}select * {{\n?s ex:p 1.5.?s ex:q ?o ~ ?r {{| ex:p 1e3 ; ex:q .5 |}}.values ?v {{1.5 2.5}} }}"
    assert laid_out(text) == (
        f"{EX}\nSELECT * {{\n  ?s ex:p 1.5 .\n  ?s ex:q ?o ~ ?r {{| ex:p 1e3 ; ex:q .5 |}} .\n"
        "  VALUES ?v { 1.5 2.5 }\n}\n"
    )


VARIABLES = st.sampled_from(["?s", "?o", "?x"])
NAMES = st.sampled_from(["ex:p", "ex:q", "<https://example.org/p>"])
TERMS = st.one_of(
    VARIABLES,
    st.sampled_from(["1.5", "2", ".5", "1e3", "-1.5", "1.5e-3", "ex:a", "ex:b.c", "_:b", '"x"@en', '"x"@en--ltr',
                     '"note"@as', "'''a.b {| # '''", "true"]),
)  # fmt: skip
Pieces = list[str]


def words(*parts: "st.SearchStrategy[Pieces] | st.SearchStrategy[str] | str") -> "st.SearchStrategy[Pieces]":
    """Return lists of tokens: *parts* one after another."""
    lists = [st.just(each.split()) if isinstance(each, str) else each.map(_listed) for each in parts]
    return st.tuples(*lists).map(lambda found: [token for part in found for token in part])


def _listed(part: "Pieces | str") -> Pieces:
    return [part] if isinstance(part, str) else part


ANNOTATIONS = st.one_of(
    st.just([]),
    words("~ ?r"),
    words("{|", NAMES, TERMS, "|}"),
    words("~ ?r {|", NAMES, TERMS, ";", NAMES, TERMS, "|}"),
)
TRIPLES = st.one_of(
    words(st.sampled_from(["?s", "?o", "ex:a"]), NAMES, TERMS, ANNOTATIONS),
    words("?s", NAMES, TERMS, ",", TERMS, ";", NAMES, TERMS),
    words("?s ex:p <<( ?x", NAMES, TERMS, ")>>"),
    words("<< ?s ex:q ?o >>", NAMES, TERMS),
    words("?s ex:p [", NAMES, TERMS, ";", NAMES, TERMS, "]"),
    words("?s ( ex:p | ex:q ) / ex:p ?o"),
)


def _patterns(inner: "st.SearchStrategy[Pieces]") -> "st.SearchStrategy[Pieces]":
    return st.one_of(
        words(TRIPLES, "."),
        words("OPTIONAL {", inner, "}"),
        words("MINUS {", inner, "}"),
        words("{", inner, "} UNION {", inner, "}"),
        words("filter not exists {", inner, "}"),
        words("FILTER ( ?o >", st.sampled_from(["1.5", ".5", "2"]), "&& ?s != ex:b.c )"),
        words("values ?v {", TERMS.filter(lambda term: term[0] not in "?_"), "2.5 }"),
        words("VALUES ( ?v ?x ) { ( 1.5 undef ) ( .5 ex:a ) }"),
        words("bind ( 1.5 as", st.integers(0, 99).map("?b{}".format), ")"),
        words("{ SELECT ?s WHERE {", inner, "} ORDER BY DESC ( ?s ) LIMIT 100000 }"),
        words("LATERAL { SELECT * {", inner, "} LIMIT 100000 }"),
    )


PATTERNS = st.recursive(words(TRIPLES, "."), _patterns, max_leaves=3)
GAPS = st.sampled_from([" ", " ", " ", "\n", "  \n\t", " # note . {| 1.5\n", "\n# a line\n"])
TIGHT = {*"(){};,.|/", "{|", "|}"}
"""Tokens beside which no space is needed, unless a name or a number would go on behind a dot."""


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Return a query that SPARQL 1.2 knows, with any white space between its tokens."""
    inner = draw(st.lists(st.one_of(PATTERNS, _patterns(PATTERNS)), min_size=1, max_size=2))
    pieces = ["SELECT", "*", "{", *(token for pattern in inner for token in pattern), "}"]
    return EX + "".join([first + draw(_gap(first, second)) for first, second in pairwise([*pieces, ""])])


def _gap(first: str, second: str) -> "st.SearchStrategy[str]":
    is_tight = (second in TIGHT and first not in {"{", "|"}) or (first in TIGHT and second[:1] in {"?", "<", "}"})
    return st.one_of(st.just(""), GAPS) if is_tight and second else GAPS


@settings(max_examples=150)
@given(queries())
def test_the_engine_answers_a_query_as_before(store: Store, query: str) -> None:
    try:
        answer(store, query)
    except (SyntaxError, RuntimeError):  # a variable bound twice, an end that can be none
        assume(False)
    holds(store, query)


PIECES = st.sampled_from(
    ["SELECT", "?x", "?y", "{", "}", "(", ")", ".", ";", ",", "lw:Law", "<urn:x>", "'a'", "# c\n", "FILTER", "OPTIONAL",
     "UNION", "GRAPH", "VALUES", "BIND", "AS", "\n", "1", "1.5", ".5", "a", "PREFIX", "lw:", "$z", "EXISTS", "_:b",
     "@en", "{|", "|}", "~", "<<(", ")>>", "LATERAL", "{ ?s ?p ?o }"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES, max_size=25).map("".join), st.text())


@given(TEXTS)
def test_laying_out_changes_no_text_but_its_spaces(text: str) -> None:
    once = laid_out(text)
    assert is_same(text, once)
    assert comments(once) == comments(text)
    assert laid_out(once) == once


@pytest.mark.parametrize("part", ["a-", "a.", "\u00e9.", "_:a.", "1.", "ex:a..", "@a-", "{|"])
def test_no_text_takes_long_to_be_cut_into_tokens(part: str) -> None:
    began = process_time()
    assert "".join(token.text for token in tokens(part * 10_000)) == part * 10_000
    assert process_time() - began < 1


@pytest.mark.parametrize("name", catalogue())
def test_saved_queries_stay_what_they_are(name: str) -> None:
    body = catalogue()[name].body
    assert is_same(body, laid_out(body))
    assert laid_out(laid_out(body)) == laid_out(body)


LAID_OUT = {
    "select * where {?a a lw:Law; lw:x ?b, 'c' . # note\noptional {?a ?p ?c filter(?c > 3)} } order by desc(?a)":
        "SELECT *\nWHERE {\n  ?a a lw:Law ;\n    lw:x ?b, 'c' . # note\n  OPTIONAL { ?a ?p ?c FILTER(?c > 3) }\n}\n"
        "ORDER BY DESC(?a)\n",
    "prefix a: <urn:a> ask {}": "PREFIX a: <urn:a>\n\nASK {}\n",
    "select * {values (?x ?y) {(1 2) (undef 3)} {select * {?s ?p ?o} limit 3}}":
        "SELECT * {\n  VALUES (?x ?y) { (1 2) (UNDEF 3) }\n  {\n    SELECT * { ?s ?p ?o }\n    LIMIT 3\n  }\n}\n",
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LAID_OUT.items())
def test_layout(text: str, expected: str) -> None:
    assert laid_out(text) == expected
