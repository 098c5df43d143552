"""OWL 2 RL inference: what follows from the facts and the ontology, kept apart in ``graph/inferred``.

The `reasonable` engine does all rules but property chains (``prp-spo2``), which are joined here from the ontology's
own axioms.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain

import reasonable
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib import BNode, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.term import Node

from .lexicon import scheme_graphs
from .namespaces import BASE, OWL, RDF, RDFS

Term = NamedNode | BlankNode | Literal
Chain = tuple[str, str, str]
"""A property, and the two properties whose join implies it."""


@dataclass(frozen=True, slots=True)
class Background:
    """The ontology, schemes and authority files, what follows from them alone, and the ontology's property chains."""

    asserted: frozenset[Triple]
    inferred: frozenset[Triple]
    chains: tuple[Chain, ...]


@cache
def background() -> Background:
    """Return what every article's facts are read against."""
    graphs = scheme_graphs()
    asserted = frozenset(chain.from_iterable(graphs.values()))
    chains = tuple(_chains(asserted))
    return Background(asserted, frozenset(_closure(asserted, chains) - asserted), chains)


def inferred(facts: Iterable[Triple]) -> list[Triple]:
    """Return what follows from *facts* and the background together and is in neither, sorted."""
    known = background()
    asserted = known.asserted.union(facts)
    return sorted(_closure(asserted, known.chains) - asserted - known.inferred, key=str)


def _closure(asserted: Iterable[Triple], chains: Iterable[Chain]) -> set[Triple]:
    """Return the closure of *asserted* as far as it speaks of Lexwire's own things with IRIs."""
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph([tuple(map(_to_rdflib, triple)) for triple in asserted])
    kept = {(s, p, o) for s, p, o in reasoner.reason() if _is_telling(s, p, o)}
    kept.update(_chained(kept, chains))
    return {Triple(_node(s), _node(p), _node(o)) for s, p, o in kept}


@cache
def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


_SILENT = frozenset(
    iri.value for iri in (OWL.sameAs, OWL.differentFrom, RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass)
)
_NOISE = frozenset(iri.value for iri in (OWL.Thing, OWL.NamedIndividual, RDFS.Resource))


def _is_telling(s: Node, p: Node, o: Node) -> bool:
    """Return whether a triple tells a user something: about an own thing, and not the machinery of OWL."""
    return (
        isinstance(s, URIRef)
        and isinstance(o, URIRef)
        and s.startswith(BASE)
        and not s.startswith(f"{BASE}ns")
        and str(p) not in _SILENT
        and str(o) not in _NOISE
    )


def _to_rdflib(term: Term) -> Node:
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    datatype = None if term.language else URIRef(term.datatype.value)
    return RdflibLiteral(term.value, lang=term.language, datatype=datatype, normalize=False)


def _chains(ontology: Iterable[Triple]) -> Iterable[Chain]:
    """Yield the two-step property chains that the ontology declares."""
    first, rest, heads = {}, {}, []
    for s, p, o in ontology:
        if p == RDF.first:
            first[s] = o
        elif p == RDF.rest:
            rest[s] = o
        elif p == OWL.propertyChainAxiom:
            heads.append((s, o))
    for property_, head in heads:
        yield property_.value, first[head].value, first[rest[head]].value


def _chained(triples: set[tuple[Node, Node, Node]], chains: Iterable[Chain]) -> set[tuple[Node, Node, Node]]:
    """Return what the property *chains* add: p(x, z) wherever a(x, y) and b(y, z)."""
    by_property: dict[str, dict[Node, list[Node]]] = defaultdict(lambda: defaultdict(list))
    wanted = {step for _, *steps in chains for step in steps}
    for s, p, o in triples:
        if str(p) in wanted:
            by_property[str(p)][s].append(o)
    return {
        (x, URIRef(property_), z)
        for property_, a, b in chains
        for x, middles in by_property[a].items()
        for y in middles
        for z in by_property[b].get(y, ())
    }
