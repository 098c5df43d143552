"""The command `lexwire`: build, check, serve, settings, query, dump."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import wraps
from importlib.metadata import version
from pathlib import Path
from typing import ParamSpec

import click

from lexwire.graph.problems import LexwireError, UsageError
from lexwire.queries import QueryError

from .engine import QueryRefused
from .settings.flags import settable
from .settings.sources import Effective

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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("lexwire"))
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def main(debug: bool) -> None:
    """Build, check, query and serve the knowledge graph of cybercrime and personal-information law.

    Exit codes: 0 done, 1 the data has problems, 2 usage.
    """


@main.command()
@RECORDS
@click.option(
    "--out", default="data", show_default=True, type=click.Path(path_type=Path), help="Folder of the releases."
)
@click.option("--jobs", type=click.IntRange(1, 256), help="Processes; one for each core when not given.")
@JSON
@plain_errors
def build(records: tuple[Path, ...], out: Path, jobs: int | None, as_json: bool) -> None:
    """Build a release from record files and make it current."""
    from time import perf_counter

    from lexwire.graph import build as building

    started = perf_counter()
    with _progress() as progress:
        report = building.build(_folders(records), out, progress, jobs)
    seconds = perf_counter() - started
    if as_json:
        click.echo(json.dumps(asdict(report) | {"seconds": round(seconds, 3)}, indent=2, ensure_ascii=False))
        return
    for warning in report.warnings[:20]:
        click.echo(warning, err=True)
    if len(report.warnings) > 20:
        click.echo(f"… and {len(report.warnings) - 20} more warnings; report.html in the release has all.", err=True)
    facts = ", ".join(f"{number:,} {kind}" for kind, number in report.facts.items())
    click.echo(f"{report.articles:,} articles: {facts}")
    click.echo(f"{report.quads:,} quads in {len(report.graphs):,} graphs, {report.triples:,} triples in their union")
    click.echo(f"Release {report.release} is current in {out} ({seconds:.1f} s).")


def _folders(records: tuple[Path, ...]) -> list[Path]:
    from lexwire.graph.records import packaged

    return list(records) or [packaged()]


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
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


@main.command()
@click.option(
    "--articles",
    type=click.Path(path_type=Path),
    help="Folder of the article texts, against which every span is proved.",
)
@RECORDS
@JSON
@plain_errors
def check(articles: Path | None, records: tuple[Path, ...], as_json: bool) -> None:
    """Check records against schema, texts and shapes, and the graph with HermiT where Java is present."""
    from lexwire.graph.review import reviewed

    review = reviewed(_folders(records), articles)
    if as_json:
        click.echo(json.dumps(asdict(review), indent=2, ensure_ascii=False, default=str))
    else:
        for line in [*review.problems, *review.warnings]:
            click.echo(line, err=True)
        counts = f"{len(review.problems)} problems, {len(review.warnings)} warnings"
        click.echo(f"{review.records} records, {review.spans:,} spans proved, {counts}.")
        click.echo(f"HermiT: {review.hermit}.")
    sys.exit(1 if review.problems else 0)


@main.command()
@plain_errors
@settable
def serve(found: Effective) -> None:
    """Serve the current release; build it first when there is none.

    Each setting is also a variable, as in LEXWIRE_QUERY_SECONDS, and a line of a file, as in query_seconds = 30.
    A flag counts more than a variable, and that more than the file.
    """
    from .running import address_of, listening, run

    settings = found.settings
    if not settings.engine and not settings.load:
        _ensure_release(Path(settings.data))
    with listening(settings) as shared:
        click.echo(f"Lexwire serves {address_of(shared)} (stop with Ctrl+C)", err=True)
        run(settings, shared)


@main.command()
@click.option("--markdown", is_flag=True, help="Print the page of the documentation that explains the settings.")
@plain_errors
@settable
def settings(found: Effective, markdown: bool) -> None:
    """Show the settings that count for `lexwire serve`, and where each comes from: a table, or TOML in a pipe."""
    from .settings import showing

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

        with _progress() as progress:
            building.build([packaged()], data, progress)
    release.current(data)


@main.command()
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
    from .asking import ask, shown

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


@main.command()
@click.option(
    "--format",
    "format_name",
    default="ttl",
    show_default=True,
    type=click.Choice(["ttl", "nt", "jsonld", "rdf", "trig", "nq"]),
)
@click.option("--graph", "graphs", multiple=True, help="IRI of a named graph to write; the whole when none.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; standard output when not given.")
@DATA
@plain_errors
def dump(format_name: str, graphs: tuple[str, ...], output: Path | None, data: Path) -> None:
    """Write the graph of the current release."""
    from lexwire.graph.writing import write_graph

    write_graph(data, format_name, graphs, output)


@main.command()
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


@main.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; standard output when not given.")
@plain_errors
def schema(output: Path | None) -> None:
    """Write the JSON Schema of record files."""
    from lexwire.graph.records import schema as text

    if output:
        output.write_text(text(), encoding="utf-8")
    else:
        click.echo(text(), nl=False)


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell: `lexwire completion bash >> ~/.bashrc`."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found:
        click.echo(found(main, {}, "lexwire", "_LEXWIRE_COMPLETE").source())


if __name__ == "__main__":
    main()
