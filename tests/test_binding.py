"""Values in queries: where one may stand, and what a query needs, takes and leaves open."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from lexwire.queries import Query, QueryError, load
from lexwire.queries.binding import Term, bound, misplaced, placeholders, prefixes, tokens

from .binding import XSD

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


def test_load_keeps_service_unevaluated(tmp_path: Path) -> None:
    path = tmp_path / "far.rq"
    path.write_text("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", encoding="utf-8")
    assert load(path).form == "ask"
