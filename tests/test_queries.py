"""Saved queries: each file is whole, runs on the release and gives the answer that it promises."""

import re
from collections import Counter

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, QueryTriples, Store
from rdflib.plugins.sparql import prepareQuery

from lexwire.graph.release import Release
from lexwire.queries import Parameter, Query, catalogue, checking
from lexwire.queries.binding import tokens

from .saved_queries import EACH, answer

FOLDERS = ["actors", "crimes", "events", "laws", "provenance", "statistics"]
WITH_VALUES = [
    pytest.param(query, parameter, id=f"{query.name}-{parameter.name}")
    for query in catalogue().values()
    for parameter in query.parameters.values()
    if parameter.values
]


@pytest.fixture(scope="session")
def store(release: Release) -> Store:
    return Store.read_only(str(release.store))


@pytest.fixture(scope="session")
def asserted(store: Store) -> Store:
    """Return the release without what was inferred."""
    bare = Store()
    named = [quad for quad in store if isinstance(quad.graph_name, NamedNode)]
    bare.extend(quad for quad in named if not quad.graph_name.value.endswith("/graph/inferred"))
    return bare


def test_there_is_a_query_of_every_folder_and_a_good_number() -> None:
    assert sorted({query.folder for query in catalogue().values()}) == FOLDERS
    assert len(catalogue()) >= 34
    assert list(catalogue()) == [
        query.name for query in sorted(catalogue().values(), key=lambda each: (each.folder, each.name))
    ]


@pytest.mark.parametrize("query", EACH)
def test_file_is_sparql_as_it_stands_and_bound(query: Query) -> None:
    Store().query(query.text)
    prepareQuery(query.text)
    prepareQuery(query.bind({}))


@pytest.mark.parametrize("query", EACH)
def test_header_is_complete_in_both_languages(query: Query) -> None:
    texts = [query.title, query.description, *(each.label for each in query.parameters.values())]
    assert query.tags
    for text in texts:
        assert set(text) == {"en", "zh"}
        assert re.search("[\u4e00-\u9fff]", text["zh"])
        assert not re.search("[\u4e00-\u9fff]", text["en"])
    assert len(query.description["en"].split()) >= 12


@pytest.mark.parametrize("query", EACH)
def test_file_is_readable(query: Query) -> None:
    assert "\t" not in query.text
    assert query.text.endswith("\n")
    assert max(len(line) for line in query.text.splitlines() if not line.startswith("#+     - [")) <= 120


@pytest.mark.parametrize("query", EACH)
def test_file_declares_only_prefixes_that_it_uses_or_shows(query: Query, store: Store) -> None:
    used = [token.text for token in tokens(query.body) if token.kind == "prefixed" and not token.text.endswith(":")]
    shown = [cell for row in answer(query, store) for cell in row if cell]
    for prefix in query.prefixes:
        assert any(name.startswith(f"{prefix}:") for name in used + shown), prefix


@pytest.mark.parametrize("query", EACH)
def test_release_gives_the_promised_answer(query: Query, store: Store) -> None:
    """The same is asked by `lexwire query test`."""
    found = checking.answer(query, store)
    assert checking.difference(query, found) is None
    assert list(checking.faults(query, found)) == []


@pytest.mark.parametrize("query", EACH)
def test_columns_are_known_before_a_query_is_asked(query: Query, store: Store) -> None:
    assert query.columns == query.expect.columns == checking.answer(query, store).columns


@pytest.mark.parametrize("query", [each for each in EACH if each.id != "provenance/graph-overview"])
def test_answer_needs_no_inference(query: Query, store: Store, asserted: Store) -> None:
    if query.form == "construct":
        assert len(set(answer(query, asserted, union=True))) >= 1
    else:
        assert answer(query, asserted, union=True) == answer(query, store)


@pytest.mark.parametrize("query", EACH)
def test_every_optional_parameter_may_stay_open(query: Query, store: Store) -> None:
    anything = {name: "" for name, each in query.parameters.items() if each.optional}
    assert len(answer(query, store, anything)) >= (query.expect.rows or 0)


@pytest.mark.parametrize("query", EACH)
def test_chinese_labels_do_not_change_the_rows(query: Query, store: Store) -> None:
    if "language" in query.parameters:
        assert len(answer(query, store, {"language": "zh"})) == query.expect.rows


@pytest.mark.parametrize(("query", "parameter"), WITH_VALUES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_values_are_listed_and_hold_the_default(
    query: Query, parameter: Parameter, language: str, store: Store
) -> None:
    if isinstance(parameter.values, tuple):
        values = [parameter.term(choice.value, query.prefixes) for choice in parameter.values]
    else:
        rows = store.query(parameter.choices(language) or "")
        assert isinstance(rows, QuerySolutions)
        assert [variable.value for variable in rows.variables] == ["value", "label"]
        found = [(row["value"], row["label"]) for row in rows]
        assert all(isinstance(label, Literal) and label.value for _, label in found)
        values = [value for value, _ in found]
    assert len(values) == len(set(values)) > 0
    if parameter.default:
        assert parameter.term(parameter.default, query.prefixes) in values


def test_construct_views_give_only_their_vocabulary(store: Store) -> None:
    found = store.query(catalogue()["claims"].bind({}))
    assert isinstance(found, QueryTriples)
    assert {triple.predicate.value.partition("schema.org")[1] for triple in found} == {"schema.org", ""}
    annotations = store.query(catalogue()["web-annotations"].bind({}))
    assert isinstance(annotations, QueryTriples)
    selectors = Counter(triple.object for triple in annotations)
    namespace = "http://www.w3.org/ns/oa#"
    numbers = {
        selectors[NamedNode(f"{namespace}{name}")]
        for name in ("Annotation", "TextPositionSelector", "TextQuoteSelector")
    }
    assert len(numbers) == 1
    assert min(numbers) > 0
