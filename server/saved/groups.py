"""Strips in groups, each with its own axis, for broad and for narrow screens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ..charts import seen
from .strips import NARROW, WIDE, Axis, Picture, Strip, laid

STRIPS: Final = 40
"""Rows that bars or times are drawn for; the table has all."""


@dataclass(frozen=True, slots=True)
class Group:
    """What may be held against each other: what it has in common, and its picture for broad and for narrow screens."""

    caption: str
    pictures: tuple[tuple[str, Picture], ...]


@dataclass(frozen=True, slots=True)
class Strips:
    """Bars or times in groups, which ways of drawing are in use, and how many rows are not shown."""

    groups: tuple[Group, ...]
    looks: tuple[str, ...]
    """None where all are exact and printed, which needs no key."""
    beyond: int


def drawings(strips: Sequence[Strip], axis: Axis) -> tuple[tuple[str, Picture], ...]:
    """Return the pictures of *strips* along *axis*."""
    return tuple((name, laid(strips, axis, width)) for name, width in {"wide": WIDE, "narrow": NARROW}.items())


def looks(strips: Iterable[Strip]) -> tuple[str, ...]:
    """Return the ways of drawing that a reader of *strips* needs to be told."""
    found = seen((each.look, each.is_computed) for each in strips)
    return () if found == ("exact",) else found
