"""What several commands have in common: options, errors told in one sentence, bars of progress."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from lexwire.graph.problems import LexwireError, UsageError
from lexwire.queries import QueryError

from ..engine import QueryRefused

P = ParamSpec("P")
DATA = click.option(
    "--data", default="data", show_default=True, type=click.Path(path_type=Path), help="Folder of the releases."
)
RECORDS = click.option(
    "--records",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Folder of record files; the packaged ones when none.",
)
WORKSPACE = click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    help="Folder of added articles, which come in as they were decided; `workspace` where it exists and none is given.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")


def plain_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Turn our own errors into one sentence and an exit code: 1 for data, 2 for usage."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (LexwireError, QueryError, QueryRefused) as error:
            if click.get_current_context().find_root().params["debug"]:
                raise
            click.echo(str(error), err=True)
            sys.exit(1 if isinstance(error, LexwireError) and not isinstance(error, UsageError) else 2)

    return wrapped


def folders(records: tuple[Path, ...]) -> list[Path]:
    """Return the folders of records that were named, the packaged one when none was."""
    from lexwire.graph.records import packaged

    return list(records) or [packaged()]


def default_workspace() -> Path | None:
    """Return the workspace in the folder where the command runs, if there is one."""
    from lexwire.graph.workspace.folder import DEFAULT

    return DEFAULT if DEFAULT.is_dir() else None


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Give a progress callback that draws bars on a terminal and nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("{task.description:<9}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bars:
        tasks = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done)

        yield show
