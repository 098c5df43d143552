"""Numbers, times and quantities in the graph: each has one form, and equal ones are the same."""

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from lexwire.graph import figures, literals
from lexwire.graph.facts import Period, Statistic
from lexwire.graph.namespaces import XSD

from .facts_and_triples import fact


@pytest.mark.parametrize(
    ("given_", "text"),
    [("4000", "4000"), ("4000.0", "4000"), ("4.50", "4.5"), ("0", "0"), ("0.00", "0"), ("-0.10", "-0.1"), ("100",
    "100"), ("1E+3", "1000"),
     ("1E-3", "0.001"), ("91500000000", "91500000000"), ("0.000000001", "0.000000001"), ("-0", "0"), ("-0.00", "0")],
)  # fmt: skip
def test_decimals_have_one_form(given_: str, text: str) -> None:
    """The same number is always the same literal: no exponent, no trailing zeros, no negative nothing."""
    assert literals.decimal(Decimal(given_)) == Literal(text, datatype=XSD.decimal)


@settings(deadline=None, max_examples=200)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=6), st.integers(0, 4))
def test_equal_decimals_are_equal_literals(number: Decimal, zeros: int) -> None:
    """Trailing zeros make no difference, and nothing else is lost."""
    longer = Decimal(f"{number:f}" + "0" * zeros)
    literal = literals.decimal(number)
    assert literals.decimal(longer) == literal
    assert Decimal(literal.value) == number
    assert re.fullmatch(r"-?(0|[1-9]\d*)(\.\d*[1-9])?", literal.value)


def when(start: str | None, end: str | None) -> str | None:
    """Return the name of a period."""
    found = figures.period_iri(Period(start=start, end=end, basis="explicit"))
    return found and found.value.removeprefix("https://w3id.org/lexwire/id/period/")


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        pytest.param(None, None, None, id="unresolved"),
        pytest.param("2016", None, "2016", id="one year"),
        pytest.param("2023-09", None, "2023-09", id="one month"),
        pytest.param("2017-08-18", None, "2017-08-18", id="one day"),
        pytest.param("2016", "2017", "2016--2017", id="two years"),
        pytest.param("2023-01", "2023-11", "2023-01--2023-11", id="eleven months"),
    ],
)
def test_periods_are_called_after_their_days(start: str | None, end: str | None, name: str | None) -> None:
    """A period has a name that one can read."""
    assert when(start, end) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("2016", None), ("2016", "2016"), id="a year, said twice"),
        pytest.param(("2016", None), ("2016-01", "2016-12"), id="all months of a year"),
        pytest.param(("2016", None), ("2016-01-01", "2016-12-31"), id="all days of a year"),
        pytest.param(("2016-02", None), ("2016-02-01", "2016-02-29"), id="all days of a month"),
        pytest.param(("2016", "2017"), ("2016-01", "2017-12"), id="all months of two years"),
        pytest.param(("2023-01", "2023-11"), ("2023-01-01", "2023-11-30"), id="all days of eleven months"),
    ],
)
def test_the_same_time_has_one_iri(one: tuple[str, str | None], other: tuple[str, str | None]) -> None:
    """However records write the same days, they are one period."""
    assert when(*one) == when(*other)


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        pytest.param({}, True, id="the same in another article"),
        pytest.param(
            {"value": 5, "printed": "five", "comparator": "about"}, True, id="another value of the same thing"
        ),
        pytest.param({"period": {"start": "2031", "basis": "explicit"}}, False, id="another time"),
        pytest.param({"crimes": ["online-theft"]}, False, id="another crime"),
        pytest.param({"place": "beijing"}, False, id="another place"),
        pytest.param({"unit": "CNY"}, False, id="another unit"),
        pytest.param({"counted": "cases"}, False, id="other things counted"),
        pytest.param({"indicator": "convicted"}, False, id="another indicator"),
        pytest.param({"period": {"basis": "unstated"}}, False, id="no time"),
    ],
)
def test_quantities_are_shared_across_articles(changes: dict[str, Any], same: bool) -> None:
    """Two articles speak of one quantity where every dimension agrees."""
    figure = """{printed: Four, value: 4, comparator: exact, indicator: charged, crimes: [cybercrime], unit: NUM,
        counted: persons,
                 place: china, period: {start: 2030, basis: explicit}}"""
    here = fact(Statistic, figure)
    there = Statistic.model_validate(here.model_dump() | changes)
    assert (figures.quantity_iri(here, "a") == figures.quantity_iri(there, "b")) is same


def test_figures_without_a_time_share_no_quantity() -> None:
    """Where no article says when, two articles need not speak of the same."""
    figure = fact(
        Statistic,
        """{printed: Four, value: 4, comparator: exact, indicator: charged, crimes: [cybercrime], unit: NUM,
                                 counted: persons, place: china, period: {basis: unstated}}""",
    )
    assert figures.quantity_iri(figure, "a") == figures.quantity_iri(figure, "a") != figures.quantity_iri(figure, "b")


def test_the_order_of_crimes_makes_no_quantity() -> None:
    """Fraud and theft are theft and fraud."""
    figure = fact(
        Statistic,
        """{printed: Four, value: 4, comparator: exact, indicator: charged, crimes: [cybercrime, hacking], unit: NUM,
                                 counted: persons, place: china, period: {start: 2030, basis: explicit}}""",
    )
    swapped = figure.model_copy(update={"crimes": tuple(reversed(figure.crimes))})
    assert figures.quantity_iri(figure, "a") == figures.quantity_iri(swapped, "a")
