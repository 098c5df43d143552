"""The command that reads articles: extract."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lexwire.graph.problems import LexwireError

from .options import plain_errors
from .readers import reading

if TYPE_CHECKING:
    from lexwire.graph.collecting.order import Order, Show
    from lexwire.graph.reader import Reader


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="Day of publication, where no text tells it.")
@click.option(
    "--workers", type=click.IntRange(min=1), help="Processes on this machine; one for each core if not given."
)
@click.option("--cluster", metavar="tcp://...", help="Address of a Dask scheduler whose workers see the same files.")
@click.option("--format", "form", default="json", show_default=True, type=click.Choice(["json", "yaml"]))
@click.option("-o", "--output", default=".", show_default=True, type=click.Path(path_type=Path), help="Folder to fill.")
@plain_errors
@reading
def extract(
    reader: "Reader",
    paths: tuple[Path, ...],
    published: datetime | None,
    workers: int | None,
    cluster: str | None,
    form: str,
    output: Path,
) -> None:
    """Find the facts in the texts of articles, and write a file for each: JSON, or a record in YAML.

    A PATH is a text file, a web page, a web archive (WARC) or a folder of these. Text files alone are read one after
    the other; anything else is a collection, read by many processes. Run again after a kill, the command goes on.
    """
    day = published.date() if published else None
    if workers and cluster:
        raise click.UsageError("--workers and --cluster exclude each other.")
    if workers or cluster or not all(map(_is_text, paths)):
        from lexwire.graph.collecting.order import Order

        failed = _collection(Order(paths, output, day, reader, form), workers, cluster)
    else:
        failed = _one_by_one(reader, paths, day, output, form)
    sys.exit(1 if failed else 0)


def _is_text(path: Path) -> bool:
    from lexwire.graph.collecting.sources import kind_of

    return path.is_file() and kind_of(path) in ("text", None)


def _one_by_one(reader: "Reader", files: tuple[Path, ...], published: date | None, output: Path, form: str) -> int:
    """Extract text files in this process; return how many failed."""
    from lexwire.graph import filing

    failed = 0
    for file in files:
        try:
            filed = filing.extracted(file, published, reader)
        except LexwireError as error:
            failed += 1
            click.echo(f"{file}: {error}", err=True)
            continue
        kinds = ", ".join(
            f"{len(found)} {kind}" for kind, found in filing.plain(filed).items() if isinstance(found, list)
        )
        click.echo(f"{filing.write(filed, output, form)}: {kinds}")
        for remark in filed.remarks:
            click.echo(f"  {remark}")
    return failed


def _collection(order: "Order", workers: int | None, cluster: str | None) -> int:
    """Extract a collection with many processes; return how many of its pages failed."""
    from lexwire.graph.collecting import collection, crew

    opening = partial(crew.joined, cluster) if cluster else partial(crew.local, workers or crew.processes())
    with _bars() as show:
        report = collection.collected(order, opening, show)
    for where, why in report.failed:
        click.echo(f"{where}: {why}", err=True)
    click.echo(str(report))
    return len(report.failed)


@contextmanager
def _bars() -> "Iterator[Show]":
    """Give a progress callback that draws bars with rate and remaining time on a terminal, and nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    with Progress(
        TextColumn("{task.description:<10}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[pages]:,} done, {task.fields[rate]:,.1f} a second"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bars:
        tasks = {}

        def show(step: str, done: int, total: int, pages: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total, pages=0, rate=0.0)
            task = bars.tasks[tasks[step]]
            bars.update(tasks[step], completed=done, pages=pages, rate=pages / max(task.elapsed or 0, 0.1))

        yield show
