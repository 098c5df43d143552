"""The command with which a curator decides on facts: review."""

import webbrowser
from getpass import getuser
from pathlib import Path

import click

from lexwire.graph.problems import UsageError
from lexwire.graph.workspace.folder import DEFAULT, Folder

from .options import plain_errors


@click.command()
@click.argument("article")
@click.option(
    "--workspace",
    default=str(DEFAULT),
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder of records, texts and decisions.",
)
@click.option(
    "--port", default=0, type=click.IntRange(0, 65535), help="Port on this machine; any free one when not given."
)
@click.option("--by", help="Name under which facts are reviewed; that of your account when not given.")
@click.option("--browser/--no-browser", default=True, show_default=True, help="Open the page in a browser.")
@plain_errors
def review(article: str, workspace: Path, port: int, by: str | None, browser: bool) -> None:
    """Decide on the facts of ARTICLE on a page that only this machine reaches, and only with its secret address."""
    from lexwire.graph.workspace.decisions import torn

    from ..review.running import opened
    from ..review.seat import Seat

    folder = Folder(workspace)
    server, address = opened(Seat(folder, article, _name(by)), port)
    if told := torn(folder.decisions(article)):
        click.echo(told, err=True)
    click.echo(f"Lexwire reviews {article} at {address} (stop with Ctrl+C)", err=True)
    if browser:
        webbrowser.open(address)
    server.serve_forever()


def _name(by: str | None) -> str:
    """Return the name of the curator; raises UsageError where none is given and the account has none."""
    try:
        name = (by if by is not None else getuser()).strip()
    except (OSError, KeyError):
        name = ""
    if not name:
        raise UsageError("Nobody is named as the reviewer; give your name with --by.")
    return name
