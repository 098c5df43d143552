"""The concept schemes that are packaged: how many concepts each has, in how many levels, and which come first.

Specification: SKOS Reference (W3C Recommendation, 18 August 2009).
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import NamedNode

from lexwire import ontology
from lexwire.graph.namespaces import DCTERMS, RDF, SKOS

from .said import Said

FIRST: Final = 6
"""How many concepts of a scheme are named."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: its IRI, and its names by language."""

    iri: str
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A concept scheme in short."""

    iri: str
    titles: dict[str, str]
    description: str
    """In English."""
    number: int
    depth: int
    """Levels from the broadest concepts to the narrowest; 1 where none is broader than another."""
    first: tuple[Concept, ...]
    """Some of the broadest concepts."""


@lru_cache(1)
def schemes() -> tuple[Scheme, ...]:
    """Return the concept schemes, by IRI."""
    said = Said(ontology.names("schemes"))
    found = (each for each in said.named() if SKOS.ConceptScheme in said.all(each, RDF.type))
    return tuple(_scheme(said, each) for each in sorted(found, key=lambda each: each.value))


def _scheme(said: Said, scheme: NamedNode) -> Scheme:
    """Return what is *said* of *scheme* and its concepts, which come in the order of their file."""
    concepts = {each.value: each for each in said.named() if scheme in said.all(each, SKOS.inScheme)}
    broader = {iri: concepts.keys() & set(said.iris(each, SKOS.broader)) for iri, each in concepts.items()}
    top = [each for iri, each in concepts.items() if not broader[iri]]
    return Scheme(
        scheme.value,
        said.texts(scheme, DCTERMS.title),
        said.english(scheme, DCTERMS.description),
        len(concepts),
        max((level(iri, broader) for iri in concepts), default=0),
        tuple(Concept(each.value, said.texts(each, SKOS.prefLabel)) for each in top[:FIRST]),
    )


def level(concept: str, broader: Mapping[str, Set[str]]) -> int:
    """Return on which level *concept* stands by its longest way up; *broader* has no circle, as the shapes demand."""
    return 1 + max((level(each, broader) for each in broader[concept]), default=0)
