"""Commands that answer queries over a release: serve, settings, query."""

import sys
from pathlib import Path

import click

from lexwire.graph.problems import UsageError

from ..settings.flags import settable
from ..settings.sources import Effective
from .options import DATA, default_workspace, plain_errors, progress


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


@click.command()
@click.argument("name_or_file")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="Value of a parameter.")
@click.option(
    "--format",
    "format_name",
    help="json, xml, csv, tsv; ttl, nt, rdf, jsonld for graphs.  A table on a terminal when not given.",
)
@DATA
@plain_errors
def query(name_or_file: str, params: tuple[str, ...], format_name: str | None, data: Path) -> None:
    """Run a saved query, or the SPARQL in a file, over the current release."""
    from ..asking import ask, shown

    values = dict(_pair(each) for each in params)
    if format_name is None and sys.stdout.isatty():
        shown(name_or_file, values, data)
        return
    for chunk in ask(name_or_file, values, data, format_name):
        sys.stdout.buffer.write(chunk)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"The parameter {text!r} has no value; write NAME=VALUE.")
    return name, value
