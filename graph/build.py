"""Records → release: the whole run, streamed, so that memory does not grow with the number of articles."""

import datetime as dt
import heapq
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from pyoxigraph import Triple

from lexwire import ontology
from lexwire.queries import catalogue, examples

from . import answers, check, checks, cube, dump, infer, iris, metadata, part, records, release, store
from .agreement import Agreement
from .lexicon import scheme_graphs
from .namespaces import SKOS
from .pool import in_order, pool
from .problems import LexwireError, Problem, UsageError
from .turtle import turtle
from .workspace.desk import Desk

BATCH = 20
"""Records in a part: enough to share the cost of reading the ontology, few enough to keep memory low."""

Progress = Callable[[str, int, int], None]
"""Called with a step's name, how much of it is done, and how much there is."""


class Rejected(LexwireError):
    """The graph breaks its shapes, so no release was made."""

    def __init__(self, results: Iterable[check.Result]) -> None:
        """Keep the violations; the message is one line for each."""
        self.results = sorted(results)
        super().__init__("\n".join(map(str, self.results)))


@dataclass(slots=True)
class Report:
    """What a build made."""

    version: str
    modified: str
    articles: int
    facts: dict[str, int]
    triples: int
    quads: int
    graphs: dict[str, int]
    warnings: list[str]
    release: str = ""


@dataclass(slots=True)
class _Run:
    """A build on its way: where its lines are sorted, and what was counted so far."""

    folder: Path
    union: dump.Sorter
    derived: dump.Sorter
    inferred: dump.Sorter
    sizes: dict[str, int] = field(default_factory=dict)
    facts: Counter[str] = field(default_factory=Counter)
    results: set[check.Result] = field(default_factory=set)
    agreement: Agreement = field(default_factory=Agreement)
    modified: str = ""
    articles: int = 0
    asked: dict[str, checks.Asked] = field(default_factory=dict)
    added: str = ""
    """Authority lines of the workspace, as Turtle."""


def build(
    folders: Iterable[Path],
    out: Path,
    progress: Progress = lambda *_: None,
    jobs: int | None = None,
    workspace: Path | None = None,
) -> Report:
    """Build the release of the records in *folders* under *out* and make it current.

    *jobs* is the number of processes (default: one for each core). The records of a *workspace* come in as its curators
    decided them, and so do the names that they added to the authority files. Raises UsageError where there is no record
    or no such workspace, RecordError where a record is refused, Rejected where the graph breaks a shape, LexwireError
    where *out* cannot be written; the former release then stays current.
    """
    desk = Desk.of(workspace) if workspace else None
    files = records.paths([*folders, *(desk.folders() if desk else ())])
    if not files:
        raise UsageError("There is no record file (*.yaml) in the folders given; name another with --records.")
    jobs = (jobs or os.cpu_count() or 1) if len(files) > BATCH else 1
    with release.building(out) as folder, pool(jobs) as executor:
        run = _collected(files, folder / "work", executor, progress, desk)
        target = folder / "release"
        target.mkdir()
        report = _written(run, target, executor, progress)
        checks.note(_published(report, target, out), run.asked, dt.datetime.now(dt.UTC))
        return report


def _collected(
    files: list[Path], folder: Path, executor: Executor | None, progress: Progress, desk: Desk | None
) -> _Run:
    """Map all records; raises RecordError or Rejected where something is wrong in any of them."""
    union, derived, inferred = (dump.Sorter(folder / name) for name in ("union", "derived", "inferred"))
    run = _Run(folder, union, derived, inferred, added=desk.added if desk else "")
    batches = [files[i : i + BATCH] for i in range(0, len(files), BATCH)]
    problems: list[Problem] = []
    with (folder / "articles.nq").open("wb") as articles:
        for each in in_order(executor, partial(part.made, desk=desk), batches):
            problems += each.problems
            _take(run, each, articles.writelines)
            progress("articles", run.articles, len(files))
    if problems := problems + run.agreement.found():
        raise records.RecordError(problems)
    if violations := [each for each in run.results if each.is_violation]:
        raise Rejected(violations)
    return run


def _take(run: _Run, each: part.Part, write: Callable[[Iterable[bytes]], None]) -> None:
    """Take a part into the run."""
    for graph, lines in each.articles:
        run.sizes[graph] = len(lines)
        run.union.add(lines)
        write(dump.in_graph(lines, graph))
    for sorter, more in ((run.derived, each.derived), (run.inferred, each.inferred)):
        sorter.add(more)
        run.union.add(more)
    run.facts.update(each.facts)
    run.results |= each.results
    run.agreement.merge(each.agreement)
    run.modified = max(run.modified, each.modified)
    run.articles += len(each.articles)


