"""Query results as the rows that pages show."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lexwire.graph.namespaces import BASE, PREFIXES

from .engine import Engine, Question
from .formats import RESULTS, Wanted


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: the text to show and, for an IRI, what it stands for."""

    text: str
    iri: str | None = None
    language: str | None = None

    @property
    def is_short(self) -> bool:
        """Return whether it should stay on one line, as dates, numbers and codes do."""
        return len(self.text) <= 16 and " " not in self.text


@dataclass(frozen=True, slots=True)
class Table:
    """A SELECT's columns and rows, perhaps not all of them, or an ASK's answer."""

    columns: list[str]
    rows: list[list[Cell]]
    total: int


def table(engine: Engine, query: str, limit: int) -> Table:
    """Return the answer of a SELECT or ASK *query*, with at most *limit* rows."""
    answer = json.loads(engine.run(Question(query, Wanted(RESULTS[0], None))).read())
    if "boolean" in answer:
        return Table(["answer"], [[Cell("yes" if answer["boolean"] else "no")]], 1)
    columns = answer["head"]["vars"]
    bindings = answer["results"]["bindings"]
    rows = [[_cell(row.get(name)) for name in columns] for row in islice(bindings, limit)]
    return Table(columns, rows, len(bindings))


def _cell(term: dict[str, str] | None) -> Cell:
    if term is None:
        return Cell("")
    if term["type"] == "uri":
        return Cell(short(term["value"]), term["value"])
    return Cell(term["value"], language=term.get("xml:lang"))


def short(iri: str) -> str:
    """Return *iri* as people read it: with a known prefix, or relative to Lexwire's base."""
    found = next(_prefixed(iri), None)
    return found or iri.removeprefix(BASE)


def _prefixed(iri: str) -> Iterator[str]:
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and "/" not in local and "#" not in local:
            yield f"{prefix}:{local}"
