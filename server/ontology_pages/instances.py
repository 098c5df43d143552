"""What the data has of each term: how many things or statements, and some of them as examples."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from flask import current_app

from lexwire.graph.namespaces import VOID

from ..answering import data_version, rows
from ..engine import EngineError
from ..things.graph import Name, Names, Term, neighbours
from . import terms

THINGS: Final = 3
"""How many things of a class are shown."""
STATEMENTS: Final = 2
"""How many statements with a property are shown."""
LONGEST: Final = 120
"""Characters of a text that are shown."""
_SECONDS: Final = 5.0
_HOLDS: Final = 600.0
"""Seconds for which what was found holds where nobody tells whether the data changed."""
_KEY: Final = "lexwire.instances"


@dataclass(frozen=True, slots=True)
class Example:
    """A statement with a property: of what, and the thing or the text that it leads to."""

    subject: Name
    value: Name | None
    text: str


@dataclass(frozen=True, slots=True)
class Instances:
    """What one version of the data has of the terms, until when that holds (monotonic seconds)."""

    uses: dict[str, int] = field(default_factory=dict)
    """How many things are of a class, or statements have a property, by its IRI."""
    found: dict[str, list[dict[str, Term]]] = field(default_factory=dict)
    names: Names = field(default_factory=lambda: Names({}))
    until: float = float("inf")

    def things(self, iri: str) -> list[Name]:
        """Return some things of the class *iri*."""
        return [self.names.of(row["x"]["value"]) for row in self.found.get(iri, ())]

    def statements(self, iri: str) -> list[Example]:
        """Return some statements with the property *iri*."""
        return [self._example(row) for row in self.found.get(iri, ())]

    def _example(self, row: dict[str, Term]) -> Example:
        subject, value = self.names.of(row["x"]["value"]), row["o"]
        if value["type"] == "uri":
            return Example(subject, self.names.of(value["value"]), "")
        text = value["value"]
        return Example(subject, None, text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def instances() -> Instances:
    """Return what the data of this moment has of the terms; nothing where it does not tell in time."""
    shelf: dict[str | None, Instances] = current_app.extensions.setdefault(_KEY, {})
    version = data_version()
    found = shelf.get(version)
    if found is None or found.until < monotonic():
        found = _gathered(float("inf") if version else monotonic() + _HOLDS)
        shelf.clear()
        shelf[version] = found
    return found


def _gathered(until: float) -> Instances:
    """Return what two queries tell: one for numbers and examples, one for the names of these."""
    try:
        answer = rows(query(terms.terms()), _SECONDS)
        uses = {row["term"]["value"]: int(row["n"]["value"]) for row in answer if "n" in row}
        found: dict[str, list[dict[str, Term]]] = {}
        for row in answer:
            if "x" in row and row["x"]["type"] == "uri":
                found.setdefault(row["term"]["value"], []).append(row)
        return Instances(uses, found, neighbours([], _iris(answer)), until)
    except EngineError:
        return Instances(until=min(until, monotonic() + _HOLDS))


def _iris(answer: Iterable[dict[str, Term]]) -> set[str]:
    return {row[name]["value"] for row in answer for name in ("x", "o") if row.get(name, {}).get("type") == "uri"}


def query(known: Iterable[terms.Term]) -> str:
    """Return the query for the numbers that the data tells of itself (VoID), and some examples of each term."""
    told = [
        f"{{ ?part {VOID['class']} ?term ; {VOID.entities} ?n }}",
        f"{{ ?part {VOID.property} ?term ; {VOID.triples} ?n }}",
    ]
    some = [_some(each) for each in known]
    return f"SELECT ?term ?n ?x ?o {{ {' UNION '.join([*told, *some])} }}"


def _some(term: terms.Term) -> str:
    """Return the part of the query that finds examples of *term*; each has a bound of its own."""
    if term.kind == terms.CLASS:
        return f"{{ SELECT (<{term.iri}> AS ?term) ?x {{ ?x a <{term.iri}> }} LIMIT {THINGS} }}"
    return f"{{ SELECT (<{term.iri}> AS ?term) ?x ?o {{ ?x <{term.iri}> ?o }} LIMIT {STATEMENTS} }}"
