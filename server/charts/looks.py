"""How figures look in charts, by their comparator, and which looks a reader needs to be told."""

from collections.abc import Iterable
from typing import Final

LOOKS: Final = {"about": "about", "nearly": "about", "more-than": "above", "at-least": "above"} | {
    "less-than": "below",
    "at-most": "below",
}
"""How a figure is drawn by its comparator; any other is drawn as exact."""
_ORDER: Final = ("exact", "about", "above", "below", "computed")


def seen(figures: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    """Return the ways of drawing that can be seen of *figures*: how each is drawn, and whether it is computed.

    A computed bar looks computed before all else; a computed bound has its edge and its arrow as well.
    """
    found = {
        look
        for drawn, is_computed in figures
        for look in (drawn, "computed" if is_computed else drawn)
        if not is_computed or look not in {"exact", "about"}
    }
    return tuple(look for look in _ORDER if look in found)
