"""What became of an answer since: the rows that the newest release has beyond it, and those that it lost."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lexwire.queries import Query

from ..engine import Engine
from ..tables import Cell, Table
from .answers import leading

SHOWN: Final = 20
"""How many rows of either kind are shown."""
COMPARED: Final = 5000
"""How many rows are compared; of longer answers only the numbers are told."""


@dataclass(frozen=True, slots=True)
class Change:
    """How the answer of the newest release differs from an older one."""

    columns: list[str]
    added: Sequence[Sequence[Cell]]
    gone: Sequence[Sequence[Cell]]
    then: Table
    now: Table
    is_compared: bool
    """Whether all rows of both were compared."""

    @property
    def is_any(self) -> bool:
        """Return whether there is a difference."""
        return bool(self.added or self.gone) or self.then.total != self.now.total


def change(query: Query, text: str, old: Engine, new: Engine) -> Change:
    """Return what changed in the answer to *query*, which is *text* with its values, from *old* to *new*.

    Rows are held against each other as pages show them; of equal ones, the number counts.  Raises EngineError.
    """
    then, now = (leading(query, text, engine, COMPARED) for engine in (old, new))
    is_compared = max(then.total, now.total) <= COMPARED
    before, after = (Counter(map(tuple, found.rows)) if is_compared else Counter() for found in (then, now))
    return Change(
        now.columns,
        list((after - before).elements()),
        list((before - after).elements()),
        then,
        now,
        is_compared,
    )
