"""What is printed, what was resolved and what was computed are told apart on every page, and each kind by its name."""

import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape

import pytest
from flask.testing import FlaskClient

from lexwire.graph.namespaces import BASE, UNIT
from lexwire.graph.release import Release
from lexwire.server import create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from lexwire.server.things.graph import Name
from lexwire.server.things.units import amount

BRIEFING = "2019-08-30-scio-briefing-cybersecurity-week"
CRACKDOWN = "2024-02-24-crackdown-on-cybercrime"
LAWMAKERS = "2017-03-13-better-protection-of-personal-information"
OFFICIALS = "undated-judicial-officials-online-privacy"


@pytest.fixture(scope="module")
def client(release: Release) -> Iterator[FlaskClient]:
    service = opened(Settings(str(release.folder.parent.parent), query_workers=1))
    yield create_app(service).test_client()
    service.engine.close()


def page(client: FlaskClient, path: str, tag: str = "en") -> str:
    response = client.get(path, headers={"Accept": "text/html", "Accept-Language": tag})
    assert response.status_code == 200
    return response.text


def told(page: str, label: str) -> str:
    """Return what a page tells behind *label*, its markup left out."""
    found = re.search(rf"<dt>{label}</dt><dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""


def test_a_law_is_no_crime(client: FlaskClient) -> None:
    """What concerns a law is about it as well, by inference."""
    path = f"/page/id/event/{OFFICIALS}/top-legislature-plans-pi-protection-and-data-security-laws"
    text = page(client, path)
    assert "Personal Information Protection Law" in told(text, "Laws")
    assert told(text, "Crimes") == ""


def test_no_event_calls_a_law_a_crime(client: FlaskClient) -> None:
    query = "SELECT DISTINCT ?e { ?e <https://w3id.org/lexwire/ns#concernsLaw> ?law }"
    answer = client.get("/sparql", query_string={"query": query, "format": "json"}).json
    assert answer is not None
    events = [row["e"]["value"].removeprefix(BASE) for row in answer["results"]["bindings"]]
    assert len(events) > 10
    for each in events:
        crimes = re.search(r"<dt>Crimes</dt><dd[^>]*>(.*?)</dd>", page(client, f"/page/{each}"))
        assert "/id/law/" not in (crimes[1] if crimes else ""), each


@pytest.mark.parametrize(
    ("statistic", "expected"),
    [
        (f"{CRACKDOWN}/prosecuted-for-pi-infringement", "over 7,300 printed reviewed"),
        (f"{CRACKDOWN}/cybercrime-share-of-offences", "18.8 percent printed reviewed"),
    ],
)
def test_nothing_but_the_printed_words_stands_beside_printed(
    client: FlaskClient, statistic: str, expected: str
) -> None:
    found = re.search(r'<p class="figure">(.*?)</p>', page(client, f"/page/id/statistic/{statistic}"))
    assert found
    assert " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) == expected


def test_a_stage_says_how_it_was_found_out(client: FlaskClient) -> None:
    text = page(client, "/page/id/law/cyber-violence-guidance")
    stage = re.search(r'<p class="stage">(.*?)</p>', text)
    assert stage
    assert (
        " ".join(re.sub(r"<[^>]+>", " ", stage[1]).split())
        == "issued since September 2023 resolved year implied reviewed"
    )


@pytest.mark.parametrize(
    ("fields", "row", "expected"),
    [
        ("crime=pi-infringement&indicator=prosecuted", "over 7,300", "Jan – Nov 2023 (year implied)"),
        ("crime=pi-infringement&indicator=arrested", "4,261", "2016"),
    ],
)
def test_a_list_says_of_a_period_that_the_words_do_not_give_it(
    client: FlaskClient, fields: str, row: str, expected: str
) -> None:
    table = re.search(r"<tbody>(.*?)</tbody>", page(client, f"/figures?{fields}"), re.DOTALL)
    assert table
    cells = re.search(rf">{row}</a></th>.*?data-label=\"Period\">(.*?)</td>", table[1], re.DOTALL)
    assert cells
    assert re.sub(r"<[^>]+>", "", cells[1]) == expected


def test_a_time_that_applies_to_nothing_is_not_called_unstated(client: FlaskClient) -> None:
    path = "/id/statistic/2023-03-17-law-based-cyberspace-governance/dispute-types-in-jurisdiction"
    row = re.search(rf'<tr><th scope="row"><a href="{path}".*?</tr>', page(client, "/figures?narrower=1"), re.DOTALL)
    assert row
    assert "not applicable" in row[0]


def test_a_computed_bar_says_so_in_words(client: FlaskClient) -> None:
    """Its colour is not all that tells it from a printed one."""
    text = page(client, "/figures?crime=pi-infringement")
    computed = re.findall(r'class="mark \w+ computed"><title>([^<]+)</title>', text)
    printed = re.findall(r'class="mark \w+"><title>([^<]+)</title>', text)
    assert computed
    assert all("computed" in each for each in computed)
    assert not any("computed" in each for each in printed)


def test_figures_that_count_different_things_have_captions_of_their_own(client: FlaskClient) -> None:
    captions = re.findall(r"<figcaption>([^<]+)</figcaption>", page(client, "/figures?narrower=1"))
    assert len(captions) == len(set(captions)) > 5


def test_what_a_change_is_measured_against_is_told_with_its_words(client: FlaskClient) -> None:
    text = page(client, f"/page/id/statistic/{CRACKDOWN}/change-of-cybercrime-charges")
    assert told(text, "Compared with") == "Jan – Nov 2022 resolved · year-on-year printed · implied"


def test_a_formula_names_its_inputs(client: FlaskClient) -> None:
    text = page(client, f"/page/id/statistic/{LAWMAKERS}/insider-share-of-suspects")
    named = dict(re.findall(r"<code>(\w+)</code> = <a [^>]+><strong[^>]*>([^<]+)<", text))
    assert "insiders / suspects * 100" in text
    assert text.count('id="inputs"') == 1  # where the pages of a long list lead
    assert named == {"insiders": "391", "suspects": "4,261"}


def test_a_rounded_result_is_not_called_exact(client: FlaskClient) -> None:
    assert told(page(client, f"/page/id/statistic/{LAWMAKERS}/suspects-per-case"), "Comparator") == "about"


def test_a_computed_figure_is_found_by_a_name_that_says_so(client: FlaskClient) -> None:
    hits = client.get("/search.json?q=206,642").json
    assert hits is not None
    assert hits["hits"][0]["label"] == "about 206,642.07: charged (computed)"
    chinese = client.get("/search.json?q=206,642&lang=zh").json
    assert chinese is not None
    assert chinese["hits"][0]["label"] == "约 206,642.07: 被起诉（提出指控） (推算)"


def test_a_note_says_in_which_language_it_is(client: FlaskClient) -> None:
    path = f"/page/id/statistic/{CRACKDOWN}/prosecuted-for-pi-infringement"
    note = '<p lang="en">Said by the article itself'
    assert note in page(client, path, "zh")
    assert note not in page(client, path, "en")


AMOUNTS = [
    ("1", "NUM", "persons", "1 persons"),
    ("12.3456", "NUM", "cases", "12.3456 cases"),
    ("0.0004", "PERCENT", "persons", "0.0004%"),
    ("123456789012345678901234567.891", "NUM", "cases", "123,456,789,012,345,678,901,234,567.891 cases"),
    ("45", "MIN", "hearings", "45 minutes"),
    ("1", "MIN", "hearings", "1 minute"),
    ("112.5", "DAY", "cases", "112.5 days"),
    ("13200000000", "CCY_USD", "money", "13,200,000,000 US dollars"),
]


@pytest.mark.parametrize(("value", "unit", "counted", "expected"), AMOUNTS)
def test_an_amount_keeps_every_digit(client: FlaskClient, value: str, unit: str, counted: str, expected: str) -> None:
    with client.application.test_request_context("/"):
        assert amount(Decimal(value), Name(unit, f"{UNIT.iri}{unit}"), Name(counted, "x")) == expected


@pytest.mark.parametrize(
    ("path", "looks"),
    [
        (f"/page/id/statistic/{LAWMAKERS}/suspects-per-case", ["computed, printed nowhere"]),
        (f"/page/id/statistic/{LAWMAKERS}/suspects-arrested-in-2016", ["exactly"]),
        ("/figures?crime=pi-infringement", ["exactly", "more than, at least", "computed, printed nowhere"]),
    ],
)
def test_the_key_of_a_picture_tells_what_is_in_it(client: FlaskClient, path: str, looks: list[str]) -> None:
    """A computed bar looks computed, whether its number is exact or about."""
    (key,) = re.findall(r'<ul class="looks".*?</ul>', page(client, path), re.DOTALL)
    assert [re.sub(r"<[^>]+>", "", each).strip() for each in re.findall(r"<li>.*?</li>", key, re.DOTALL)] == looks
