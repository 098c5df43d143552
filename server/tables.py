"""Query results as the rows that pages show."""

import json
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Final

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from lexwire.graph.namespaces import BASE, PREFIXES

from .engine import Engine, Question
from .formats import BY_NAME, Wanted
from .reading import form

COUNTED: Final = 100_000
"""Rows up to which the rows that are not shown are counted."""


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
    """A SELECT's columns and its first rows, or an ASK's answer."""

    columns: list[str]
    rows: list[list[Cell]]
    total: int
    """How many rows there are."""
    is_counted: bool = True
    """Whether those are all; otherwise there are more."""


def table(engine: Engine, query: str, limit: int) -> Table:
    """Return the answer of a SELECT or ASK *query*, with at most *limit* rows, and a count that ends at `COUNTED`.

    However much is answered, no more than those rows is kept.  Raises EngineError.
    """
    if form(query) == "ASK":
        answer = json.loads(engine.run(Question(query, Wanted(BY_NAME["json"], None))).read())
        return Table(["answer"], [[Cell("yes" if answer["boolean"] else "no")]], 1)
    lines = _lines(engine.run(Question(query, Wanted(BY_NAME["tsv"], None))).chunks)
    head = next(lines, b"\n")
    columns = [name.removeprefix("?") for name in head.decode().rstrip("\n").split("\t") if name]
    first = list(islice(lines, limit))
    rest = sum(1 for _ in islice(lines, max(COUNTED - limit, 1)))
    is_counted = next(lines, None) is None
    lines.close()
    return Table(columns, _rows(head, first), len(first) + rest, is_counted)


def _lines(chunks: Generator[bytes, None, None]) -> Generator[bytes, None, None]:
    """Yield the lines of a TSV answer, whose literals have no line ends in them, and close what it came from."""
    left = b""
    with closing(chunks):
        for chunk in chunks:
            *whole, left = (left + chunk).split(b"\n")
            for line in whole:
                yield line + b"\n"
    if left:
        yield left + b"\n"


def _rows(head: bytes, lines: list[bytes]) -> list[list[Cell]]:
    solutions = parse_query_results(head + b"".join(lines), format=QueryResultsFormat.TSV)
    assert isinstance(solutions, QuerySolutions)
    return [[_cell(term) for term in solution] for solution in solutions]


def _cell(term: object) -> Cell:
    match term:
        case None:
            return Cell("")
        case NamedNode():
            return Cell(short(term.value), term.value)
        case Literal():
            return Cell(term.value, language=term.language)
        case _:
            return Cell(str(term))


def short(iri: str) -> str:
    """Return *iri* as people read it: with a known prefix, or relative to Lexwire's base."""
    found = next(_prefixed(iri), None)
    return found or iri.removeprefix(BASE)


def _prefixed(iri: str) -> Iterator[str]:
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and "/" not in local and "#" not in local:
            yield f"{prefix}:{local}"
