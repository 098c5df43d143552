"""Bars from zero: counts along one axis, figures in groups of those that may be held against each other."""

from collections.abc import Callable, Sequence
from typing import Final

from ..charts import compact
from ..charts.scales import ticks
from ..language import language
from ..things import Name
from ..things.figures import MOST_PANELS
from .columns import APART, MEASURED, PERIOD, Row, alike, numbers
from .groups import STRIPS, Group, Strips, drawings, looks
from .strips import Axis, Strip
from .terms import Terms

_FIGURES: Final = frozenset({"value", "comparator", "unit", "currency"})
"""Columns by which rows tell figures of the news; any others are counts of what the graph holds."""
_UNCALLED: Final = MEASURED | PERIOD | {"comparator", "baselineStart", "baselineEnd"}
"""Columns that call no bar."""


def bars(
    columns: Sequence[str],
    rows: Sequence[Row],
    label: Callable[[Row, Sequence[str]], Name],
    meant: Terms,
    href: Callable[[int], str],
) -> Strips | None:
    """Return *rows* as bars, each called what *label* makes of the columns before the number; None without numbers."""
    counted = numbers(columns, rows)
    if not counted:
        return None
    name = "value" if "value" in counted else counted[0]
    called = _called(columns, counted, columns.index(name))
    kept_apart = _apart(columns, called) if _FIGURES & set(columns) else []
    groups: dict[tuple[str, ...], list[tuple[Row, Strip]]] = {}
    for number, row in enumerate(rows, 1):
        if row[name].text:
            strip = _bar(row, label(row, called), name, meant, href(number))
            groups.setdefault(alike(row, kept_apart, href(number)), []).append((row, strip))
    shown = _shown(list(groups.values()))
    drawn = [_group(each, meant.caption(each[0][0], kept_apart), meant.sign(each[0][0])) for each in shown]
    strips = [strip for each in shown for _row, strip in each]
    return Strips(tuple(drawn), looks(strips), len(rows) - len(strips))


def _called(columns: Sequence[str], counted: Sequence[str], before: int) -> list[str]:
    """Return the columns that say what bars are called: those *before* the number, else the first that can."""
    texts = [name for name in columns if name not in counted]
    plain = [name for name in texts if name not in _UNCALLED]
    return [name for name in plain if columns.index(name) < before] or (plain or texts)[:1]


def _apart(columns: Sequence[str], called: Sequence[str]) -> list[str]:
    """Return the columns that keep figures apart: all measures, and what else bars are not *called* by."""
    return [name for name in columns if name in APART and (name in MEASURED or name not in called)]


def _bar(row: Row, label: Name, name: str, meant: Terms, href: str) -> Strip:
    value = float(row[name].text)
    title = ", ".join(filter(None, [f"{label.text}: {meant.told(row, name)}", meant.when(row)]))
    begin, end = min(value, 0.0), max(value, 0.0)
    note, look, is_computed = meant.marked(row, name), meant.look(row), meant.is_computed(row)
    return Strip(label.text, begin, end, note, title, href, look, is_computed, label.foreign)


def _shown(groups: Sequence[list[tuple[Row, Strip]]]) -> list[list[tuple[Row, Strip]]]:
    """Return as many of *groups*, and of what is in them, as a page has room for."""
    room, found = STRIPS, []
    for each in groups[:MOST_PANELS]:
        found.append(each[:room])
        room -= len(found[-1])
    return [each for each in found if each]


def _group(found: Sequence[tuple[Row, Strip]], caption: str, sign: str) -> Group:
    strips = [strip for _row, strip in found]
    levels = ticks(min(each.begin for each in strips), max(each.end for each in strips), 4)
    axis = tuple((level, compact(level, language(), sign)) for level in levels)
    return Group(caption, drawings(strips, Axis(levels[0], levels[-1], axis)))
