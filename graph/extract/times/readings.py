"""How dates and spans are written, and the period that each form stands for, given the day of publication."""

import re
from datetime import date, timedelta

from ..guide import Period
from . import calendar_words as cal
from . import closing_spans, printed_dates
from .patterns import MONTH, NUMBER, OF_YEAR, TO, YEAR, Reading, base_year

_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"


def _month_span(match: re.Match[str], published: date) -> Period | None:
    first, last = cal.month_number(match["m1"]), cal.month_number(match["m2"])
    of = base_year(match, published)
    if of is None:
        day = cal.valid(published.year, last, int(match["d2"])) if match["d2"] else None
        of = day.year - (day > published) if day else cal.latest_year(published, last, last)
    end_year = of
    start_year = int(match["y1"]) if match["y1"] else end_year - (first > last)
    start = cal.valid(start_year, first, int(match["d1"] or 1))
    end = cal.valid(end_year, last, int(match["d2"])) if match["d2"] else cal.month(end_year, last).end
    return Period(start, end) if start and end and start <= end else None


def _first_months(match: re.Match[str], published: date) -> Period | None:
    number = cal.count(match["n"])
    of = base_year(match, published)
    of = (published.year - (number >= published.month)) if of is None else of
    return cal.months(of, 1, number) if 1 <= number <= 12 else None


def _part(match: re.Match[str], published: date) -> Period | None:
    size = 6 if match["part"].lower() in ("half", "semester") else 3
    number = cal.ordinal(match["o"])
    many = cal.count(match["n"]) if match["n"] else 1
    first, last = size * (number - 1) + 1, size * (number - 1 + many)
    of = base_year(match, published)
    of = cal.latest_year(published, last, last) if of is None else of
    return cal.months(of, first, last) if last <= 12 else None


def _day(match: re.Match[str], published: date) -> Period | None:
    number, of = cal.month_number(match["m"]), base_year(match, published)
    day = cal.valid(cal.latest_year(published, number) if of is None else of, number, int(match["d"]))
    return cal.one_day(day) if day else None


def _month(match: re.Match[str], published: date) -> Period | None:
    number, of = cal.month_number(match["m"]), base_year(match, published)
    return cal.month(cal.latest_year(published, number) if of is None else of, number)


def _past(match: re.Match[str], published: date) -> Period | None:
    number, unit = cal.count(match["n"] or "one"), match["u"].lower()
    starts = {
        "year": lambda: cal.years_before(published, number),
        "month": lambda: cal.months_before(published, number),
        "fortnight": lambda: published - timedelta(weeks=2 * number),
        "week": lambda: published - timedelta(weeks=number),
        "day": lambda: published - timedelta(days=number),
        "decade": lambda: cal.years_before(published, 10 * number),
    }
    return Period(starts[unit](), published)


def _relative(match: re.Match[str], published: date) -> Period | None:
    words = re.sub(r"\s+", " ", match.group().lower())
    if "year" in words:
        return cal.year(published.year - (words not in ("this year", "so far this year", "the current year")))
    if "month" in words:
        return cal.month(published.year, published.month - ("last" in words))
    if "week" in words:
        monday = published - timedelta(days=published.weekday() + (7 if "last" in words else 0))
        return Period(monday, monday + timedelta(days=6))
    return cal.one_day(published - timedelta(days="yesterday" in words))


def _so_far(match: re.Match[str], published: date) -> Period | None:  # noqa: ARG001 - one signature for all readings
    return Period(date(published.year, 1, 1), published)


def _years(first: int, last: int) -> Period | None:
    return Period(date(first, 1, 1), date(last, 12, 31)) if first < last else None


def _named_or_past(match: re.Match[str], published: date) -> Period | None:
    """Read "last year" as a calendar year and "the past year", "last two years" as time up to publication."""
    named = match.group().lower().startswith("last") and not match["n"]
    return _relative(match, published) if named or match.group().lower() == "previous year" else _past(match, published)


