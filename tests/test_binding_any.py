"""Values in queries: whatever a value holds, it stays a value."""

import string

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store
from rdflib import Graph

from lexwire.queries import QueryError
from lexwire.queries.binding import bound, tokens, written

from .binding import KNOWN, XSD, evaluated, parameter

# What any value may be: every string of Unicode characters but lone surrogates.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\\\"'<>{}#$?uU0123\n\r@^."))


@given(TEXTS)
def test_any_text_comes_back_as_it_went_in(value: str) -> None:
    assert evaluated(bound("SELECT ?x { BIND($v AS ?x) }", {"v": parameter("string").term(value, KNOWN)})) == Literal(
        value
    )


@given(TEXTS)
def test_any_text_in_a_language_comes_back(value: str) -> None:
    term = parameter("language-string").term(value, KNOWN)
    assert evaluated(bound("SELECT ?x { BIND($v AS ?x) }", {"v": term})) == Literal(value, language="en")


@given(TEXTS)
def test_any_text_comes_back_from_rdflib(value: str) -> None:
    (row,) = Graph().query(bound("SELECT ?x { BIND($v AS ?x) }", {"v": Literal(value)}))
    assert str(row[0]) == value  # type: ignore[index]


@given(TEXTS)
def test_any_text_makes_a_valid_iri_or_none(value: str) -> None:
    try:
        term = parameter("iri", base="https://example.org/").term(value, KNOWN)
    except QueryError:
        return
    assert evaluated(bound("SELECT ?x { BIND($v AS ?x) }", {"v": term})) == term


@given(
    st.text(string.ascii_letters + string.digits + "-._~/?#=&%中", max_size=30).map(
        lambda end: f"https://example.org/{end}"
    )
)
def test_any_valid_iri_comes_back(value: str) -> None:
    try:
        expected = NamedNode(value)
    except ValueError:
        return
    assert evaluated(bound("SELECT ?x { BIND($v AS ?x) }", {"v": parameter("iri").term(value, KNOWN)})) == expected


@given(st.integers(-(10**39), 10**39))
def test_any_integer_comes_back(number: int) -> None:
    term = parameter("integer").term(str(number), KNOWN)
    text = bound('ASK { FILTER(STR($v) = "' + str(number) + '") }', {"v": term})
    assert bool(Store().query(text))


@given(st.decimals(-(10**9), 10**9, places=4))
def test_any_decimal_comes_back(number: object) -> None:
    term = parameter("decimal").term(str(number), KNOWN)
    assert bool(Store().query(bound("ASK { FILTER($v = " + f"{number:f}" + ") }", {"v": term})))


@given(st.dates())
def test_any_date_comes_back(day: object) -> None:
    term = parameter("date").term(str(day), KNOWN)
    assert evaluated(bound("SELECT ?x { BIND($v AS ?x) }", {"v": term})) == Literal(
        str(day), datatype=NamedNode(f"{XSD}date")
    )


@given(TEXTS)
def test_name_in_string_comment_or_iri_is_untouched(value: str) -> None:
    """A string, comment or IRI that holds ``$v`` stays, whatever is bound beside it."""
    text = 'SELECT ?x { # $v\n BIND("$v" AS ?a) BIND(<http://a/$v> AS ?b) BIND(CONCAT(?a, $v, STR(?b)) AS ?x) }'
    assert evaluated(bound(text, {"v": Literal(value)})) == Literal(f"$v{value}http://a/$v")


@given(TEXTS, TEXTS)
def test_queries_differ_in_the_term_alone(one: str, other: str) -> None:
    text = "SELECT ?s { ?s ?p $v ; ?q 'a$v' }"
    kinds = [[token.kind for token in tokens(bound(text, {"v": Literal(each)}))] for each in (one, other)]
    assert kinds[0] == kinds[1]
    assert written(Literal(one)) in bound(text, {"v": Literal(one)})
