"""The home page: questions that lead to answers, counts that lead somewhere, and a true picture of the ontology."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from lexwire import ontology
from lexwire.graph.namespaces import LW, PREFIXES, RDFS
from lexwire.server import create_app
from lexwire.server.ontology_pages import shape
from lexwire.server.pages import QUESTIONS, WORDS
from lexwire.server.service import opened
from lexwire.server.settings import Settings

BROWSER = {"Accept": "text/html"}
ORDER = ("<h1>", 'id="seek"', 'id="begin"', 'id="counts"', "Newest article", "Last build", 'id="shape"', 'id="tools"')
TOLD = {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in
        parse(ontology.read("lexwire.ttl"), format=RdfFormat.TURTLE)}  # fmt: skip


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data)))
    yield create_app(service).test_client()
    service.engine.close()


def links(page: str, of: str) -> list[str]:
    """Return where the links in the list of that class lead."""
    (found,) = re.findall(rf'<ul class="{of}">(.*?)</ul>', page, re.DOTALL)
    return [unescape(each) for each in re.findall(r'href="([^"]+)"', found)]


def test_what_comes_after_what(client: FlaskClient) -> None:
    page = client.get("/", headers=BROWSER).text
    places = [page.find(each) for each in ORDER]
    assert -1 not in places
    assert places == sorted(places)


def test_the_first_question_leads_to_its_answer(client: FlaskClient) -> None:
    page = client.get(links(client.get("/").text, "questions")[0], headers=BROWSER).text
    (row,) = (each for each in page.split("<tr>") if "2023-01-01" in each and "prosecuted" in each)
    assert "over 7,300" in row
    assert "more than" in row


@pytest.mark.parametrize("language", ["en", "zh"])
def test_questions_and_counts_lead_to_pages_with_something_on_them(client: FlaskClient, language: str) -> None:
    page = client.get("/", query_string={"lang": language}).text
    questions, counts = links(page, "questions"), links(page, "tally")
    assert (len(questions), len(counts)) == (len(QUESTIONS), len(WORDS))
    for href in (*questions, *counts):
        found = client.get(href, headers=BROWSER)
        assert (found.status_code, found.text.count("<tr") > 1) == (200, True), href
        assert f'<html lang="{language}">' in found.text


def test_the_newest_article_and_the_build_lead_on(client: FlaskClient) -> None:
    page = client.get("/").text
    (article,) = re.findall(r'Newest article: <a href="([^"]+)">Crackdown intensifies', page)
    assert client.get(article, headers=BROWSER).status_code == 303
    assert '<time datetime="2024-02-24">February 24, 2024</time>' in page
    assert '<time datetime="2026-11-22">November 22, 2026</time>' in page


def test_it_speaks_chinese_throughout(client: FlaskClient) -> None:
    """Beside names and code, no English is left."""
    page = client.get("/?lang=zh").text.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    page = re.sub(
        r"<(code|svg).*?</\1>|Newest article.*?</p>|最新文章.*?</p>|<figcaption.*?</figcaption>",
        "",
        page,
        flags=re.DOTALL,
    )
    words = set(re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]+>", "", unescape(page))))
    assert words <= {"Lexwire", "SPARQL", "GRAPH", "VoID", "OpenAPI", "IRI", "Turtle", "Triples", "RDF", "XML"} | {
        "JSON", "LD", "TriG", "Quads", "Data", "Cube"}  # fmt: skip


def test_what_is_searched_for_is_found(client: FlaskClient) -> None:
    page = client.get("/?lang=zh").text
    ((action, rest),) = re.findall(r'<form class="seek" action="([^"]+)">(.*?)</form>', page, re.DOTALL)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)"', rest))
    found = client.get(action.partition("?")[0], query_string={**fields, "q": "个人信息保护法"}, headers=BROWSER).text
    assert ('<html lang="zh">' in found, 'href="/id/law/pipl' in found) == (True, True)


# the picture


def test_each_class_of_the_picture_is_one_of_the_ontology() -> None:
    for name in shape.PLACES:
        assert (str(LW[name]), str(NamedNode(PREFIXES["rdf"] + "type")), f"<{PREFIXES['owl']}Class>") in TOLD


@pytest.mark.parametrize(("start", "property_", "end"), shape.JOINED)
def test_each_arrow_of_the_picture_is_true(start: str, property_: str, end: str) -> None:
    """The ontology declares the property; where it tells a domain or a range, those are the classes it joins."""
    prefix, _, local = property_.partition(":")
    term = str(NamedNode(PREFIXES[prefix] + local))
    assert any(subject == term for subject, _, _ in TOLD)
    for told, name in ((RDFS.domain, start), (RDFS.range, end)):
        classes = {value for subject, predicate, value in TOLD if (subject, predicate) == (term, str(told))}
        narrower = {str(LW[name]), *(s for s, p, o in TOLD if p == str(RDFS.subClassOf) and o == str(LW[name]))}
        assert not classes or classes & narrower, property_


def test_no_two_boxes_touch_and_all_is_in_the_picture() -> None:
    boxes = shape.boxes()
    for box in boxes:
        assert box.x >= 0 and box.x + box.width <= shape.WIDTH
        assert box.y >= 0 and box.y + box.height <= shape.HEIGHT
    corners = {(box.x, box.y) for box in boxes}
    assert len(corners) == len(boxes)
    for one in boxes:
        for other in boxes:
            apart = abs(one.x - other.x) > one.width or abs(one.y - other.y) > one.height
            assert one == other or apart


def test_arrows_run_from_edge_to_edge() -> None:
    at = {box.name: box for box in shape.boxes()}
    for arrow, (start, _, end) in zip(shape.arrows(), shape.JOINED, strict=True):
        for point, box in ((arrow.start, at[start]), (arrow.end, at[end])):
            x, y = box.middle
            across, down = abs(point[0] - x) / (box.width / 2), abs(point[1] - y) / (box.height / 2)
            assert max(across, down) == pytest.approx(1, abs=0.01)


def test_loaded_files_have_a_home_too(tmp_path: Path) -> None:
    file = tmp_path / "one.ttl"
    file.write_text("<urn:a> <urn:b> 1 .")
    page = create_app(opened(Settings(load=(str(file),)))).test_client().get("/", headers=BROWSER)
    assert page.status_code == 200
    assert "Loaded from files." in page.text
    assert "Newest article" not in page.text
