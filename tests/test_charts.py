"""Charts: bars in time at the height of their value, comparators to be seen, and nothing incomparable together."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexwire.server.charts import Panel, Point, compact, drawn, panels, years
from lexwire.server.charts.scales import Scale, day_number, ticks, year_ticks

POINT = Point(
    8700, "more-than", dt.date(2016, 1, 1), dt.date(2018, 9, 30), "told", "more than 8,700", "/a", ("accused", "china")
)

POINTS = st.builds(
    Point,
    value=st.floats(-1e12, 1e12, allow_nan=False),
    comparator=st.sampled_from(["exact", "about", "nearly", "more-than", "at-least", "less-than", "at-most", "other"]),
    start=st.dates(dt.date(1900, 1, 1), dt.date(2050, 12, 31)),
    end=st.dates(dt.date(1900, 1, 1), dt.date(2050, 12, 31)),
    title=st.text(max_size=20),
    label=st.text(max_size=20),
    href=st.text(max_size=5),
    alike=st.tuples(st.sampled_from(["accused", "charged"]), st.sampled_from(["china", "beijing"])),
    is_computed=st.booleans(),
).map(lambda point: replace(point, start=min(point.start, point.end), end=max(point.start, point.end)))


@given(st.lists(POINTS, min_size=1, max_size=20))
def test_only_comparable_figures_share_a_panel(points: list[Point]) -> None:
    found = panels(points)
    assert sorted(map(repr, (point for panel in found for point in panel.points))) == sorted(map(repr, points))
    assert all({point.alike for point in panel.points} == {panel.alike} for panel in found)
    assert len({panel.alike for panel in found}) == len(found)


@given(st.lists(POINTS, min_size=1, max_size=20), st.sampled_from([340, 620]), st.sampled_from(["en", "zh"]))
def test_each_figure_is_one_mark_within_the_picture(points: list[Point], width: int, language: str) -> None:
    panel = Panel(("x",), tuple(points))
    drawing = drawn(panel, years(points), width, language)
    assert sorted(repr(mark.point) for mark in drawing.marks) == sorted(map(repr, points))
    for mark in drawing.marks:
        assert drawing.left - 0.1 <= mark.x
        assert mark.x + mark.width <= drawing.right + 4.2
        assert mark.width >= 4
        assert mark.room >= 0
        assert mark.y <= drawing.height


@given(st.lists(POINTS, min_size=2, max_size=12))
def test_a_greater_value_is_higher_and_a_later_period_further_right(points: list[Point]) -> None:
    marks = drawn(Panel(("x",), tuple(points)), years(points), 620, "en").marks
    for one in marks:
        for other in marks:
            if one.point.value > other.point.value:
                assert one.y <= other.y + 10.2
            if one.point.start > other.point.start:
                assert one.x >= other.x - 4.1


@pytest.mark.parametrize(
    ("comparator", "look"),
    [("exact", "exact"), ("about", "about"), ("nearly", "about"), ("more-than", "above"), ("at-least", "above"),
     ("less-than", "below"), ("at-most", "below"), ("unheard-of", "exact")],
)  # fmt: skip
def test_a_comparator_can_be_seen(comparator: str, look: str) -> None:
    panel = Panel(POINT.alike, (replace(POINT, comparator=comparator),))
    (mark,) = drawn(panel, (2016, 2019), 620, "en").marks
    assert mark.look == look
    assert (mark.room < mark.y) == (look == "above")
    tip = float(mark.arrow.split("V")[1].split()[0])
    assert (tip < mark.y) == (look == "above")


def test_the_same_value_of_the_same_time_shares_one_bar() -> None:
    """Two articles that print the same figure lie side by side, so that each can be followed."""
    twins = tuple(replace(POINT, comparator="exact", href=href) for href in ("/a", "/b"))
    one, other = drawn(Panel(POINT.alike, twins), (2016, 2019), 620, "en").marks
    assert (one.thick, other.thick) == (5.0, 5.0)
    assert other.y - one.y == pytest.approx(5.0, abs=0.11)


def test_words_never_cover_words() -> None:
    near = tuple(replace(POINT, value=8700 + number, href=f"/{number}") for number in range(5))
    labelled = [mark for mark in drawn(Panel(POINT.alike, near), (2016, 2019), 620, "en").marks if mark.label_x]
    assert len(labelled) == 1


def test_panels_share_their_axis_of_time() -> None:
    early, late = POINT, replace(POINT, start=dt.date(2023, 1, 1), end=dt.date(2023, 11, 30), alike=("charged",))
    assert years([early, late]) == (2016, 2024)
    first, second = (drawn(panel, (2016, 2024), 620, "en") for panel in panels([early, late]))
    assert first.years == second.years
    assert first.left == second.left


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12), st.integers(2, 6))
def test_levels_are_few_round_and_hold_zero(one: float, other: float, most: int) -> None:
    found = ticks(min(one, other), max(one, other), most)
    assert 0 in found
    assert found[0] <= min(one, other) + 1e-9
    assert max(one, other) <= found[-1] + 1e-9
    assert 2 <= len(found) <= most + 3
    assert found == sorted(set(found))


@given(st.integers(1, 3000), st.integers(1, 2000), st.integers(2, 20))
def test_years_are_few(first: int, span: int, most: int) -> None:
    found = year_ticks(first, first + span, most)
    assert 1 <= len(found) <= most + 1
    assert all(first <= year <= first + span for year in found)


def test_a_year_is_as_broad_as_another() -> None:
    scale = Scale(2016, 2018, 0, 200)
    assert [scale(day_number(dt.date(year, 1, 1))) for year in (2016, 2017, 2018)] == [0, 100, 200]
    assert day_number(dt.date(2016, 12, 31)) < 2017


@pytest.mark.parametrize(
    ("number", "english", "chinese"),
    [(0, "0", "0"), (2.5, "2.5", "2.5"), (8700, "8.7K", "8700"), (280_000, "280K", "28万"), (1.5e8, "150M", "1.5亿"),
     (-20_000, "-20K", "-2万")],
)  # fmt: skip
def test_numbers_at_an_axis(number: float, english: str, chinese: str) -> None:
    assert (compact(number, "en"), compact(number, "zh")) == (english, chinese)
    assert compact(number, "en", "%").endswith("%")
