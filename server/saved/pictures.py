"""The picture of an answer, as the view of its query asks for one and its columns allow it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lexwire.graph.namespaces import BASE, SKOS
from lexwire.queries import Query

from ..answering import rows as solutions
from ..charts import Drawing, Point, compact, drawn, panels, years
from ..charts.drawing import NARROW as SLIM
from ..charts.drawing import WIDE as BROAD
from ..charts.scales import day_number, ticks, year_ticks
from ..language import decimal, language
from ..tables import Table
from ..things import Name
from ..things.facts import interval
from ..things.figures import MOST_PANELS, Chart, Plate
from .columns import Row, by_name, day_of, days, numbers
from .strips import NARROW, WIDE, Axis, Picture, Strip, laid

MOST: Final = 500
"""Rows that are looked at for a picture."""
STRIPS: Final = 40
"""Rows that bars or times are drawn for; the table has all."""
_FIGURE: Final = {"start", "end", "value"}
_ASIDE: Final = _FIGURE | {"comparator", "printed", "reporter", "code", "article", "review", "confidence"}
"""Columns that do not tell what a figure counts."""
_EXACT: Final = "exact"

Href = Callable[[int], str]
"""Where the row of a number is, counted from 1."""


@dataclass(frozen=True, slots=True)
class Strips:
    """Bars or times for broad and for narrow screens, and how many rows they do not show."""

    pictures: tuple[tuple[str, Picture], ...]
    beyond: int
    has_notes: bool
    """Whether numbers stand behind the strips."""


def picture(query: Query, found: Table, names: Mapping[str, Name], href: Href) -> Chart | Strips | None:
    """Return the picture of the rows *found*, whose IRIs have *names*; None where the table says it better.

    Raises EngineError.
    """
    rows = by_name(found.columns, found.rows)
    if query.view == "timeline" and set(found.columns) >= _FIGURE:
        return _figures(found.columns, rows, href)
    draw = {"timeline": _times, "bar": _bars}.get(query.view)
    return draw(found.columns, rows, _Labels(names), href) if draw and rows else None


@dataclass(frozen=True, slots=True)
class _Labels:
    """What rows are called."""

    names: Mapping[str, Name]

    def of(self, row: Row, columns: Sequence[str]) -> str:
        """Return what the cells in *columns* say, joined."""
        cells = [row[name] for name in columns]
        texts = [self.names[cell.iri].text if cell.iri and cell.iri in self.names else cell.text for cell in cells]
        return " · ".join(dict.fromkeys(text for text in texts if text))


def _figures(columns: Sequence[str], rows: Sequence[Row], href: Href) -> Chart | None:
    keys = _comparators()
    made = [_point(columns, row, keys, href(number)) for number, row in enumerate(rows, 1)]
    points = [point for point in made if point]
    groups = panels(points)[:MOST_PANELS]
    if not groups:
        return None
    shown = [point for panel in groups for point in panel.points]
    sizes = {"wide": BROAD, "narrow": SLIM}
    plates, looks = [], set[str]()
    for panel in groups:
        drawings: list[tuple[str, Drawing]] = [
            (name, drawn(panel, years(shown), width, language())) for name, width in sizes.items()
        ]
        looks |= {mark.look for mark in drawings[0][1].marks}
        plates.append(Plate(" · ".join(filter(None, panel.alike)), tuple(drawings)))
    ordered = tuple(look for look in ("exact", "about", "above", "below") if look in looks)
    return Chart(tuple(plates), ordered, len(shown), len(rows) - len(points), len(points) - len(shown))


def _point(columns: Sequence[str], row: Row, keys: Mapping[str, str], href: str) -> Point | None:
    start, end = day_of(row["start"]), day_of(row["end"])
    if not start or not end or not row["value"].text:
        return None
    word = row["comparator"].text if "comparator" in row else ""
    told = row["printed"].text if "printed" in row else ""
    value = float(row["value"].text)
    read = decimal(value) if keys.get(word, _EXACT) == _EXACT else f"{word} {decimal(value)}"
    alike = tuple(row[name].text for name in columns if name not in _ASIDE)
    label = told if 0 < len(told) <= 24 else read
    return Point(
        value,
        keys.get(word, _EXACT),
        start,
        end,
        f"{told or read} ({read}), {interval(start, end)}",
        label,
        href,
        alike,
    )


def _comparators() -> dict[str, str]:
    """Return the comparators by what they are called in any language."""
    asked = f"SELECT ?x ?name {{ ?x {SKOS.inScheme} <{BASE}scheme/comparator> ; {SKOS.prefLabel} ?name }}"
    return {row["name"]["value"]: row["x"]["value"].rpartition("/")[2] for row in solutions(asked)}


def _times(columns: Sequence[str], rows: Sequence[Row], labels: _Labels, href: Href) -> Strips | None:
    dated = days(columns, rows)
    if not dated:
        return None
    first = "start" if "start" in dated else dated[0]
    last = "end" if "end" in dated else first
    before = columns[: min(map(columns.index, dated))]
    called = before or [name for name in columns if name not in {*dated, "code"}][:1]
    made = [_time(row, labels.of(row, called), (first, last), href(number)) for number, row in enumerate(rows, 1)]
    strips = [strip for strip in made if strip]
    if not strips:
        return None
    low, high = int(min(each.begin for each in strips)), int(max(each.end for each in strips)) + 1
    axis = tuple((float(year), str(year)) for year in year_ticks(low, high, 8))
    return _strips(strips, Axis(low, high, axis), len(rows))


def _time(row: Row, label: str, bounds: tuple[str, str], href: str) -> Strip | None:
    start, end = (day_of(row[name]) for name in bounds)
    if not start or not end or end < start:
        return None
    when = interval(start, end)
    return Strip(label, day_number(start), day_number(end) + 1 / 366, when, f"{label}: {when}", href)


def _bars(columns: Sequence[str], rows: Sequence[Row], labels: _Labels, href: Href) -> Strips | None:
    counted = numbers(columns, rows)
    if not counted:
        return None
    name = "value" if "value" in counted else counted[0]
    called = [each for each in columns[: columns.index(name)] if each not in counted]
    keys = _comparators() if "comparator" in columns else {}
    strips = [
        _bar(row, labels.of(row, called), name, keys, href(number))
        for number, row in enumerate(rows, 1)
        if row[name].text
    ]
    levels = ticks(min(each.begin for each in strips), max(each.end for each in strips), 4)
    axis = tuple((level, compact(level, language())) for level in levels)
    return _strips(strips, Axis(levels[0], levels[-1], axis), len(rows), has_notes=True)


def _bar(row: Row, label: str, name: str, keys: Mapping[str, str], href: str) -> Strip:
    value = float(row[name].text)
    word, unit = (row[each].text if each in row else "" for each in ("comparator", "unit"))
    told = [word if keys.get(word, _EXACT) != _EXACT else "", decimal(value)]
    note = " ".join(filter(None, told))
    title = " ".join(filter(None, [f"{label}:", note, unit]))
    return Strip(label, min(value, 0.0), max(value, 0.0), note, title, href)


def _strips(strips: Sequence[Strip], axis: Axis, of: int, has_notes: bool = False) -> Strips:
    """Return the picture of as many *strips* as it has room for, *of* how many rows."""
    sizes = {"wide": WIDE, "narrow": NARROW}
    drawings = tuple((name, laid(strips[:STRIPS], axis, width)) for name, width in sizes.items())
    return Strips(drawings, of - len(strips[:STRIPS]), has_notes)
