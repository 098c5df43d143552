"""Pages of saved queries: the catalogue, rows page by page, pictures, sources and what can be copied."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from werkzeug.test import TestResponse

from lexwire.graph.release import Release
from lexwire.queries import catalogue
from lexwire.server import create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .catalogue_pages import ADDRESS, BROWSER, HERE, MANY, elements, page


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data), public_url=ADDRESS))
    yield create_app(service).test_client()
    service.engine.close()


def shown(response: TestResponse) -> list[str]:
    """Return the addresses of the queries that a catalogue shows."""
    cards = re.findall(r'<li data-words="[^"]*"( hidden)?><a href="([^"]*)"', response.text)
    return [href for hidden, href in cards if not hidden]


SOUGHT = {
    "nothing": ("", 51),
    "a word of a title": ("prosecuted", 1),
    "any case": ("PROSECUTED", 1),
    "a Chinese word": ("时间线", 1),
    "words apart": ("over people", 1),
    "a tag": ("caution", 1),
    "a name": ("laws-at-a-date", 1),
    "no such word": ("zebra", 0),
    "markup": ("<script>", 0),
}


@pytest.mark.parametrize("case", SOUGHT)
def test_the_catalogue_is_narrowed_by_words(client: FlaskClient, case: str) -> None:
    typed, least = SOUGHT[case]
    response = client.get("/queries", query_string={"q": typed}, headers=BROWSER)
    found = shown(response)
    assert response.status_code == 200
    assert (len(found) >= least) if least else not found
    assert f'<span id="found">{len(found)}</span>' in response.text
    assert "<script>alert" not in response.text
    assert len(elements(response, "li")) >= len(catalogue())


def test_the_catalogue_tells_what_the_release_answered(client: FlaskClient, release: Release) -> None:
    text = page(client, "").text
    assert f"UTC, over release {release.id}" in text
    assert re.search(r"48 rows · [\d.]+ ms", text)
    assert "时间线" in page(client, "", "zh").text


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", catalogue())
def test_every_page_speaks_the_language_of_its_reader(client: FlaskClient, name: str, language: str) -> None:
    response, query = page(client, f"/{name}", language), catalogue()[name]
    assert response.status_code == 200
    assert f"<h1>{escape(query.title[language])}</h1>" in response.text
    assert all(f">{escape(each.label[language])}</label>" in response.text for each in query.parameters.values())
    assert 'role="alert"' not in response.text


def test_rows_come_in_the_language_of_the_page_unless_the_address_says_another(client: FlaskClient) -> None:
    address = "/crime-hierarchy?crime=cybercrime"
    assert ("Telecom fraud" in page(client, address).text, "电信诈骗" in page(client, address, "zh").text) == (
        True,
        True,
    )
    assert "Telecom fraud" in page(client, f"{address}&language=en", "zh").text
    data = client.get("/queries/crime-hierarchy.csv", headers={"Accept-Language": "zh"}).text
    assert "Telecom fraud" in data


PAGES = {
    "first": ("page_size=20", "rows 1–20 of 48", ["next", "last"]),
    "middle": ("page=2&page_size=20", "rows 21–40 of 48", ["first", "prev", "next", "last"]),
    "last": ("page=3&page_size=20", "rows 41–48 of 48", ["first", "prev"]),
    "beyond": ("page=9&page_size=20", "no rows this far on", ["first", "prev"]),
    "whole": ("", "48 rows", []),
}


@pytest.mark.parametrize("case", PAGES)
def test_long_answers_come_page_by_page(client: FlaskClient, case: str) -> None:
    fields, extent, relations = PAGES[case]
    text = page(client, f"/{MANY}?{fields}").text
    words = {"first": "First", "prev": "Previous", "next": "Next", "last": "Last"}
    assert f": {extent}</span></caption>" in text
    assert [name for name, word in words.items() if f">{word}</a>" in text] == relations


NO_PAGES = {
    "no number": (f"{MANY}?page=two", "of page is no whole number"),
    "a graph": ("claims?page=2", "its answer is no table"),
}


@pytest.mark.parametrize("case", NO_PAGES)
def test_wrong_pages_are_refused_in_a_page(client: FlaskClient, case: str) -> None:
    address, message = NO_PAGES[case]
    response = page(client, f"/{address}")
    assert (response.status_code, message in response.text, 'role="alert"' in response.text) == (400, True, True)


def test_a_yes_or_no_comes_in_the_language_of_the_page(client: FlaskClient) -> None:
    assert '<td class="short">no</td>' in page(client, "/is-any-fact-without-words").text
    assert '<td class="short">否</td>' in page(client, "/is-any-fact-without-words", "zh").text


@pytest.mark.parametrize("name", [name for name, query in catalogue().items() if query.view in {"timeline", "bar"}])
def test_views_are_drawn_without_script(client: FlaskClient, name: str) -> None:
    response = page(client, f"/{name}")
    marks = response.text.partition("<table")[0].count('class="mark')
    assert marks
    targets = {each["id"] for each in elements(response, "tr") if "id" in each}
    assert {each["href"][1:] for each in elements(response, "a") if each.get("href", "").startswith("#row")} <= targets
    assert not re.search(r'="-?(nan|inf)', response.text)


def test_a_picture_has_the_rows_of_all_pages_and_leads_to_each_on_its_own(client: FlaskClient) -> None:
    response = page(client, "/events-over-time?page=3&page_size=10")
    marks = [each["href"] for each in elements(response, "a") if each.get("class") == "mark exact"][:26]
    pages = [parse_qs(urlsplit(href).query).get("page", ["this"])[0] for href in marks]
    assert pages == ["1"] * 10 + ["2"] * 10 + ["this"] * 6
    assert [urlsplit(href).fragment for href in marks] == [f"row-{number}" for number in range(1, 27)]
    assert {each["id"] for each in elements(response, "tr") if "id" in each} == {f"row-{n}" for n in range(21, 27)}


def test_pictures_show_comparators(client: FlaskClient) -> None:
    text = page(client, "/people-prosecuted-over-time").text
    assert text.count('class="mark above"') == 2 * 2 + 1  # two figures, for broad and narrow screens, and the key


def test_graphs_come_as_tables_and_lead_to_the_editor(client: FlaskClient) -> None:
    for name in ("crime-hierarchy", "claims"):
        response = page(client, f"/{name}")
        editor = next(each["href"] for each in elements(response, "a") if "defaultView" in each.get("href", ""))
        assert parse_qs(urlsplit(editor).query)["query"][0].startswith("#defaultView:Graph\n")
        assert [each for each in elements(response, "tr") if each.get("id") == "row-1"]


TRACED = {
    "by their codes": ("people-prosecuted-over-time", "over 7,300 individuals"),
    "by their IRIs": ("facts-of-an-article", "reviewed"),
}


@pytest.mark.parametrize("case", TRACED)
def test_rows_tell_where_they_come_from(client: FlaskClient, case: str) -> None:
    name, words = TRACED[case]
    response = page(client, f"/{name}?sources=1")
    assert "Where it comes from" in response.text
    assert words in response.text.partition("<tbody>")[2]
    assert [each for each in elements(response, "a") if "#char=" in each.get("href", "")]
    assert "Where it comes from" not in page(client, f"/{name}").text


def test_rows_without_facts_say_so(client: FlaskClient) -> None:
    text = page(client, "/kinds-of-actors?sources=1").text
    assert "its rows cannot be followed to their words" in text


def test_a_page_leads_to_its_data_in_every_format(client: FlaskClient) -> None:
    response = page(client, "/laws-at-a-date?date=2020-01-01", "zh")
    downloads = [each["href"].removeprefix(HERE) for each in elements(response, "a") if "download" in each]
    assert len(downloads) == 5
    for address in downloads:
        data = client.get(address)
        assert data.status_code == 200
        assert "网络安全" in data.data.decode("utf-8-sig") or "json" in data.mimetype
    assert sum(client.get(address).data.startswith(b"\xef\xbb\xbf") for address in downloads) == 1


def test_copies_name_what_they_copy(client: FlaskClient) -> None:
    response = page(client, "/people-prosecuted-over-time")
    copied = [each["data-copies"] for each in elements(response, "button") if "data-copies" in each]
    ids = {each.get("id") for each in elements(response, "pre")}
    assert copied == ["text", *(f"snippet-{name}" for name in SNIPPETS), "cite-txt", "cite-bib", "cite-cff"]
    assert set(copied) <= ids


SNIPPETS = ("curl", "pandas", "sparqlwrapper", "r", "javascript")