def resolved(match: re.Match[str], reading: Reading, published: date) -> Period | None:
    """Return the period that *reading* makes of *match*, or None where there is no such day."""
    try:
        return reading(match, published)
    except (ValueError, OverflowError):
        return None


FORMS: tuple[tuple[str, str, Reading], ...] = (
    *closing_spans.FORMS,
    *printed_dates.FORMS,
    (
        "span",
        rf"\b(?P<m1>{MONTH})(?:\s+(?P<d1>\d{{1,2}})(?!\d))?(?:,?\s+(?P<y1>{YEAR}))?{TO}"
        rf"(?P<m2>{MONTH})(?:\s+(?P<d2>\d{{1,2}})(?!\d))?{OF_YEAR}",
        _month_span,
    ),
    (
        "span",
        rf"\b(?P<d1>\d{{1,2}})\s+(?P<m1>{MONTH})(?:,?\s+(?P<y1>{YEAR}))?{TO}"
        rf"(?P<d2>\d{{1,2}})\s+(?P<m2>{MONTH}){OF_YEAR}",
        _month_span,
    ),
    (
        "span",
        rf"\b(?:start|beginning) of (?P<rel>this|the) year{TO}(?P<m2>{MONTH})",
        lambda m, p: cal.months(p.year, 1, cal.month_number(m["m2"])),
    ),
    ("span", rf"\b(?P<a>{YEAR}){TO}(?P<b>{YEAR})\b", lambda m, _: _years(int(m["a"]), int(m["b"]))),
    ("span", rf"\bfirst\s+(?P<n>{NUMBER})\s+months{OF_YEAR}", _first_months),
    (
        "span",
        rf"\b(?P<o>first|second|third|fourth|latter|[1-4](?:st|nd|rd|th))[\s-]+"
        rf"(?:(?P<n>two|three)\s+)?(?P<part>half|semester|quarters?|trimesters?){OF_YEAR}",
        _part,
    ),
    ("day", rf"\b(?P<m>{MONTH})\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d,.]\d|\d){OF_YEAR}", _day),
    ("day", rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{MONTH}){OF_YEAR}", _day),
    ("month", rf"\b(?P<m>{MONTH}){OF_YEAR}", _month),
    (
        "past",
        rf"\b(?:past|last|previous|recent)\s+(?P<n>{NUMBER}\s+)?(?P<u>year|month|fortnight|week|day|decade)s?\b"
        rf"(?!\s+(?:year|earlier))",
        lambda m, p: _named_or_past(m, p),
    ),
    ("past", rf"\bin\s+the\s+(?P<n>{NUMBER}\s+)?(?P<u>year|month)s?\s+since\b", _past),
    (
        "season",
        rf"\b(?P<s>spring|summer|autumn|winter)(?:{OF_YEAR})",
        lambda m, p: cal.season(base_year(m, p) or cal.latest_year(p, 6), m["s"]),
    ),
    (
        "sofar",
        r"\bso far this year\b|\bthis year so far\b|\byear[\s-]to[\s-]date\b"
        r"|\bsince the (?:beginning|start) of (?:the|this) year\b",
        _so_far,
    ),
    ("year", r"\b(?:last|this|the current) year\b|\blast year\b", _relative),
    ("week", r"\b(?:last|this) (?:month|week)\b", _relative),
    ("day", rf"\b(?:on\s+)?(?P<w>{_DAYS})\b", lambda m, p: cal.one_day(cal.weekday(p, m["w"]))),
    ("day", r"\b(?:today|yesterday)\b", _relative),
    (
        "year",
        rf"(?:(?<![\w,.$€£-])|(?<=\bend-))(?P<y>{YEAR})"
        rf"(?![\w-]|,\d|\.\d|\s+(?:people|cases|suspects|million|billion))"
        r"(?!\s+(?:[\w-]+\s+)?(?:helpline|hotline|number)\b)",
        lambda m, _: cal.year(int(m["y"])),
    ),
)
"""The forms, the kind of time that each tells, and its reading; an earlier form goes before a later one."""
