"""Saved queries as data: page by page, with links between the pages, and CSV that spreadsheets read."""

import asyncio
import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from lexwire.queries import catalogue
from lexwire.queries.paging import Page, refusal
from lexwire.server import create_app
from lexwire.server.front import Front
from lexwire.server.saved.paging import MOST, SIZE, numbers_of
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .catalogue_pages import ADDRESS, MANY
from .test_shortcut import Client


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
