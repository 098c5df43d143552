"""What the page shows: facts by kind, what needs eyes first, and the form of the fact that is edited."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial

from lexwire.graph.facts import Anchor, Fact, Origin
from lexwire.graph.lexicon import Lexicon
from lexwire.graph.workspace.decision import Decision, in_force

from .fields import Option, options
from .forms import Field, Source, Values, anchors, fields, told, values_of
from .mentions import Piece, pieces
from .sheet import Sheet

LETTERS = {"actors": "A", "laws": "L", "crimes": "C", "statistics": "N", "events": "E", "statements": "S"}
"""What marks a mention besides its colour and its line."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact on the page."""

    fact: Fact
    origin: Origin
    rows: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Return whether nobody reviewed the fact yet."""
        return self.origin.status == "extracted"

    @property
    def words(self) -> list[tuple[str, int]]:
        """Return its words, and how often each stand in the text."""
        return list(Counter(anchor.text for anchor in self.fact.anchors).items())

    @property
    def begin(self) -> int:
        """Return where its first words are."""
        return min(anchor.begin for anchor in self.fact.anchors)


@dataclass(frozen=True, slots=True)
class View:
    """The page of one article."""

    sheet: Sheet
    text: list[Piece]
    groups: dict[str, list[Shown]]
    waiting: list[str]
    """Ids of the facts that nobody reviewed, those of the lowest confidence first."""
    last: Decision | None
    """The decision that undo takes back."""
    keys: dict[str, list[Option]]

    @property
    def total(self) -> int:
        """Return the number of facts."""
        return sum(map(len, self.groups.values()))


@dataclass(frozen=True, slots=True)
class Editing:
    """The form of a fact: corrected where it has an *id*, added where it has none."""

    kind: str
    id: str
    words: tuple[Anchor, ...]
    common: list[Field]
    rare: list[Field]
    faults: Mapping[str, str]


def view(sheet: Sheet) -> View:
    """Return what the page shows of *sheet*."""
    source = _source(sheet)
    wrong: dict[str, list[str]] = {}
    for _, name, fault in sheet.faults():
        wrong.setdefault(name, []).append(f"{fault.what[:1].upper()}{fault.what[1:]}; {fault.mend}.")
    shown = partial(_shown, sheet, source, wrong)
    groups = {
        kind: sorted(map(shown, facts), key=lambda each: each.begin) for kind, facts in sheet.record.facts().items()
    }
    left = in_force(sheet.steps)
    return View(
        sheet,
        pieces(sheet.text, sheet.record),
        groups,
        _waiting([each for facts in groups.values() for each in facts]),
        left[-1] if left else None,
        {kind: list(source(f"key:{kind}")) for kind in ("actor", "law")},
    )


def editing(sheet: Sheet, kind: str, name: str, values: Values | None, faults: Mapping[str, str]) -> Editing:
    """Return the form of the fact *name*, of a new one where that is empty, with *values* in it and what is wrong.

    Raises LexwireError where there is no such fact, Refused where the words are none of the text.
    """
    given = values if values is not None else values_of(sheet.fact(kind, name))
    found = fields(kind, given, faults, _source(sheet))
    words = anchors(given["anchor"], sheet) if "anchor" not in faults else ()
    common, rare = ([each for each in found if each.spec.rare is is_rare] for is_rare in (False, True))
    return Editing(kind, name, words, common, rare, faults)


def naming(known: Lexicon) -> dict[str, list[str]]:
    """Return the classes that a new actor or law can have."""
    return {each: sorted(known.subclasses[each]) for each in ("Actor", "Law")}


def _source(sheet: Sheet) -> Source:
    return cache(lambda name: tuple(options(name, sheet)))


def _shown(sheet: Sheet, source: Source, wrong: Mapping[str, list[str]], fact: Fact) -> Shown:
    return Shown(fact, fact.origin or sheet.record.origin, tuple(told(fact, source)), tuple(wrong.get(fact.id, ())))


def _waiting(facts: list[Shown]) -> list[str]:
    """Return the ids of what nobody reviewed: no confidence counts as none at all."""
    waiting = [each for each in facts if each.is_open]
    return [each.fact.id for each in sorted(waiting, key=lambda each: (each.origin.confidence or 0, each.begin))]
