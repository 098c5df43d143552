"""Pages of things at any size of the graph: lists are paged, and names that mean harm stay text."""

import json
import re
from html import unescape
from time import perf_counter

import pytest
from flask.testing import FlaskClient

from lexwire.graph.namespaces import BASE, PREFIXES
from lexwire.server import create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .thing_pages import BROWSER, PROLOGUE, linked, shown, words

MANY = 10_000
BUSY = f"{BASE}id/actor/busy"
HOSTILE = "</script><script>alert(1)</script><!-- \u2028"


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Serve an actor with many statements and mentions, and things whose names and values mean harm."""
    article = f"<{BASE}article/a>"
    lines = [
        f'<{BASE}id/statement/a/{number:05}> a lw:Statement ; rdfs:label "gist {number}"@en ; lw:speaker actor:busy ;'
        f" schema:isPartOf {article} . actor:busy gaf:denotedBy <{BASE}article/a#char={number},{number + 1}> ."
        for number in range(MANY)
    ]
    text = json.dumps(HOSTILE)
    lines += [
        f'actor:busy a lw:Actor, lw:Person ; rdfs:label "Busy"@en . {article} a lw:Article ; rdfs:label "A"@en .',
        f"actor:bad a lw:Actor, lw:Person ; rdfs:label {text} ; <{PREFIXES['foaf']}homepage> <javascript:alert(1)> .",
        f"<{BASE}article/bad> a lw:Article ; rdfs:label {text} ; schema:url <javascript:alert(1)> .",
        f"<{BASE}article/bad> dcterms:issued {text} .",
        f'<{BASE}id/statistic/a/odd> a lw:Statistic, lw:ReportedStatistic ; lw:comparator "no concept" .',
        f'<{BASE}id/statistic/a/found> a lw:Statistic, lw:ReportedStatistic ; lw:valueText "nearly 90" ;'
        f" lw:reviewStatus <{BASE}scheme/review-status/extracted> ; lw:confidence 0.87 .",
    ]
    file = tmp_path_factory.mktemp("busy") / "busy.ttl"
    file.write_text(PROLOGUE + "\n".join(lines), encoding="utf-8")
    return create_app(opened(Settings(load=(str(file),)))).test_client()


def test_an_actor_of_many_statements_is_shown_soon(busy: FlaskClient) -> None:
    shown(busy, "id/actor/bad")
    started = perf_counter()
    page = shown(busy, "id/actor/busy")
    assert perf_counter() - started < 3
    assert len(page) < 100_000
    assert "<h1>Busy</h1>" in page
    assert "1–50 of 10,000" in words(page)


def walk(client: FlaskClient, href: str, pattern: str, pages: int) -> list[list[str]]:
    """Return what *pattern* finds on *pages* pages, each the one that the pager of the list calls next."""
    found = []
    for _number in range(pages):
        page = client.get(href, headers=BROWSER).text
        found.append(re.findall(pattern, page))
        following = [unescape(each) for each in re.findall(r'<a href="([^"]+)" rel="next"', page)]
        href = href.partition("?")[0] + following[0].partition("#")[0]
    return found


def test_a_list_is_paged(busy: FlaskClient) -> None:
    pages = walk(busy, "/page/id/actor/busy", r'class="gist"><a href="/id/statement/a/(\d+)"', 2)
    assert [len(page) for page in pages] == [50, 50]
    assert [number for page in pages for number in page] == [f"{number:05}" for number in range(100)]
    last = shown(busy, "id/actor/busy", f"?of=statements&from={MANY - 50}")
    assert f"9,951–{MANY:,} of {MANY:,}" in words(last)
    assert 'rel="prev"' in last


def test_what_points_to_a_thing_is_paged(busy: FlaskClient) -> None:
    pattern = r'<a href="/id/statement/a/(\d+)" title='
    starts = range(0, 200, 50)
    found = [each for start in starts for each in re.findall(pattern, shown(busy, "id/actor/busy", f"?from={start}"))]
    assert len(found) == len(set(found)) == 200
    assert "<details open>" in shown(busy, "id/actor/busy", "?from=50")


@pytest.mark.parametrize("start", ["-1", "1e3", "10000000", "٣", "' or 1", ""])
def test_a_place_in_a_list_that_there_cannot_be(busy: FlaskClient, start: str) -> None:
    response = busy.get(f"/page/id/actor/busy?from={start}", headers=BROWSER)
    assert response.status_code == 400
    assert "give one from 0 to 1000000" in response.text


@pytest.mark.parametrize("name", ["id/actor/bad", "article/bad"])
def test_names_that_mean_harm_stay_text(busy: FlaskClient, name: str) -> None:
    page = shown(busy, name)
    assert linked(page)["name"] == HOSTILE
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_a_figure_with_holes_has_a_page(busy: FlaskClient) -> None:
    """What is not known is not shown as zero."""
    page = words(shown(busy, "id/statistic/a/odd"))
    assert "Period not resolved" in page
    assert "–" in page
    assert " 0 " not in page


def test_what_a_program_found_says_how_sure_it_was(busy: FlaskClient) -> None:
    assert 'class="badge extracted">scheme/review-status/extracted · 0.87<' in shown(busy, "id/statistic/a/found")


def test_beyond_its_end_a_list_is_empty(busy: FlaskClient) -> None:
    page = shown(busy, "id/actor/busy", "?of=statements&from=20000")
    assert "Statements" in page
    assert 'rel="next"' not in page.partition('id="statements"')[2].partition("</section>")[0]
