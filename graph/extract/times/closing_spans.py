"""Spans told by their end or their kind: "the 12 months to June 2023", "the last quarter of 2023", "FY 2022-23"."""

import re
from datetime import date, timedelta

from ..guide import Period
from . import calendar_words as cal
from .patterns import MONTH, NUMBER, OF_YEAR, YEAR, Reading, base_year

_FINANCIAL_START = 4  # the month in which a financial year begins where it is written as 2022-23


def _closing(match: re.Match[str], published: date) -> Period | None:
    """Read "the year to 30 June 2023", "three months ended September": so much time before that end."""
    end = _end(match, published)
    if end is None:
        return None
    number, unit = int(cal.count(match["n"] or "one")), match["u"].lower()
    if unit == "week":
        return Period(end - timedelta(days=7 * number - 1), end)
    months = number * {"year": 12, "half": 6, "quarter": 3, "month": 1}[unit.split("-")[0]]
    if end + timedelta(days=1) == (end + timedelta(days=1)).replace(day=1):
        return Period(cal.month(end.year, end.month - months + 1).start, end)
    return Period(cal.same_day(end, -months) + timedelta(days=1), end)


def _end(match: re.Match[str], published: date) -> date | None:
    if not match["m"]:
        return date(int(match["only"]), 12, 31)
    month, of = cal.month_number(match["m"]), base_year(match, published)
    day = match["d"] or match["d2"]
    of = cal.latest_year(published, month, None if day else month) if of is None else of
    return cal.valid(of, month, int(day)) if day else cal.month(of, month).end


def _financial(match: re.Match[str], published: date) -> Period | None:  # noqa: ARG001 - one signature for all readings
    first, last = int(match["a"]), int(match["b"][-2:])
    if (first + 1) % 100 != last:
        return None
    return Period(date(first, _FINANCIAL_START, 1), cal.month(first + 1, _FINANCIAL_START - 1).end)


def _last_part(match: re.Match[str], published: date) -> Period | None:
    months = {"quarter": 3, "half": 6, "month": 1}[match["part"].lower()] * cal.count(match["n"] or "one")
    of = base_year(match, published)
    return cal.months(of, 13 - months, 12) if of and 1 <= months <= 12 else None


def _coded_part(match: re.Match[str], published: date) -> Period | None:
    size, number = (3 if match["part"].upper() == "Q" else 6), int(match["o"])
    last = size * number
    of = int(match["y"]) if match["y"] else cal.latest_year(published, last, last)
    return cal.months(of, last - size + 1, last) if last <= 12 else None


def _ago(match: re.Match[str], published: date) -> Period | None:
    number = cal.count(match["n"])
    if match["u"].lower() == "year":
        return cal.year(published.year - number)
    return cal.month(published.year, published.month - number)


def _year_before(match: re.Match[str], published: date) -> Period | None:  # noqa: ARG001 - one signature for all readings
    """Read "the previous year" as the one before publication, until an earlier time tells which year is meant."""
    return cal.year(published.year - 1)


_END = (
    rf"(?:(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<m>{MONTH})(?:\s+(?P<d2>\d{{1,2}})(?!\d))?{OF_YEAR}"
    rf"|(?P<only>{YEAR})\b)"
)
FORMS: tuple[tuple[str, str, Reading], ...] = (
    (
        "span",
        rf"\b(?:(?P<n>{NUMBER})[\s-]+)?(?P<u>year|half-year|quarter|month|week)s?\s+(?:period\s+)?"
        rf"(?:to|ending|ended|that ended|through|up to)\s+(?:(?:in|on|at|the)\s+)*(?:end[\s-](?:of\s+)?)?{_END}",
        lambda m, p: _closing(m, p),
    ),
    (
        "year",
        rf"\b(?:(?:financial|fiscal|reporting)\s+years?\s+(?:of\s+)?|FY\s?|(?<=in )|(?<=during )|(?<=for ))"
        rf"(?P<a>{YEAR})[-–/](?P<b>(?:20)?\d\d)(?![\d-])",
        _financial,
    ),
    (
        "span",
        rf"\b(?:last|final|closing)\s+(?:(?P<n>{NUMBER})\s+)?(?P<part>quarter|half|month)s?\s+of"
        rf"(?=\s+(?:{YEAR}|last|this|the)){OF_YEAR}",
        _last_part,
    ),
    ("span", rf"\b(?P<y>{YEAR})\s(?P<part>Q|H)(?P<o>[1-4])\b", _coded_part),
    ("span", rf"\b(?P<part>Q|H)(?P<o>[1-4])\b(?:,?\s*(?:of\s+|in\s+|FY\s?)?(?P<y>{YEAR}))?\b", _coded_part),
    (
        "earlier",
        r"\b(?:(?:a|one|the)\s+year\s+(?:earlier|before|prior|ago)|the\s+(?:previous|preceding|prior)\s+year)\b"
        r"(?!\s+(?:the|he|she|they|it|last)\b)",
        _year_before,
    ),
    ("year", rf"\b(?P<n>{NUMBER}|a)\s+(?P<u>year)s?\s+ago\b(?!\s+(?:today|on))", _ago),
    ("month", rf"\b(?P<n>{NUMBER}|a)\s+(?P<u>month)s?\s+ago\b", _ago),
)
"""The forms, the kind of time that each tells, and its reading."""
