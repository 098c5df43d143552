"""What can be found though no release has it: the saved queries and the ontology's classes and properties."""

from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from lexwire import ontology
from lexwire.graph.namespaces import LW, RDFS
from lexwire.queries import Query, catalogue

from .entries import Entry, Name, shortened

_FILE = "lexwire.ttl"
_DETAIL = 160


def entries() -> list[Entry]:
    """Return the saved queries and the terms of the ontology."""
    return [*map(_query, catalogue().values()), *terms()]


def _query(query: Query) -> Entry:
    titles = [Name(shortened(text), language) for language, text in query.title.items()]
    details = {language: shortened(text, _DETAIL) for language, text in query.description.items()}
    return Entry(query.name, "query", [*titles, Name(query.name, "", 3)], details)


def terms() -> Iterator[Entry]:
    """Yield the ontology's own classes and properties."""
    found: dict[str, Entry] = {}
    for subject, property_, text in _texts():
        entry = found.setdefault(subject, Entry(subject, "term"))
        if property_ == RDFS.label:
            entry.names.append(Name(shortened(text.value), text.language or ""))
        else:
            entry.details[text.language or ""] = shortened(text.value, _DETAIL)
    for iri, entry in found.items():
        local = iri.removeprefix(LW.iri)
        entry.names += [Name(local, "", 3), Name(f"lw:{local}", "", 3)]
        yield entry


@lru_cache(1)
def _texts() -> tuple[tuple[str, NamedNode, Literal], ...]:
    """Return the labels and comments of our own terms."""
    quads = parse(ontology.read(_FILE), format=RdfFormat.TURTLE)
    return tuple(
        (quad.subject.value, quad.predicate, quad.object)
        for quad in quads
        if isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(LW.iri)
        and quad.predicate in {RDFS.label, RDFS.comment}
        and isinstance(quad.object, Literal)
    )
