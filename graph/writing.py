"""Writing the graph of a release to a file or to standard output."""

import gzip
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pyoxigraph import NamedNode, Quad, Store, serialize

from . import store
from .dump import FORMS, Form
from .namespaces import PREFIXES
from .problems import LexwireError, UsageError
from .release import Release, current


def write_graph(data: Path, suffix: str, graphs: tuple[str, ...], output: Path | None) -> None:
    """Write the current release under *data*, or only the named *graphs* of it, in the format with *suffix*.

    Raises LexwireError where there is no release or *output* cannot be written, UsageError where a graph is unknown.
    """
    release = current(data)
    form = next(each for each in FORMS if each.name.endswith(f".{suffix}"))
    with _target(output) as file:
        if graphs:
            _write_graphs(store.read(release.store), graphs, form, file)
        else:
            _write_whole(release, form, file)


def _write_whole(release: Release, form: Form, file: IO[bytes]) -> None:
    with gzip.open(release.folder / f"{form.name}.gz") as packed:
        shutil.copyfileobj(packed, file, 1 << 20)


def _write_graphs(source: Store, graphs: tuple[str, ...], form: Form, file: IO[bytes]) -> None:
    quads = [quad for graph in graphs for quad in _quads(source, graph)]
    if not form.has_graphs:
        quads = [Quad(*quad.triple) for quad in quads]
    serialize(sorted(set(quads), key=str), file, format=form.format, prefixes=PREFIXES)


def _quads(source: Store, graph: str) -> list[Quad]:
    try:
        found = list(source.quads_for_pattern(None, None, None, NamedNode(graph)))
    except ValueError:
        found = []
    if not found:
        raise UsageError(f"The release has no graph {graph!r}; `lexwire query graphs` lists all.")
    return found


@contextmanager
def _target(output: Path | None) -> Iterator[IO[bytes]]:
    """Open standard output, or a file beside *output* that takes its place only when it is complete."""
    if output is None:
        yield sys.stdout.buffer
        return
    aside = output.with_name(f".{output.name}.part")
    try:
        with aside.open("wb") as file:
            yield file
        aside.replace(output)
    except OSError as error:
        raise LexwireError(f"{output} cannot be written ({error.strerror}); choose another file with -o.") from None
    finally:
        aside.unlink(missing_ok=True)
