"""Where this server shows what an IRI names."""

from flask import request
from pyoxigraph import NamedNode

from lexwire.graph.namespaces import BASE

from .language import keeping

KINDS = ("id", "article", "scheme", "graph", "dataset")
"""First steps of the paths under which the data's own IRIs lie."""
_SHOWN = frozenset({*KINDS, "ns", "dumps"})


def iri_of(name: str) -> NamedNode | None:
    """Return the IRI whose path under the base is *name*; None where that is no IRI."""
    try:
        return NamedNode(BASE + name)
    except ValueError:
        return None


def here(iri: str) -> str | None:
    """Return where this server shows *iri*; None where it is not ours."""
    name = iri.removeprefix(BASE)
    is_shown = name != iri and name.partition("#")[0].partition("/")[0] in _SHOWN
    return keeping(f"{request.script_root}/{name}") if is_shown else None


def address(iri: str) -> str | None:
    """Return where a page can lead to for *iri*: here for our own, to the web for the web's, nowhere for any other."""
    return here(iri) or (iri if iri.startswith(("https://", "http://")) else None)
