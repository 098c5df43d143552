"""Saved queries over HTTP: catalogue and pages; data page by page, for spreadsheets and for grlc."""

import asyncio
import gzip
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from pyoxigraph import QueryBoolean, Store
from werkzeug.test import TestResponse

from lexwire.graph.release import Release
from lexwire.queries import Parameter, Query, catalogue, grlc
from lexwire.queries.header import RESERVED
from lexwire.queries.paging import Page, refusal
from lexwire.server import create_app
from lexwire.server.front import Front
from lexwire.server.saved.choices import Choices
from lexwire.server.saved.form import LISTED, SELECTED, fields
from lexwire.server.saved.paging import MOST, SIZE, numbers_of
from lexwire.server.saved.values import FIELDS
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .test_shortcut import Client

MANY = "crimes-in-the-international-classification"
"""A query with 48 rows."""
ADDRESS = "https://data.example/graph"
HERE = "/graph"
"""What the paths on pages begin with, as the public knows them."""


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data), public_url=ADDRESS))
    yield create_app(service).test_client()
    service.engine.close()


def links(response: TestResponse) -> dict[str, str]:
    """Return the targets of a Link header by relation (RFC 8288, section 3)."""
    return {rel: url for url, rel in re.findall(r'<([^>]*)>; rel="(\w+)"', response.headers["Link"])}


def pages(response: TestResponse) -> dict[str, str]:
    return {rel: parse_qs(urlsplit(url).query)["page"][0] for rel, url in links(response).items()}


def test_following_next_reads_the_whole(client: FlaskClient) -> None:
    whole = client.get(f"/queries/{MANY}.csv").text.splitlines()
    address, found = f"/queries/{MANY}.csv?page_size=20", []
    while address:
        response = client.get(address)
        assert response.headers["X-Total-Count"] == "48"
        found += response.text.splitlines()[1:]
        address = links(response).get("next", "").removeprefix(ADDRESS)
    assert (found, len(found)) == (whole[1:], 48)


LINKED = {
    "page=1&page_size=20": {"first": "1", "next": "2", "last": "3"},
    "page=2&page_size=20": {"first": "1", "prev": "1", "next": "3", "last": "3"},
    "page=3&page_size=20": {"first": "1", "prev": "2", "last": "3"},
    "page=9&page_size=20": {"first": "1", "prev": "3", "last": "3"},
    "page=1&page_size=48": {"first": "1", "last": "1"},
    "page=1": {"first": "1", "last": "1"},
    "page_size=47": {"first": "1", "next": "2", "last": "2"},
}


@pytest.mark.parametrize("fields", LINKED)
def test_links(client: FlaskClient, fields: str) -> None:
    response = client.get(f"/queries/{MANY}.json?{fields}")
    assert (response.status_code, pages(response)) == (200, LINKED[fields])


@given(st.integers(1, 10**9), st.integers(1, MOST), st.none() | st.integers(0, 10**9))
def test_links_lead_only_to_pages_with_rows(number: int, size: int, total: int | None) -> None:
    found = numbers_of(Page(number, size), total)
    assert found["first"] == 1
    assert ("prev" in found) == (number > 1)
    if total is None:
        assert (found["next"], found.get("last")) == (number + 1, None)
    else:
        last = found["last"]
        assert (last - 1) * size < max(total, 1) <= last * size
        assert all(1 <= each <= last for each in found.values())


def test_links_keep_values_and_the_byte_order_mark(client: FlaskClient) -> None:
    response = client.get("/queries/laws-at-a-date.csv?date=2020-01-01&page_size=5&bom=1&lang=zh")
    fields = parse_qs(urlsplit(links(response)["next"]).query)
    assert fields == {"date": ["2020-01-01"], "page": ["2"], "page_size": ["5"], "bom": ["1"]}
    assert links(response)["next"].startswith(f"{ADDRESS}/queries/laws-at-a-date.csv?")


def test_links_come_to_who_holds_the_page_already(client: FlaskClient) -> None:
    address = f"/queries/{MANY}.csv?page=2&page_size=20"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.headers["Link"]) == (304, first.headers["Link"])
    assert client.get(address).headers["Link"] == first.headers["Link"]


def test_without_a_page_there_is_the_whole_and_no_link(client: FlaskClient) -> None:
    response = client.get(f"/queries/{MANY}.csv?lang=zh")
    assert "Link" not in response.headers
    assert len(response.text.splitlines()) == 49


