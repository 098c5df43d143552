"""The command that reads articles: extract."""

import sys
from datetime import datetime
from pathlib import Path

import click

from lexwire.graph.problems import LexwireError

from .options import plain_errors


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="Day of publication, where no text tells it.")
@click.option("--model", help="Package or folder of the spaCy pipeline; the one of lexwire[extract] when not given.")
@click.option("-o", "--output", default=".", show_default=True, type=click.Path(path_type=Path), help="Folder to fill.")
@plain_errors
def extract(files: tuple[Path, ...], published: datetime | None, model: str | None, output: Path) -> None:
    """Find the facts in the texts of articles, and write a JSON file for each."""
    from lexwire.graph.extract import filing, syntax

    nlp, failed = syntax.pipeline(model) if model else syntax.pipeline(), 0
    for file in files:
        try:
            told, _ = filing.extracted(file, published.date() if published else None, nlp)
        except LexwireError as error:
            failed += 1
            click.echo(f"{file}: {error}", err=True)
            continue
        kinds = ", ".join(f"{len(found)} {kind}" for kind, found in told.items() if isinstance(found, list))
        click.echo(f"{filing.write(told, output)}: {kinds}")
    sys.exit(1 if failed else 0)
