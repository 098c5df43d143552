"""Inference: each rule on an example of its own, and the whole against owlrl as an independent judge."""

from collections.abc import Iterable
from functools import cache

import owlrl
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from lexwire.graph import infer, records
from lexwire.graph.derive import derived_triples
from lexwire.graph.namespaces import BASE, PREFIXES
from lexwire.graph.triples import record_triples

HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + f"@prefix : <{BASE}id/x/> .\n"


def turtle(text: str) -> set[Triple]:
    """Return the triples of *text*, written with the common prefixes and ``:`` for things of the test."""
    return {quad.triple for quad in parse(HEAD + text, format=RdfFormat.TURTLE)}


EXAMPLES = {
    "transitive": (
        ":a lw:subsetOf :b . :b lw:subsetOf :c . :c lw:subsetOf :d .",
        ":a lw:subsetOf :c , :d . :b lw:subsetOf :d .",
    ),
    "inverse": (":s lw:stateOf :l .", ":l lw:hasState :s ."),
    "inverse of a transitive property": (
        ":a lw:subsetOf :b . :b lw:subsetOf :c .",
        ":b lw:hasSubset :a . :c lw:hasSubset :a , :b .",
    ),
    "symmetric": (":a lw:companionOf :b .", ":b lw:companionOf :a ."),
    "a value that every share has": (":s a lw:Share .", ":s sdmx-a:unitMeasure unit:PERCENT ."),
    "superclasses": (":c a lw:Company .", ":c a lw:Organization , lw:Actor , foaf:Agent ."),
    "superproperty": (":s lw:reportedBy :a .", ":s prov:wasAttributedTo :a ."),
    "domain and range": (":s lw:stateOf :l .", ":s a lw:LifecycleState . :l a lw:Law ."),
    "chain: membership": (
        ":m org:member :p ; org:organization :o .",
        ":p org:hasMembership :m ; lw:affiliatedWith :o ; org:memberOf :o .",
    ),
    "chain: crime": (
        ":s lw:crime crime:online-theft .",
        ":s lw:crimeOrBroader crime:online-theft , crime:cybercrime .",
    ),
    "class of what a chain reaches": (
        ":m org:member :p ; org:organization :o .",
        ":o a lw:Organization , lw:Actor . :p a lw:Actor .",
    ),
}


@pytest.mark.parametrize("case", EXAMPLES)
def test_rule(case: str) -> None:
    """What follows by this rule is found."""
    stated, follows = EXAMPLES[case]
    assert turtle(follows) - set(infer.inferred(turtle(stated))) == set()


@pytest.mark.parametrize(
    ("stated", "wrong"),
    [
        pytest.param(":a lw:subsetOf :b .", ":b lw:subsetOf :a .", id="subset is not symmetric"),
        pytest.param(":a lw:changeOf :b . :b lw:changeOf :c .", ":a lw:changeOf :c .", id="change is not transitive"),
        pytest.param(
            ":s lw:crime crime:cybercrime .", ":s lw:crimeOrBroader crime:online-theft .", id="broader is not narrower"
        ),
        pytest.param(":c a lw:Organization .", ":c a lw:Company .", id="superclass is not subclass"),
        pytest.param(":a lw:affiliatedWith :o .", ":a org:hasMembership :o .", id="a chain is not read backwards"),
    ],
)
def test_no_rule(stated: str, wrong: str) -> None:
    """What only looks as if it followed is not found."""
    assert not turtle(wrong) & set(infer.inferred(turtle(stated)))


def test_nothing_follows_from_nothing() -> None:
    """What follows from the ontology alone is kept once, with the background."""
    assert infer.inferred([]) == []
    assert infer.background().inferred
    assert not infer.background().inferred & infer.background().asserted


@cache
def facts() -> frozenset[Triple]:
    """Return all that the packaged records state."""
    found = records.read_all([records.packaged()])
    return frozenset(triple for each in found for triple in [*record_triples(each), *derived_triples(each)])


def to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    """Return *triples* as an rdflib graph."""
    return rdflib.Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")


def telling(triple: tuple[rdflib.term.Node, ...]) -> bool:
    """Return whether a triple is about a thing of ours, and says more than that it is a thing or itself."""
    s, p, o = triple
    machinery = {
        rdflib.OWL.sameAs,
        rdflib.OWL.differentFrom,
        rdflib.OWL.equivalentClass,
        rdflib.RDFS.subClassOf,
        rdflib.RDFS.subPropertyOf,
    }
    return (
        isinstance(s, rdflib.URIRef)
        and isinstance(o, rdflib.URIRef)
        and s.startswith(BASE)
        and not s.startswith(f"{BASE}ns")
        and p not in machinery
        and o not in {rdflib.OWL.Thing, rdflib.OWL.NamedIndividual, rdflib.RDFS.Resource}
    )


def linking(triples: Iterable[Triple]) -> set[Triple]:
    """Return *triples* without labels and values, which make owlrl four times slower and lead to nothing of ours."""
    return {each for each in triples if not isinstance(each.object, Literal)}


@cache
def judged() -> frozenset[str]:
    """Return what owlrl finds to follow from the packaged records, as lines."""
    asserted = to_rdflib(linking(infer.background().asserted | facts()))
    closure = rdflib.Graph() + asserted
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(closure)
    return frozenset(" ".join(each.n3() for each in triple) for triple in closure - asserted if telling(triple))


def ours() -> frozenset[str]:
    """Return what we find to follow from the packaged records, as lines."""
    return frozenset(str(each) for each in [*infer.inferred(facts()), *infer.background().inferred])


def test_nothing_is_missed() -> None:
    """Whatever owlrl finds, we find."""
    assert sorted(judged() - ours()) == []


def test_nothing_is_invented() -> None:
    """Whatever we find, owlrl finds."""
    assert sorted(ours() - judged()) == []


def test_nothing_stated_is_repeated() -> None:
    """What a record or the ontology states is not among what follows, and nothing comes twice."""
    found = infer.inferred(facts())
    assert not facts() & set(found)
    assert not infer.background().asserted & set(found)
    assert not infer.background().inferred & set(found)
    assert found == sorted(set(found), key=str)
    assert all(isinstance(t.subject, NamedNode) and t.subject.value.startswith(BASE) for t in found)


def test_what_follows_from_what_follows_is_there() -> None:
    """Stating what was inferred leads to nothing new."""
    found = infer.inferred(facts())
    assert infer.inferred(facts() | set(found)) == []


@pytest.mark.parametrize("split", [2, 3])
def test_articles_do_not_need_each_other(split: int) -> None:
    """What follows from all packaged records together follows from any two groups of them."""
    each = [frozenset([*record_triples(r), *derived_triples(r)]) for r in records.read_all([records.packaged()])]
    first, second = frozenset().union(*each[:split]), frozenset().union(*each[split:])
    apart = {*infer.inferred(first), *infer.inferred(second)} - first - second
    assert sorted(map(str, set(infer.inferred(facts())) ^ apart)) == []