WRONG = {
    "page zero": ("page=0", "of page is no whole number from 1 on"),
    "page below zero": ("page=-1", "of page is no whole number"),
    "page in words": ("page=two", "of page is no whole number"),
    "no page": ("page=", "'' of page is no whole number"),
    "half a page": ("page=1.5", "of page is no whole number"),
    "page beyond numbers": (f"page={'9' * 400}", "of page is no whole number"),
    "other digits": ("page=%D9%A3", "of page is no whole number"),
    "size zero": ("page_size=0", "of page_size is no whole number"),
    "huge size": (f"page_size={MOST + 1}", f"at most {MOST} rows"),
    "mark in words": ("bom=yes", "of bom is neither 0 nor 1"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_fields_are_refused_in_one_sentence(client: FlaskClient, case: str) -> None:
    fields, message = WRONG[case]
    response = client.get(f"/queries/{MANY}.csv?{fields}")
    assert (response.status_code, message in response.text) == (400, True)
    assert response.text.count("\n") == 1
    assert len(response.text) < 200


@pytest.mark.parametrize("address", ["claims.ttl?page=1", "is-any-fact-without-words.json?page_size=5"])
def test_what_is_no_table_has_no_pages(client: FlaskClient, address: str) -> None:
    response = client.get(f"/queries/{address}")
    assert (response.status_code, "its answer is no table" in response.text) == (400, True)


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_csv_for_excel(client: FlaskClient, encoding: str) -> None:
    address = "/queries/laws-at-a-date.csv?language=zh"
    plain = client.get(address).data
    marked = client.get(f"{address}&bom=1", headers={"Accept-Encoding": encoding})
    body = gzip.decompress(marked.data) if encoding == "gzip" else marked.data
    assert marked.headers.get("Content-Encoding", "identity") == encoding
    assert body == b"\xef\xbb\xbf" + plain
    assert "网络安全" in body.decode("utf-8-sig")
    assert marked.headers["ETag"] != client.get(address).headers["ETag"]
    again = client.get(f"{address}&bom=1", headers={"If-None-Match": marked.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"{address}&bom=0").data == plain


def test_only_csv_is_marked(client: FlaskClient) -> None:
    response = client.get(f"/queries/{MANY}.json?bom=1")
    assert (response.status_code, "Only CSV has a byte order mark" in response.text) == (400, True)


def test_the_catalogue_tells_what_has_pages(client: FlaskClient) -> None:
    listed = client.get("/queries").json
    assert listed is not None
    assert {each["name"]: each["pages"] for each in listed} == {
        name: refusal(query) is None for name, query in catalogue().items()
    }
    assert SIZE < MOST


# pages

BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


def page(client: FlaskClient, address: str, language: str = "en") -> TestResponse:
    return client.get(f"/queries{address}", headers=BROWSER | {"Accept-Language": language})


def elements(response: TestResponse, tag: str) -> list[dict[str, str]]:
    """Return the attributes of each element of that name, in the order of the page."""
    found: list[dict[str, str]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
            if name == tag:
                found.append({name: value or "" for name, value in attrs})

    Reader().feed(response.text)
    return found


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


def test_a_form_fits_its_parameters(client: FlaskClient) -> None:
    response = page(client, "/laws-at-a-date?date=2020-01-01")
    field = next(each for each in elements(response, "input") if each.get("name") == "date")
    assert (field["type"], field["value"]) == ("date", "2020-01-01")
    assert [each.get("name") for each in elements(response, "select")] == ["language"]


def test_few_values_are_chosen_and_many_are_typed(client: FlaskClient) -> None:
    few, many = page(client, "/people-prosecuted-over-time"), page(client, "/crime-hierarchy")
    assert [each["name"] for each in elements(few, "select")] == ["crime", "stage", "language"]
    field = next(each for each in elements(many, "input") if each.get("name") == "crime")
    assert (field["value"], field["list"]) == ("Cybercrime", "p-crime-list")
    assert {"value": "Telecom fraud"} in elements(many, "option")


TYPED = {
    "a name": ("Telecom fraud", "telecom-fraud"),
    "a name in any case": ("  telecom FRAUD ", "telecom-fraud"),
}


@pytest.mark.parametrize("case", TYPED)
def test_a_name_that_is_typed_becomes_its_code(client: FlaskClient, case: str) -> None:
    typed, code = TYPED[case]
    response = client.get("/queries/crime-hierarchy", query_string={"crime": typed, "page": "1"}, headers=BROWSER)
    assert (response.status_code, response.headers["Location"]) == (
        303,
        f"{HERE}/queries/crime-hierarchy?crime={code}&page=1",
    )
    assert page(client, f"/crime-hierarchy?crime={code}").status_code == 200


def test_a_code_that_nothing_has_is_told_beside_its_field(client: FlaskClient) -> None:
    response = page(client, "/crime-hierarchy?crime=no-crime")
    field = next(each for each in elements(response, "input") if each.get("name") == "crime")
    assert (response.status_code, field["value"], "aria-invalid" in field) == (200, "no-crime", False)
    assert (
        "none of the values that the graph offers"
        in response.text.partition(f'id="{field["aria-describedby"]}"')[2][:90]
    )


REFUSED = {
    "no date": ("laws-at-a-date", "date", "soon", "en", "such as 2019-12-31"),
    "no date, in Chinese": ("laws-at-a-date", "date", "soon", "zh", "请给出类似 2019-12-31 的值"),
    "not allowed": ("laws-at-a-date", "language", "fr", "en", "choose one of: en, zh"),
    "no IRI": ("crime-hierarchy", "crime", "> <", "en", "such as cybercrime"),
    "markup": ("crime-hierarchy", "crime", "<script>alert(1)</script>", "en", "such as cybercrime"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_value_is_told_beside_its_field(client: FlaskClient, case: str) -> None:
    name, parameter, value, language, message = REFUSED[case]
    headers = BROWSER | {"Accept-Language": language}
    response = client.get(f"/queries/{name}", query_string={parameter: value}, headers=headers)
    fields = [*elements(response, "input"), *elements(response, "select")]
    field = next(each for each in fields if each.get("name") == parameter)
    sentence = response.text.partition(f'id="{field["aria-describedby"]}">')[2].partition("</p>")[0]
    assert (response.status_code, field["aria-invalid"], message in sentence) == (400, "true", True)
    assert "<script>alert" not in response.text


STRANGE = ["name", "suffix", "endpoint", "_external", "_anchor", "_scheme", "values", "lang", "self", "q"]


@pytest.mark.parametrize("field", STRANGE)
def test_no_field_of_an_address_means_anything_to_the_server(client: FlaskClient, field: str) -> None:
    response = page(client, f"/speakers?{field}=1")
    assert response.status_code == (200 if field == "lang" else 400)


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


def test_names_are_typed_where_there_are_too_many_to_choose_from() -> None:
    """A page carries some hundreds; beyond, the search knows the rest."""
    parameter = Parameter("crime", {"en": "crime"}, "iri", base="https://w3id.org/lexwire/scheme/crime/")
    query = replace(catalogue()["crime-hierarchy"], parameters={"crime": parameter})
    with Flask(__name__).test_request_context("/"):
        made = {
            n: fields(query, {"crime": "c-1"}, {"crime": _choices(n)})[0] for n in (SELECTED, SELECTED + 1, LISTED + 1)
        }
    assert [(each.input, each.value, len(each.options), each.search) for each in made.values()] == [
        ("select", "c-1", SELECTED, ""),
        ("text", "Crime 1", SELECTED + 1, ""),
        ("text", "c-1", 0, "crime"),
    ]


def _choices(number: int) -> Choices:
    return Choices({f"c-{n}": f"Crime {n}" for n in range(number)})


MEANT = {
    "a code": ("c-1", "c-1"),
    "a name": ("Crime 1", "c-1"),
    "a name that is another's code": ("c-2", "c-2"),
    "a name of two": ("Twice", "Twice"),
    "neither": ("c-9", "c-9"),
}


@pytest.mark.parametrize("case", MEANT)
def test_who_types_a_name_means_its_code_unless_two_have_it(case: str) -> None:
    typed, code = MEANT[case]
    choices = Choices({"c-1": "Crime 1", "c-2": "Crime 2", "c-3": "c-2", "c-4": "Twice", "c-5": "twice"})
    assert choices.code(typed) == code


@given(st.dictionaries(st.sampled_from("abcde"), st.sampled_from("abcdeAB"), min_size=1))
def test_what_a_field_shows_leads_back_to_its_code(names: dict[str, str]) -> None:
    choices = Choices(names)
    assert [choices.code(choices.name(code)) for code in names] == list(names)


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


def test_no_parameter_can_be_called_like_a_field_that_pages_take_for_themselves() -> None:
    assert FIELDS <= RESERVED


# the byte order mark at the endpoint

ROWS = "SELECT ?law { ?law a <https://w3id.org/lexwire/ns#Law> } ORDER BY ?law LIMIT 3"


@pytest.mark.parametrize("way", ["application", "server"])
def test_the_endpoint_marks_csv_too(client: FlaskClient, way: str) -> None:
    """Even by the short way, which knows of no mark."""

    def asked(**fields: str) -> tuple[int, bytes]:
        if way == "application":
            response = client.get("/sparql", query_string={"query": ROWS} | fields)
            return response.status_code, response.data
        status, _head, body = asyncio.run(Client(Front(client.application), {"query": ROWS} | fields).get())
        return status, body

    status, plain = asked(format="csv")
    assert (status, plain.count(b"\n")) == (200, 4)
    assert asked(format="csv", bom="1") == (200, b"\xef\xbb\xbf" + plain)
    assert asked(format="csv", bom="0") == (200, plain)
    for wrong in ({"format": "json", "bom": "1"}, {"bom": "1"}, {"format": "csv", "bom": "yes"}):
        assert asked(**wrong)[0] == 400


@pytest.mark.parametrize(("query", "status"), [("ASK {}", 406), ("CONSTRUCT WHERE { ?s ?p ?o }", 400)])
def test_what_is_no_csv_is_not_marked_at_the_endpoint(client: FlaskClient, query: str, status: int) -> None:
    response = client.get("/sparql", query_string={"query": query, "bom": "1", "format": "csv"})
    assert (response.status_code, response.data.startswith(b"\xef")) == (status, False)


# as grlc reads them: its README, "Decorator syntax" and "Parameters"

_VARIABLE = re.compile(r"\?(?P<all>(?P<required>_{1,2})(?P<name>[^\W_]+)(?:_(?P<type>[a-zA-Z0-9]+))?)\b")


def decorators(text: str) -> dict[str, object]:
    lines = [line.lstrip("#+") for line in text.split("\n") if line.startswith("#+")]
    found: dict[str, object] = yaml.safe_load("\n".join(lines))
    return found


def parameters(text: str) -> dict[str, tuple[bool, str | None]]:
    """Return by name whether each parameter is required, and its type."""
    body = "\n".join(line for line in text.split("\n") if not line.startswith("#+"))
    return {each["name"]: (each["required"] == "_", each["type"]) for each in _VARIABLE.finditer(body)}


def rewritten(text: str, values: dict[str, str]) -> str:
    """Return the query with *values* as grlc puts them in."""
    for each in set(_VARIABLE.findall(text)):
        whole, _, name, kind = each
        if name in values:
            text = text.replace(f"?{whole}", f"<{values[name]}>" if kind == "iri" else _literal(values[name], kind))
    return "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n" + text


def _literal(value: str, kind: str) -> str:
    return f'"{value}"' + (f"@{kind}" if len(kind) == 2 else f"^^xsd:{kind}" if kind else "")


@pytest.mark.parametrize("name", catalogue())
def test_grlc_reads_every_query_and_gets_the_same_answer(name: str, client: FlaskClient, release: Release) -> None:
    query = catalogue()[name]
    response = client.get(f"/queries/{name}.grlc.rq")
    assert response.mimetype == "application/sparql-query"
    told = decorators(response.text)
    assert (told["summary"], told["method"]) == (query.title["en"], "GET")
    assert (told["endpoint"], told["endpoint_in_url"]) == (f"{ADDRESS}/sparql", False)
    assert told["tags"] == list(query.tags)
    assert ("pagination" in told) == (refusal(query) is None)
    found = parameters(response.text)
    assert {name: required for name, (required, _) in found.items()} == {
        name: not each.optional for name, each in query.parameters.items()
    }
    defaults = {name: value for each in told.get("defaults", []) for name, value in each.items()}  # type: ignore[attr-defined]
    store = Store.read_only(str(release.store))
    ours, theirs = store.query(query.bind({})), store.query(rewritten(response.text, defaults))
    if isinstance(ours, QueryBoolean):
        assert bool(ours) == bool(theirs)
    else:
        assert len(list(ours)) == len(list(theirs))  # type: ignore[arg-type]


NAMED: list[tuple[Parameter, str]] = [
    (Parameter("law", {}, "iri"), "_law_iri"),
    (Parameter("law", {}, "iri", optional=True), "__law_iri"),
    (Parameter("first_day", {}, "date"), "_firstDay_date"),
    (Parameter("words", {}, "string"), "_words"),
    (Parameter("words", {}, "language-string", language="zh"), "_words_zh"),
    (Parameter("since", {}, "year"), "_since_gYear"),
    (Parameter("most", {}, "integer"), "_most_integer"),
]


@pytest.mark.parametrize(("parameter", "name"), NAMED)
def test_names_tell_grlc_the_types(parameter: Parameter, name: str) -> None:
    assert grlc.variable(parameter) == name


@pytest.mark.parametrize("query", catalogue().values(), ids=catalogue())
def test_no_variable_begins_another(query: Query) -> None:
    """Grlc replaces them in the text one by one."""
    names = [grlc.variable(each) for each in query.parameters.values()]
    assert not [(one, two) for one in names for two in names if one != two and two.startswith(one)]
