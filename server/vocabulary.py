"""The ontology at its own address: documentation for browsers, RDF for everyone else, from the file that is packaged.

The terms are hash IRIs, so that one document has them all.
"""

from dataclasses import dataclass
from functools import lru_cache

from flask import Response, render_template
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from lexwire import ontology
from lexwire.graph.iris import ONTOLOGY
from lexwire.graph.namespaces import BASE, LW, OWL, RDF, RDFS

from .addresses import address
from .answering import digest, written
from .formats import Format
from .resource_page import Shown
from .tables import short

FILE = "lexwire.ttl"
SECTIONS = (
    ("Classes", OWL.Class),
    ("Object properties", OWL.ObjectProperty),
    ("Datatype properties", OWL.DatatypeProperty),
    ("Annotation properties", OWL.AnnotationProperty),
)
_RELATIONS = (
    ("subclass of", RDFS.subClassOf),
    ("subproperty of", RDFS.subPropertyOf),
    ("domain", RDFS.domain),
    ("range", RDFS.range),
    ("inverse of", OWL.inverseOf),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as the documentation shows it."""

    name: str
    labels: list[Shown]
    comments: list[Shown]
    relations: list[tuple[str, list[Shown]]]


def names() -> frozenset[str]:
    """Return the paths at which the ontology is: its own, and that of its version."""
    return frozenset({"ns", _version_iri().removeprefix(BASE)})


def document(format_: Format) -> Response:
    """Return the ontology in *format_*."""
    return written(_triples(), format_, digest(f"{ontology.read(FILE)} {format_.name}".encode()))


def terms() -> frozenset[str]:
    """Return the IRIs of all terms that the ontology declares."""
    return frozenset(each.value for each in _by_subject() if isinstance(each, NamedNode))


def documentation(formats: list[tuple[str, str]]) -> str:
    """Return the page of the ontology's terms, with links to it in other *formats*."""
    sections = [(title, _entries(kind)) for title, kind in SECTIONS]
    return render_template(
        "vocabulary.html", sections=sections, iri=ONTOLOGY.value, version=_version_iri(), formats=formats
    )


@lru_cache(1)
def _triples() -> tuple[Triple, ...]:
    return tuple(quad.triple for quad in parse(ontology.read(FILE), format=RdfFormat.TURTLE))


@lru_cache(1)
def _by_subject() -> dict[NamedNode | BlankNode | Triple, list[Triple]]:
    found: dict[NamedNode | BlankNode | Triple, list[Triple]] = {}
    for triple in _triples():
        found.setdefault(triple.subject, []).append(triple)
    return found


def _values(subject: NamedNode, property_: NamedNode) -> list[NamedNode | BlankNode | Literal | Triple]:
    return [triple.object for triple in _by_subject()[subject] if triple.predicate == property_]


def _version_iri() -> str:
    """Return the IRI of the ontology's version."""
    (version,) = (each for each in _values(ONTOLOGY, OWL.versionIRI) if isinstance(each, NamedNode))
    return version.value


def _entries(kind: NamedNode) -> list[Entry]:
    """Return our own terms of *kind*, by name."""
    subjects = (triple.subject for triple in _triples() if triple.predicate == RDF.type and triple.object == kind)
    own = {each for each in subjects if isinstance(each, NamedNode) and each.value.startswith(LW.iri)}
    return [_entry(each) for each in sorted(own, key=lambda each: each.value.casefold())]


def _entry(term: NamedNode) -> Entry:
    relations = [(title, _related(term, property_)) for title, property_ in _RELATIONS]
    return Entry(
        term.value.removeprefix(LW.iri),
        _texts(term, RDFS.label),
        _texts(term, RDFS.comment),
        [(title, found) for title, found in relations if found],
    )


def _texts(term: NamedNode, property_: NamedNode) -> list[Shown]:
    return [Shown(each.value, each.language) for each in _values(term, property_) if isinstance(each, Literal)]


def _related(term: NamedNode, property_: NamedNode) -> list[Shown]:
    iris = [each.value for each in _values(term, property_) if isinstance(each, NamedNode)]
    return [Shown(short(iri), None, iri, _within(iri) or address(iri)) for iri in iris]


def _within(iri: str) -> str | None:
    """Return where on the page itself our own term is."""
    return f"#{iri.removeprefix(LW.iri)}" if iri.startswith(LW.iri) else None
