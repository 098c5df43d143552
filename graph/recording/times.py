"""Periods of a record: resolved as the extractor did, with the words that print them and how the dates follow."""

import re
from datetime import date

from pydantic import ValidationError

from .. import dates, facts
from ..extract.guide import Period, Span
from ..extract.times.periods import TimeMention, mentions
from .drafting import Draft

UNSTATED = facts.Period(basis="unstated")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OF_THE_YEAR = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b|\byear\b", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.?!][\"”’)]*\s+[\"“‘(]?[A-Z]")


def period(draft: Draft, span: Span, found: Period | None, what: str) -> facts.Period:
    """Return the record's period of the fact at *span*, for which the extractor *found* these dates.

    One that only has an end cannot be said in a record; it is unstated there, and noted as left out.
    """
    if found is None:
        return UNSTATED
    near = _mention(draft, span, found)
    if found.start is None:
        draft.omit("period", f"until {found.end}", f"whose beginning the text does not tell, of {what}")
        return UNSTATED
    try:
        return _resolved(draft, found.start, found.end, near)
    except ValidationError as error:
        draft.omit("period", f"{found.start} to {found.end}", error)
        return UNSTATED


def _resolved(draft: Draft, start: date, end: date, near: TimeMention | None) -> facts.Period:
    first, _, last = dates.span(start.isoformat(), end.isoformat()).partition("--")
    if near is None:
        basis, printed = ("inherited" if _is_elsewhere(draft, start, end) else "implied"), None
    else:
        printed = " ".join(draft.page.text[near.start : near.end].split())
        basis = _basis(printed)
    return facts.Period(start=first, end=last or None, printed=printed, basis=basis)


def _basis(printed: str) -> str:
    """Return how dates follow from the words that print them: a code of the scheme of date bases."""
    if _WEEKDAY.search(printed):
        return "weekday"
    if _YEAR.search(printed):
        return "explicit"
    return "year-implied" if _OF_THE_YEAR.search(printed) else "implied"


def _mention(draft: Draft, span: Span, wanted: Period) -> TimeMention | None:
    """Return the nearest words in the sentence of *span* that mean the dates *wanted*."""
    blocks = [draft.page.headline, *draft.page.paragraphs]
    block = next((each for each in blocks if each.start <= span.start < each.end), None)
    if block is None:
        return None
    fitting = [
        each
        for each in _in_block(draft, block)
        if each.period == wanted and not _SENTENCE_END.search(_between(draft.page.text, each, span))
    ]
    return min(fitting, key=lambda each: abs(each.start - span.start), default=None)


def _between(text: str, time: TimeMention, span: Span) -> str:
    """Return what stands between a time and the fact, with the first letter of the later one."""
    if time.end <= span.start:
        return text[time.end : span.start + 1]
    return text[span.end : time.start + 1]


def _is_elsewhere(draft: Draft, start: date, end: date) -> bool:
    """Tell whether another sentence of the text prints these dates."""
    blocks = [draft.page.headline, *draft.page.paragraphs]
    return any(each.period == Period(start, end) for block in blocks for each in _in_block(draft, block))


def _in_block(draft: Draft, block: Span) -> list[TimeMention]:
    text, published = draft.page.text[block.start : block.end], draft.page.published
    return [
        TimeMention(block.start + m.start, block.start + m.end, m.period, m.kind, m.opening)
        for m in mentions(text, published)
    ]
