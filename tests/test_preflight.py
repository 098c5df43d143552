"""What is said of a query before it runs, and how it is laid out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexwire.graph.namespaces import LW, PREFIXES
from lexwire.queries import catalogue
from lexwire.queries.layout import is_same, laid_out
from lexwire.queries.preflight import LONGEST, Vocabulary, remarks
from lexwire.queries.preflight.remark import SENTENCES
from lexwire.server.vocabulary import terms

KNOWN = Vocabulary(PREFIXES, terms() | {"http://xmlns.com/foaf/0.1/name"}, (LW.iri,))
OURS = f"PREFIX lw: <{LW.iri}>\n"

CASES: dict[str, list[tuple[str, str]]] = {
    "SELECT ?x { ?x a lw:Law }": [("missing-prefix", "lw:Law")],
    "SELECT ?x { ?x a lw:Law ; lw:title ?t }": [("missing-prefix", "lw:Law")],
    "SELECT ?x { ?x a nobody:Law }": [("unknown-prefix", "nobody:Law")],
    f"{OURS}SELECT ?x {{ ?x a <urn:x> }}": [("unused-prefix", "lw:")],
    f"{OURS}SELECT ?x {{ ?x a lw:Statistik }}": [("near-term", "lw:Statistik")],
    f"{OURS}SELECT ?x {{ ?x a lw:Nonsense }}": [("unknown-term", "lw:Nonsense")],
    f"SELECT ?x {{ ?x a <{LW.iri}Nonsense> }}": [("unknown-term", f"<{LW.iri}Nonsense>")],
    "SELECT ?x { ?x <http://xmlns.com/foaf/0.1/nmae> ?y }": [("near-term", "<http://xmlns.com/foaf/0.1/nmae>")],
    "SELECT ?x { ?x <http://xmlns.com/foaf/0.1/knows> ?y }": [],
    "SELECT ?x ?none { ?x a <urn:x> }": [("unbound", "?none")],
    "SELECT ?nmae { ?x <urn:p> ?name }": [("near-variable", "?nmae")],
    "SELECT (COUNT(?x) AS ?n) { ?x a <urn:x> }": [],
    "SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }": [],
    "SELECT * { ?s ?p ?o }": [("no-limit", "{")],
    "SELECT * { ?s ?p ?o } LIMIT 9": [],
    "SELECT * { ?s ?p ?o FILTER(?o > 3) }": [],
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }": [],
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }": [("no-limit", "{")],
    "ASK { ?s ?p ?o }": [],
    "SELECT * { ?a a <urn:x> . ?b a <urn:y> }": [("cross-product", "?b")],
    "SELECT * { ?a a <urn:x> . ?b a <urn:y> FILTER(?a != ?b) }": [],
    "SELECT * { ?a a <urn:x> OPTIONAL { ?b a <urn:y> } }": [("cross-product", "?b")],
    "SELECT * { { ?a a <urn:x> } UNION { ?b a <urn:y> } }": [],
    "SELECT * { GRAPH ?g { ?a a <urn:x> . ?b a <urn:y> } }": [],
    "SELECT * { <urn:s> <urn:p> ?a ; <urn:q> ?b }": [],
    "SELECT * { VALUES ?a { 1 2 } ?b a <urn:y> }": [("cross-product", "?b")],
    "SELECT * { ?a a <urn:x> BIND('one' AS ?word) }": [],
    "SELECT * {": [],
    "nonsense": [],
    "": [],
    "# only a comment": [],
    "CONSTRUCT { <urn:a> a <urn:b> } {}": [],
    "SELECT * { << ?s ?p ?o >> ?q ?r }": [],
}


@pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=range(len(CASES)))
def test_remarks(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.kind, text[each.start : each.end]) for each in remarks(text, KNOWN)] == expected


@pytest.mark.parametrize("text", [text for text, found in CASES.items() if found])
def test_a_mend_mends(text: str) -> None:
    for each in remarks(text, KNOWN):
        if each.mend:
            start, end, put = each.mend
            after = remarks(text[:start] + put + text[end:], KNOWN)
            assert each.kind not in [other.kind for other in after if other.message == each.message]


def test_a_remark_tells_line_and_column() -> None:
    text = "SELECT ?x\nWHERE { ?x a lw:Law }"
    (found,) = remarks(text, KNOWN)
    assert found.place(text) == (2, 14)


@pytest.mark.parametrize("name", catalogue())
def test_saved_queries_give_no_cause_for_remarks(name: str) -> None:
    """But for prefixes that shorten the values of their parameters."""
    assert {each.kind for each in remarks(catalogue()[name].bind({}), KNOWN)} <= {"unused-prefix", "unknown-term"}


def test_each_kind_of_remark_is_tried() -> None:
    assert {kind for found in CASES.values() for kind, _ in found} == set(SENTENCES)


def test_a_program_s_query_is_left_alone() -> None:
    assert remarks("SELECT ?x { " + "?y a lw:Law . " * LONGEST, KNOWN) == ()


PIECES = st.sampled_from(
    ["SELECT", "?x", "?y", "{", "}", "(", ")", ".", ";", ",", "lw:Law", "<urn:x>", "'a'", "# c\n", "FILTER", "OPTIONAL",
     "UNION", "GRAPH", "VALUES", "BIND", "AS", "\n", "1", "a", "PREFIX", "lw:", "$z", "EXISTS", "{ ?s ?p ?o }"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=25).map(" ".join), st.text(max_size=80))


@given(TEXTS)
def test_any_text_is_looked_at(text: str) -> None:
    for each in remarks(text, KNOWN):
        assert 0 <= each.start <= each.end <= len(text)


@given(TEXTS)
def test_laying_out_changes_no_query(text: str) -> None:
    once = laid_out(text)
    assert is_same(text, once)
    assert laid_out(once) == once


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
