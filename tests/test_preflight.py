"""What is said of a query before it runs, and how it is laid out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from lexwire.graph.namespaces import LW, PREFIXES
from lexwire.queries import catalogue
from lexwire.queries.preflight import LONGEST, Vocabulary, remarks
from lexwire.queries.preflight.remark import SENTENCES
from lexwire.server.ontology_pages.usage import NAMES, example
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
    f"{OURS}SELECT * {{ ?x a lw:Law.?x ?p lw:Lawe. }}": [("near-term", "lw:Lawe")],
    f"{OURS}SELECT * {{ _:b a lw:Law . ?x ex:p _:b }}": [("unknown-prefix", "ex:p")],
    f"SELECT * {{ ?x a <{LW.iri}> , <{LW.iri}Nonsense> }}": [("unknown-term", f"<{LW.iri}Nonsense>")],
    "SELECT DISTINCT ?s { ?s ?p ?o }": [("no-limit", "{")],
    "SELECT DISTINCT ?g ?o { GRAPH ?g { ?s ?p ?o } }": [("no-limit", "{")],
    "SELECT (COUNT(*) AS ?n) { ?a a <urn:x> . ?b a <urn:y> }": [("cross-product", "?b")],
    "SELECT * { ?a a <urn:x> { SELECT ?b (COUNT(*) AS ?n) { ?b a <urn:y> } GROUP BY ?b } }": [("cross-product", "?a")],
    "SELECT * { ?a a <urn:x> { SELECT ?b { ?b a <urn:y> ; <urn:p> ?a } } }": [("cross-product", "?b")],
    "SELECT * { ?a a <urn:x> . ?b a <urn:y> FILTER EXISTS { ?c a <urn:z> } }": [("cross-product", "?b")],
    "SELECT * { ?a a <urn:x> . ?b a <urn:y> FILTER EXISTS { ?a <urn:p> ?b } }": [],
    "SELECT * { ?a <urn:p> [ <urn:q> 1 ] . ?b a <urn:x> }": [("cross-product", "?b")],
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


UNUSED = {
    "PREFIX ex: <urn:x>\nASK {}": "ASK {}",
    "PREFIX  ex: <urn:x>\nASK {}": "ASK {}",
    "PREFIX\n  ex:\n  <urn:x>\nASK {}": "ASK {}",
    "prefix ex: <urn:x> # why\nASK {}": " # why\nASK {}",
    "PREFIX\tex:<urn:x> ASK {}": " ASK {}",
    "BASE <urn:y> PREFIX  ex: <urn:x>\nASK {}": "BASE <urn:y> \nASK {}",
    "# PREFIX\nPREFIX ex: # > here\n  <urn:x>\r\nASK {}": "# PREFIX\nASK {}",
    "ASK {} PREFIX ex:": "ASK {} ",
}


@pytest.mark.parametrize(("text", "expected"), UNUSED.items(), ids=range(len(UNUSED)))
def test_an_unused_prefix_goes_and_nothing_else(text: str, expected: str) -> None:
    (found,) = remarks(text, KNOWN)
    assert found.kind == "unused-prefix"
    assert found.mend is not None
    start, end, put = found.mend
    assert text[:start] + put + text[end:] == expected


VALID = [
    # The shapes of a SELECT
    "SELECT * { ?x a lw:Law }",
    "SELECT DISTINCT ?p { ?s ?p ?o }",
    "SELECT REDUCED ?p { ?s ?p ?o }",
    "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
    "SELECT DISTINCT (DATATYPE(?o) AS ?type) { ?s ?p ?o }",
    "SELECT * { ?s ?p ?s }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n)",
    "SELECT ?x (YEAR(?day) AS ?year) { ?x dcterms:issued ?day }",
    "SELECT ?x FROM <https://w3id.org/lexwire/id/graph/records> { ?x a lw:Law }",
    "SELECT (1.5 AS ?half) (STR(lw:) AS ?namespace) {}",
    "BASE <https://w3id.org/lexwire/ns#> SELECT * { ?x a lw:Law }",
    "BASE <https://w3id.org/lexwire/> SELECT * { ?x a lw:Law ; rdfs:isDefinedBy <ns> }",
    f"SELECT * {{ ?x a lw:Law ; rdfs:isDefinedBy <{LW.iri}> }}",
    "SELECT $x { $x a lw:Law }",
    "SELECT ?x { ?x a lw:Law.?x rdfs:label ?name.FILTER(LANG(?name)='en') }",
    # The other forms
    "ASK { ?s ?p ?o }",
    "DESCRIBE lw:Law",
    "DESCRIBE ?x { ?x a lw:Law }",
    "CONSTRUCT { ?x rdfs:label ?name } { ?x a lw:Law ; rdfs:label ?name }",
    "CONSTRUCT WHERE { ?x a lw:Law }",
    "CONSTRUCT { _:b rdfs:label ?name } { ?x a lw:Law ; rdfs:label ?name }",
    # Blank nodes, property lists and collections
    "SELECT ?x { ?x lw:reportedIn _:b . _:b dcterms:issued ?day }",
    "SELECT ?x { ?x lw:reportedIn _:b.c.\n_:b.c dcterms:issued ?day. }",
    "SELECT ?x { ?x lw:reportedIn [ dcterms:issued ?day ; rdfs:label ?title ] }",
    "SELECT ?x { [] lw:reportedIn ?x ; dcterms:issued ?day }",
    "SELECT ?a ?b { ?x rdf:value ( ?a ?b ) }",
    "SELECT ?x { ?x a lw:Law , lw:Crime ; rdfs:label ?name , ?other . }",
    # Paths
    "SELECT ?x { ?x a/rdfs:subClassOf* lw:Law }",
    "SELECT ?x ?y { ?x (skos:broader|^skos:narrower)+ ?y . ?y a lw:Crime }",
    "SELECT ?x { ?x !rdf:type ?y }",
    "SELECT ?x { ?x !(rdf:type|^rdfs:label) lw:Law }",
    "SELECT ?name { lw:Law rdfs:subClassOf?/rdfs:label ?name }",
    # Optional parts, alternatives, exceptions
    "SELECT * { ?x a lw:Law OPTIONAL { ?x rdfs:label ?name FILTER(LANG(?name) = 'en') } }",
    "SELECT * { ?x a lw:Law OPTIONAL { ?x rdfs:label ?name } OPTIONAL { ?x skos:prefLabel ?name } }",
    "SELECT * { { ?x a lw:Law } UNION { ?x a lw:Crime } UNION { ?y a lw:Event } }",
    "SELECT * { ?x a lw:Law MINUS { ?x rdfs:label ?name } }",
    "SELECT * { ?x a lw:Law MINUS { ?y a lw:Crime ; rdfs:label ?name . ?x rdfs:label ?name } }",
    "SELECT * { ?x a lw:Law FILTER EXISTS { ?y a lw:Crime } }",
    "SELECT * { ?x a lw:Law FILTER NOT EXISTS { ?y a lw:Crime ; rdfs:seeAlso ?z } }",
    "SELECT * { ?x a lw:Law ; rdfs:label ?n . FILTER(?n IN ('a', 'b') || EXISTS { ?x rdfs:seeAlso ?y }) }",
    # Assignments, values and conditions that bring patterns together
    "SELECT * { ?x a lw:Law ; rdfs:label ?n . BIND(STRLEN(?n) * 1.5 AS ?long) FILTER(?long > 2.5) }",
    "SELECT * { ?a a lw:Law . ?b a lw:Crime . ?a rdfs:label ?n . ?b rdfs:label ?m . FILTER(?n = ?m) }",
    "SELECT * { ?a rdfs:label ?n . ?b rdfs:label ?m . BIND(LCASE(?n) AS ?x) BIND(LCASE(?m) AS ?y) FILTER(?x = ?y) }",
    "SELECT * { VALUES ?type { lw:Law lw:Crime } ?x a ?type }",
    "SELECT * { VALUES ?word { 'fraud' } ?x a lw:Law }",
    "SELECT * { VALUES (?x ?n) { (lw:Law 1.5) (UNDEF 1e3) } ?x rdfs:label ?name }",
    "SELECT * { ?x rdfs:label ?name } VALUES ?name { 'a' 'b' }",
    # Subqueries
    "SELECT * { ?x a lw:Law { SELECT (COUNT(*) AS ?all) { ?s ?p ?o } } }",
    "SELECT * { { SELECT (MAX(?d) AS ?last) { ?e dcterms:issued ?d } } ?x dcterms:issued ?last }",
    "SELECT * { { SELECT (SUM(?v) AS ?s) (COUNT(?v) AS ?n) { ?e rdf:value ?v } } ?x a lw:Law BIND(?s / ?n AS ?mean) }",
    "SELECT * { { SELECT ?x (COUNT(*) AS ?n) { ?x rdfs:seeAlso ?y } GROUP BY ?x HAVING(COUNT(*) > 1.5) } ?x a lw:Law }",
    "SELECT * { { SELECT ?first { ?first dcterms:issued ?d } ORDER BY ?d LIMIT 1 } ?x a lw:Law }",
    "SELECT * { ?x a lw:Law { SELECT ?x ?n { ?x rdfs:label ?n } LIMIT 5 } }",
    # Graphs and other endpoints
    "SELECT * { GRAPH ?g { ?x a lw:Law } GRAPH ?g { ?y a lw:Crime } }",
    "SELECT * { GRAPH <urn:g> { ?x a lw:Law } ?x rdfs:label ?name }",
    "SELECT * { ?x a lw:Law SERVICE <https://query.wikidata.org/sparql> { ?y rdfs:seeAlso ?x } }",
    "SELECT * { ?x a lw:Law . ?y a lw:Crime SERVICE <https://query.wikidata.org/sparql> { ?y rdfs:seeAlso ?x } }",
    "SELECT * { SERVICE <https://query.wikidata.org/sparql> { ?s ?p ?o } }",
    # A term that patterns share
    "SELECT * { <urn:a> rdfs:label ?name ; rdfs:seeAlso ?other }",
    "SELECT * { ?x rdfs:seeAlso <urn:a> . <urn:a> rdfs:label ?name }",
    "SELECT * { ?x <urn:p> ?y . <urn:p> rdfs:label ?name }",
    # RDF 1.2
    "SELECT * { ?s ?p ?o {| dcterms:source ?source |} }",
    "SELECT * { ?s rdfs:seeAlso ?o ~ ?r {| dcterms:source ?source ; rdf:value 1.5 |} }",
    "SELECT * { << ?s rdfs:seeAlso ?o ~ _:r >> dcterms:source ?source }",
    "SELECT * { ?r rdf:reifies <<( ?s rdfs:seeAlso ?o )>> }",
    "SELECT ('x'@en--ltr AS ?x) (TRIPLE(lw:Law, rdf:type, 1.5) AS ?t) {}",
    "SELECT * { ?x a lw:Law LATERAL { SELECT ?name { ?x rdfs:label ?name } LIMIT 1 } }",
]
"""Queries with nothing wrong in them, but for the PREFIX lines that they need."""


@pytest.mark.parametrize("text", VALID, ids=range(len(VALID)))
def test_a_query_with_nothing_wrong_gives_no_cause_for_remarks(text: str) -> None:
    used = {prefix for prefix in re.findall(r"\b([a-z]+):(?!/)", text) if prefix in PREFIXES}
    query = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in sorted(used)) + text
    if "SERVICE" not in text:  # which would be asked
        Store().query(query)
    assert remarks(query, KNOWN) == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_ontology_s_examples_give_no_cause_for_remarks(name: str) -> None:
    assert remarks(example(name) or "", KNOWN) == ()


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
