"""The authority files: things are labelled, references lead somewhere, and what others know says so."""

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, VOID, URIRef

from .vocabularies import AUTHORITY, ID, LANGUAGES, iris, languages, load, local


@pytest.mark.parametrize("thing", iris(load(*AUTHORITY).subjects(RDFS.label)), ids=local)
def test_thing_is_labelled_once_per_language(thing: URIRef) -> None:
    """A thing of the authority files has one English label, at most one Chinese, and a class."""
    graph = load(*AUTHORITY)
    assert languages(graph, thing, RDFS.label) in (["en"], LANGUAGES)
    assert list(graph.objects(thing, RDF.type))
    assert (thing, SKOS.prefLabel, None) not in graph


def test_references_lead_somewhere() -> None:
    """Units, places and organizations that authority files point at are in them."""
    graph = load(*AUTHORITY)
    kinds = tuple(ID + kind for kind in ("actor/", "place/"))
    targets = [target for target in iris(graph.objects()) if str(target).startswith(kinds)]
    assert targets
    assert not [o for o in targets if (o, RDFS.label, None) not in graph]


def test_outside_knowledge_says_so() -> None:
    """Whatever the authority files say of being in force carries a note."""
    graph = load(*AUTHORITY)
    subjects = set(graph.subjects(URIRef("http://data.europa.eu/eli/ontology#in_force")))
    assert subjects
    assert not [s for s in subjects if (s, SKOS.editorialNote, None) not in graph]


def test_identity_decisions_give_reasons() -> None:
    """Each subject of identity.ttl has a note; nothing is owl:sameAs."""
    graph = load("authority/identity.ttl")
    assert not [s for s in set(graph.subjects()) if (s, SKOS.editorialNote, None) not in graph]
    assert not list(load(*AUTHORITY).triples((None, OWL.sameAs, None)))


def test_linksets_describe_the_links() -> None:
    """Each predicate that leads out has its linkset, without counts."""
    graph = load("authority/links.ttl")
    sets = set(graph.subjects(RDF.type, VOID.Linkset))
    predicates = {p for p in graph.predicates() if str(p).startswith(str(SKOS))}
    assert {graph.value(s, VOID.linkPredicate) for s in sets} == predicates
    assert all((s, p, None) in graph for s in sets for p in (VOID.subjectsTarget, VOID.objectsTarget))
    assert not list(graph.triples((None, VOID.triples, None)))
