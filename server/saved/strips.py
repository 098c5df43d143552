"""Rows as strips along one axis: bars from zero, or times from their first day to their last."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..charts.scales import Scale

WIDE, NARROW = 760, 340
_LABELS, _NOTES, _TOP, _BOTTOM, _CHARACTER = 320.0, 90.0, 8.0, 24.0, 7.4
_THIN: Final = 3.0
"""The least breadth of a strip, so that a day can be seen among years."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A row: what it is called, from where to where it reaches, and what a reader is told of it and led to."""

    label: str
    begin: float
    end: float
    note: str
    title: str
    href: str


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
    label: str
    """As much of the label as there is room for."""
    label_x: float
    label_y: float
    x: float
    y: float
    width: float
    note_x: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Strips as shapes, in units of a picture that is *width* by *height*."""

    width: int
    height: float
    ground: float
    is_narrow: bool
    """Whether labels stand above their strips, in place of before them."""
    ticks: tuple[tuple[float, str], ...]
    strips: tuple[Laid, ...]
    thick: float = 12.0


def laid(strips: Sequence[Strip], axis: Axis, width: int) -> Picture:
    """Return *strips* along *axis*, one under the other, in a picture of that *width*."""
    is_narrow = width < _LABELS * 2
    longest = max(breadth(each.label) for each in strips) * _CHARACTER + 16
    left, step = (8.0, 40.0) if is_narrow else (min(longest, _LABELS), 22.0)
    ground = _TOP + step * len(strips)
    room = int((width - 16 if is_narrow else left - 14) / _CHARACTER)
    across = Scale(axis.low, axis.high, left, width - _NOTES)
    return Picture(
        width,
        ground + _BOTTOM,
        ground,
        is_narrow,
        tuple((across(place), text) for place, text in axis.ticks),
        tuple(_laid(each, across, _TOP + step * (number + 1), room, is_narrow) for number, each in enumerate(strips)),
    )


def _laid(strip: Strip, across: Scale, bottom: float, room: int, is_narrow: bool) -> Laid:
    """Return *strip* where the row ends at *bottom*, its label cut to *room* Latin characters."""
    x = across(strip.begin)
    width = round(max(across(strip.end) - x, _THIN), 1)
    label_x, label_y = (across.start, bottom - 22) if is_narrow else (across.start - 8, bottom - 7)
    return Laid(strip, cut(strip.label, room), label_x, label_y, x, bottom - 17, width, round(x + width + 6, 1))


def cut(text: str, room: int) -> str:
    """Return *text*, shortened to *room* Latin characters, of which a Chinese one takes two."""
    if breadth(text) <= room:
        return text
    while text and breadth(text) > room - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def breadth(text: str) -> int:
    """Return how many Latin characters *text* is as broad as."""
    return len(text.encode("gb18030", "replace"))
