"""Queries held against a release: what each answers, how long that takes, and whether its file promised that."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from pyoxigraph import Store

from lexwire.graph import store as stores
from lexwire.graph.checks import Asked, note
from lexwire.graph.problems import UsageError
from lexwire.graph.release import current
from lexwire.queries import Query, catalogue, collected
from lexwire.queries.authoring import update
from lexwire.queries.checking import answer, difference, faults
from lexwire.queries.loading import load

from .asking import found


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a query fared: its rows, the time that they took, and in one sentence each what is wrong."""

    name: str
    rows: int
    milliseconds: float
    faults: tuple[str, ...]
    is_updated: bool = False

    @property
    def word(self) -> str:
        """Return the outcome in a word."""
        return "wrong" if self.faults else "updated" if self.is_updated else "ok"


def chosen(names: Iterable[str], folder: Path | None) -> list[Query]:
    """Return the queries of those *names*, default all, in *folder* or the catalogue; raises UsageError, QueryError."""
    known = collected(folder) if folder else catalogue()
    if not known:
        raise UsageError(f"{folder} holds no query; begin one with `lexwire query new`.")
    return [found(name, known) for name in names] or list(known.values())


def tested(queries: Iterable[Query], data: Path, written: Path | None = None) -> list[Outcome]:
    """Return the outcome of each of *queries* over the current release under *data*.

    Where a folder is *written*, the files in it promise from now on what the queries answer.  Raises LexwireError where
    there is no release, QueryError where a file cannot be written.
    """
    store = stores.read(current(data).store)
    return [_tested(query, store, written) for query in queries]


def noted(outcomes: Iterable[Outcome], data: Path) -> None:
    """Keep for readers of the catalogue what its queries had; raises LexwireError where that cannot be written."""
    found = {each.name: Asked(each.rows, each.milliseconds) for each in outcomes}
    note(current(data), found, dt.datetime.now(dt.UTC))


def _tested(query: Query, store: Store, written: Path | None) -> Outcome:
    """Run *query* as `lexwire query test` does; see `tested`."""
    started = perf_counter()
    answered = answer(query, store)
    milliseconds = (perf_counter() - started) * 1000
    is_updated = False
    if written:
        path = written / query.folder / f"{query.name}.rq"
        is_updated = update(path, query, answered)
        query = load(path)
    broken = difference(query, answered)
    wrong = (*([broken] if broken else []), *faults(query, answered))
    return Outcome(query.name, len(answered.rows), milliseconds, wrong, is_updated)
