"""Query results as the rows that pages show."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from itertools import islice
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryResultsFormat, parse_query_results

from lexwire.graph.namespaces import BASE, PREFIXES

from .engine import Engine, Question, TimedOut
from .formats import BY_NAME, Wanted

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

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
    """A SELECT's columns and its first rows, or an ASK's answer, which is true or false as SPARQL writes it."""

    columns: list[str]
    rows: list[list[Cell]]
    total: int
    """How many rows there are."""
    is_counted: bool = True
    """Whether those are all; otherwise there are more."""


def table(engine: Engine, query: str, limit: int, seconds: float | None = None) -> Table:
    """Return the answer of a SELECT or ASK *query*, with at most *limit* rows, and a count that ends at `COUNTED`.

    However much is answered, no more than those rows is kept.  With *seconds*, the count ends with them too; where the
    rows themselves take longer, TimedOut is raised as any other EngineError.
    """
    answer = engine.run(Question(query, Wanted(BY_NAME["json"], None), seconds=seconds, patience=seconds))
    with closing(answer.chunks):
        found = parse_query_results(BufferedReader(_Stream(answer.chunks)), format=QueryResultsFormat.JSON)
        if isinstance(found, QueryBoolean):
            return Table(["answer"], [[Cell("true" if found else "false")]], 1)
        columns = [each.value for each in found.variables]
        first = [[_cell(row[name]) for name in columns] for row in islice(found, limit)]
        rest, is_counted = _counted(found, max(COUNTED - limit, 1), seconds is not None)
        return Table(columns, first, len(first) + rest, is_counted)


def _counted(rows: Iterator[object], most: int, is_brief: bool) -> tuple[int, bool]:
    """Return how many *rows* there are, up to *most*, and whether those are all; if *is_brief*, as time allows."""
    count = 0
    try:
        for _ in islice(rows, most):
            count += 1
        return count, next(rows, None) is None
    except TimedOut:
        if is_brief:
            return count, False
        raise


class _Stream(RawIOBase):
    """Chunks as a file to read from."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._left = chunks, b""

    def readable(self) -> bool:
        """Return that it can be read from."""
        return True

    def readinto(self, room: "WriteableBuffer") -> int:
        """Fill *room* as far as a chunk does, and return how far; 0 at the end."""
        if not self._left:
            self._left = next((chunk for chunk in self._chunks if chunk), b"")
        view = memoryview(room)
        found, self._left = self._left[: len(view)], self._left[len(view) :]
        view[: len(found)] = found
        return len(found)


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
