"""Where two records contradict each other: what no record shows by itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .facts import Record
from .problems import Problem

Declaration = tuple[str, str, str]
"""The article, and the class and name that its record gives to an actor or law."""


@dataclass(slots=True)
class Agreement:
    """What records declare and refer to, kept small enough for any number of records."""

    declared: dict[str, Declaration] = field(default_factory=dict)
    """By ``actors/KEY`` or ``laws/KEY``."""
    figures: set[str] = field(default_factory=set)
    """Statistics as ``ARTICLE/ID``."""
    revisions: dict[str, str] = field(default_factory=dict)
    """The statistics that others revise, by the one that does."""
    problems: list[Problem] = field(default_factory=list)

    def add(self, records: Iterable[Record]) -> None:
        """Take in what *records* say of actors, laws and statistics that others may speak of too."""
        for record in records:
            article = record.article.id
            self.figures.update(f"{article}/{each.id}" for each in record.statistics)
            self.revisions.update(
                {f"{article}/{each.id}": each.supersedes for each in record.statistics if each.supersedes}
            )
            for place, kind, name in _declarations(record):
                self._declare(place, (article, kind, name))

    def merge(self, other: "Agreement") -> None:
        """Take in what another part of the records says."""
        self.figures |= other.figures
        self.revisions |= other.revisions
        self.problems += other.problems
        for place, declaration in other.declared.items():
            self._declare(place, declaration)

    def _declare(self, place: str, declaration: Declaration) -> None:
        first = self.declared.setdefault(place, declaration)
        if first[1:] != declaration[1:]:
            what = f"{place} is {' '.join(declaration[1:])!r} here and {' '.join(first[1:])!r} in {first[0]}"
            self.problems.append(Problem(declaration[0], what, "use one name, or one key for each of the two"))

    def found(self) -> list[Problem]:
        """Return every contradiction, once all records are in."""
        lost = [(figure, target) for figure, target in self.revisions.items() if target not in self.figures]
        return self.problems + [
            Problem(figure, f"it supersedes {target!r}, which no record has", "name a statistic as ARTICLE/ID")
            for figure, target in lost
        ]


def _declarations(record: Record) -> Iterator[tuple[str, str, str]]:
    for actor in record.actors:
        if actor.kind and actor.name:
            yield f"actors/{actor.actor}", actor.kind, actor.name
    for law in record.laws:
        if law.kind and law.name:
            yield f"laws/{law.law}", law.kind, law.name
