"""Citations of answers: as text, in BibTeX and as CITATION.cff, each with what it takes to find the same data again."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from lexwire.graph.release import Release
from lexwire.queries import catalogue
from lexwire.server import create_app
from lexwire.server.saved.citation import WAYS, Citation, bibtex, cff, text
from lexwire.server.service import opened
from lexwire.server.settings import Settings

ADDRESS = "https://data.example/graph"
QUERY = "people-prosecuted-over-time"


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data), public_url=ADDRESS, query_workers=1))
    yield create_app(service).test_client()
    service.engine.close()


def cited(client: FlaskClient, suffix: str, fields: str = "") -> str:
    response = client.get(f"/queries/{QUERY}.cite.{suffix}{fields}")
    assert (response.status_code, response.mimetype) == (200, WAYS[suffix][1])
    return response.text


@pytest.mark.parametrize("suffix", WAYS)
def test_every_way_names_what_finds_the_same_data(client: FlaskClient, suffix: str, release: Release) -> None:
    told = cited(client, suffix, "?crime=cybercrime")
    dump = hashlib.sha256((release.folder / "lexwire.nq.gz").read_bytes()).hexdigest()
    link = f"{ADDRESS}/queries/{QUERY}?crime=cybercrime&language=en&release={release.id}"
    for part in (catalogue()[QUERY].title["en"], "Lexwire", release.id, "2026-11-22", link, dump):
        assert part in told


def test_the_permalink_in_a_citation_leads_to_the_answer(client: FlaskClient) -> None:
    link = yaml.safe_load(cited(client, "cff"))["url"]
    page = client.get(link.removeprefix(ADDRESS), headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert link in page.text.replace("&amp;", "&")


def test_the_title_comes_in_the_language_of_the_reader(client: FlaskClient) -> None:
    assert catalogue()[QUERY].title["zh"] in cited(client, "txt", "?lang=zh")
    assert "language=zh" in cited(client, "txt", "?lang=zh")


WRONG = {
    "no such way": (f"{QUERY}.cite.pdf", 404, "txt, bib, cff"),
    "no such query": ("nothing.cite.bib", 404, "no saved query"),
    "no such parameter": (f"{QUERY}.cite.bib?nothing=1", 400, "has no parameter 'nothing'"),
    "no such release": (f"{QUERY}.cite.bib?release=9", 404, "no release '9'"),
    "wrong value": ("laws-at-a-date.cite.bib?date=soon", 400, "such as 2019-12-31"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_cited_is_refused_in_one_sentence(client: FlaskClient, case: str) -> None:
    address, status, message = WRONG[case]
    response = client.get(f"/queries/{address}")
    assert (response.status_code, message in response.text, response.text.count("\n")) == (status, True, 1)


# the Citation File Format, 1.2.0: its schema guide, "Valid keys"

REQUIRED = {"authors", "cff-version", "message", "title"}
KNOWN = REQUIRED | {"abstract", "type", "version", "date-released", "license", "url", "identifiers"}
SPDX = re.compile(r"[A-Za-z0-9.+-]+")


def assert_valid(told: dict[str, Any]) -> None:
    assert set(told) >= REQUIRED
    assert set(told) <= KNOWN
    assert (told["cff-version"], told["type"]) == ("1.2.0", "dataset")
    assert all(isinstance(told[key], str) and told[key] for key in KNOWN - {"authors", "date-released", "identifiers"})
    assert isinstance(told["date-released"], dt.date)
    assert told["authors"] == [{"name": "Lexwire editors"}]
    assert SPDX.fullmatch(told["license"])
    assert all(set(each) == {"type", "value", "description"} for each in told["identifiers"])
    assert all(each["type"] in {"doi", "url", "swh", "other"} for each in told["identifiers"])
    assert re.match(r"https?://\S+$", told["url"])


@pytest.mark.parametrize("name", ["claims", "is-any-fact-without-words", "laws-at-a-date"])
def test_the_citation_file_is_valid(client: FlaskClient, name: str) -> None:
    assert_valid(yaml.safe_load(client.get(f"/queries/{name}.cite.cff").text))


TITLES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


def of(title: str) -> Citation:
    return Citation("some-query", title, "0.1.0-abc", dt.date(2026, 1, 2), "https://x.example/q?a=1&b=%20", "0" * 64)


@given(TITLES)
def test_any_title_survives_in_the_citation_file(title: str) -> None:
    told = yaml.safe_load(cff(of(title)))
    assert_valid(told)
    assert told["title"] == title


@given(TITLES)
def test_no_title_breaks_an_entry_of_bibtex(title: str) -> None:
    """Braces are balanced, whatever is in the title, and nothing in it is a command but what we wrote."""
    told = bibtex(of(title))
    bare = re.sub(r"\\[{}&%$#_]", "", told)
    depths, depth = [], 0
    for character in bare:
        depth += {"{": 1, "}": -1}.get(character, 0)
        depths.append(depth)
    assert min(depths) >= 0
    assert (depth, depths[-2]) == (0, 0)
    assert told.startswith("@misc{lexwire-some-query-0-1-0-abc,\n")


def test_the_text_is_one_line() -> None:
    assert text(of("Who said what")) == (
        "Lexwire editors (2026). Who said what. Saved query “some-query” over Lexwire, release 0.1.0-abc "
        "(newest record of 2026-01-02). https://x.example/q?a=1&b=%20 (lexwire.nq.gz: SHA-256 " + "0" * 64 + ")\n"
    )
