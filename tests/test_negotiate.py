"""Accept headers and what is written for them (RFC 9110, section 12.5.1)."""

import pytest

from lexwire.server.formats import ANSWERS, GRAPHS, RESULTS
from lexwire.server.negotiate import best, prefers_html, prefers_problem_json, ranges, wanted

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("text/*", "csv"),
        ("TEXT/CSV", "csv"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        ("text/csv;q=0.5, application/sparql-results+xml", "xml"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.4", "csv"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "xml"),
        ("text/csv; charset=utf-8", "csv"),
        ('text/csv; profile="a,b"; q=0.2, text/tab-separated-values', "tsv"),
        ("text/csv;Q=0.9, text/tab-separated-values;q=0.1", "csv"),
        ("nonsense, text/csv", "csv"),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/turtle", None),
    ],
)
def test_results(accept: str | None, name: str | None) -> None:
    found = best(accept, RESULTS)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, "ttl"),
        ("application/rdf+xml", "rdf"),
        ("application/ld+json, text/turtle;q=0.9", "jsonld"),
        ("application/n-triples", "nt"),
        ("text/*;q=0.3, application/rdf+xml;q=0.2", "ttl"),
        ("application/sparql-results+json", None),
    ],
)
def test_graphs(accept: str | None, name: str | None) -> None:
    found = best(accept, GRAPHS)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("*/*", False),
        (None, False),
        ("text/turtle, text/html;q=0.5", False),
        ("text/html;q=0", False),
        ("application/sparql-results+json", False),
    ],
)
def test_only_those_who_ask_for_pages_get_pages(accept: str | None, page: bool) -> None:
    assert prefers_html(accept) is page


def test_what_is_no_media_range_is_passed_over() -> None:
    assert [each.quality for each in ranges("text/csv;q=2, a/b/c, ;q=1, text/html;q=0.123")] == [1.0, 0.123]


@pytest.mark.parametrize(
    ("accept", "details"),
    [
        (None, False),
        ("*/*", False),
        ("application/sparql-results+json", False),
        ("application/json", True),
        ("application/problem+json;q=0.5, */*", True),
        ("application/json;q=0.5, text/plain", False),
        ("application/problem+json;q=0", False),
    ],
)
def test_problem_details(accept: str | None, details: bool) -> None:
    assert prefers_problem_json(accept) is details


def test_an_answer_of_yes_or_no_has_two_formats() -> None:
    assert wanted("text/csv, application/json;q=0.1", ANSWERS).results is RESULTS[0]
    assert wanted("text/csv", ANSWERS).results is None


@pytest.mark.parametrize(
    ("accept", "name"), [("application/trig", "trig"), ("application/n-quads", "nq"), ("text/n3", "ttl")]
)
def test_more_graph_formats(accept: str, name: str) -> None:
    found = best(accept, GRAPHS)
    assert found is not None
    assert found.name == name
