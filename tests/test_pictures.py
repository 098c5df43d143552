"""Pictures of saved queries: what cannot be compared shares no axis, and each figure looks like what it is.

An answer is drawn with its comparators, periods, units and places; printed and computed figures can be told apart.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from lexwire.queries import Query, catalogue
from lexwire.server import create_app
from lexwire.server.saved.columns import APART, MEASURED
from lexwire.server.saved.groups import STRIPS, Strips
from lexwire.server.saved.lines import breadth, folded
from lexwire.server.saved.pictures import picture
from lexwire.server.saved.strips import NARROW, WIDE, Axis, Strip, laid
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from lexwire.server.tables import Cell, Table, table
from lexwire.server.things.figures import Chart

from .test_saved import elements, page

if TYPE_CHECKING:
    from playwright.sync_api import Route

CHROMIUM = Path("/usr/bin/chromium")
BARS, TIMES = catalogue()["speakers"], catalogue()["people-prosecuted-over-time"]
"""A query of each view; what is drawn hangs on the columns, not on the query."""
Draw = Callable[..., Strips | Chart | None]


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data), query_workers=1))
    yield create_app(service).test_client()
    service.engine.close()


@pytest.fixture(scope="module")
def draw(client: FlaskClient) -> Draw:
    """Return what draws rows of texts as the view of a query does, on a page in a language."""

    def drawn(query: Query, columns: str, *rows: Sequence[str], language: str = "en") -> Strips | Chart | None:
        names = columns.split()
        cells = [[Cell(text) for text in row] for row in rows]
        with client.application.test_request_context(f"/?lang={language}"):
            return picture(query, Table(names, cells, len(cells)), {}, lambda number: f"#row-{number}")

    return drawn


def grouped(found: Strips | Chart | None) -> list[list[str]]:
    """Return what the strips of each group are called."""
    assert isinstance(found, Strips)
    return [[each.strip.label for each in group.pictures[0][1].strips] for group in found.groups]


def strips(found: Strips | Chart | None) -> list[Strip]:
    assert isinstance(found, Strips)
    return [each.strip for group in found.groups for each in group.pictures[0][1].strips]


# What shares an axis


@pytest.mark.parametrize("column", sorted(MEASURED))
def test_bars_that_differ_in_what_they_measure_share_no_axis(draw: Draw, column: str) -> None:
    found = draw(BARS, f"crime value {column}", ("A", "3", "this"), ("B", "2", "that"), ("C", "1", "this"))
    assert grouped(found) == [["A", "C"], ["B"]]


def test_bars_of_different_periods_share_no_axis(draw: Draw) -> None:
    rows = [("A", "3", "2016-01-01", "2016-12-31"), ("B", "2", "2017-01-01", "2017-12-31")]
    found = draw(BARS, "crime value start end", *rows)
    assert isinstance(found, Strips)
    assert [group.caption for group in found.groups] == ["2016", "2017"]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [("crime value", [["A", "B"]]), ("value crime", [["A", "B"]]), ("name value crime", [["A"], ["B"]])],
)
def test_a_crime_keeps_bars_apart_unless_they_are_called_by_it(
    draw: Draw, columns: str, expected: list[list[str]]
) -> None:
    said = [{"crime": crime, "name": crime, "value": value} for crime, value in (("A", "2"), ("B", "1"))]
    assert grouped(draw(BARS, columns, *([row[name] for name in columns.split()] for row in said))) == expected


@pytest.mark.parametrize(
    ("articles", "expected"), [(("x", "x"), [["A", "B"]]), (("x", "y"), [["A"], ["B"]]), (None, [["A"], ["B"]])]
)
def test_what_an_article_leaves_open_is_comparable_within_that_article_only(
    draw: Draw, articles: tuple[str, str] | None, expected: list[list[str]]
) -> None:
    rows = [("A", "2", ""), ("B", "1", "")]
    if articles is None:
        assert grouped(draw(BARS, "crime value place", *rows)) == expected
        return
    told = [(*row, article) for row, article in zip(rows, articles, strict=True)]
    assert grouped(draw(BARS, "crime value place article", *told)) == expected


ROWS = st.lists(st.tuples(*[st.sampled_from(["a", "b", ""])] * 3, st.integers(-9, 9).map(str)), min_size=1, max_size=60)


@given(ROWS)
@settings(max_examples=25, deadline=None)
def test_no_row_is_lost_and_none_shares_an_axis_that_differs(draw: Draw, rows: list[tuple[str, ...]]) -> None:
    found = draw(BARS, "unit place currency value", *rows)
    assert isinstance(found, Strips)
    shown = [
        [int(row.strip.href.removeprefix("#row-")) - 1 for row in group.pictures[0][1].strips] for group in found.groups
    ]
    assert sum(map(len, shown)) + found.beyond == len(rows)
    assert sum(map(len, shown)) <= STRIPS
    for numbers in shown:
        assert len({rows[number][:3] for number in numbers}) == 1
        assert len(numbers) == 1 or "" not in rows[numbers[0]][:3]


@pytest.mark.parametrize(
    "name", [name for name, query in catalogue().items() if query.view == "bar" and name != "ranked-increases"]
)
def test_counts_of_what_the_graph_holds_share_one_axis(client: FlaskClient, name: str) -> None:
    text = page(client, f"/{name}").text.partition("<table")[0]
    assert text.count("<figure>") == 1
    assert "<figcaption>" not in text
    assert 'class="looks"' not in text


@pytest.mark.parametrize(
    "name",
    [name for name, query in catalogue().items() if query.view in {"timeline", "bar"} and "?value" in query.body],
)
def test_queries_that_draw_figures_tell_what_keeps_them_apart(name: str) -> None:
    """Without these columns, figures of two countries or of persons and cases would share an axis."""
    query = catalogue()[name]
    assert query.expect
    wanted = {"comparator", "counted", "place", "start", "end"} | ({"indicator"} - set(query.parameters))
    assert wanted <= set(query.expect.columns or ())


def test_figures_of_two_countries_share_no_picture(draw: Draw) -> None:
    columns = "start end value indicator counted place"
    rows = [("2016-01-01", "2016-12-31", "5", "accused", "persons", place) for place in ("China", "Belarus", "")]
    found = draw(TIMES, columns, *rows)
    assert isinstance(found, Chart)
    assert sorted(plate.caption for plate in found.plates) == [
        "accused · persons · Belarus",
        "accused · persons · China",
        "accused · persons · place not stated",
    ]


def test_what_is_called_a_value_and_is_no_number_is_no_figure(draw: Draw) -> None:
    found = draw(TIMES, "name start end value", ("A", "2016-01-01", "2016-12-31", "much"))
    assert grouped(found) == [["A"]]


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


# Rankings of increases


def test_increases_are_changes_upwards(client: FlaskClient) -> None:
    values = {each["value"] for each in elements(page(client, "/ranked-increases"), "option")}
    assert "change-yoy" in values
    assert not values & {"losses", "apps-assessed", "charged"}
    for indicator in ("losses", "apps-assessed"):
        assert client.get(f"/queries/ranked-increases.csv?indicator={indicator}").text.count("\n") == 1


def test_increases_of_persons_and_of_charges_rank_apart(client: FlaskClient) -> None:
    text = page(client, "/ranked-increases").text
    assert re.findall("<figcaption>([^<]*)", text) == [
        "charges · percent · China · Jan – Nov 2023",
        "persons · percent · China · Jan – Nov 2023",
    ]


# Narrow screens


OUTSIDE = """() => [...document.querySelectorAll("svg[role=group]")].flatMap((svg) => {
  const room = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].filter((text) => {
    const own = text.getBoundingClientRect();
    return own.left < room.left - 0.5 || own.right > room.right + 0.5;
  }).map((text) => text.textContent);
})"""
"""The texts of pictures that reach out of them."""
CAPTION = """() => {
  const caption = document.querySelector("table.answer caption span");
  caption.closest(".scroll").scrollLeft = 200;
  const own = caption.getBoundingClientRect();
  return own.left >= 0 && own.right <= window.innerWidth;
}"""


@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's package chromium")
def test_no_text_is_cut_off_on_a_narrow_screen(client: FlaskClient) -> None:
    """Labels are folded, ticks stay in the picture, and the caption of a table stays while its columns are scrolled."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: make test installs it")

    def answer(route: "Route") -> None:
        address = urlsplit(route.request.url)
        found = client.get(f"{address.path}?{address.query}", headers={"Accept": "text/html"})
        route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)

    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM)
        screen = browser.new_page(viewport={"width": 360, "height": 800})
        screen.route("**/*", answer)
        for name in ("ranked-increases", "events-over-time", "reviewed-and-extracted-facts", "steps-of-a-law"):
            for language in ("en", "zh"):
                screen.goto(f"http://pictures.example/queries/{name}?lang={language}")
                assert screen.locator("svg[role=group] text").count()
                assert screen.evaluate(OUTSIDE) == []
                assert screen.evaluate(CAPTION)
        browser.close()


def test_apart_is_what_the_packaged_queries_call_it() -> None:
    """A column of another name would keep nothing apart."""
    used = {column for query in catalogue().values() if query.expect for column in query.expect.columns or ()}
    assert {"indicator", "counted", "unit", "currency", "crime", "offence", "place", "start", "end"} <= used & APART
