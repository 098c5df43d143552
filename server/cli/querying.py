"""The command that asks saved queries, and helps their authors: query, query new, query test."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lexwire.graph.problems import UsageError

from .options import DATA, plain_errors

if TYPE_CHECKING:
    from ..testing import Outcome

QUERIES = click.option(
    "--queries",
    "folder_of_queries",
    type=click.Path(path_type=Path),
    help="Folder whose folders hold query files; the packaged ones when not given.",
)


class Asking(click.Group):
    """A group whose words are a query to ask where they begin with no command of it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command `run` before words that name none."""
        first = args[0] if args else "--help"
        if first not in self.commands and first not in ctx.help_option_names:
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group(cls=Asking)
def query() -> None:
    """Run a saved query, or the SPARQL in a file: `lexwire query NAME -p crime=hacking`; begin or test your own."""


@query.command()
@click.argument("name_or_file")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="Value of a parameter.")
@click.option(
    "--format",
    "format_name",
    help="json, xml, csv, tsv; ttl, nt, rdf, jsonld for graphs.  A table on a terminal when not given.",
)
@QUERIES
@DATA
@plain_errors
def run(
    name_or_file: str, params: tuple[str, ...], format_name: str | None, folder_of_queries: Path | None, data: Path
) -> None:
    """Run a saved query, or the SPARQL in a file, over the current release."""
    from lexwire.queries import collected

    from ..asking import ask, found, shown

    asked = found(name_or_file, collected(folder_of_queries) if folder_of_queries else None)
    values = dict(_pair(each) for each in params)
    if format_name is None and sys.stdout.isatty():
        shown(asked, values, data)
        return
    for chunk in ask(asked, values, data, format_name):
        sys.stdout.buffer.write(chunk)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"The parameter {text!r} has no value; write NAME=VALUE.")
    return name, value


@query.command()
@click.argument("name")
@click.option("--folder", required=True, help="Folder in which the query is listed, such as statistics.")
@click.option(
    "--queries",
    default="queries",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder of the folders; made where it is missing.",
)
@plain_errors
def new(name: str, folder: str, queries: Path) -> None:
    """Write the commented beginning of a query, which runs as it stands."""
    from lexwire.queries.authoring import begun

    path = begun(queries, folder, name)
    click.echo(f"{path} is written; when it asks what you mean, run:")
    click.echo(f"lexwire query test {name} --queries {queries} --update")


@query.command()
@click.argument("names", nargs=-1)
@click.option("--update", is_flag=True, help="Let the files promise what the queries answer now.")
@QUERIES
@DATA
@plain_errors
def test(names: tuple[str, ...], update: bool, folder_of_queries: Path | None, data: Path) -> None:
    """Run queries, default all, over the current release, and hold the answers against what their files promise.

    The catalogue shows rows and time of the packaged ones from then on.

    Exit code 1 where one breaks its promise, or is not fit to be published.
    """
    from .. import testing

    if update and not folder_of_queries:
        raise UsageError("The packaged queries are not written to; name a folder of your own with --queries.")
    chosen = testing.chosen(names, folder_of_queries)
    outcomes = testing.tested(chosen, data, folder_of_queries if update else None)
    if folder_of_queries is None:
        testing.noted(outcomes, data)
    _tell(outcomes)
    sys.exit(1 if any(each.faults for each in outcomes) else 0)


def _tell(outcomes: "list[Outcome]") -> None:
    """Print a table of *outcomes*, and below it each fault in a sentence."""
    from rich.console import Console
    from rich.table import Table

    grid = Table("query", "rows", "ms", "", header_style="bold")
    for each in outcomes:
        grid.add_row(each.name, f"{each.rows:,}", f"{each.milliseconds:.1f}", each.word)
    Console().print(grid)
    for each in outcomes:
        for fault in each.faults:
            click.echo(fault, err=True)
