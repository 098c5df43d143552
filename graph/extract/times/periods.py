"""Times that a text names, resolved against the day of publication.

"Last year" in an article of March 2024 is 2023; "from January to November" the latest such months that are over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ..guide import Period
from . import calendar_words as cal
from .readings import FORMS, resolved

_UNTIL_NOW = re.compile(r"\W+(?:to|until|till|through|up to)\s+(?:now|date|the present|today)\b", re.IGNORECASE)
_BEGIN = re.compile(
    r"\b(?:beg[aiu]n\w*|start\w*|launch\w*|set up|opened|founded|established|introduced|came into|took effect)\b",
    re.IGNORECASE,
)
_COMPILED = tuple((kind, re.compile(form, re.IGNORECASE), reading) for kind, form, reading in FORMS)
_OPENING = re.compile(
    r"(?P<since>\bsince(?:\W+[\w'’]+){0,7}?)\W+(?:(?:in|on|early|late|mid|the|start|beginning|of)\W+)*$"
    r"|\b(?P<asof>as of|by|up to|until|till|through|as at|at the end of|end)\W+(?:(?:the|end|of|late|mid|early)\W+)*$"
    r"|\b(?P<word>in|on|from|between|during|for|of|over|than|compared with|to)\W+"
    r"(?:(?:the|whole|of|early|late|mid|entire|all)[\W-]+)*$",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(
    r"\b(?:Act|Bill|Law|Code|Rules|Regulations?|Ordinance|Order|Decree|Directive|Convention)"
    r"(?:\s*\([^()]*\))?,?\s(?:of\s)?$"
    r"|[\"“][A-Z][\w ]*\s$"
    r"|\b(?!In\b|Since\b|By\b|During\b|Until\b|For\b|From\b|Of\b|Throughout\b)[A-Z][a-z]+\s$"
)
_SAME = re.compile(
    r"\b(?:same|corresponding|comparable|equivalent|similar)\s+(?:period|months?|time|quarter|stretch|half|weeks?|span)"
    r"\W+(?:(?:of|in|a|during)\W+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression: its characters, the period it stands for, and its *kind* (year, month, day, span, …).

    *opening* is the word before it that bears on its sense (in, since, by, from …), in lower case.
    """

    start: int
    end: int
    period: Period
    kind: str
    opening: str


def mentions(text: str, published: date | None, known: Period | None = None) -> list[TimeMention]:
    """Return the times that *text* names in its order; where *published* is None, those with a year of their own.

    *known* is the period of the text before: "a year earlier" and "the same period last year" may refer to it.
    """
    day = published or date(1, 1, 1)
    taken: list[tuple[int, int]] = []
    found: list[TimeMention] = []
    for kind, form, reading in _COMPILED:
        for match in form.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append((match.start(), match.end()))
                period = resolved(match, reading, day)
                if period and (published or (period.start or period.end).year > 1900):
                    found.append(TimeMention(match.start(), match.end(), period, kind, ""))
    opened = [_opened(text, each, day) for each in sorted(found, key=lambda each: each.start)]
    capped = [_capped(each, day) for each in _joined(text, opened, known)]
    return sorted([*capped, *_begun(text, capped, day)], key=lambda each: each.start)


def _capped(each: TimeMention, published: date) -> TimeMention:
    """Return *each* ended by publication, unless it is a day or month; a plan for later keeps its own end."""
    start, end = each.period
    runs = start is not None and start <= published < end and each.kind not in ("day", "month")
    return replace(each, period=Period(start, published)) if runs else each


def _begun(text: str, found: list[TimeMention], published: date) -> Iterator[TimeMention]:
    """Yield, for a time at which something began, the time from then to publication."""
    for each in found:
        start = each.period.start
        near = text[max(0, each.start - 60) : each.end + 100]
        if each.kind in ("day", "month", "year") and start and start < published and _BEGIN.search(near):
            yield replace(each, period=Period(start, published), kind="begun")


def _joined(text: str, found: list[TimeMention], known: Period | None) -> list[TimeMention]:
    """Read "from June 2021 … until May" as one span, and "a year earlier" by the period before it."""
    out: list[TimeMention] = []
    for each in found:
        before = out[-1] if out else None
        spoken = before.period if before else known
        same = bool(_SAME.search(text[max(0, each.start - 40) : each.start]))
        if before and before.opening == "from" and each.opening in ("until", "till", "up to") and before.period.start:
            each = replace(each, period=Period(before.period.start, each.period.end), kind="span")
        elif spoken and each.kind == "earlier":
            each = replace(each, period=_shifted(spoken, spoken.end.year - 1), kind="same")
        elif spoken and same:
            each = replace(each, period=_shifted(spoken, each.period.end.year), kind="same")
        out.append(replace(each, kind="same") if each.kind == "earlier" else each)
    return out


def _shifted(period: Period, to: int) -> Period:
    """Return *period* in the year *to*."""
    years = period.end.year - to
    start = cal.years_before(period.start, years) if period.start else None
    return Period(start, cal.years_before(period.end, years))


def _opened(text: str, mention: TimeMention, published: date) -> TimeMention:
    """Return *mention* with its opening word, which makes "since March" a span up to publication."""
    match = _OPENING.search(text[max(0, mention.start - 80) : mention.start])
    start, end = mention.period
    if start and start < published and _UNTIL_NOW.match(text[mention.end :]):
        return replace(mention, period=Period(start, published), kind="since", opening="since")
    if _NAME_BEFORE.search(text[max(0, mention.start - 40) : mention.start]) and mention.kind == "year":
        return replace(mention, kind="name", opening="")
    if not match:
        return mention
    if match["since"] and start and start <= published and mention.kind != "span":
        return replace(mention, period=Period(start, published), kind="since", opening="since")
    if match["asof"] and mention.kind in ("month", "day", "year", "span"):
        return replace(mention, period=Period(None, min(end, published)), kind="asof", opening=match["asof"].lower())
    return replace(mention, opening=(match["word"] or "since").lower())
