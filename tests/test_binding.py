"""Values in queries: whatever a value holds, it stays a value."""

import string
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store
from rdflib import Graph

from lexwire.queries import Choice, Parameter, Query, QueryError, load
from lexwire.queries.binding import Term, bound, misplaced, placeholders, prefixes, tokens, written

XSD = "http://www.w3.org/2001/XMLSchema#"
KNOWN = {"ex": "https://example.org/", "": "https://empty.example/"}


def parameter(type_: str, **settings: object) -> Parameter:
    return replace(Parameter("v", {"en": "v"}, type_), **settings)  # type: ignore[arg-type]


def evaluated(text: str) -> Term:
    """Return the one value of ?x in the one row of the answer."""
    found = Store().query(text)
    assert isinstance(found, QuerySolutions)
    (row,) = found
    (term,) = row
    assert isinstance(term, Term)
    return term


TOKENS = [
    ("ASK { ?s $p ?o }", ["$p"]),
    ("# $a\nASK { $b ?p ?o } # $c", ["$b"]),
    ('ASK { ?s ?p "$a" , $b }', ["$b"]),
    ("ASK { ?s ?p '$a' , $b }", ["$b"]),
    ('ASK { ?s ?p """ "$a" \'$c\' \n # $d """ , $b }', ["$b"]),
    ("ASK { ?s ?p ''' '$a' \"$c\" \n ''' , $b }", ["$b"]),
    ('ASK { ?s ?p "\\"$a" , $b }', ["$b"]),
    ("ASK { ?s ?p '\\'$a' , $b }", ["$b"]),
    ('ASK { ?s ?p "a\\\\" , $b }', ["$b"]),
    ('ASK { ?s ?p """a\\"""$a""" , $b }', ["$b"]),
    ('ASK { ?s ?p "" , $b }', ["$b"]),
    ('ASK { ?s ?p """""" , $b }', ["$b"]),
    ("ASK { <http://a/$a> ?p $b }", ["$b"]),
    ("ASK { <http://a/#$a> ?p $b }", ["$b"]),
    ("PREFIX a: <http://a/#> ASK { a:x ?p $b }", ["$b"]),
    ("ASK { a:x\\$a ?p $b }", ["$b"]),
    ("ASK { a:x\\#y ?p $b }", ["$b"]),
    ("ASK { ?s ?p $b FILTER(1 < $c && 2 > $d) }", ["$b", "$c", "$d"]),
    ("ASK { ?s a:b?/a:c $b }", ["$b"]),
    ('ASK { ?s ?p "x"@en , $b }', ["$b"]),
    ('ASK { ?s ?p "x"^^a:t , $b }', ["$b"]),
    ("ASK { ?s ?p $b.}", ["$b"]),
    ("ASK { ?s ?p $b_1, $名 }", ["$b_1", "$名"]),
]


@pytest.mark.parametrize(("text", "names"), TOKENS)
def test_only_variables_are_placeholders(text: str, names: list[str]) -> None:
    assert [token.text for token in placeholders(text)] == names
    assert "".join(token.text for token in tokens(text)) == text


@pytest.mark.parametrize(("text", "_"), TOKENS)
def test_what_is_no_placeholder_stays_untouched(text: str, _: list[str]) -> None:
    every = {name: NamedNode("https://example.org/x") for name in ("a", "b", "c", "d", "p", "b_1", "名")}
    kept = [token.text for token in tokens(text) if token.kind in {"comment", "string", "iri", "prefixed"}]
    after = bound(text, every)
    rest = [token.text for token in tokens(after) if token.kind in {"comment", "string", "iri", "prefixed"}]
    assert [token for token in rest if token != "<https://example.org/x>"] == kept
    assert not list(placeholders(after))


