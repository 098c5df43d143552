"""Which classes of the ontology are narrower than others, from the file that is packaged."""

from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import NamedNode, RdfFormat, parse

from lexwire import ontology
from lexwire.graph.namespaces import LW, RDFS


def specific(classes: Iterable[str]) -> set[str]:
    """Return those of *classes* that are the ontology's own and have no narrower one among them."""
    own = {iri for iri in classes if iri.startswith(LW.iri)}
    return own - {broader for iri in own for broader in _above(iri)}


def _above(iri: str) -> set[str]:
    """Return all classes that *iri* is narrower than."""
    found: set[str] = set()
    left = [iri]
    while left:
        for broader in _broader().get(left.pop(), set()) - found:
            found.add(broader)
            left.append(broader)
    return found


@lru_cache(1)
def _broader() -> dict[str, set[str]]:
    """Return the next broader classes of each class."""
    found: dict[str, set[str]] = {}
    for quad in parse(ontology.read("lexwire.ttl"), format=RdfFormat.TURTLE):
        if quad.predicate == RDFS.subClassOf and isinstance(quad.object, NamedNode):
            found.setdefault(str(quad.subject.value), set()).add(quad.object.value)
    return found
