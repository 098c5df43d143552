"""Times: what an expression stands for on the day of publication."""

from datetime import date

import pytest

from lexwire.graph.extract.guide import Period
from lexwire.graph.extract.times.periods import mentions

PUBLISHED = date(2024, 2, 24)

CASES = [
    ("in 2021", "2021-01-01 2021-12-31"),
    ("last year", "2023-01-01 2023-12-31"),
    ("this year", "2024-01-01 2024-02-24"),
    ("so far this year", "2024-01-01 2024-02-24"),
    ("from January to November", "2023-01-01 2023-11-30"),
    ("January-June 2020", "2020-01-01 2020-06-30"),
    ("between October 2022 and March 2023", "2022-10-01 2023-03-31"),
    ("from November to January", "2023-11-01 2024-01-31"),
    ("from 10 July 2017 to 24 August 2017", "2017-07-10 2017-08-24"),
    ("in the first 11 months of 2022", "2022-01-01 2022-11-30"),
    ("in the first half of 2022", "2022-01-01 2022-06-30"),
    ("in the third quarter of last year", "2023-07-01 2023-09-30"),
    ("in Q4 2019", "2019-10-01 2019-12-31"),
    ("since 2019", "2019-01-01 2024-02-24"),
    ("since April", "2023-04-01 2024-02-24"),
    ("from 2021 until now", "2021-01-01 2024-02-24"),
    ("as of March 2020", "- 2020-03-31"),
    ("by the end of November", "- 2023-11-30"),
    ("over the past three years", "2021-02-24 2024-02-24"),
    ("in the past six months", "2023-08-01 2024-02-24"),
    ("from 2021 to 2023", "2021-01-01 2023-12-31"),
    ("in March", "2023-03-01 2023-03-31"),
    ("in April last year", "2023-04-01 2023-04-30"),
    ("on Monday", "2024-02-19 2024-02-19"),
    ("yesterday", "2024-02-23 2024-02-23"),
    ("on Feb 5", "2024-02-05 2024-02-05"),
    ("on 29 February 2024", "2024-02-29 2024-02-29"),
    ("last month", "2024-01-01 2024-01-31"),
    ("in the summer of 2022", "2022-06-01 2022-08-31"),
    ("in the financial year 2022-23", "2022-04-01 2023-03-31"),
    ("in the 12 months to June 2023", "2022-07-01 2023-06-30"),
    ("in the year ended March 31, 2023", "2022-04-01 2023-03-31"),
    ("in the year to 5 April 2023", "2022-04-06 2023-04-05"),
    ("in the week to 18 February", "2024-02-12 2024-02-18"),
    ("in the quarter ended December", "2023-10-01 2023-12-31"),
    ("in Q1 of 2023", "2023-01-01 2023-03-31"),
    ("in 2023 Q1", "2023-01-01 2023-03-31"),
    ("in the last three months of 2023", "2023-10-01 2023-12-31"),
    ("in the first semester of 2023", "2023-01-01 2023-06-30"),
    ("at the end of 2023", "- 2023-12-31"),
    ("by end-2023", "- 2023-12-31"),
    ("through September 2023", "- 2023-09-30"),
    ("from January 5 to 9", "2024-01-05 2024-01-09"),
    ("between 5 and 9 January", "2024-01-05 2024-01-09"),
    ("between Jan. 5 and Feb. 9", "2024-01-05 2024-02-09"),
    ("between late 2021 and early 2023", "2021-01-01 2023-12-31"),
    ("on 2024-01-05", "2024-01-05 2024-01-05"),
    ("on 25.01.2024", "2024-01-25 2024-01-25"),
    ("two years ago", "2022-01-01 2022-12-31"),
]


def shown(text: str, published: date | None = PUBLISHED) -> list[str]:
    """Return the periods of *text* as start and end."""
    return [f"{m.period.start or '-'} {m.period.end}" for m in mentions(text, published) if m.kind != "begun"]


@pytest.mark.parametrize(("text", "period"), CASES)
def test_periods(text: str, period: str) -> None:
    """Each expression stands for one period."""
    assert shown(f"It grew {text}, they say.") == [period]


def test_open_span_over_a_clause() -> None:
    """A beginning and an end with words between them are one span."""
    assert "2021-06-01 2024-02-24" in shown("From June 2021, when the rule came, until May this year it heard cases.")


def test_same_period() -> None:
    """The same period of another year is the period before, moved."""
    assert shown("It rose from January to March 2023 against the same period of 2022.")[-1] == "2022-01-01 2022-03-31"


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("It rose to 500 in 2022 from 450 a year earlier.", "2021-01-01 2021-12-31"),
        ("It was $5m in the first half of 2023, up from $3m the year before.", "2022-01-01 2022-06-30"),
        ("In 2022 it was 5, in the previous year 4.", "2021-01-01 2021-12-31"),
    ],
)
def test_a_year_earlier(text: str, before: str) -> None:
    """A year earlier is counted from the time before it in the sentence."""
    assert shown(text)[-1] == before


def test_a_year_earlier_than_the_text_before() -> None:
    """Where the sentence names no other time, the period of the text before is the one that is moved."""
    known = Period(date(2024, 1, 1), date(2024, 1, 23))
    (found,) = mentions("There were 552 in the same period last year.", PUBLISHED, known)
    assert found.period == Period(date(2023, 1, 1), date(2023, 1, 23))


def test_campaign() -> None:
    """What began on a day offers the time from then on as well."""
    kinds = {m.kind for m in mentions("The campaign began on January 5 in three towns.", PUBLISHED)}
    assert kinds == {"day", "begun"}


@pytest.mark.parametrize("text", ["They may appeal.", "2018 people came.", "a march in town", "on February 31, 2023"])
def test_no_periods(text: str) -> None:
    """Verbs, counts and impossible days are no times."""
    assert shown(text) == []


def test_without_publication() -> None:
    """Where the day of publication is unknown, only full dates can be resolved."""
    assert shown("It fell last year and in 2019.", None) == ["2019-01-01 2019-12-31"]
