"""Answers of queries page by page: the pages are the whole cut into pieces, or there is a reason for none."""

import re
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from lexwire.graph.release import Release
from lexwire.queries import Query, QueryError, load
from lexwire.queries.paging import Page, counting, paged, refusal

from .saved_queries import EACH


@pytest.fixture(scope="session")
def store(release: Release) -> Store:
    return Store.read_only(str(release.store))


PAGED = [each for each in EACH if refusal(each.values[0]) is None]  # type: ignore[arg-type]


@pytest.mark.parametrize("query", PAGED)
def test_pages_are_the_answer_cut_into_pieces(query: Query, store: Store) -> None:
    """No row comes twice or not at all, and where the query orders them, none elsewhere."""
    text = query.bind({})
    whole = rows(store, text)
    size = max(1, len(whole) // 3)
    pages = [rows(store, paged(query, text, Page(number, size))) for number in range(1, len(whole) // size + 2)]
    assert [row for page in pages for row in page] == (whole if "ORDER BY" in text else sorted(whole))
    assert rows(store, paged(query, text, Page(len(whole) + 1, size))) == []
    assert rows(store, counting(text) or "") == [(f'"{len(whole)}"^^<http://www.w3.org/2001/XMLSchema#integer>',)]


def rows(store: Store, text: str) -> list[tuple[str, ...]]:
    found = store.query(text)
    assert isinstance(found, QuerySolutions)
    return [tuple(map(str, row)) for row in found]


TIED = [
    "SELECT ?n ?o { VALUES (?n ?o) { (1 5) (1 4) (1 3) (2 1) (2 0) } } ORDER BY ?n",
    "SELECT ?n ?o { VALUES (?n ?o) { (2 1) (1 5) (1 3) (1 4) (2 0) } } # no order",
    "SELECT DISTINCT ?n (SUM(?p) AS ?o) { { SELECT * { VALUES (?n ?p) { (1 2) (1 1) (2 4) } } LIMIT 9 } } GROUP BY ?n",
    "SELECT * { { SELECT ?n { VALUES ?n { 1 2 3 } } ORDER BY DESC(?n) } }",
]


@pytest.mark.parametrize("text", TIED)
def test_rows_that_tie_come_on_one_page_each(text: str, tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text(text)
    query, store = load(path), Store()
    pages = [rows(store, paged(query, text, Page(number, 1))) for number in range(1, 7)]
    assert [row for page in pages for row in page] == sorted(rows(store, text))


UNPAGED = {
    "a yes or no": ("ASK {}", "its answer is no table"),
    "a graph": ("CONSTRUCT WHERE { ?s ?p ?o }", "its answer is no table"),
    "cut already": ("SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 5", "it has LIMIT of its own"),
    "begun later": ("SELECT * { ?s ?p ?o } offset 5", "it has OFFSET of its own"),
    "values below": ("SELECT * { ?s ?p ?o } VALUES ?s { <urn:a> }", "it has VALUES of its own"),
    "asks elsewhere": ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "it asks another endpoint"),
}


@pytest.mark.parametrize("case", UNPAGED)
def test_what_has_no_pages_says_why(case: str, tmp_path: Path) -> None:
    text, reason = UNPAGED[case]
    path = tmp_path / "own.rq"
    path.write_text(text)
    with pytest.raises(QueryError, match=re.escape(reason)):
        paged(load(path), text, Page(1, 10))


def test_from_keeps_rows_from_being_counted() -> None:
    assert counting("SELECT * FROM <urn:g> { ?s ?p ?o }") is None
