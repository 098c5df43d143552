"""Days, months, quarters and years by their names, and the arithmetic between them."""

from calendar import monthrange
from datetime import date, timedelta

from ..bylines import MONTHS
from ..guide import Period

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_ORDINALS = ("first", "second", "third", "fourth")
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}


def year(number: int) -> Period:
    """Return the calendar year *number*."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def month(of: int, number: int) -> Period:
    """Return the month *number* of the year *of*; numbers beyond 12 run on into the next year."""
    of, number = of + (number - 1) // 12, (number - 1) % 12 + 1
    return Period(date(of, number, 1), date(of, number, monthrange(of, number)[1]))


def months(of: int, first: int, last: int) -> Period:
    """Return the months *first* to *last* of the year *of*."""
    return Period(month(of, first).start, month(of, last).end)


def one_day(day: date) -> Period:
    """Return *day* as a period."""
    return Period(day, day)


def valid(of: int, number: int, day: int) -> date | None:
    """Return the day, or None where the month has none such."""
    return date(of, number, day) if 1 <= day <= monthrange(of, number)[1] else None


def month_number(name: str) -> int:
    """Return the number of the month that *name* abbreviates or spells."""
    return MONTHS[name[:3].lower()]


def season(of: int, name: str) -> Period:
    """Return the season *name* of the year *of*."""
    return months(of, *_SEASONS[name.lower()])


def count(words: str) -> int:
    """Return the number that *words* print in digits or letters, 1 for "a" and "past"."""
    words = words.strip().lower()
    return int(words) if words.isdigit() else _COUNTS.index(words) + 1 if words in _COUNTS else 1


def ordinal(word: str) -> int:
    """Return 1 to 4 for "first" to "fourth", "1st" to "4th" or "1" to "4"; 2 for "latter"."""
    word = word.lower()
    return int(word[0]) if word[:1].isdigit() else _ORDINALS.index(word) + 1 if word in _ORDINALS else 2


def weekday(published: date, name: str) -> date:
    """Return the latest day called *name* up to the day of publication."""
    number = next(i for i, day in enumerate(_DAYS) if day.startswith(name[:3].lower()))
    return published - timedelta(days=(published.weekday() - number) % 7)


def years_before(day: date, number: int) -> date:
    """Return the same day *number* years earlier; 28 February for a leap day."""
    return day.replace(year=day.year - number, day=28 if (day.month, day.day) == (2, 29) else day.day)


def months_before(day: date, number: int) -> date:
    """Return the first day of the month *number* months earlier."""
    return month(day.year, day.month - number).start or day


def same_day(day: date, months: int) -> date:
    """Return the same day of the month *months* later, or the last of that month where it is shorter."""
    last = month(day.year, day.month + months).end
    return last.replace(day=min(day.day, last.day))


def latest_year(published: date, number: int, last: int | None = None) -> int:
    """Return the year of the latest month *number* that began, or ended as month *last*, before publication."""
    return published.year - (number > published.month if last is None else last >= published.month)
