"""Pictures of saved queries: each figure looks like what it is, and each date tells how it was obtained."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from lexwire.queries import catalogue
from lexwire.server.saved.groups import Strips
from lexwire.server.saved.lines import breadth, folded
from lexwire.server.saved.pictures import picture
from lexwire.server.saved.strips import NARROW, WIDE, Axis, Strip, laid
from lexwire.server.tables import Cell, Table, table
from lexwire.server.things.figures import Chart

from ..catalogue_pages import page
from .drawing import BARS, TIMES, Draw, strips

# How a figure looks


COMPARATORS = {"exactly": "exact", "about": "about", "nearly": "about", "more than": "above", "at least": "above",
               "less than": "below", "at most": "below"}  # fmt: skip


@pytest.mark.parametrize(("word", "look"), COMPARATORS.items())
def test_a_comparator_can_be_seen(draw: Draw, word: str, look: str) -> None:
    found = draw(BARS, "crime value comparator counted", ("A", "400", word, "apps"))
    (strip,) = strips(found)
    assert strip.look == look
    assert strip.note == ("400" if look == "exact" else f"{word} 400")
    assert isinstance(found, Strips)
    assert found.looks == (() if look == "exact" else (look,))


SPOKEN = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?en ?zh { ?x skos:inScheme <https://w3id.org/lexwire/scheme/comparator> ; skos:prefLabel ?en , ?zh
  FILTER(LANG(?en) = "en" && LANG(?zh) = "zh") }"""


def test_a_comparator_is_known_in_every_language(client: FlaskClient, draw: Draw) -> None:
    pairs = table(client.application.extensions["lexwire"].engine, SPOKEN, 20).rows
    assert {english.text for english, _chinese in pairs} == set(COMPARATORS)
    for english, chinese in pairs:
        (strip,) = strips(draw(BARS, "crime value comparator", ("A", "4", chinese.text), language="zh"))
        assert strip.look == COMPARATORS[english.text]


@pytest.mark.parametrize(
    ("columns", "row", "title"),
    [
        ("crime value unit", ("A", "280000", "number"), "A: 280,000"),
        ("crime value unit counted", ("A", "280000", "number", "persons"), "A: 280,000 persons"),
        ("crime value unit counted", ("A", "35.5", "percent", "persons"), "A: 35.5%"),
        ("crime value unit comparator", ("A", "45", "minute", "about"), "A: about 45 minutes"),
        ("crime value start end basis", ("A", "1", "2023-01-01", "2023-11-30", "explicit"), "A: 1, Jan – Nov 2023"),
        (
            "crime value start end basis",
            ("A", "1", "2023-01-01", "2023-12-31", "year implied"),
            "A: 1, 2023 (year implied)",
        ),
        (
            "crime value start end baselineStart baselineEnd",
            ("A", "1", "2023-01-01", "2023-12-31", "2022-01-01", "2022-12-31"),
            "A: 1, 2023, against 2022",
        ),
        ("crime value printed", ("A", "8700", "some 8,700"), "A: some 8,700 (8,700)"),
        ("crime value printed", ("A", "8700", ""), "A: 8,700 · computed"),
    ],
)
def test_a_bar_tells_all_of_its_figure(draw: Draw, columns: str, row: tuple[str, ...], title: str) -> None:
    (strip,) = strips(draw(BARS, columns, row))
    assert strip.title == title


STRIP = st.builds(
    Strip,
    label=st.text(st.sampled_from("ab 中文—"), min_size=1, max_size=80),
    begin=st.just(0.0),
    end=st.floats(0, 100),
    note=st.sampled_from(["", "4", "more than 5,000,000,000"]),
    title=st.just(""),
    href=st.just(""),
    look=st.sampled_from(["exact", "about", "above", "below"]),
)
AXIS = Axis(0, 100, tuple((float(each), f"{each} million") for each in range(0, 101, 10)))


@given(st.lists(STRIP, min_size=1, max_size=8), st.sampled_from([WIDE, NARROW]))
def test_all_is_within_the_picture(found: list[Strip], width: int) -> None:
    drawing = laid(found, AXIS, width)
    for each in drawing.strips:
        reach = [each.x, each.x + each.width]
        if each.strip.look in {"above", "below"}:
            reach += [each.tip, each.room[0], sum(each.room)]
        if each.has_note:
            reach.append(each.note_x + 7.4 * breadth(each.strip.note))
        assert min(reach) >= 0
        assert max(reach) <= width
        assert 0 < each.y < drawing.ground
        assert all(0 < y < drawing.ground for y, _line in each.lines)
    assert 1 <= len(drawing.ticks) <= len(AXIS.ticks)


