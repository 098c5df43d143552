"""Commands that make, prove and write releases: build, check, dump, schema."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from .options import DATA, JSON, RECORDS, WORKSPACE, default_workspace, folders, plain_errors, progress


@click.command()
@RECORDS
@click.option(
    "--out", default="data", show_default=True, type=click.Path(path_type=Path), help="Folder of the releases."
)
@click.option("--jobs", type=click.IntRange(1, 256), help="Processes; one for each core when not given.")
@WORKSPACE
@JSON
@plain_errors
def build(records: tuple[Path, ...], out: Path, jobs: int | None, workspace: Path | None, as_json: bool) -> None:
    """Build a release from record files and those of the workspace, and make it current."""
    from time import perf_counter

    from lexwire.graph import build as building

    started = perf_counter()
    with progress() as shown:
        report = building.build(folders(records), out, shown, jobs, workspace or default_workspace())
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


@click.command()
@click.option(
    "--articles",
    type=click.Path(path_type=Path),
    help="Folder of the article texts, against which every span is proved.",
)
@RECORDS
@WORKSPACE
@JSON
@plain_errors
def check(articles: Path | None, records: tuple[Path, ...], workspace: Path | None, as_json: bool) -> None:
    """Check records against schema, texts and shapes, and the graph with HermiT where Java is present."""
    from lexwire.graph.review import reviewed

    review = reviewed(folders(records), articles, workspace or default_workspace())
    if as_json:
        click.echo(json.dumps(asdict(review), indent=2, ensure_ascii=False, default=str))
    else:
        for line in [*review.problems, *review.warnings]:
            click.echo(line, err=True)
        counts = f"{len(review.problems)} problems, {len(review.warnings)} warnings"
        click.echo(f"{review.records} records, {review.spans:,} spans proved, {counts}.")
        click.echo(f"HermiT: {review.hermit}.")
    sys.exit(1 if review.problems else 0)


@click.command()
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


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; standard output when not given.")
@plain_errors
def schema(output: Path | None) -> None:
    """Write the JSON Schema of record files."""
    from lexwire.graph.records import schema as text

    if output:
        output.write_text(text(), encoding="utf-8")
    else:
        click.echo(text(), nl=False)
