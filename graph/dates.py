"""Dates known to the year, the month or the day, as ISO 8601 text: ``2016``, ``2023-09``, ``2017-08-18``."""

import calendar
import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema

_FORM = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def _as_text(value: object) -> object:
    """Undo what YAML makes of a bare year or day."""
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:04d}" if isinstance(value, int) and not isinstance(value, bool) else value


def _check(text: str) -> str:
    first_day(text)
    return text


def first_day(text: str) -> dt.date:
    """Return the first day of a year, month or day; raises ValueError where there is none such."""
    if not _FORM.fullmatch(text):
        raise ValueError(f"{text!r} is not a year, month or day such as 2023, 2023-11 or 2023-11-30")
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return dt.date(year, month, day)


def last_day(text: str) -> dt.date:
    """Return the last day of a year, month or day; raises ValueError where there is none such."""
    first = first_day(text)
    month = 12 if len(text) == 4 else first.month
    day = first.day if len(text) == 10 else calendar.monthrange(first.year, month)[1]
    return dt.date(first.year, month, day)


def span(start: str, end: str | None) -> str:
    """Return one name for the time from *start* to *end*, in the coarsest unit that fits: ``2023-01--2023-11``."""
    first, last = first_day(start), last_day(end or start)
    length = next(each for each in (4, 7, 10) if _fits(first, last, each))
    names = [day.isoformat()[:length] for day in (first, last)]
    return "--".join(dict.fromkeys(names))


def _fits(first: dt.date, last: dt.date, length: int) -> bool:
    """Return whether years (*length* 4), months (7) or days (10) tell exactly the time from *first* to *last*."""
    return first == first_day(first.isoformat()[:length]) and last == last_day(last.isoformat()[:length])


Date = Annotated[
    str,
    BeforeValidator(_as_text),
    StringConstraints(max_length=10),
    AfterValidator(_check),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "pattern": f"^{_FORM.pattern}$"}, {"type": "integer", "maximum": 9999}]}
    ),
]
