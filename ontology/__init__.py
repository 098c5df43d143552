"""The vocabulary as data: the ontology, its shapes, the concept schemes and the authority files."""

from importlib.resources import files
from importlib.resources.abc import Traversable

SUFFIXES = (".ttl", ".jsonld")


def read(name: str) -> str:
    """Return the text of the file *name*, such as "lexwire.ttl" or "schemes/crimes.ttl"."""
    return files(__name__).joinpath(*name.split("/")).read_text(encoding="utf-8")


def names(folder: str = "") -> list[str]:
    """Return the sorted names of the files in *folder* and below it, as :func:`read` takes them."""
    start = files(__name__).joinpath(*folder.split("/")) if folder else files(__name__)
    return sorted(_below(start, f"{folder}/" if folder else ""))


def _below(folder: Traversable, prefix: str) -> list[str]:
    """Return the names of the files in *folder*, each after *prefix*."""
    found: list[str] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _below(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(SUFFIXES):
            found.append(prefix + entry.name)
    return found
