"""Values in queries: hostile text stays a value, and what is not of the type of its parameter is refused."""

import pytest
from pyoxigraph import Literal, NamedNode
from rdflib import Graph

from lexwire.queries import Choice, QueryError
from lexwire.queries.binding import bound

from .binding import KNOWN, XSD, evaluated, parameter

HOSTILE = [
    "",
    '"',
    "'",
    '"""',
    "\\",
    '\\"',
    '\\\\"',
    "\n",
    "\r\n",
    "\x00\x01\x7f\x0b",
    "# DROP ALL",
    '" . } ; DROP ALL #',
    "> . } DROP ALL",
    "$other",
    "?x",
    "\\u0022 . } #",
    "\\U00000022 . } #",
    "\\\\u0022 } #",
    "\\u005C\\u0022",
    "\x01abcd",
    "\u2028\u2029\ufeff",
    "𝕏 ünï 网络",
    '"@en',
    '"^^<http://www.w3.org/2001/XMLSchema#integer>',
    "{{other}}",
    "%s %(v)s {v}",
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("type_", ["string", "language-string"])
def test_hostile_text_is_only_a_value(value: str, type_: str) -> None:
    term = parameter(type_, language="zh").term(value, KNOWN)
    text = bound("SELECT ?x { BIND($v AS ?x) }", {"v": term})
    assert evaluated(text) == term == (Literal(value) if type_ == "string" else Literal(value, language="zh"))


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_is_only_a_value_to_rdflib(value: str) -> None:
    (row,) = Graph().query(bound("SELECT ?x { BIND($v AS ?x) }", {"v": Literal(value)}))
    assert str(row[0]) == value  # type: ignore[index]


@pytest.mark.parametrize("value", [each for each in HOSTILE if each])
@pytest.mark.parametrize("type_", ["iri", "integer", "decimal", "date", "year", "boolean"])
def test_hostile_text_is_refused_for_other_types(value: str, type_: str) -> None:
    with pytest.raises(QueryError, match=r"^Parameter v is of type .* does not take .*; give a value such as .*\.$"):
        parameter(type_, base="https://example.org/").term(value, KNOWN)


IRIS = [
    ("https://example.org/a?b#c", "https://example.org/a?b#c"),
    ("urn:isbn:1", "urn:isbn:1"),
    ("ex:thing", "https://example.org/thing"),
    (":thing", "https://empty.example/thing"),
    ("code", "https://base.example/code"),
    ("2024-02-24-x/1", "https://base.example/2024-02-24-x/1"),
    ("https://例.org/犯罪", "https://例.org/犯罪"),
]


@pytest.mark.parametrize(("value", "iri"), IRIS)
def test_iri_is_absolute_or_shortened_or_a_code(value: str, iri: str) -> None:
    assert parameter("iri", base="https://base.example/").term(value, KNOWN) == NamedNode(iri)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "code",
        "/path",
        "//host/x",
        "no space:x y",
        "http://a b/",
        "http://a/>",
        "<http://a/>",
        "ex:a b",
        "crime:fraud",
    ],
)
def test_iri_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(QueryError, match="is of type iri"):
        parameter("iri").term(value, KNOWN)


GOOD = [
    ("integer", "-12", "integer"),
    ("integer", "007", "integer"),
    ("decimal", "12.50", "decimal"),
    ("decimal", "12", "decimal"),
    ("boolean", "true", "boolean"),
    ("date", "2024-02-29", "date"),
    ("year", "2024", "gYear"),
]
BAD = [
    ("integer", "1.0"),
    ("integer", "१२"),
    ("integer", " 1"),
    ("integer", "1\n"),
    ("integer", "9" * 41),
    ("decimal", "1e3"),
    ("decimal", ".5"),
    ("decimal", "NaN"),
    ("boolean", "True"),
    ("boolean", "yes"),
    ("date", "2023-02-29"),
    ("date", "20240224"),
    ("date", "2024-W08-6"),
    ("date", "2024-02-24T00:00:00"),
    ("year", "24"),
    ("year", "20240"),
    ("year", "0000"),
    ("string", "\ud800"),
    ("language-string", "\udfff"),
]


@pytest.mark.parametrize(("type_", "value", "datatype"), GOOD)
def test_typed_value(type_: str, value: str, datatype: str) -> None:
    assert parameter(type_).term(value, KNOWN) == Literal(value, datatype=NamedNode(XSD + datatype))


@pytest.mark.parametrize(("type_", "value"), BAD)
def test_ill_typed_value_is_refused(type_: str, value: str) -> None:
    with pytest.raises(QueryError, match=f"is of type {type_}"):
        parameter(type_).term(value, KNOWN)


def test_value_outside_the_list_is_refused() -> None:
    listed = parameter("string", values=(Choice("en", {"en": "English"}), Choice("zh", {"en": "Chinese"})))
    assert listed.term("zh", KNOWN) == Literal("zh")
    with pytest.raises(QueryError, match=r"Parameter v does not take 'fr'; choose one of: en, zh\."):
        listed.term("fr", KNOWN)
