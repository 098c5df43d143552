"""The command that brings articles into the workspace: add."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lexwire.graph.problems import LexwireError

from .options import plain_errors
from .readers import reading

if TYPE_CHECKING:
    from lexwire.graph.reader import Reader


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--workspace",
    default="workspace",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of records to review; made where it is missing.",
)
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="Day of publication, where no text tells it.")
@plain_errors
@reading
def add(reader: "Reader", files: tuple[Path, ...], workspace: Path, published: datetime | None) -> None:
    """Extract the facts of articles into the workspace, and tell what needs to be looked at.

    A text that was added before replaces what was extracted from it; the decisions on it stay.
    """
    from lexwire.graph.workspace.adding import add as put
    from lexwire.graph.workspace.folder import Folder
    from lexwire.graph.workspace.standing import standing

    folder = Folder(workspace)
    there = standing(folder)
    for problem in there.problems:
        click.echo(problem, err=True)
    failed = len(there.problems)
    for file in files:
        try:
            found = put(file, published.date() if published else None, reader, folder, there)
        except LexwireError as error:
            failed += 1
            click.echo(f"{file}: {error}", err=True)
            continue
        there = there.after(found.record, file)
        kinds = ", ".join(f"{len(facts)} {kind}" for kind, facts in found.record.facts().items())
        click.echo(f"{found.path}: {'added' if found.is_new else 'replaced'}; {kinds}")
        for remark in found.remarks:
            click.echo(f"  {remark}")
    sys.exit(1 if failed else 0)
