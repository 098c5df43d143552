"""Rows as strips along one axis: bars from zero, or times from their first day to their last.

Bars look as charts over time draw their figures: exact ones solid, about and nearly light with a dashed edge, open
bounds as an edge with open room on the side where the truth lies, and a thin line from zero to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

from ..charts.scales import Scale
from .lines import breadth, folded

WIDE, NARROW = 760, 340
_LABELS, _TOP, _BOTTOM, _CHARACTER, _LINE = 320.0, 8.0, 24.0, 7.4, 15.0
_THIN: Final = 3.0
"""The least breadth of a strip, so that a day can be seen among years."""
_ROOM: Final = 13.0
"""How far open room reaches from the edge of a bound; its arrow reaches a little further."""
_LEAST: Final = 80.0
"""The least breadth of what strips lie in."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A row: what it is called, from where to where it reaches, and what a reader is told of it and led to."""

    label: str
    begin: float
    end: float
    note: str
    title: str
    href: str
    look: str = "exact"
    """``exact``, ``about``, ``above`` or ``below``."""
    is_computed: bool = False
    language: str | None = None
    """The language of the label where it is another than the page's."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What the strips are held against: its two ends, and places with their texts."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """A strip in a picture."""

    strip: Strip
    lines: tuple[tuple[float, str], ...]
    """Height and text of each line of the label."""
    label_x: float
    x: float
    y: float
    width: float
    least: float
    """How far to the left the strip may reach."""
    has_note: bool = False

    @property
    def start(self) -> float:
        """Return where zero is, from which a thin line leads to the edge of a bound."""
        return round(self.x + self.width, 1) if self.edge == self.x else self.x

    @property
    def edge(self) -> float:
        """Return where the value of an open bound is."""
        return self.x if self.strip.end <= 0 and self.strip.begin < 0 else round(self.x + self.width, 1)

    @property
    def room(self) -> tuple[float, float]:
        """Return where the open room begins, and how broad it is."""
        if self.strip.look == "above":
            return self.edge, _ROOM
        begin = max(self.edge - _ROOM, self.least)
        return begin, round(self.edge - begin, 1)

    @property
    def tip(self) -> float:
        """Return where the arrow points that tells on which side of the edge the truth lies."""
        begin, width = self.room
        return round(begin + width + 3 if self.strip.look == "above" else begin - 3, 1)

    @property
    def note_x(self) -> float:
        """Return where the note begins, behind all else."""
        return round(max(self.x + self.width, self.tip if self.strip.look == "above" else 0.0) + 6, 1)


@dataclass(frozen=True, slots=True)
class Picture:
    """Strips as shapes, in units of a picture that is *width* by *height*."""

    width: int
    height: float
    ground: float
    is_narrow: bool
    """Whether labels stand above their strips, in place of before them."""
    ticks: tuple[tuple[float, str, str], ...]
    """Place, text and the end that it is anchored at."""
    strips: tuple[Laid, ...]
    thick: float = 12.0


def laid(strips: Sequence[Strip], axis: Axis, width: int) -> Picture:
    """Return *strips* along *axis*, one under the other, in a picture of that *width*."""
    is_narrow = width < _LABELS * 2
    longest = max(breadth(each.label) for each in strips) * _CHARACTER + 16
    left = 12.0 if is_narrow else min(longest, _LABELS)
    lines = [folded(each.label, int((width - 20 if is_narrow else left - 14) / _CHARACTER)) for each in strips]
    bottoms = list(accumulate((_tall(len(each), is_narrow) for each in lines), initial=_TOP))[1:]
    right = min(_noted(strips), width - left - _LEAST)
    across = Scale(axis.low, axis.high, left, width - right)
    rows = [_laid(*each, across, is_narrow) for each in zip(strips, lines, bottoms, strict=True)]
    noted = [replace(each, has_note=_has_room(each, width)) for each in rows]
    ticks = _ticks(across, axis, width)
    return Picture(width, bottoms[-1] + _BOTTOM, bottoms[-1], is_narrow, ticks, tuple(noted))


def _tall(lines: int, is_narrow: bool) -> float:
    """Return the height of a row whose label has so many *lines*."""
    return _LINE * lines + (25 if is_narrow else 7)


def _noted(strips: Sequence[Strip]) -> float:
    """Return the breadth of what stands behind the strips."""
    longest = max(breadth(each.note) for each in strips) * _CHARACTER
    return longest + (_ROOM + 3 if any(each.look == "above" for each in strips) else 0) + 14


def _has_room(row: Laid, width: int) -> bool:
    return bool(row.strip.note) and row.note_x + breadth(row.strip.note) * _CHARACTER <= width


def _laid(strip: Strip, lines: Sequence[str], bottom: float, across: Scale, is_narrow: bool) -> Laid:
    """Return *strip* with the *lines* of its label where the row ends at *bottom*."""
    x = across(strip.begin)
    width = round(max(across(strip.end) - x, _THIN), 1)
    last = bottom - 22 if is_narrow else bottom - 7
    heights = [round(last - _LINE * (len(lines) - 1 - number), 1) for number in range(len(lines))]
    middle = bottom - 17 if is_narrow else bottom - 17 - _LINE * (len(lines) - 1) / 2
    label_x = across.start if is_narrow else across.start - 10
    least = across.start - (6 if is_narrow else 5)
    return Laid(strip, tuple(zip(heights, lines, strict=True)), label_x, x, round(middle, 1), width, least)


def _ticks(across: Scale, axis: Axis, width: int) -> tuple[tuple[float, str, str], ...]:
    """Return the ticks of *axis*, each within the picture: all, or every second and so on, so that none covers another.

    The text stands in the middle under its place, except where it would leave the picture.
    """
    ticks = [_tick(across(place), text, width) for place, text in axis.ticks]
    steps = (ticks[::step] for step in range(1, len(ticks) + 1))
    return tuple(each[:3] for each in next(each for each in steps if _is_clear(each)))


def _tick(x: float, text: str, width: int) -> tuple[float, str, str, float, float]:
    """Return a tick's place, text and anchor, and from where to where the text reaches."""
    long = breadth(text) * _CHARACTER
    if x < long / 2:
        return x, text, "start", x, x + long
    if x + long / 2 > width:
        return x, text, "end", x - long, x
    return x, text, "middle", x - long / 2, x + long / 2


def _is_clear(ticks: Sequence[tuple[float, str, str, float, float]]) -> bool:
    return all(one[4] + _CHARACTER <= other[3] for one, other in pairwise(ticks))
