"""One decision after the other carried out on a record."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Self

from ..article import paragraph_numbers
from ..facts import Actor, Anchor, Fact, Law, Origin, Record
from .anchoring import found, moved
from .decision import Decision
from .dependents import Renaming, followed, references

NAMED = frozenset({"actors", "laws", "crimes"})
"""What is named again and again stands while one of its names does; a figure or an event needs all its words."""

Span = tuple[int, int]
Places = Mapping[Span, int | None]
"""Where words stand now by where they stood; None for those that stand nowhere."""


@dataclass(frozen=True, slots=True)
class Fold:
    """A record after some decisions, and what became of those."""

    record: Record
    text: str
    paragraphs: Mapping[int, int]
    declared: frozenset[tuple[str, str]]
    """Kinds and keys of the actors and laws that the record or a decision gives a name of its own."""
    reviewed: frozenset[str] = frozenset()
    """Ids of the facts that a curator answers for."""
    rejected: tuple[Decision, ...] = ()
    again: tuple[Decision, ...] = ()
    """Decisions to look at again, because their words stand in the text no more."""
    fallen: tuple[str, ...] = ()
    """Ids of what could not stand without something that was rejected."""

    @classmethod
    def of(cls, record: Record, text: str) -> Self:
        """Return the fold of no decision."""
        declared = frozenset(_declared((*record.actors, *record.laws)))
        return cls(record, text, paragraph_numbers(text, *record.article.body), declared)

    def after(self, decision: Decision) -> "Fold":
        """Return the fold of one *decision* more."""
        places = {(each.begin, each.end): found(each, self.text) for each in decision.words}
        known = replace(self, declared=self.declared.union(_declared(filter(None, [decision.fact]))))
        if not _stands(decision, places):
            return replace(known, again=(*self.again, decision))
        old = self._meant(decision, places)
        if decision.fact is None:
            return known._without(old, decision)
        origin = Origin(status="reviewed", by=decision.by, date=decision.time.date())
        anchors = self._moved(decision.fact.anchors, places)
        new = decision.fact.model_copy(update={"anchors": anchors, "origin": origin})
        return known._with(old, new, decision.kind)

    def settled(self) -> "Fold":
        """Return the fold with no reviewed fact naming what is in the record no more."""
        facts = [fact for each in self.record.facts().values() for fact in each]
        named = {name for fact in facts if fact.id in self.reviewed for name in references(fact)}
        lost = Renaming(
            ids=dict.fromkeys(named - {fact.id for fact in facts}),
            actors=dict.fromkeys(self._declared("actor") - {each.actor for each in self.record.actors}),
            laws=dict.fromkeys(self._declared("law") - {each.law for each in self.record.laws}),
        )
        return self._followed(lost)

    def _declared(self, kind: str) -> set[str]:
        return {key for each, key in self.declared if each == kind}

    def _meant(self, decision: Decision, places: Places) -> Fact | None:
        """Return the fact that *decision* is on: of its id and about its words, or exactly on them under a new id."""
        if decision.action == "add":
            return None
        facts: tuple[Fact, ...] = getattr(self.record, decision.kind)
        spans = {(place, place + end - begin) for (begin, end), place in places.items() if place is not None}
        same = (fact for fact in facts if fact.id == decision.id and _touches(fact, spans))
        renamed = (fact for fact in facts if fact.id not in self.reviewed and _spans(fact) <= spans)
        return next(same, None) or next(renamed, None)

    def _moved(self, anchors: tuple[Anchor, ...], places: Places) -> tuple[Anchor, ...]:
        """Return the *anchors* whose words still stand, where they stand now."""
        found_now = {}
        for anchor in anchors:
            if (place := places.get((anchor.begin, anchor.end))) is not None:
                line = self.text.count("\n", 0, place) + 1
                found_now[place, anchor.text] = moved(anchor, place, self.paragraphs.get(line))
        return tuple(found_now.values())

    def _without(self, old: Fact | None, decision: Decision) -> "Fold":
        """Return the fold without *old* and without references to it."""
        noted = replace(self, rejected=(*self.rejected, decision))
        if old is None:
            return noted
        rest = tuple(fact for fact in getattr(self.record, decision.kind) if fact is not old)
        left = replace(noted, record=_listed(self.record, decision.kind, rest), reviewed=self.reviewed - {old.id})
        return left._followed(replace(_identity(old, None, rest), ids={old.id: None}))

    def _with(self, old: Fact | None, new: Fact, kind: str) -> "Fold":
        """Return the fold with *new* in the place of *old*, or at the end of its list."""
        cleared = self._cleared(old, new.id)
        facts: tuple[Fact, ...] = getattr(cleared.record, kind)
        put = tuple(new if old and fact.id == old.id else fact for fact in facts) if old else (*facts, new)
        done = replace(cleared, record=_listed(cleared.record, kind, put), reviewed=cleared.reviewed | {new.id})
        if old is None:
            return done
        if old.id != new.id:
            done = done._followed(Renaming(ids={old.id: new.id}), spared=done.reviewed)
        return done._followed(_identity(old, new, put))

    def _cleared(self, old: Fact | None, name: str) -> "Fold":
        """Return the fold in which no fact but *old* has the id *name*: another one that has it gets a new one."""
        facts = [(kind, fact) for kind, each in self.record.facts().items() for fact in each]
        taken = {fact.id for _, fact in facts} | {each.id for each in self.record.derivations}
        for kind, fact in facts:
            if fact.id == name and not (old and old.id == name):
                free = next(new for n in count(2) if (new := f"{name}-{n}") not in taken)
                others = tuple(
                    each.model_copy(update={"id": free}) if each is fact else each
                    for each in getattr(self.record, kind)
                )
                renamed = replace(self, record=_listed(self.record, kind, others), reviewed=self.reviewed - {name})
                return renamed._followed(Renaming(ids={name: free}), spared=self.reviewed)
        return self

    def _followed(self, renaming: Renaming, spared: frozenset[str] = frozenset()) -> "Fold":
        """Return the fold with all references following *renaming*, but for those of the facts that are *spared*."""
        record, fallen = followed(self.record, renaming, spared)
        return replace(self, record=record, fallen=(*self.fallen, *fallen), reviewed=self.reviewed - set(fallen))


def _stands(decision: Decision, places: Places) -> bool:
    """Return whether enough of the words are there: of the fact afterwards, or of the one that was rejected."""
    spans = [(each.begin, each.end) for each in (decision.fact.anchors if decision.fact else decision.words)]
    there = [places.get(span) is not None for span in spans]
    return any(there) if decision.kind in NAMED else all(there)


def _declared(facts: Iterable[Fact]) -> Iterator[tuple[str, str]]:
    """Yield kind and key of each actor and law that *facts* give a name to."""
    for fact in facts:
        if isinstance(fact, Actor) and fact.name:
            yield "actor", fact.actor
        elif isinstance(fact, Law) and fact.name:
            yield "law", fact.law


def _identity(old: Fact, new: Fact | None, rest: tuple[Fact, ...]) -> Renaming:
    """Return what a change of key means for those who name the actor or law, where no fact is left that has the key.

    Without a new one, only a key that the record itself declared is gone; others are the authority file's.
    """
    for kind, key in ((Actor, "actor"), (Law, "law")):
        if isinstance(old, kind) and (new or old.name):
            before, after = getattr(old, key), getattr(new, key, None)
            left = {getattr(fact, key) for fact in rest if isinstance(fact, kind) and (new or fact.name)}
            if before not in left:
                return Renaming(**{f"{key}s": {before: after}})
    return Renaming()


def _spans(fact: Fact) -> set[Span]:
    return {(anchor.begin, anchor.end) for anchor in fact.anchors}


def _touches(fact: Fact, spans: set[Span]) -> bool:
    return any(begin < end_ and begin_ < end for begin, end in _spans(fact) for begin_, end_ in spans)


def _listed(record: Record, kind: str, facts: tuple[Fact, ...]) -> Record:
    return record.model_copy(update={kind: facts})
