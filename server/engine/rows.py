"""How many rows an answer has, counted in its bytes as they pass: the store writes them itself and does not say."""

import re
from collections.abc import Callable
from typing import Protocol

_FIRST, _NEXT = re.compile(rb'\[\{"\w'), re.compile(rb'\},\{"\w')
"""Where JSON solutions begin that bind anything; in a string each quote has a backslash before it.

They are two, since one with alternatives takes several times as long.
"""
_LONGEST = 8
"""Bytes of the longest mark but one: so many are kept of each piece."""


class Rows(Protocol):
    """Counts rows in an answer that it is given piece by piece."""

    def take(self, piece: bytes) -> None:
        """Count in the next *piece*."""
        ...

    def number(self) -> int:
        """Return the number so far; once the answer is whole, of all."""
        ...


class Marks:
    """Counts where *marks* finds something, also across the border of two pieces."""

    def __init__(self, marks: Callable[[bytes], int], extra: int = 0) -> None:
        """Start at *extra*."""
        self._marks, self._found, self._tail = marks, extra, b""

    def take(self, piece: bytes) -> None:
        """Count in the next *piece*."""
        text = self._tail + piece
        self._found += self._marks(text) - self._marks(self._tail)
        self._tail = text[-_LONGEST:]

    def number(self) -> int:
        """Return the number so far."""
        return self._found


class CsvRows:
    """Rows of CSV: ends of lines outside quotes, without the first line (RFC 4180)."""

    def __init__(self) -> None:
        """Start outside quotes."""
        self._found, self._is_quoted = -1, False

    def take(self, piece: bytes) -> None:
        """Count in the next *piece*; only outside quotes does a line feed end a row."""
        for part in piece.split(b'"'):
            self._found += 0 if self._is_quoted else part.count(b"\n")
            self._is_quoted = not self._is_quoted
        self._is_quoted = not self._is_quoted

    def number(self) -> int:
        """Return the number so far."""
        return max(self._found, 0)


_COUNTERS: dict[str, Callable[[], Rows]] = {
    "json": lambda: Marks(lambda text: len(_FIRST.findall(text)) + len(_NEXT.findall(text))),
    "xml": lambda: Marks(lambda text: text.count(b"<result>")),
    "csv": CsvRows,
    "tsv": lambda: Marks(lambda text: text.count(b"\n"), -1),
    "nt": lambda: Marks(lambda text: text.count(b"\n")),
    "nq": lambda: Marks(lambda text: text.count(b"\n")),
}


def counter(format_name: str) -> Rows | None:
    """Return what counts the rows of the format of that name; None for one whose text does not show them."""
    make = _COUNTERS.get(format_name)
    return make() if make else None