@given(st.text())
def test_tokens_are_the_whole_text(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == text


MISPLACED = [
    ("SELECT $a WHERE { ?s ?p $a }", ["the SELECT clause"]),
    ("SELECT ?s { ?s ?p $a }", []),
    ("SELECT ?s FROM <http://a/> WHERE { ?s ?p $a }", []),
    ("SELECT ?s { { SELECT $a { ?s ?p $a } } }", ["the SELECT clause"]),
    ("SELECT (1 AS $a) { }", ["the SELECT clause"]),
    ("ASK { BIND(1 as $a) }", ["AS"]),
    ("ASK { BIND($a AS ?b) }", []),
    ("SELECT ?s { ?s ?p $a } GROUP BY ?s HAVING (COUNT(?s) > $a)", []),
    ("SELECT ?s { ?s ?p $a } ORDER BY $a LIMIT 1", ["GROUP BY or ORDER BY"]),
    ("SELECT ?s { { SELECT ?s { ?s ?p ?o } GROUP BY ?s } ?s ?p $a }", []),
    ("ASK { VALUES $a { 1 } }", ["the variables of VALUES"]),
    ("ASK { VALUES ?x { 1 } ?s ?p $a }", []),
    ("ASK { FILTER(bound($a)) }", ["BOUND"]),
    ("ASK { FILTER(BOUND(?x) && ?x = $a) }", []),
    ("ASK { ?s ?p 'SELECT' , $a }", []),
    ("DESCRIBE $a", []),
]


@pytest.mark.parametrize(("text", "places"), MISPLACED)
def test_places_for_variables_only(text: str, places: list[str]) -> None:
    assert [place for _, place in misplaced(text)] == places


def test_prefixes_are_those_of_the_prologue() -> None:
    text = "# PREFIX n: <http://n/>\nPREFIX a: <http://a/>\nprefix : <http://b/#> # x\nASK { ?s ?p 'PREFIX c: <c:>' }"
    assert prefixes(text) == {"a": "http://a/", "": "http://b/#"}


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


@pytest.fixture(scope="session")
def query(tmp_path_factory: pytest.TempPathFactory) -> Query:
    path = tmp_path_factory.mktemp("queries") / "own.rq"
    text = """#+ title: {en: Own}
#+ parameters:
#+   needed: {label: {en: n}, type: string}
#+   given: {label: {en: g}, type: integer, default: "1"}
#+   open: {label: {en: o}, type: iri, optional: true, default: "ex:a", base: "https://example.org/base/"}
# $needed
PREFIX ex: <https://example.org/>
SELECT ?s { ?s ex:p $needed ; ex:q $given ; ex:r $open ; ex:t "$needed" , <https://example.org/$given> }
"""
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_bind_takes_defaults_and_leaves_open(query: Query) -> None:
    one = f'"1"^^<{XSD}integer>'
    rest = 'ex:t "$needed" , <https://example.org/$given> }\n'
    head = "# $needed\nPREFIX ex: <https://example.org/>\nSELECT ?s "
    assert (
        query.bind({"needed": "$open"})
        == f'{head}{{ ?s ex:p "$open" ; ex:q {one} ; ex:r <https://example.org/a> ; {rest}'
    )
    assert query.bind({"needed": "", "open": ""}) == f'{head}{{ ?s ex:p "" ; ex:q {one} ; ex:r $open ; {rest}'
    assert "<https://example.org/base/b>" in query.bind({"needed": "", "open": "b"})


def test_bind_refuses_missing_and_unknown(query: Query) -> None:
    with pytest.raises(QueryError, match=r"Query own needs a value for needed; give one as needed=VALUE\."):
        query.bind({})
    with pytest.raises(QueryError, match="Query own has no parameter 'x'; the parameters it has: needed, given, open"):
        query.bind({"needed": "a", "x": "b"})
    with pytest.raises(QueryError, match="Parameter given is of type integer"):
        query.bind({"needed": "a", "given": "1 } #"})


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("ASK { FILTER(1<$v) }", NamedNode("https://example.org/x")),
        ("SELECT ?x { BIND(1-$v AS ?x) }", Literal(1)),
        ("SELECT ?x { BIND($v-1 AS ?x) }", Literal("a", language="en")),
        ("ASK { ?s ?p $v.}", Literal("a", language="en")),
        ("ASK { ?s ?p $v,1;a $v}", NamedNode("https://example.org/x")),
    ],
)
def test_term_does_not_grow_into_its_neighbours(text: str, term: Term) -> None:
    Store().query(text)
    Store().query(bound(text, {"v": term}))


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


def test_load_keeps_service_unevaluated(tmp_path: Path) -> None:
    path = tmp_path / "far.rq"
    path.write_text("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", encoding="utf-8")
    assert load(path).form == "ask"
