"""Charts of figures over time, as shapes that a template writes as SVG: no script draws them, no style is inline."""

from .drawing import Drawing, Mark, drawn
from .looks import LOOKS, seen
from .numbers import compact
from .panels import Panel, Point, panels, years

__all__ = ["LOOKS", "Drawing", "Mark", "Panel", "Point", "compact", "drawn", "panels", "seen", "years"]
