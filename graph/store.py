"""The Oxigraph store of a release: written once, then only read."""

import re
from collections.abc import Iterator
from pathlib import Path

from oxrdflib import OxigraphStore
from pyoxigraph import RdfFormat, Store
from rdflib import Dataset

from .namespaces import PREFIXES
from .problems import LexwireError
from .release import current

_BLANK = re.compile(rb"^(_:.*|.*> _:[0-9A-Za-z]+ (<[^>]*> )?\.)\n", re.MULTILINE)
"""Lines with blank nodes: each load makes new nodes of them, so they are loaded together and copied in the store."""

CHUNK = 32 << 20
"""Bytes loaded at a time."""


def write(quads: Path, union: Path, folder: Path) -> None:
    """Load N-Quads and, as the default graph, the N-Triples of their union into a new store in *folder*.

    Oxigraph's own union of graphs repeats a triple for each graph that holds it, which counts and sums would show; a
    default graph of its own is a set, and faster.
    """
    store = Store(str(folder))
    blank: list[bytes] = []
    for chunk in _chunks(quads):
        blank += (match[0] for match in _BLANK.finditer(chunk))
        store.bulk_load(_BLANK.sub(b"", chunk), RdfFormat.N_QUADS, lenient=True)
    store.bulk_load(b"".join(blank), RdfFormat.N_QUADS, lenient=True)
    for chunk in _chunks(union):
        store.bulk_load(_BLANK.sub(b"", chunk), RdfFormat.N_TRIPLES, lenient=True)
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) } }")
    store.optimize()
    store.flush()


def _chunks(path: Path) -> Iterator[bytes]:
    """Yield the file at *path* in pieces that end with a line; the loader keeps a whole piece in memory."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk + file.readline()


def read(folder: Path) -> Store:
    """Open the store in *folder* read-only; raises LexwireError where there is none."""
    try:
        return Store.read_only(str(folder))
    except OSError as error:
        raise LexwireError(f"{folder} is no store that can be opened ({error}); run `lexwire build` again.") from None


def open_release(path: Path | str | None = None) -> Dataset:
    """Return the release under *path* (default ``data``) as a read-only rdflib Dataset.

    Its default graph is the union of all named graphs.  Raises LexwireError where there is no release.
    """
    dataset = Dataset(OxigraphStore(store=read(current(Path(path or "data")).store)), default_union=False)
    for prefix, iri in PREFIXES.items():
        dataset.bind(prefix, iri)
    return dataset
