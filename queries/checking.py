"""What a query answers, held against what its file promises, and whether the file is fit to be published."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import QueryBoolean, QuerySolutions, Store

from .header import LANGUAGES, Row
from .query import Query

_DAY: Final = re.compile(r"-?[0-9]{4}(-[0-9]{2}){0,2}(T.*)?")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as expectations write it."""

    columns: tuple[str, ...]
    """The variables of a SELECT, in order."""
    rows: tuple[Row, ...]
    """Solutions; the triples of a graph; one row for a yes or no."""


def answer(query: Query, store: Store, values: Mapping[str, str] | None = None, union: bool = False) -> Answer:
    """Return what *query* with *values*, else its defaults, answers over *store*; with *union* over its named graphs.

    Raises QueryError where a value is wrong, and what the store raises.
    """
    found = store.query(query.bind(values or {}), use_default_graph_as_union=union)
    if isinstance(found, QueryBoolean):
        return Answer((), (("true" if found else "false",),))
    if isinstance(found, QuerySolutions):
        columns = tuple(variable.value for variable in found.variables)
        return Answer(columns, tuple(tuple(map(query.shown, row)) for row in found))
    return Answer((), tuple(tuple(map(str, triple)) for triple in found))


def size(query: Query, store: Store) -> int:
    """Return how many rows, or triples, *query* with its defaults has over *store*; one for a yes or no."""
    found = store.query(query.bind({}))
    return 1 if isinstance(found, QueryBoolean) else sum(1 for _ in found)


def difference(query: Query, found: Answer) -> str | None:
    """Return in one sentence the first thing in which *found* is not what *query* promises; None where it keeps it."""
    expect = query.expect
    if expect.rows is None:
        return f"{query.name}: the header promises no number of rows; let --update write expect."
    if found.columns != expect.columns:
        return f"{query.name}: the columns are {_listed(found.columns)}, and not {_listed(expect.columns)}."
    if len(found.rows) != expect.rows:
        return f"{query.name}: there are {len(found.rows)} rows, and not {expect.rows}."
    return None if expect.result is None else _different_rows(query, found.rows, expect.result)


def _different_rows(query: Query, found: tuple[Row, ...], promised: tuple[Row, ...]) -> str | None:
    if missing := list((Counter(promised) - Counter(found)).elements()):
        return f"{query.name}: the row {_listed(missing[0])} is promised, and is not there."
    if more := list((Counter(found) - Counter(promised)).elements()):
        return f"{query.name}: the row {_listed(more[0])} is there, and is not promised."
    if "ORDER BY" not in query.body.upper():
        return None
    pairs = enumerate(zip(found, promised, strict=True), 1)
    return next(
        (f"{query.name}: row {n} is {_listed(one)}, and not {_listed(two)}." for n, (one, two) in pairs if one != two),
        None,
    )


def _listed(cells: Row) -> str:
    return "[" + ", ".join("null" if cell is None else cell for cell in cells) + "]"


def faults(query: Query, found: Answer) -> Iterator[str]:
    """Yield in one sentence each what keeps *query*, which answers *found*, from being published."""
    texts = {"title": query.title, "description": query.description}
    texts |= {f"label of {name}": each.label for name, each in query.parameters.items()}
    for name, text in texts.items():
        for language in LANGUAGES:
            if not text.get(language):
                yield f"{query.name}: the {name} has no text in {language}; add one."
    if (misfit := _misfit(query, found)) is not None:
        yield f"{query.name}: the view {query.view} {misfit}; choose another view."


def _misfit(query: Query, found: Answer) -> str | None:
    """Return what the view of *query* lacks in the answer *found*; None where it fits or nothing was found."""
    if query.view == "table" or not found.rows:
        return None
    if query.view == "graph":
        is_graph = query.form in {"construct", "describe"} or len(found.columns) > 1
        return None if is_graph else "needs a graph, or two columns that it joins"
    wanted, kind = (_DAY, "dates") if query.view == "timeline" else (_NUMBER, "numbers")
    is_there = len(found.columns) > 1 and any(_holds(column, wanted) for column in zip(*found.rows, strict=True))
    return None if is_there else f"needs a column of {kind} beside another"


def _holds(column: Row, wanted: re.Pattern[str]) -> bool:
    """Return whether *column* has values, and all of them look like *wanted*."""
    values = [cell for cell in column if cell is not None]
    return bool(values) and all(wanted.fullmatch(cell) for cell in values)
