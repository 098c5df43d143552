"""What the columns of an answer hold, as far as a picture needs to know: texts, numbers, days."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from ..tables import Cell

Row = Mapping[str, Cell]
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
