"""The schemes of concepts: complete in two languages, told apart, and in a sound hierarchy."""

import re

import pytest
from rdflib import DCTERMS, RDF, RDFS, SKOS, Literal, URIRef

from .vocabularies import LANGUAGES, SCHEME, SCHEMES, UNIT, concepts, iris, languages, load, local, members

RANKS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
CYBERCRIME = """
cybercrime telecom-fraud online-theft online-counterfeiting telecom-online-fraud pi-infringement hacking data-theft
"""
NOT_CYBERCRIME = """
online-attack illegal-online-business insult-and-defamation insult defamation illegal-pi-collection
internet-related-dispute pil-mixed-grounds pi-leak-and-fraud-losses
"""


@pytest.mark.parametrize("concept", concepts(), ids=lambda c: "/".join(c.split("/")[-2:]))
def test_concept_is_complete(concept: URIRef) -> None:
    """A concept has a label per language, a scheme, a code, and a place in the hierarchy."""
    graph = load(*SCHEMES)
    (scheme,) = graph.objects(concept, SKOS.inScheme)
    (code,) = graph.objects(concept, SKOS.notation)
    assert languages(graph, concept, SKOS.prefLabel) == LANGUAGES
    assert concept == URIRef(f"{scheme}/{code}") or (concept.startswith(UNIT) and concept.endswith(str(code)))
    assert ((concept, SKOS.topConceptOf, scheme) in graph) is not bool(list(graph.objects(concept, SKOS.broader)))
    assert (concept, RDFS.label, None) not in graph


@pytest.mark.parametrize("concept", concepts(), ids=lambda c: "/".join(c.split("/")[-2:]))
def test_concept_has_its_labels_once(concept: URIRef) -> None:
    """No label of a concept is given twice, whatever its case or rank."""
    graph = load(*SCHEMES)
    labels = [label for rank in RANKS for label in graph.objects(concept, rank)]
    assert len(labels) == len({(str(label).casefold(), getattr(label, "language", None)) for label in labels})


@pytest.mark.parametrize(
    "concept", iris(load(*SCHEMES).subjects(SKOS.definition)), ids=lambda c: "/".join(c.split("/")[-2:])
)
def test_definition_is_there_in_both_languages(concept: URIRef) -> None:
    """A concept that is defined is so once per language, and the Chinese is Chinese and not an English sentence."""
    graph = load(*SCHEMES)
    assert languages(graph, concept, SKOS.definition) == LANGUAGES
    texts = [text for text in graph.objects(concept, SKOS.definition) if isinstance(text, Literal)]
    (chinese,) = [str(text) for text in texts if text.language == "zh"]
    assert re.search("[\u4e00-\u9fff]", chinese) and chinese.endswith("。")
    assert not re.search(r"[A-Za-z]+[ ,]+[A-Za-z]+", chinese), chinese


@pytest.mark.parametrize("scheme", iris(load(*SCHEMES).subjects(RDF.type, SKOS.ConceptScheme)), ids=local)
def test_scheme_is_titled_and_tells_its_concepts_apart(scheme: URIRef) -> None:
    """A scheme has a title per language, and no code twice; no wording of a crime leads to two crimes."""
    graph = load(*SCHEMES)
    ranks = (SKOS.notation, *RANKS) if local(scheme) == "crime" else (SKOS.notation,)
    assert languages(graph, scheme, DCTERMS.title) == LANGUAGES
    for labels in ([ranks[0]], ranks[1:]):
        found = [str(text).casefold() for c in members(scheme) for rank in labels for text in graph.objects(c, rank)]
        assert len(found) == len(set(found)), sorted(text for text in found if found.count(text) > 1)


def test_hierarchy() -> None:
    """Broader stays within a scheme, leads to concepts, and never back to where it began."""
    graph = load(*SCHEMES)
    for narrow, broad in graph.subject_objects(SKOS.broader):
        assert graph.value(narrow, SKOS.inScheme) == graph.value(broad, SKOS.inScheme) is not None, (narrow, broad)
        assert narrow not in graph.transitive_objects(broad, SKOS.broader), narrow


def test_related_is_not_broader() -> None:
    """Concepts that are related do not stand above one another (SKOS, S27)."""
    graph = load(*SCHEMES)
    for one, other in graph.subject_objects(SKOS.related):
        assert (other, RDF.type, SKOS.Concept) in graph
        assert other not in graph.transitive_objects(one, SKOS.broader), (one, other)
        assert one not in graph.transitive_objects(other, SKOS.broader), (one, other)


def test_mappings_lead_to_categories() -> None:
    """Crimes map to categories of the ICCS that are there, never exactly; Cy is a tag and contains nothing."""
    graph = load(*SCHEMES)
    for relation in (SKOS.broadMatch, SKOS.relatedMatch):
        for crime, category in graph.subject_objects(relation):
            assert (category, SKOS.inScheme, URIRef(SCHEME + "iccs")) in graph, (crime, category)
    assert not list(graph.subjects(SKOS.broadMatch, URIRef(SCHEME + "iccs/Cy")))
    assert not list(graph.triples((None, SKOS.exactMatch, None)))


def test_cybercrime_or_narrower() -> None:
    """What counts as cybercrime is fixed: figures of cybercrime must not change when concepts are added."""
    graph = load(*SCHEMES)
    below = {local(c) for c in graph.transitive_subjects(SKOS.broader, URIRef(SCHEME + "crime/cybercrime"))}
    outside = set(NOT_CYBERCRIME.split())
    assert below >= set(CYBERCRIME.split())
    assert not below & outside
    assert outside <= {local(c) for c in concepts()}
