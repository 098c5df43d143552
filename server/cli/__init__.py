"""The command `lexwire`."""

from importlib.metadata import version

import click

from . import adding, extracting, querying, releases, reviewing, serving


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("lexwire"))
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def main(debug: bool) -> None:
    """Build, check, query and serve the knowledge graph of cybercrime and personal-information law.

    Exit codes: 0 done, 1 the data has problems, 2 usage.
    """


for each in (
    releases.build,
    releases.check,
    serving.serve,
    serving.settings,
    querying.query,
    releases.dump,
    extracting.extract,
    adding.add,
    reviewing.review,
    releases.schema,
):
    main.add_command(each)


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell: `lexwire completion bash >> ~/.bashrc`."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found:
        click.echo(found(main, {}, "lexwire", "_LEXWIRE_COMPLETE").source())
