"""The ontology's own terms as its file declares them: names, definitions, what they are narrower than and join.

Specifications: OWL 2 (RDF-Based Semantics); RDF Schema 1.1.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode

from lexwire.graph.namespaces import LW, OWL, RDF, RDFS, SKOS

from .said import Said

FILE: Final = "lexwire.ttl"
CLASS: Final = OWL.Class
KINDS: Final = (CLASS, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
"""What a term can be."""


@dataclass(frozen=True, slots=True)
class Term:
    """A class or a property of the ontology."""

    iri: str
    kind: NamedNode
    """One of `KINDS`."""
    labels: dict[str, str]
    """Its names by language."""
    definition: str
    """In English."""
    broader: tuple[str, ...]
    """IRIs of the classes, or of the properties, that it is narrower than."""
    domains: tuple[str, ...]
    ranges: tuple[str, ...]
    inverses: tuple[str, ...]
    related: tuple[str, ...]
    """IRIs of terms of other vocabularies that come near, and of further reading."""
    traits: tuple[str, ...]
    """What else a property is, such as FunctionalProperty."""

    @property
    def name(self) -> str:
        """Return the IRI without the namespace, which is the term's anchor on the page."""
        return self.iri.removeprefix(LW.iri)


@lru_cache(1)
def terms() -> tuple[Term, ...]:
    """Return the ontology's own terms in the order of the file, which keeps together what belongs together."""
    said = Said([FILE])
    return tuple(term for each in said.named(LW.iri) if (term := _term(said, each)))


def of_kind(*kinds: NamedNode) -> list[Term]:
    """Return the terms that are one of *kinds*."""
    return [term for term in terms() if term.kind in kinds]


def _term(said: Said, subject: NamedNode) -> Term | None:
    types = [NamedNode(iri) for iri in said.iris(subject, RDF.type)]
    kind = next((each for each in KINDS if each in types), None)
    if kind is None:
        return None
    return Term(
        subject.value,
        kind,
        said.texts(subject, RDFS.label),
        said.english(subject, RDFS.comment),
        said.iris(subject, RDFS.subClassOf, RDFS.subPropertyOf),
        said.iris(subject, RDFS.domain),
        said.iris(subject, RDFS.range),
        said.iris(subject, OWL.inverseOf),
        said.iris(subject, SKOS.closeMatch, RDFS.seeAlso),
        tuple(each.value.rpartition("#")[2] for each in types if each not in KINDS),
    )
