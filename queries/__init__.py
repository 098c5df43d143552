"""Saved SPARQL queries: plain .rq files with a header of title, typed parameters and the answer that each must give."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from .binding import QueryError
from .header import Expectation
from .loading import load, read
from .parameters import Choice, Parameter
from .query import Query

__all__ = ["Choice", "Expectation", "Parameter", "Query", "QueryError", "catalogue", "collected", "load"]


@cache
def catalogue() -> Mapping[str, Query]:
    """Return the packaged queries by name, in the order of folder and name; raises QueryError where one is wrong."""
    return _read(files(__name__))


def collected(root: Path) -> Mapping[str, Query]:
    """Return the queries in the folders of *root* by name, in the same order; raises QueryError where one is wrong."""
    if not root.is_dir():
        raise QueryError(f"{root} is no folder; give one whose folders hold query files.")
    return _read(root)


def _read(root: Traversable) -> Mapping[str, Query]:
    found: dict[str, Query] = {}
    for folder, entry in _files(root):
        name = entry.name.removesuffix(".rq")
        if name in found:
            raise QueryError(
                f"{folder}/{entry.name}: {found[name].folder}/{entry.name} has the same name; rename one of them."
            )
        found[name] = read(entry.read_bytes(), name, folder, f"{folder}/{entry.name}")
    return MappingProxyType(found)


def _files(root: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Yield the folder's name and the entry of each query file, in order."""
    for folder in sorted((each for each in root.iterdir() if each.is_dir()), key=lambda each: each.name):
        for entry in sorted(folder.iterdir(), key=lambda each: each.name):
            if entry.name.endswith(".rq"):
                yield folder.name, entry
