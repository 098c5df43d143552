"""OWL 2 RL inference: what follows from the facts and the ontology, kept apart in ``graph/inferred``.

The `reasonable` engine does all rules but property chains (``prp-spo2``), which are joined here from the ontology's
own axioms.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import reasonable
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib import BNode, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.term import Node

from .lexicon import scheme_graphs
from .namespaces import BASE, OWL, RDF, RDFS

Term = NamedNode | BlankNode | Literal
RdflibTriple = tuple[Node, Node, Node]
Chain = tuple[str, str, str]
"""A property, and the two properties whose join implies it."""


@dataclass(frozen=True, slots=True)
class Background:
    """The ontology, schemes and authority files, what follows from them alone, and what of it the rules need."""

    asserted: frozenset[Triple]
    inferred: frozenset[Triple]
    chains: tuple[Chain, ...]
    speaking: frozenset[NamedNode]
    premises: tuple[RdflibTriple, ...]


@lru_cache(2)
def background(added: str = "") -> Background:
    """Return what every article's facts are read against; authority lines *added* to the ontology's are Turtle."""
    asserted = frozenset(chain.from_iterable(scheme_graphs(added).values()))
    chains = tuple(_chains(asserted))
    speaking = _speaking(asserted)
    premises = tuple(_premises(asserted, speaking))
    inferred = frozenset(_closure(premises, chains) - asserted)
    return Background(asserted, inferred, chains, speaking, premises)


def inferred(facts: Iterable[Triple], added: str = "") -> list[Triple]:
    """Return what follows from *facts* and the background together and is in neither, sorted."""
    known = background(added)
    asserted = set(facts)
    closure = _closure([*known.premises, *_premises(asserted, known.speaking)], known.chains)
    return sorted(closure - asserted - known.asserted - known.inferred, key=str)


def _speaking(ontology: Iterable[Triple]) -> frozenset[NamedNode]:
    """Return the properties that can stand in a premise: those of which an axiom speaks, and those of OWL and RDFS.

    The others, such as labels and offsets, imply nothing; leaving them out halves the time.
    """
    axioms = {
        RDFS.domain,
        RDFS.range,
        RDFS.subPropertyOf,
        OWL.inverseOf,
        OWL.equivalentProperty,
        OWL.propertyDisjointWith,
    }
    traits = {OWL[f"{trait}Property"] for trait in ("Transitive", "Symmetric", "Asymmetric", "Irreflexive")}
    traits |= {OWL.FunctionalProperty, OWL.InverseFunctionalProperty}
    found = {RDF.type, RDF.first, RDF.rest}
    for s, p, o in ontology:
        if p in axioms or (p == RDF.type and o in traits):
            found.add(s)
        if p in {OWL.inverseOf, OWL.onProperty, RDF.first}:
            found.add(o)
        if p.value.startswith(OWL.iri) or p in axioms | {RDFS.subClassOf}:
            found.add(p)
    return frozenset(each for each in found if isinstance(each, NamedNode))


def _premises(triples: Iterable[Triple], speaking: frozenset[NamedNode]) -> Iterator[RdflibTriple]:
    """Yield the *triples* from which something can follow, as rdflib has them."""
    for s, p, o in triples:
        if p in speaking:
            yield _to_rdflib(s), _to_rdflib(p), _to_rdflib(o)


def _closure(premises: Iterable[RdflibTriple], chains: Iterable[Chain]) -> set[Triple]:
    """Return the closure of *premises* as far as it speaks of Lexwire's own things with IRIs."""
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(list(premises))
    kept: set[RdflibTriple] = set()
    joined: set[RdflibTriple] = set()
    while True:
        kept = {(s, p, o) for s, p, o in reasoner.reason() if _is_telling(s, p, o)}
        more = _chained(kept, chains) - kept
        if more <= joined:
            return {Triple(_node(s), _node(p), _node(o)) for s, p, o in kept}
        joined |= more
        reasoner.from_graph(list(more))


@lru_cache(1 << 16)
def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


_SILENT = frozenset(
    iri.value for iri in (OWL.sameAs, OWL.differentFrom, RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass)
)
_NOISE = frozenset(iri.value for iri in (OWL.Thing, OWL.NamedIndividual, RDFS.Resource))


def _is_telling(s: Node, p: Node, o: Node) -> bool:
    """Return whether a triple tells a user something: about an own thing, and not the machinery of OWL."""
    # str's own startswith: rdflib's goes through a check of the whole IRI, half a million times in a large build
    return (
        isinstance(s, URIRef)
        and isinstance(o, URIRef)
        and str.startswith(s, BASE)
        and not str.startswith(s, f"{BASE}ns")
        and str(p) not in _SILENT
        and str(o) not in _NOISE
    )


@lru_cache(1 << 16)
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
