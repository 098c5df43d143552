"""Asking a release from the command line: a saved query by name, or SPARQL in a file."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from rich.console import Console
from rich.table import Table as Grid

from lexwire.graph.problems import UsageError
from lexwire.queries import Query, catalogue, load

from .engine import Engine, Question
from .formats import BY_NAME, GRAPHS, RESULTS, Wanted
from .service import opened
from .settings import Settings
from .tables import table

ROWS_SHOWN = 200


def ask(query: Query, values: dict[str, str], data: Path, format_name: str | None) -> Iterator[bytes]:
    """Return the answer as bytes, in the format called *format_name*, else JSON or Turtle.

    Raises UsageError where the format is unknown, QueryError where a parameter is wrong, QueryRefused where the query
    is.
    """
    if format_name is not None and format_name not in BY_NAME:
        raise UsageError(f"The format {format_name!r} is unknown; ask for one of {', '.join(BY_NAME)}.")
    format_ = BY_NAME.get(format_name or "")
    wanted = (
        Wanted(format_ if format_ in RESULTS else None, format_ if format_ in GRAPHS else None)
        if format_
        else Wanted(RESULTS[0], GRAPHS[0])
    )
    return _engine(data).run(Question(query.bind(values), wanted)).chunks


def shown(query: Query, values: dict[str, str], data: Path) -> None:
    """Print the answer of a SELECT or ASK as a table, any other as Turtle."""
    text = query.bind(values)
    engine = _engine(data)
    if query.form in {"construct", "describe"}:
        Console().print(
            engine.run(Question(text, Wanted(None, GRAPHS[0]))).read().decode(), highlight=False, markup=False
        )
        return
    answer = table(engine, text, ROWS_SHOWN)
    grid = Grid(*answer.columns, header_style="bold")
    for row in answer.rows:
        grid.add_row(*(cell.text for cell in row))
    Console().print(grid)
    more = f" (the first {len(answer.rows)} shown)" if len(answer.rows) < answer.total else ""
    Console(stderr=True).print(f"{answer.total} rows{more}")


def _engine(data: Path) -> Engine:
    """Return an engine for one question, which may take its time."""
    return opened(Settings(str(data), query_workers=1, query_seconds=3600.0, cache_megabytes=0)).engine


def found(name_or_file: str, known: Mapping[str, Query] | None = None) -> Query:
    """Return the query of that name among the *known* ones, default the catalogue, or the one in the file.

    Raises UsageError where there is neither, QueryError where it is wrong.
    """
    known = catalogue() if known is None else known
    if name_or_file in known:
        return known[name_or_file]
    if not Path(name_or_file).is_file():
        near = get_close_matches(name_or_file, known, 3)
        hint = f"did you mean {' or '.join(near)}?" if near else "the page /queries lists all."
        raise UsageError(f"There is no saved query and no file {name_or_file!r}; {hint}")
    return load(Path(name_or_file))
