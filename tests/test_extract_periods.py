"""Times: what an expression stands for on the day of publication."""

from datetime import date

import pytest

from lexwire.graph.extract.periods import mentions

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
