"""The ontology at its own address: documentation for browsers, RDF for everyone else, from the file that is packaged.

The terms are hash IRIs, so that one document has them all.
"""

from functools import lru_cache

from flask import Response, render_template
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from lexwire import ontology
from lexwire.graph.iris import ONTOLOGY
from lexwire.graph.namespaces import BASE, OWL

from .answering import digest, written
from .formats import Format
from .ontology_pages import constraints, schemes, view
from .ontology_pages.instances import instances
from .ontology_pages.terms import FILE


def names() -> frozenset[str]:
    """Return the paths at which the ontology is: its own, and that of its version."""
    return frozenset({"ns", _version_iri().removeprefix(BASE)})


def document(format_: Format) -> Response:
    """Return the ontology in *format_*."""
    return written(_triples(), format_, digest(f"{ontology.read(FILE)} {format_.name}".encode()))


@lru_cache(1)
def terms() -> frozenset[str]:
    """Return the IRIs of all terms that the ontology declares, those of other vocabularies too."""
    return frozenset(each.subject.value for each in _triples() if isinstance(each.subject, NamedNode))


def documentation(formats: list[tuple[str, str]]) -> str:
    """Return the page of the ontology's terms, with links to it in other *formats*."""
    data = instances()
    return render_template(
        "vocabulary.html",
        iri=ONTOLOGY.value,
        version=_version_iri(),
        formats=formats,
        families=view.families(data),
        properties=view.properties(data),
        schemes=schemes.schemes(),
        shapes=constraints.shapes(),
        told=view.told,
        term_link=view.link,
        concept_link=view.concept_link,
        whole=view.told_whole,
    )


@lru_cache(1)
def _triples() -> tuple[Triple, ...]:
    return tuple(quad.triple for quad in parse(ontology.read(FILE), format=RdfFormat.TURTLE))


@lru_cache(1)
def _version_iri() -> str:
    """Return the IRI of the ontology's version."""
    found = (each.object for each in _triples() if each.subject == ONTOLOGY and each.predicate == OWL.versionIRI)
    (version,) = (each for each in found if isinstance(each, NamedNode))
    return version.value
