"""A panel as shapes: each figure lies over its period at the height of its value, and its comparator can be seen.

Exact figures are solid bars.  About and nearly are light bars with a dashed edge.  More than and at least are an edge
with open room above it, less than and at most one with open room below.  Nothing joins two figures.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from .looks import LOOKS
from .numbers import compact
from .panels import Panel, Point
from .scales import Scale, day_number, ticks, year_ticks

WIDE, NARROW = 620, 340
_THICK, _ROOM, _ABOVE, _BELOW, _LEFT, _CHARACTER = 10.0, 13.0, 38.0, 24.0, 56.0, 7.4


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure: where its bar lies, in units of the picture, and what it tells and leads to."""

    x: float
    y: float
    """The height of the value itself, which is the middle of the bar."""
    width: float
    thick: float
    look: str
    point: Point
    label_x: float | None = None
    """Where the printed words begin; None where they would cover others."""
    label_y: float = 0.0

    @property
    def room(self) -> float:
        """Return where the open room begins, from above."""
        return round(self.y - _ROOM if self.look == "above" else self.y, 1)

    @property
    def arrow(self) -> str:
        """Return the path of the arrow that tells on which side of the edge the truth lies."""
        way = -1 if self.look == "above" else 1
        middle, tip = round(self.x + self.width / 2, 1), round(self.y + way * (_ROOM + 3), 1)
        return f"M{middle} {self.y} V{tip} m-4 {-way * 4} l4 {way * 4} l4 {-way * 4}"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A panel as shapes, in units of a picture that is *width* by *height*."""

    width: int
    height: float
    left: float
    right: float
    ground: float
    levels: tuple[tuple[float, str], ...]
    """Height and text of each line across."""
    years: tuple[tuple[float, str], ...]
    """Place and text of each year that begins."""
    marks: tuple[Mark, ...]


def drawn(panel: Panel, span: tuple[int, int], width: int, language: str, sign: str = "") -> Drawing:
    """Return *panel* over the years of *span* (the first, and the one after the last) in a picture of that *width*."""
    tall = 60.0 if len(panel.points) == 1 else 120.0 if len(panel.points) < 6 else 190.0
    values = [point.value for point in panel.points]
    levels = ticks(min(values), max(values), 2 if tall < 100 else 4)
    left = max([_LEFT, *(12 + _breadth(compact(each, language, sign)) for each in levels)])
    across = Scale(*span, left, width - 12)
    up = Scale(levels[0], levels[-1], _ABOVE + tall, _ABOVE)
    marks = _labelled([mark for group in _grouped(panel.points) for mark in _marks(group, across, up)], width)
    return Drawing(
        width,
        _ABOVE + tall + _BELOW,
        round(left, 1),
        across.end,
        up(levels[0]),
        tuple((up(each), compact(each, language, sign)) for each in levels),
        tuple((across(year), str(year)) for year in year_ticks(*span, int((width - left) // 48))),
        tuple(marks),
    )


def _grouped(points: Iterable[Point]) -> Iterable[list[Point]]:
    """Return the points that would lie exactly on each other, together."""
    ordered = sorted(points, key=lambda each: (each.start, each.end, each.value, each.href))
    return [list(each) for _, each in groupby(ordered, key=lambda each: (each.start, each.end, each.value))]


def _marks(group: list[Point], across: Scale, up: Scale) -> Iterable[Mark]:
    """Yield the marks of figures with the same value and period: bars share the thickness of one.

    The edge of an open bound stays where its value is.
    """
    thick = max(_THICK / len(group), 1.5)
    for number, point in enumerate(group):
        begin, end = across(day_number(point.start)), across(day_number(point.end) + 1 / 366)
        x = min(begin, across.end - 4)
        look = LOOKS.get(point.comparator, "exact")
        offset = 0.0 if look in {"above", "below"} else (number - (len(group) - 1) / 2) * thick
        yield Mark(x, round(up(point.value) + offset, 1), round(max(end - begin, 4), 1), round(thick, 1), look, point)


def _labelled(marks: list[Mark], width: float) -> Iterable[Mark]:
    """Yield *marks* with their printed words above the bars, as long as these cover no other words."""
    taken: list[tuple[float, float, float]] = []
    for mark in marks:
        long = _breadth(mark.point.label)
        x = max(min(mark.x, width - long - 4), 4)
        y = mark.y - (_ROOM + 8 if mark.look == "above" else _THICK / 2 + 5)
        if any(x < end and start < x + long and abs(y - height) < 15 for start, end, height in taken):
            yield mark
            continue
        taken.append((x, x + long, y))
        yield Mark(mark.x, mark.y, mark.width, mark.thick, mark.look, mark.point, round(x, 1), round(y, 1))


def _breadth(text: str) -> float:
    """Return about how broad *text* is; a Chinese character takes the room of two others, as in its old encoding."""
    return _CHARACTER * len(text.encode("gb18030", "replace"))
