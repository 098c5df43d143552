"""The shape of the ontology at one look: its classes as boxes, and the properties that join them as arrows.

Where a box stands is chosen by hand, so that no two arrows cross; all else is computed.
"""

from dataclasses import dataclass
from typing import Final

PLACES: Final = {
    "Article": (0, 0),
    "Statement": (1, 0),
    "Actor": (2, 0),
    "Mention": (0, 1),
    "Statistic": (1, 1),
    "Event": (2, 1),
    "Crime": (1, 2),
    "Law": (2, 2),
}
"""Column and row of each class."""
JOINED: Final = (
    ("Mention", "nif:referenceContext", "Article"),
    ("Statement", "gaf:denotedBy", "Mention"),
    ("Statistic", "gaf:denotedBy", "Mention"),
    ("Statement", "lw:speaker", "Actor"),
    ("Statement", "lw:conveys", "Statistic"),
    ("Statistic", "lw:reportedBy", "Actor"),
    ("Statistic", "lw:crime", "Crime"),
    ("Event", "lw:performedBy", "Actor"),
    ("Event", "lw:measuredBy", "Statistic"),
    ("Event", "schema:about", "Crime"),
    ("Event", "lw:concernsLaw", "Law"),
)
"""The arrows: from which class, by which property, to which class."""
_ACROSS, _DOWN, _WIDE, _TALL, _EDGE = 178, 100, 90, 38, 8
WIDTH: Final = 2 * _ACROSS + _WIDE + 2 * _EDGE
HEIGHT: Final = 2 * _DOWN + _TALL + 2 * _EDGE


@dataclass(frozen=True, slots=True)
class Box:
    """A class in the picture, whose left upper corner is at *x* and *y*."""

    name: str
    x: int
    y: int
    width: int = _WIDE
    height: int = _TALL

    @property
    def middle(self) -> tuple[float, float]:
        """Return the point in the middle."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """A property in the picture: a line from edge to edge, and its name on it."""

    name: str
    """With its prefix."""
    start: tuple[float, float]
    end: tuple[float, float]

    @property
    def named_at(self) -> tuple[float, float]:
        """Return where the name stands: in the middle, or nearer to the start of a slanting line, away from others."""
        is_slanting = self.start[0] != self.end[0] and self.start[1] != self.end[1]
        part = 0.32 if is_slanting else 0.5
        (x, y), (to_x, to_y) = self.start, self.end
        return round(x + part * (to_x - x), 1), round(y + part * (to_y - y), 1)


def boxes() -> list[Box]:
    """Return the classes, from the left upper one on."""
    return [Box(name, _EDGE + column * _ACROSS, _EDGE + row * _DOWN) for name, (column, row) in PLACES.items()]


def arrows() -> list[Arrow]:
    """Return the properties as lines between the edges of their boxes."""
    at = {box.name: box for box in boxes()}
    return [Arrow(name, _edge(at[start], at[end]), _edge(at[end], at[start])) for start, name, end in JOINED]


def _edge(box: Box, other: Box) -> tuple[float, float]:
    """Return where the line from the middle of *box* to that of *other* leaves *box*."""
    (x, y), (to_x, to_y) = box.middle, other.middle
    across, down = to_x - x, to_y - y
    part = min(
        box.width / 2 / abs(across) if across else float("inf"), box.height / 2 / abs(down) if down else float("inf")
    )
    return round(x + part * across, 1), round(y + part * down, 1)
