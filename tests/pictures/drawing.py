"""Queries whose answers are drawn, and what is in a picture that was drawn."""

from collections.abc import Callable

from lexwire.queries import catalogue
from lexwire.server.saved.groups import Strips
from lexwire.server.saved.strips import Strip
from lexwire.server.things.figures import Chart

BARS, TIMES = catalogue()["speakers"], catalogue()["people-prosecuted-over-time"]
"""A query of each view; what is drawn hangs on the columns, not on the query."""
Draw = Callable[..., Strips | Chart | None]


def grouped(found: Strips | Chart | None) -> list[list[str]]:
    """Return what the strips of each group are called."""
    assert isinstance(found, Strips)
    return [[each.strip.label for each in group.pictures[0][1].strips] for group in found.groups]


def strips(found: Strips | Chart | None) -> list[Strip]:
    assert isinstance(found, Strips)
    return [each.strip for group in found.groups for each in group.pictures[0][1].strips]
