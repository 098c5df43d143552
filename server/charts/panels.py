"""Which figures may be drawn together: those that count the same thing, in the same unit, at the same place."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One figure: its value and what bounds it, the days that it counts, and what a reader is told of it."""

    value: float
    comparator: str
    """A concept of the scheme of comparators by its last step: ``exact``, ``more-than`` and so on."""
    start: dt.date
    end: dt.date
    """The last day, which the period includes."""
    title: str
    label: str
    href: str
    alike: tuple[str, ...]
    """What makes figures comparable: indicator, crimes, counted thing, unit, place."""
    is_computed: bool = False
    language: str | None = None
    """The language of the label where it is another than the page's."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Figures that are comparable, the earliest first."""

    alike: tuple[str, ...]
    points: tuple[Point, ...]


def panels(points: Iterable[Point]) -> list[Panel]:
    """Return *points* by what they count: panels with most figures first, those that are equal there by first day."""
    groups: dict[tuple[str, ...], list[Point]] = {}
    for point in sorted(points, key=lambda each: (each.start, each.end, each.value, each.href)):
        groups.setdefault(point.alike, []).append(point)
    found = [Panel(alike, tuple(each)) for alike, each in groups.items()]
    return sorted(found, key=lambda panel: (-len(panel.points), panel.points[0].start, panel.alike))


def years(points: Sequence[Point]) -> tuple[int, int]:
    """Return the first year that *points* touch and the one after the last, so that panels share one axis of time."""
    return min(point.start.year for point in points), max(point.end.year for point in points) + 1
