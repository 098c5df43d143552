"""The triples of a CONSTRUCT or DESCRIBE as rows that a page shows."""

from collections.abc import Generator
from contextlib import closing
from itertools import islice
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ..engine import Engine, Question
from ..formats import BY_NAME, Wanted
from ..tables import COUNTED, Cell, Table, short

COLUMNS: Final = ("subject", "property", "value")


def triples(engine: Engine, text: str, most: int) -> Table:
    """Return *most* triples of the graph that the query *text* gives, sorted, and a count of all that ends somewhere.

    Raises EngineError.
    """
    with closing(_lines(engine.run(Question(text, Wanted(None, BY_NAME["nt"]))).chunks)) as lines:
        first = b"".join(sorted(islice(lines, most)))
        rest = sum(1 for _line in islice(lines, COUNTED))
    rows = [[_cell(term) for term in quad.triple] for quad in parse(first, format=RdfFormat.N_TRIPLES)]
    return Table(list(COLUMNS), rows, len(rows) + rest, rest < COUNTED)


def _lines(chunks: Generator[bytes, None, None]) -> Generator[bytes, None, None]:
    """Yield the lines of N-Triples, whose literals have no line ends in them, and close what they come from."""
    left = b""
    with closing(chunks):
        for chunk in chunks:
            *whole, left = (left + chunk).split(b"\n")
            yield from (line + b"\n" for line in whole)


def _cell(term: object) -> Cell:
    match term:
        case NamedNode():
            return Cell(short(term.value), term.value)
        case Literal():
            return Cell(term.value, language=term.language)
        case _blank:
            return Cell(str(term))