@given(st.lists(STRIP, min_size=1, max_size=8), st.sampled_from([WIDE, NARROW]))
def test_the_truth_lies_on_the_side_of_the_open_room(found: list[Strip], width: int) -> None:
    for each in laid(found, AXIS, width).strips:
        begin, long = each.room
        if each.strip.look == "above":
            assert each.edge <= begin < begin + long < each.tip
        if each.strip.look == "below":
            assert each.tip < begin <= begin + long <= each.edge + 0.1


@given(st.text(max_size=120), st.integers(2, 60))
def test_labels_are_folded_and_never_cut(text: str, room: int) -> None:
    lines = folded(text, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert len(lines) == 1 or all(lines)
    assert all(breadth(line) <= room or len(line) == 1 for line in lines)


# Computed figures


CASES = {
    "its code is that of a computed figure": ("crime value code", ("A", "206642.07", "D1"), True),
    "its code is that of a printed figure": ("crime value code", ("A", "280000", "S3-STA-01"), False),
    "nothing is printed": ("crime value printed", ("A", "4", ""), True),
    "it is printed": ("crime value printed", ("A", "4", "four"), False),
    "an input is computed": ("crime value input", ("A", "4", "D1"), False),
    "nobody tells": ("crime value", ("A", "4"), False),
}


@pytest.mark.parametrize("case", CASES)
def test_a_computed_figure_looks_computed(draw: Draw, case: str) -> None:
    columns, row, expected = CASES[case]
    found = draw(BARS, columns, row)
    (strip,) = strips(found)
    assert strip.is_computed == expected
    assert strip.note.endswith("· computed") == expected
    assert isinstance(found, Strips)
    assert found.looks == (("computed",) if expected else ())
    over_time = draw(TIMES, f"{columns} start end", (*row, "2016-01-01", "2016-12-31"))
    assert isinstance(over_time, Chart)
    (mark,) = over_time.plates[0].pictures[0][1].marks
    assert mark.point.is_computed == expected
    assert mark.point.label.endswith("· computed") == expected


def test_its_looks_are_those_of_other_charts(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Classes of the style of facts, with a key that tells them."""
    query = replace(catalogue()["derived-figures-and-inputs"], view="bar")
    monkeypatch.setattr("lexwire.server.saved.catalogue", lambda: {**catalogue(), query.name: query})
    text = page(client, f"/{query.name}").text.partition("<table")[0]
    assert text.count('class="mark about computed"') == 2 * 16
    assert "computed, printed nowhere" in text


# Dates


@pytest.mark.parametrize(("language", "basis"), [("en", "weekday resolved"), ("zh", "由星期推算")])
def test_strips_tell_how_a_date_was_obtained(client: FlaskClient, language: str, basis: str) -> None:
    text = page(client, "/events-over-time", language).text.partition("<table")[0]
    titles = re.findall("<title>([^<]*)</title>", text)
    assert len([title for title in titles if title.endswith(f"({basis})")]) == 2 * 4
    assert text.count(f">{basis}</text>") == 2 * 4


@pytest.mark.parametrize(("language", "basis"), [("en", "explicit"), ("zh", "原文明示")])
def test_a_date_that_the_words_give_in_full_needs_no_word(client: FlaskClient, language: str, basis: str) -> None:
    text = page(client, "/events-over-time", language).text.partition("<table")
    assert basis not in text[0]
    assert basis in text[2]


def test_steps_of_laws_tell_it_too(client: FlaskClient) -> None:
    assert "Sep 2023 (year implied)</title>" in page(client, "/steps-of-a-law").text


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([Cell("网络诈骗", language="zh"), Cell("400")], None),
        ([Cell("Online fraud", language="en"), Cell("400")], "en"),
        ([Cell("Internetbetrug", language="de"), Cell("400")], "de"),
        ([Cell("2024-400"), Cell("400")], None),
    ],
)
def test_a_label_tells_its_language_where_it_is_not_the_page_s(
    client: FlaskClient, cells: list[Cell], expected: str | None
) -> None:
    with client.application.test_request_context("/?lang=zh"):
        found = picture(BARS, Table(["crime", "number"], [cells], 1), {}, lambda number: f"#row-{number}")
    (strip,) = strips(found)
    assert strip.language == expected


@pytest.mark.parametrize("address", ["/queries/speakers", "/page/scheme/crime/pi-infringement"])
def test_pictures_of_a_chinese_page_mark_what_is_english(client: FlaskClient, address: str) -> None:
    english, chinese = (page_text(client, f"{address}?lang={language}") for language in ("en", "zh"))
    marked = set(re.findall(r'<text [^>]*lang="en"[^>]*>([^<]*)</text>', chinese))
    assert set(re.findall(r"<text (?:(?!class)[^>])*>([^<]*[A-Za-z]{3}[^<]*)</text>", chinese)) <= marked != set()
    assert ' lang="en"' not in "".join(re.findall("<text [^>]*>", english))


def page_text(client: FlaskClient, address: str) -> str:
    return client.get(address, headers={"Accept": "text/html"}).text
