"""Pictures of saved queries: what cannot be compared shares no axis, and no row is lost."""

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from lexwire.queries import catalogue
from lexwire.server.saved.columns import APART, MEASURED
from lexwire.server.saved.groups import STRIPS, Strips
from lexwire.server.things.figures import Chart

from ..catalogue_pages import elements, page
from .drawing import BARS, TIMES, Draw, grouped

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


def test_apart_is_what_the_packaged_queries_call_it() -> None:
    """A column of another name would keep nothing apart."""
    used = {column for query in catalogue().values() if query.expect for column in query.expect.columns or ()}
    assert {"indicator", "counted", "unit", "currency", "crime", "offence", "place", "start", "end"} <= used & APART
