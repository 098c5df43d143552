"""From what a model returns to facts: only what the text bears out stays.

A fact whose words do not stand in the article is dropped, and so is a figure whose words print another number. Of the
others, a speaker, reporter, place or participant that the article does not name is left out.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import partial
from math import isclose
from typing import TypeVar

from ...dates import first_day, last_day
from .. import guide
from ..figures.numerals import numerals
from ..guide import Period, Span
from ..page import Page
from . import schema

G = TypeVar("G", bound=schema.Returned)
F = TypeVar("F")

CONFIDENCE = 0.5
"""What a fact of a model counts: nobody has measured how often the one that is asked is right."""


class Unproved(Exception):
    """A fact that the text does not bear out; the message says why."""


@dataclass(slots=True)
class Prover:
    """Looks up words in a *page*; a model is its *maker*."""

    page: Page
    maker: str
    dropped: list[str] = field(default_factory=list)
    """Why each fact that was dropped was."""
    _last: dict[tuple[str, str], int] = field(default_factory=dict)

    def span(self, kind: str, words: str) -> Span:
        """Return where *words* stand, the next time where the same kind had them; raises Unproved where nowhere."""
        pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
        started = self._last.get((kind, words), 0)
        for match in pattern.finditer(self.page.text, started):
            if self._is_article(match.start(), match.end()):
                self._last[kind, words] = match.end()
                return Span(match.start(), match.end())
        raise Unproved(f"the text has no {' '.join(words.split())[:60]!r} for it")

    def named(self, name: str | None) -> str | None:
        """Return *name* where the article has it."""
        if name is None:
            return None
        pattern = r"\s+".join(map(re.escape, name.split()))
        return name if re.search(rf"(?<!\w){pattern}(?!\w)", self.page.text, re.IGNORECASE) else None

    def _is_article(self, start: int, end: int) -> bool:
        """Return whether headline or body have both ends; a turn of a conversation has several paragraphs."""
        blocks = (self.page.headline, *self.page.paragraphs)
        return all(any(block.start <= place <= block.end for block in blocks) for place in (start, end))


def facts(answer: schema.Answer, prover: Prover) -> guide.Facts:
    """Return the facts of *answer* that stand in the article."""
    actors = tuple(fact for _, fact in _proved(prover, answer.actors, _actor))
    known = {actor.name for actor in actors}
    return guide.Facts(
        statistics=_figures(prover, answer.statistics, known),
        actors=actors,
        laws=tuple(fact for _, fact in _proved(prover, answer.laws, _law)),
        crimes=tuple(fact for _, fact in _proved(prover, answer.crimes, _crime)),
        events=tuple(fact for _, fact in _proved(prover, answer.events, partial(_event, known=known))),
        statements=tuple(fact for _, fact in _proved(prover, answer.statements, partial(_statement, known=known))),
    )


def _proved(prover: Prover, given: Sequence[G], prove: Callable[[Prover, G], F]) -> Iterator[tuple[int, F]]:
    """Yield what *prove* makes of each that stands in the text, with its place among those *given*."""
    for place, each in enumerate(given):
        try:
            yield place, prove(prover, each)
        except Unproved as error:
            prover.dropped.append(f"{type(each).__name__}: {error}")


def _figures(prover: Prover, given: Sequence[schema.Figure], known: Set[str]) -> tuple[guide.Statistic, ...]:
    """Return the figures that stand; a relation to one that does not leads to none."""
    found = dict(_proved(prover, given, partial(_figure, known=known)))
    places = {place: index for index, place in enumerate(found)}
    return tuple(replace(each, relation=_relation(given[place], places)) for place, each in found.items())


def _relation(given: schema.Figure, places: Mapping[int, int]) -> guide.Relation | None:
    if given.relation is None:
        return None
    return guide.Relation(given.relation, None if given.related is None else places.get(given.related))


def _figure(prover: Prover, given: schema.Figure, known: Set[str]) -> guide.Statistic:
    span = prover.span("figure", given.words)
    text = prover.page.text[span.start : span.end]
    printed = [each.value for each in numerals(text)]
    if not any(isclose(abs(given.value), value, rel_tol=1e-3) for value in printed):
        raise Unproved(f"{given.value:g} is not what {text!r} prints")
    return guide.Statistic(
        span,
        text,
        given.value,
        given.comparator,
        given.unit,
        given.measure,
        given.crime,
        _period(given.period),
        prover.named(given.place),
        _name(prover, given.reporter, known),
        confidence=CONFIDENCE,
        made_by=prover.maker,
    )


def _actor(prover: Prover, given: schema.Actor) -> guide.ActorFact:
    span = prover.span("actor", given.words)
    roles = tuple(guide.Role(each.title, each.organization) for each in given.roles if prover.named(each.title))
    return guide.ActorFact(given.name, given.kind, roles, (span,), CONFIDENCE, prover.maker)


def _law(prover: Prover, given: schema.Law) -> guide.LawFact:
    span = prover.span("law", given.words)
    return guide.LawFact(given.name, given.kind, given.status, (span,), CONFIDENCE, prover.maker)


def _crime(prover: Prover, given: schema.Offence) -> guide.CrimeFact:
    return guide.CrimeFact(given.type, (prover.span("crime", given.words),), CONFIDENCE, prover.maker)


def _event(prover: Prover, given: schema.Happening, known: Set[str]) -> guide.EventFact:
    span = prover.span("event", given.words)
    participants = tuple(each for each in given.participants if each in known)
    place = prover.named(given.place)
    label = given.label
    return guide.EventFact(given.type, label, span, _period(given.date), place, participants, CONFIDENCE, prover.maker)


def _statement(prover: Prover, given: schema.Claim, known: Set[str]) -> guide.StatementFact:
    span = prover.span("statement", given.words)
    return guide.StatementFact(_name(prover, given.speaker, known), span, given.mode, CONFIDENCE, prover.maker)


def _name(prover: Prover, name: str | None, known: Set[str]) -> str | None:
    """Return *name*, or those of joint speakers, where it is an actor's or stands in the text."""
    names = [each.strip() for each in name.split(";")] if name else []
    return "; ".join(each for each in names if each in known or prover.named(each)) or None


def _period(given: schema.Days | None) -> Period | None:
    if given is None:
        return None
    start, end = first_day(given.start) if given.start else None, last_day(given.end)
    return Period(start, end) if start is None or start <= end else None
