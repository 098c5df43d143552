"""What the graph holds before a text is added to it, and how a new record looks beside that."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from .. import records
from ..dates import span
from ..facts import Record, Statistic
from ..problems import LexwireError
from ..recording.resolving import Known, known
from . import authority
from .desk import Desk
from .folder import Folder


@dataclass(frozen=True, slots=True)
class Standing:
    """The records of the package and of a workspace, by article, and the workspace's authority lines *added*."""

    records: Mapping[str, Record]
    packaged: frozenset[str]
    added: str
    problems: tuple[str, ...] = ()
    """What is wrong with records that could not be read, a sentence each."""
    fresh: Mapping[str, Path] = field(default_factory=dict)
    """The files that were added since, by article."""

    def others(self, name: str) -> dict[str, Record]:
        """Return the records of all articles but the one called *name*."""
        return {article: record for article, record in self.records.items() if article != name}

    def known(self, name: str) -> Known:
        """Return the actors, laws and places that the article called *name* can speak of."""
        return known(self.added, self.others(name).values())

    def after(self, record: Record, file: Path) -> "Standing":
        """Return what the graph holds when *record* has been added from *file*."""
        name = record.article.id
        return replace(self, records={**self.records, name: record}, fresh={**self.fresh, name: file})


def standing(folder: Folder) -> Standing:
    """Return what the packaged records and those of the workspace *folder* hold, as they were decided.

    Raises LexwireError where its authority lines do not hold.
    """
    desk = Desk(folder, authority.added(folder.root))
    packaged = {each.article.id: each for each in records.read_all([records.packaged()])}
    found, problems = dict(packaged), []
    for name in folder.names():
        try:
            found[name] = desk.record(folder.record(name))
        except LexwireError as error:
            problems.append(str(error))
    return Standing(found, frozenset(packaged), desk.added, tuple(problems))


class Cell(NamedTuple):
    """What a figure counts; two figures of one cell should be equal."""

    kind: str
    indicator: str
    crimes: tuple[str, ...]
    place: str
    period: str
    counted: str
    unit: str


def contradictions(record: Record, others: Iterable[Record]) -> Iterator[str]:
    """Yield a sentence for each figure of *record* to which another record gives another value."""
    told: dict[Cell, list[tuple[str, Statistic]]] = {}
    for other in others:
        for each in other.statistics:
            if cell := _cell(each):
                told.setdefault(cell, []).append((other.article.id, each))
    for own in record.statistics:
        cell = _cell(own)
        for article, each in told.get(cell, ()) if cell else ():
            if each.value != own.value:
                yield f"contradiction: {own.id} says {own.printed}, {article}/{each.id} says {each.printed}."


def _cell(figure: Statistic) -> Cell | None:
    """Return what *figure* counts, None where it tells no place or no period."""
    if not figure.place or not figure.period.start:
        return None
    crimes, when = tuple(sorted(figure.crimes)), span(figure.period.start, figure.period.end)
    return Cell(figure.kind, figure.indicator, crimes, figure.place, when, figure.counted, figure.unit)
