"""Commands that serve a release: serve, settings."""

import sys
from pathlib import Path

import click

from ..settings.flags import settable
from ..settings.sources import Effective
from .options import default_workspace, plain_errors, progress


@click.command()
@plain_errors
@settable
def serve(found: Effective) -> None:
    """Serve the current release; build it first when there is none.

    Each setting is also a variable, as in LEXWIRE_QUERY_SECONDS, and a line of a file, as in query_seconds = 30.
    A flag counts more than a variable, and that more than the file.
    """
    from ..running import address_of, listening, run

    settings = found.settings
    if not settings.engine and not settings.load:
        _ensure_release(Path(settings.data))
    with listening(settings) as shared:
        click.echo(f"Lexwire serves {address_of(shared)} (stop with Ctrl+C)", err=True)
        run(settings, shared)


@click.command()
@click.option("--markdown", is_flag=True, help="Print the page of the documentation that explains the settings.")
@plain_errors
@settable
def settings(found: Effective, markdown: bool) -> None:
    """Show the settings that count for `lexwire serve`, and where each comes from: a table, or TOML in a pipe."""
    from ..settings import showing

    if markdown:
        click.echo(showing.markdown(), nl=False)
    elif sys.stdout.isatty():
        showing.table(found)
    else:
        click.echo(showing.toml(found), nl=False)


def _ensure_release(data: Path) -> None:
    """Build a release where there is none; raises LexwireError where what is there is none."""
    from lexwire.graph import release

    if not (data / "current").exists():
        from lexwire.graph import build as building
        from lexwire.graph.records import packaged

        with progress() as shown:
            building.build([packaged()], data, shown, workspace=default_workspace())
    release.current(data)
