"""The picture of an answer, as the view of its query asks for one and its columns allow it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lexwire.queries import Query

from ..charts.scales import day_number, year_ticks
from ..tables import Cell, Table
from ..things import Name
from ..things.figures import Chart
from .bars import bars
from .columns import Row, by_name, days, numbers
from .groups import STRIPS, Group, Strips, drawings, looks
from .points import FIGURE, figures
from .strips import Axis, Strip
from .terms import Terms, days_of, span, terms

MOST: Final = 500
"""Rows that are looked at for a picture."""

Href = Callable[[int], str]
"""Where the row of a number is, counted from 1."""


def picture(query: Query, found: Table, names: Mapping[str, Name], href: Href) -> Chart | Strips | None:
    """Return the picture of the rows *found*, whose IRIs have *names*; None where the table says it better.

    Raises EngineError.
    """
    rows, columns = by_name(found.columns, found.rows), found.columns
    if query.view not in {"timeline", "bar"} or not rows:
        return None
    meant = terms(columns, rows)
    if query.view == "bar":
        return bars(columns, rows, _Labels(names).of, meant, href)
    if set(columns) >= FIGURE and "value" in numbers(columns, rows):
        return figures(columns, rows, meant, href)
    return _times(columns, rows, _Labels(names), meant, href)


@dataclass(frozen=True, slots=True)
class _Labels:
    """What rows are called."""

    names: Mapping[str, Name]

    def of(self, row: Row, columns: Sequence[str]) -> Name:
        """Return what the cells in *columns* say, joined, in their language where they have but one."""
        parts = [part for part in (self._part(row[name]) for name in columns) if part.text]
        spoken = {part.language for part in parts if part.language}
        text = " · ".join(dict.fromkeys(part.text for part in parts))
        return Name(text, "", spoken.pop() if len(spoken) == 1 else None)

    def _part(self, cell: Cell) -> Name:
        known = self.names.get(cell.iri) if cell.iri else None
        return known or Name(cell.text, "", cell.language)


def _times(columns: Sequence[str], rows: Sequence[Row], labels: _Labels, meant: Terms, href: Href) -> Strips | None:
    dated = days(columns, rows)
    if not dated:
        return None
    first = "start" if "start" in dated else dated[0]
    last = "end" if "end" in dated else first
    before = columns[: min(map(columns.index, dated))]
    called = before or [name for name in columns if name not in {*dated, "code"}][:1]
    made = [_time(row, labels.of(row, called), (first, last), meant, href(n)) for n, row in enumerate(rows, 1)]
    strips = [strip for strip in made if strip]
    if not strips:
        return None
    low, high = int(min(each.begin for each in strips)), int(max(each.end for each in strips)) + 1
    axis = Axis(low, high, tuple((float(year), str(year)) for year in year_ticks(low, high, 8)))
    shown = strips[:STRIPS]
    return Strips((Group("", drawings(shown, axis)),), looks(shown), len(rows) - len(shown))


def _time(row: Row, label: Name, bounds: tuple[str, str], meant: Terms, href: str) -> Strip | None:
    found, when = days_of(row, *bounds), span(row, *bounds)
    if not found or not when:
        return None
    note, is_computed = meant.basis(row), meant.is_computed(row)
    title = f"{label.text}: {when}{meant.basis(row, ' (%s)')}"
    begin, end = day_number(found[0]), day_number(found[1]) + 1 / 366
    return Strip(label.text, begin, end, note, title, href, is_computed=is_computed, language=label.foreign)
