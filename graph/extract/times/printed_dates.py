"""Dates in figures and ranges of days: "2024-01-05", "25.01.2024", "January 5 to 9", "5-9 January 2024"."""

import re
from datetime import date

from ..guide import Period
from . import calendar_words as cal
from .patterns import MONTH, OF_YEAR, TO, YEAR, Reading, base_year


def _figures(match: re.Match[str], published: date) -> Period | None:  # noqa: ARG001 - one signature for all readings
    """Read the day first, as most of the world prints it, unless only the other order is a date."""
    of, one, two = int(match["y"]), int(match["one"]), int(match["two"])
    if match["iso"] or two > 12:
        one, two = two, one
    day = cal.valid(of, two, one) if 1 <= two <= 12 else None
    return cal.one_day(day) if day else None


def _days(match: re.Match[str], published: date) -> Period | None:
    month, of = cal.month_number(match["m"]), base_year(match, published)
    of = cal.latest_year(published, month) if of is None else of
    start, end = cal.valid(of, month, int(match["d1"])), cal.valid(of, month, int(match["d2"]))
    return Period(start, end) if start and end and start < end else None


FORMS: tuple[tuple[str, str, Reading], ...] = (
    ("day", rf"(?<![\w-])(?P<iso>(?P<y>{YEAR})-(?P<one>\d\d)-(?P<two>\d\d))(?![\w-])", _figures),
    (
        "day",
        rf"(?<![\w./-])(?P<iso>)(?P<one>\d{{1,2}})(?P<s>[./-])(?P<two>\d{{1,2}})(?P=s)(?P<y>{YEAR})(?![\w-])",
        _figures,
    ),
    (
        "span",
        rf"\b(?P<m>{MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?{TO}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"(?![\d,.]\d|\d|\s+(?:percent|per cent|people|{MONTH})){OF_YEAR}",
        _days,
    ),
    (
        "span",
        rf"(?<![\d.,])(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?{TO}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"\s+(?:of\s+)?(?P<m>{MONTH}){OF_YEAR}",
        _days,
    ),
)
"""The forms, the kind of time that each tells, and its reading."""
