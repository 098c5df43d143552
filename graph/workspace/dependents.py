"""What depends on a fact that has gone or goes by another name: no reference is left to point at nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from ..facts import Actor, Event, Fact, Law, Record, Role, Source, Statement, Statistic

M = TypeVar("M", bound=BaseModel)
Changes = Mapping[str, str | None]
"""New names by old ones; None for what has gone."""

_IDS: dict[type[Fact], tuple[str, ...]] = {
    Statistic: ("subset_of", "share_of", "change_of", "conversion_of", "companions"),
    Event: ("measured_by", "results_in", "part_of"),
    Statement: ("conveys", "at"),
}
"""Fields that name facts of the record by id."""
_ACTORS: dict[type[Any], tuple[str, ...]] = {
    Source: ("publisher", "agency", "authors"),
    Actor: ("unit_of",),
    Role: ("organization",),
    Law: ("issuers",),
    Statistic: ("reporters", "cites"),
    Event: ("performed_by", "affects"),
    Statement: ("speakers",),
}
_LAWS: dict[type[Fact], tuple[str, ...]] = {Event: ("laws",), Statement: ("laws",)}


@dataclass(frozen=True, slots=True)
class Renaming:
    """What has gone or has another name now: facts by id, actors and laws by key."""

    ids: Changes = field(default_factory=dict)
    actors: Changes = field(default_factory=dict)
    laws: Changes = field(default_factory=dict)


def followed(
    record: Record, renaming: Renaming, spared: frozenset[str] = frozenset()
) -> tuple[Record, tuple[str, ...]]:
    """Return *record* with its references following *renaming*, and the ids of what cannot stand without them.

    The facts with the ids *spared* are left as they are.  A statement whose speakers have all gone, and a derivation
    that has lost an input, go too.
    """
    lists = {
        name: [fact if fact.id in spared else follow(fact, renaming) for fact in facts]
        for name, facts in record.facts().items()
    }
    inputs = {each.id: _renamed(each.inputs.values(), renaming.ids) for each in record.derivations}
    whole = [each for each in record.derivations if len(inputs[each.id]) == len(each.inputs)]
    derivations = [
        each.model_copy(update={"inputs": dict(zip(each.inputs, inputs[each.id], strict=True))}) for each in whole
    ]
    kept = {name: tuple(fact for fact in facts if _stands(fact)) for name, facts in lists.items()}
    fallen = [fact.id for facts in lists.values() for fact in facts if not _stands(fact)]
    fallen += sorted(inputs.keys() - {each.id for each in whole})
    article = _with(record.article, _ACTORS, renaming.actors)
    return record.model_copy(update={"article": article, **kept, "derivations": tuple(derivations)}), tuple(fallen)


def references(fact: Fact) -> set[str]:
    """Return the ids that *fact* names."""
    values = [getattr(fact, name) for name in _IDS.get(type(fact), ())]
    if isinstance(fact, Statistic) and (fact.denominator or "").startswith("statistic:"):
        values.append((fact.denominator or "").partition(":")[2])
    return {name for each in values for name in ([each] if isinstance(each, str) else each or ())}


def follow(fact: Fact, renaming: Renaming) -> Fact:
    """Return *fact* with its references following *renaming*."""
    fact = _with(fact, _IDS, renaming.ids)
    fact = _with(fact, _ACTORS, renaming.actors)
    fact = _with(fact, _LAWS, renaming.laws)
    if isinstance(fact, Actor):
        roles = tuple(_with(role, _ACTORS, renaming.actors) for role in fact.roles)
        return fact.model_copy(update={"roles": roles})
    if isinstance(fact, Statistic) and fact.denominator:
        return fact.model_copy(update={"denominator": _part(fact.denominator, renaming)})
    return fact


def _stands(fact: Fact) -> bool:
    return not isinstance(fact, Statement) or bool(fact.speakers)


def _with(thing: M, fields: Mapping[type[Any], tuple[str, ...]], changes: Changes) -> M:
    """Return *thing* with the names in those of its fields that hold such names changed."""
    old = {name: getattr(thing, name) for name in fields.get(type(thing), ())} if changes else {}
    new = {name: _value(value, changes) for name, value in old.items()}
    return thing.model_copy(update=new) if new != old else thing


def _value(value: str | tuple[str, ...] | None, changes: Changes) -> str | tuple[str, ...] | None:
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(_renamed(value, changes)))
    return changes.get(value, value) if value else value


def _part(denominator: str, renaming: Renaming) -> str | None:
    """Return a share's whole, ``statistic:ID`` or ``actor:KEY``, under its new name."""
    scheme, _, name = denominator.partition(":")
    changes = {"statistic": renaming.ids, "actor": renaming.actors}.get(scheme, {})
    new = changes.get(name, name)
    return new and f"{scheme}:{new}"


def _renamed(names: Iterable[str], changes: Changes) -> list[str]:
    return [new for new in (changes.get(name, name) for name in names) if new]
