"""Sorted, repeatable dumps: triples in, one file for each format out; the same input always gives the same bytes.

Lines are N-Triples in byte order.  What does not fit into memory is sorted in runs on disk and merged.
"""

import gzip
import heapq
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import IO

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, parse, serialize

from .namespaces import PREFIXES
from .turtle import ntriples

RUN_BYTES = 48 << 20
"""How much text is sorted in memory at a time."""


@dataclass(frozen=True, slots=True)
class Form:
    """A dump format: file name, media type, and whether it keeps the named graphs."""

    name: str
    media_type: str
    format: RdfFormat
    has_graphs: bool


FORMS = (
    Form("lexwire.ttl", "text/turtle", RdfFormat.TURTLE, has_graphs=False),
    Form("lexwire.nt", "application/n-triples", RdfFormat.N_TRIPLES, has_graphs=False),
    Form("lexwire.jsonld", "application/ld+json", RdfFormat.JSON_LD, has_graphs=False),
    Form("lexwire.rdf", "application/rdf+xml", RdfFormat.RDF_XML, has_graphs=False),
    Form("lexwire.trig", "application/trig", RdfFormat.TRIG, has_graphs=True),
    Form("lexwire.nq", "application/n-quads", RdfFormat.N_QUADS, has_graphs=True),
)


def lines(triples: Iterable[Triple]) -> list[bytes]:
    """Return *triples* as sorted N-Triples lines, each once."""
    return sorted(set(ntriples(triples).splitlines(keepends=True)))


def canonical(triples: Iterable[Triple]) -> list[Triple]:
    """Return *triples* with blank nodes relabelled by RDFC-1.0, so that parsing a file twice gives the same labels."""
    dataset = Dataset(Quad(*triple) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


def in_graph(triple_lines: Iterable[bytes], graph: str) -> Iterator[bytes]:
    """Yield N-Triples lines as N-Quads lines in *graph*."""
    tail = f"<{graph}> .\n".encode()
    return (line[:-2] + tail for line in triple_lines)


class Sorter:
    """Sorts any number of lines in little memory, dropping repetitions; runs go to *folder*."""

    def __init__(self, folder: Path) -> None:
        """Make *folder* for the runs."""
        self._folder = folder
        self._buffer: list[bytes] = []
        self._size = 0
        self._runs: list[Path] = []
        folder.mkdir(parents=True)

    def add(self, more: Iterable[bytes]) -> None:
        """Take in *more* lines, in any order."""
        for line in more:
            self._buffer.append(line)
            self._size += len(line)
        if self._size > RUN_BYTES:
            self._spill()

    def _spill(self) -> None:
        path = self._folder / f"{len(self._runs)}.nt"
        with path.open("wb") as file:
            file.writelines(sorted(set(self._buffer)))
        self._runs.append(path)
        self._buffer, self._size = [], 0

    def __iter__(self) -> Iterator[bytes]:
        """Yield all lines in order, each once."""
        files = [path.open("rb") for path in self._runs]
        try:
            for line, _ in groupby(heapq.merge(*files, sorted(set(self._buffer)))):
                yield line
        finally:
            for file in files:
                file.close()

    def drop(self) -> None:
        """Remove the runs."""
        shutil.rmtree(self._folder)


@contextmanager
def compressed(path: Path) -> Iterator[IO[bytes]]:
    """Open a gzip file for writing that bears neither time nor name, so that its bytes depend on the content alone."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
        yield file  # type: ignore[misc]


def write(name: str, source: Path, folder: Path) -> Path:
    """Write the sorted lines in *source* to *folder* as the dump called *name*, compressed; return the file."""
    form = next(each for each in FORMS if each.name == name)
    target = folder / f"{name}.gz"
    with compressed(target) as file:
        if form.format in {RdfFormat.N_TRIPLES, RdfFormat.N_QUADS}:
            with source.open("rb") as lines_:
                shutil.copyfileobj(lines_, file, 1 << 20)
        else:
            quads = parse(path=source, format=RdfFormat.N_QUADS, lenient=True)
            serialize(quads, file, format=form.format, prefixes=PREFIXES)
    return target
