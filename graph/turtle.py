"""Small graphs as text."""

from collections.abc import Iterable, Mapping
from io import BytesIO

from pyoxigraph import RdfFormat, Triple, serialize

from .namespaces import PREFIXES


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Return *triples* as Turtle, in the order given, so that the same triples make the same bytes."""
    return _written(triples, RdfFormat.TURTLE, prefixes)


def ntriples(triples: Iterable[Triple]) -> bytes:
    """Return *triples* as N-Triples, in the order given."""
    return _written(triples, RdfFormat.N_TRIPLES, {})


def _written(triples: Iterable[Triple], format_: RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    buffer = BytesIO()
    serialize(triples, buffer, format=format_, prefixes=dict(prefixes))
    return buffer.getvalue()
