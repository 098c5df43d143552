"""Figures over time, one plate for those whose rows tell the same of what they count."""

from collections.abc import Callable, Sequence
from typing import Final

from ..charts import Drawing, Panel, Point, drawn, panels, seen, years
from ..charts.drawing import NARROW, WIDE
from ..language import language
from ..things.figures import MOST_PANELS, Chart, Plate
from .columns import ASIDE, Row, alike, text_of
from .terms import Terms, days_of

FIGURE: Final = frozenset({"start", "end", "value"})
"""Columns that a figure over time needs."""


def figures(columns: Sequence[str], rows: Sequence[Row], meant: Terms, href: Callable[[int], str]) -> Chart | None:
    """Return *rows* over time; None where none of them has a value and a period."""
    telling = [name for name in columns if name not in ASIDE]
    made = {href(number): (row, _point(telling, row, meant, href(number))) for number, row in enumerate(rows, 1)}
    points = [point for _row, point in made.values() if point]
    groups = panels(points)[:MOST_PANELS]
    if not groups:
        return None
    shown = [point for panel in groups for point in panel.points]
    plates = tuple(_plate(panel, years(shown), made[panel.points[0].href][0], telling, meant) for panel in groups)
    marks = [mark for plate in plates for mark in plate.pictures[0][1].marks]
    looks = seen((mark.look, mark.point.is_computed) for mark in marks)
    return Chart(plates, looks, len(shown), len(rows) - len(points), len(points) - len(shown))


def _plate(panel: Panel, span: tuple[int, int], row: Row, telling: Sequence[str], meant: Terms) -> Plate:
    """Return the plate of *panel*, all of whose figures count what that of *row* does."""
    sizes = {"wide": WIDE, "narrow": NARROW}
    drawings: list[tuple[str, Drawing]] = [
        (name, drawn(panel, span, width, language(), meant.sign(row))) for name, width in sizes.items()
    ]
    return Plate(meant.caption(row, telling), tuple(drawings))


def _point(telling: Sequence[str], row: Row, meant: Terms, href: str) -> Point | None:
    found = days_of(row, "start", "end")
    if not found or not row["value"].text:
        return None
    printed, label = text_of(row, "printed"), meant.marked(row, "value")
    is_shown = 0 < len(printed) <= 24
    spoken = row["printed"].language if is_shown else None
    return Point(
        float(row["value"].text),
        meant.comparator(row),
        *found,
        f"{meant.told(row, 'value')}, {meant.when(row)}",
        printed if is_shown else label,
        href,
        alike(row, telling, href),
        meant.is_computed(row),
        spoken if spoken != language() else None,
    )