def _written(run: _Run, target: Path, executor: Executor | None, progress: Progress) -> Report:
    """Write the files of the release to *target*."""
    fixed = {graph.value: dump.lines(dump.canonical(triples)) for graph, triples in scheme_graphs(run.added).items()}
    fixed[iris.graph("queries").value] = dump.lines(examples.triples(catalogue().values()))
    run.inferred.add(dump.lines(infer.background(run.added).inferred))
    run.union.add(dump.lines(infer.background(run.added).inferred))
    for graph, lines in fixed.items():
        run.sizes[graph] = len(lines)
        run.union.add(lines)
    for name in ("derived", "inferred"):
        run.sizes[iris.graph(name).value] = sum(1 for _ in getattr(run, name))
    counts = metadata.counted(run.union)
    sizes = dict(sorted(run.sizes.items()))
    meta = dump.lines(metadata.meta_triples(counts, sizes, _links(run.added), version("lexwire"), run.modified))
    quads = _write_quads(run, {**fixed, iris.graph("meta").value: meta})
    union = run.folder / "union.nt"
    triples = 0
    with union.open("wb") as file:
        for triples, (line, _) in enumerate(groupby(heapq.merge(run.union, meta)), 1):  # noqa: B007 (the last is the count)
            file.write(line)
    _write_dumps(quads, union, target, executor, progress)
    _write_reports(run, target)
    run.asked = answers.asked(store.read(target / "store"), sum(sizes.values()))
    (target / answers.NAME).write_bytes(answers.written(run.asked))
    return Report(
        version=version("lexwire"),
        modified=run.modified,
        articles=run.articles,
        facts=dict(run.facts),
        triples=triples,
        quads=sum(sizes.values()) + len(meta),
        graphs=sizes,
        warnings=[str(each) for each in sorted(run.results)],
    )


def _links(added: str) -> Iterator[Triple]:
    """Yield the statements of the authority files and schemes that lead to DBpedia."""
    for triples in scheme_graphs(added).values():
        for triple in triples:
            if triple.predicate in {SKOS.exactMatch, SKOS.closeMatch} and "dbpedia.org/" in str(triple.object):
                yield triple


def _write_quads(run: _Run, fixed: dict[str, list[bytes]]) -> Path:
    """Write all graphs as N-Quads, ordered by graph; return the file."""
    path = run.folder / "articles.nq"
    graphs: dict[str, Iterable[bytes]] = {
        **fixed,
        iris.graph("derived").value: run.derived,
        iris.graph("inferred").value: run.inferred,
    }
    with path.open("ab") as file:
        for graph in sorted(graphs):
            file.writelines(dump.in_graph(graphs[graph], graph))
    return path


def _write_dumps(quads: Path, union: Path, target: Path, executor: Executor | None, progress: Progress) -> None:
    """Write the store, the dump formats and the cube."""
    steps: list[Callable[[], object]] = [partial(store.write, quads, union, target / "store")]
    steps += [partial(dump.write, form.name, quads if form.has_graphs else union, target) for form in dump.FORMS]
    for done, _ in enumerate(in_order(executor, _call, steps), 1):
        progress("files", done, len(steps) + 1)
    (target / "cube.ttl").write_bytes(cube.written(store.read(target / "store")))
    progress("files", len(steps) + 1, len(steps) + 1)


def _call(step: Callable[[], object]) -> None:
    step()


def _write_reports(run: _Run, target: Path) -> None:
    """Write the validation reports, and the ontology's own files beside the dumps."""
    (target / "report.ttl").write_bytes(check.report_turtle(run.results))
    (target / "report.html").write_bytes(check.report_page(run.results))
    for name in ("shapes.ttl", "context.jsonld"):
        (target / name).write_text(ontology.read(name), encoding="utf-8")


def _published(report: Report, target: Path, out: Path) -> release.Release:
    """Describe the files, seal the release and make it current."""
    contents = {key: value for key, value in asdict(report).items() if key != "release"}
    (target / "build.json").write_text(json.dumps(contents, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    report.release = release.name(target, report.version)
    files = [
        metadata.File(path.name, _media_type(path.name), path.stat().st_size, release.sha256(path))
        for path in sorted(target.iterdir())
        if path.is_file()
    ]
    triples = metadata.catalogue_triples(files, report.release, report.modified, report.version)
    (target / "dcat.ttl").write_bytes(turtle(triples))
    return release.publish(target, out, report.release)


def _media_type(name: str) -> str:
    """Return the media type of a release's file."""
    plain = name.removesuffix(".gz")
    known = {form.name: form.media_type for form in dump.FORMS}
    by_suffix = {
        ".ttl": "text/turtle",
        ".html": "text/html",
        ".json": "application/json",
        ".jsonld": "application/ld+json",
    }
    return known.get(plain) or by_suffix[Path(plain).suffix]
