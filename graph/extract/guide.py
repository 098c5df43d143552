"""The facts of one article as the annotation guide writes them: plain records with character offsets, and their JSON.

A confidence is an estimated probability, from 0 to 1, that the fact is right as a whole; `made_by` names the rule
or component that proposed it. Both stay in the objects: the JSON is exactly the guide's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """Characters from *start* up to but not including *end*, as offsets into the untouched text."""

    start: int
    end: int


class Period(NamedTuple):
    """The days from *start* to *end*, both included; *start* is None where only the end is known."""

    start: date | None
    end: date


class Relation(NamedTuple):
    """How a figure depends on another: *type* (share, change, subset, conversion, compared-with) and its index."""

    type: str
    of: int | None


@dataclass(frozen=True, slots=True)
class Statistic:
    """A number that measures something: *value* is expanded and counts *unit*; codes are those of the guide."""

    span: Span
    text: str
    value: float
    comparator: str
    unit: str
    measure: str
    crime: str | None = None
    period: Period | None = None
    place: str | None = None
    reporter: str | None = None
    relation: Relation | None = None
    confidence: float = 1.0
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """A post: the *title* that the text gives, and the organization by its actor name."""

    title: str
    org: str | None = None


@dataclass(frozen=True, slots=True)
class ActorFact:
    """A named person, organization or state: *name* is its fullest form, *kind* one of the guide's kinds."""

    name: str
    kind: str
    roles: tuple[Role, ...] = ()
    mentions: tuple[Span, ...] = ()
    confidence: float = 1.0
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class LawFact:
    """A named or identified document of law: its *kind* and its *status* at the article's date."""

    name: str
    kind: str
    status: str
    mentions: tuple[Span, ...] = ()
    confidence: float = 1.0
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class CrimeFact:
    """A type of offence that the text names: *type* is a code of the guide or ``other:slug``."""

    type: str
    mentions: tuple[Span, ...] = ()
    confidence: float = 1.0
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class EventFact:
    """Something that the text reports as a happening; *span* is the clause that states it."""

    type: str
    label: str
    span: Span
    date: Period | None = None
    place: str | None = None
    participants: tuple[str, ...] = ()
    confidence: float = 1.0
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class StatementFact:
    """An attributed claim: *speaker* by actor name or None, *mode* quote, paraphrase or mixed, *span* its sentences."""

    speaker: str | None
    span: Span
    mode: str
    confidence: float = 1.0
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one article, each kind in the order of the text."""

    statistics: tuple[Statistic, ...] = ()
    actors: tuple[ActorFact, ...] = ()
    laws: tuple[LawFact, ...] = ()
    crimes: tuple[CrimeFact, ...] = ()
    events: tuple[EventFact, ...] = ()
    statements: tuple[StatementFact, ...] = ()


type_of_json = dict[str, object]


def to_json(
    id: str,  # noqa: A002 - the guide's own word
    url: str | None,
    publisher: str | None,
    title: str,
    published: date | None,
    facts: Facts,
) -> type_of_json:
    """Return *facts* with the article's metadata as the guide's JSON object, ready for `json.dumps`."""
    return {
        "id": id,
        "url": url,
        "publisher": publisher,
        "title": title,
        "published": published and published.isoformat(),
        "statistics": [_statistic(each) for each in facts.statistics],
        "actors": [
            {"name": a.name, "kind": a.kind, "roles": [_role(r) for r in a.roles], "mentions": _spans(a.mentions)}
            for a in facts.actors
        ],
        "laws": [
            {"name": law.name, "kind": law.kind, "status": law.status, "mentions": _spans(law.mentions)}
            for law in facts.laws
        ],
        "crimes": [{"type": crime.type, "mentions": _spans(crime.mentions)} for crime in facts.crimes],
        "events": [_event(each) for each in facts.events],
        "statements": [{"speaker": s.speaker, "span": list(s.span), "mode": s.mode} for s in facts.statements],
    }


def _statistic(fact: Statistic) -> type_of_json:
    return {
        "span": list(fact.span),
        "text": fact.text,
        "value": number(fact.value),
        "comparator": fact.comparator,
        "unit": fact.unit,
        "measure": fact.measure,
        "crime": fact.crime,
        "period": _period(fact.period),
        "place": fact.place,
        "reporter": fact.reporter,
        "relation": fact.relation and fact.relation._asdict(),
    }


def number(value: float) -> int | float:
    """Return *value* as an int where it is whole, and without the noise of binary fractions otherwise."""
    return int(value) if value == int(value) else round(value, 6)


def _event(fact: EventFact) -> type_of_json:
    return {
        "type": fact.type,
        "label": fact.label,
        "date": _period(fact.date),
        "place": fact.place,
        "participants": list(fact.participants),
        "span": list(fact.span),
    }


def _role(role: Role) -> type_of_json:
    return {"title": role.title, "org": role.org}


def _period(period: Period | None) -> type_of_json | None:
    return period and {"start": period.start and period.start.isoformat(), "end": period.end.isoformat()}


def _spans(spans: Sequence[Span]) -> list[list[int]]:
    return [list(span) for span in spans]
