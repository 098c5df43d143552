"""One decision of a curator on one fact, and which decisions are in force."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, SerializeAsAny, model_validator

from ..facts import Actor, Crime, Event, Fact, Frozen, Law, Statement, Statistic
from ..fields import Key, Text
from .anchoring import Quote

KINDS: dict[str, type[Fact]] = {
    "actors": Actor,
    "laws": Law,
    "crimes": Crime,
    "statistics": Statistic,
    "events": Event,
    "statements": Statement,
}
"""The lists of a record, and what they hold."""


class Decision(Frozen):
    """One step of a curator."""

    time: AwareDatetime
    by: Text
    action: Literal["accept", "correct", "reject", "add", "undo"]
    kind: Literal["actors", "laws", "crimes", "statistics", "events", "statements"]
    id: Key
    """Of the fact, as the curator saw it."""
    fact: SerializeAsAny[Fact] | None = None
    """The fact afterwards, with no origin of its own; none where it was rejected, or a decision was taken back."""
    words: Annotated[tuple[Quote, ...], Field(min_length=1)]
    """What the fact rested on before, and rests on afterwards."""

    @model_validator(mode="before")
    @classmethod
    def _of_its_kind(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("fact"), dict) and data.get("kind") in KINDS:
            return data | {"fact": KINDS[data["kind"]].model_validate(data["fact"])}
        return data

    @model_validator(mode="after")
    def _has_its_fact(self) -> Self:
        if (self.fact is None) != (self.action in {"reject", "undo"}):
            raise ValueError("what is accepted, corrected or added has a fact, and nothing else has")
        if self.fact and (type(self.fact) is not KINDS[self.kind] or self.fact.id != self.id):
            raise ValueError(f"the fact is not the one of {self.kind} called {self.id!r}")
        return self


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that nobody took back; an undo takes back the last one that is left."""
    left: list[Decision] = []
    for each in decisions:
        if each.action != "undo":
            left.append(each)
        elif left:
            left.pop()
    return left
