"""Dates known to the year, the month or the day."""

import calendar
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from lexwire.graph.dates import Date, first_day, last_day

DATE: TypeAdapter[str] = TypeAdapter(Date)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param("2016", "2016-01-01", "2016-12-31", id="year"),
        pytest.param("2023-09", "2023-09-01", "2023-09-30", id="month of 30 days"),
        pytest.param("2023-12", "2023-12-01", "2023-12-31", id="last month"),
        pytest.param("2023-02", "2023-02-01", "2023-02-28", id="February"),
        pytest.param("2024-02", "2024-02-01", "2024-02-29", id="February of a leap year"),
        pytest.param("1900-02", "1900-02-01", "1900-02-28", id="February of a century that is no leap year"),
        pytest.param("2000-02", "2000-02-01", "2000-02-29", id="February of a century that is one"),
        pytest.param("2017-08-18", "2017-08-18", "2017-08-18", id="day"),
    ],
)
def test_days_that_a_date_covers(text: str, first: str, last: str) -> None:
    """A year, a month and a day begin and end where the calendar says."""
    assert first_day(text).isoformat() == first
    assert last_day(text).isoformat() == last


@pytest.mark.parametrize(
    "text",
    [
        "",
        "23",
        "2023-1",
        "2023-13",
        "2023-00",
        "2023-02-30",
        "2023-11-00",
        "0000",
        "20231130",
        "2023/11",
        "2023-11-",
        " 2023",
        "2023\n",
        "2023-11-30T00:00",
        "-2023",
        "12023",
        "2023-11-30-01",
        "spring",
        "２０２３",
        "٢٠٢٣-٠٩",
    ],
)
def test_no_date(text: str) -> None:
    """What is no date of the calendar in ISO 8601's ASCII digits is refused."""
    with pytest.raises(ValueError, match=r"."):
        first_day(text)
    with pytest.raises(ValidationError):
        DATE.validate_python(text)


@pytest.mark.parametrize(
    ("given_", "text"),
    [
        pytest.param(2016, "2016", id="YAML makes a number of a year"),
        pytest.param(987, "0987", id="a year before 1000 keeps four digits"),
        pytest.param(dt.date(2017, 8, 18), "2017-08-18", id="YAML makes a date of a day"),
        pytest.param("2023-09", "2023-09", id="YAML leaves a month alone"),
    ],
)
def test_what_yaml_makes_of_a_date(given_: object, text: str) -> None:
    """The text is got back from what YAML reads."""
    assert DATE.validate_python(given_) == text


@pytest.mark.parametrize("given_", [True, None, 2016.0, -5, 20160101, dt.datetime(2016, 1, 1, 12), [2016]], ids=repr)
def test_what_is_no_date_in_yaml(given_: object) -> None:
    """Anything else that YAML reads is refused, a time of day too."""
    with pytest.raises(ValidationError):
        DATE.validate_python(given_)


@settings(deadline=None, max_examples=200)
@given(st.dates())
def test_a_day_lies_in_its_month_and_year(day: dt.date) -> None:
    """The coarser the date, the more it covers, and never less than whole months and years."""
    text = day.isoformat()
    year, month = text[:4], text[:7]
    assert first_day(text) == last_day(text) == day
    assert first_day(year) <= first_day(month) <= day <= last_day(month) <= last_day(year)
    assert (last_day(month) - first_day(month)).days + 1 == calendar.monthrange(day.year, day.month)[1]
    assert (last_day(year) - first_day(year)).days + 1 == 365 + calendar.isleap(day.year)
