"""The day of publication, where several places tell one and not all tell the same."""

import re
from collections.abc import Mapping
from datetime import date

_STATED = re.compile(
    r"""["']datePublished["']\s*:\s*["'](\d{4}-\d\d-\d\d)"""
    r"""|<meta[^>]{0,200}?(?:article:published_time|datePublished|parsely-pub-date|dc\.date\.issued)["'][^>]{0,200}?"""
    r"""content\s*=\s*["'](\d{4}-\d\d-\d\d)""",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?([0-2]\d|3[01])(?!\d)")

Told = Mapping[str, date | None]
"""The day that each place tells, the most trusted place first."""


def chosen(told: Told, latest: date) -> date | None:
    """Return the day of the most trusted place that tells one; a day after *latest* is an error of the page."""
    return next((day for day in told.values() if day and day <= latest), None)


def differing(told: Told) -> dict[str, str]:
    """Return what each place tells, as ISO days, where they do not all tell the same; else nothing."""
    days = {place: day.isoformat() for place, day in told.items() if day}
    return days if len(set(days.values())) > 1 else {}


def stated(html: str) -> date | None:
    """Return the day that a page states in its metadata (schema.org, Open Graph, Dublin Core), or None."""
    return next((day for match in _STATED.finditer(html) if (day := iso(match[1] or match[2]))), None)


def in_address(address: str | None) -> date | None:
    """Return the day in a page's *address*, as in ``/2024/02/06/`` or ``-20240206``, or None."""
    return next((day for match in _ADDRESS.finditer(address or "") if (day := iso("-".join(match.groups())))), None)


def unless_completed(day: date | None, html: str) -> date | None:
    """Return *day* unless it may be a month that was completed to its first day, as htmldate does."""
    return day if day and (day.day > 1 or day.isoformat() in html) else None


def iso(text: str | None) -> date | None:
    """Return the day that an ISO 8601 *text* begins with, or None where it is none."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
