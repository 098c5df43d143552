"""What the columns of an answer hold, as far as a picture needs to know: texts, numbers, days, and what is counted."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Final

from ..tables import Cell

Row = Mapping[str, Cell]
MEASURED: Final = frozenset({"indicator", "measure", "counted", "unit", "currency", "place", "area"})
"""Columns that say what a figure counts, in which unit and where."""
PERIOD: Final = frozenset({"start", "end"})
APART: Final = MEASURED | PERIOD | {"crime", "offence"}
"""Columns in which figures must be alike to be held against each other."""
ASIDE: Final = PERIOD | {
    "value", "comparator", "lower", "upper", "printed", "formula", "input", "inputPrinted", "baselineStart",
    "baselineEnd", "periodText", "basis", "reporter", "source", "code", "article", "words", "review", "confidence",
}  # fmt: skip
"""Columns of a figure that do not tell what it counts."""
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}(T.*)?")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?([eE][+-]?[0-9]{1,2})?")


def by_name(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[dict[str, Cell]]:
    """Return each of *rows* with its cells by column."""
    return [dict(zip(columns, row, strict=True)) for row in rows]


def spoken(column: str) -> str:
    """Return the name of a *column* as words: ``baselineStart`` as "baseline start"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", column).lower()


def days(columns: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Return the columns that hold days, months or years, and nothing else."""
    return [name for name in columns if _holds(rows, name, _DAY) and not _is_count(rows, name)]


def numbers(columns: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Return the columns that hold numbers and nothing else."""
    dated = days(columns, rows)
    return [name for name in columns if name not in dated and _holds(rows, name, _NUMBER)]


def alike(row: Row, columns: Sequence[str], alone: str) -> tuple[str, ...]:
    """Return what the row of a figure must share with others to be held against them.

    What it leaves open, such as the place, it shares with the figures of its article only or, where the columns do not
    tell that, with those that have its *alone*.
    """
    article = text_of(row, "article") or alone
    return tuple(row[name].iri or row[name].text or article for name in columns)


def text_of(row: Row, name: str) -> str:
    """Return the text of a cell; none where there is no such column."""
    return row[name].text if name in row else ""


def _holds(rows: Sequence[Row], name: str, wanted: re.Pattern[str]) -> bool:
    cells = [row[name] for row in rows if row[name].text]
    return bool(cells) and all(cell.iri is None and wanted.fullmatch(cell.text) for cell in cells)


def _is_count(rows: Sequence[Row], name: str) -> bool:
    """Return whether all that could be years may be numbers as well; a column of days tells more than its year."""
    return all(len(row[name].text) <= 4 for row in rows)


def day_of(cell: Cell | None) -> dt.date | None:
    """Return the day in *cell*, the first one of a month or a year; None where there is none."""
    text = cell.text[:10] if cell else ""
    try:
        return dt.date.fromisoformat(f"{text}-01-01"[:10]) if text else None
    except ValueError:
        return None
