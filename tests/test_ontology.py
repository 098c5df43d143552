"""The vocabulary is complete, in two languages, connected, and sound OWL."""

import json
import re
from functools import cache

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VOID, XSD, BNode, Graph, Literal, Node, URIRef

from lexwire import ontology
from lexwire.graph.hermit import INCONSISTENT, unsatisfiable
from tests import profiles

ONTOLOGY = URIRef("https://w3id.org/lexwire/ns")
LW = "https://w3id.org/lexwire/ns#"
SCHEME = "https://w3id.org/lexwire/scheme/"
ID = "https://w3id.org/lexwire/id/"
SDMX = "http://purl.org/linked-data/sdmx/2009/"
UNIT = "http://qudt.org/vocab/unit/"
LANGUAGES = ["en", "zh"]
PREFIXES = f"""
@prefix lw: <{LW}> .
@prefix owl: <{OWL}> .
@prefix rdfs: <{RDFS}> .
@prefix xsd: <{XSD}> .
@prefix sdmx-m: <{SDMX}measure#> .
@prefix ex: <https://example.org/> .
"""
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
SCHEMES = ontology.names("schemes")
AUTHORITY = ontology.names("authority")
RANKS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
FILES = pytest.mark.parametrize(
    "names",
    [("lexwire.ttl",), ("lexwire.ttl", *SCHEMES, *AUTHORITY)],
    ids=["ontology", "with schemes and authority"],
)

CYBERCRIME = """
cybercrime telecom-fraud online-theft online-counterfeiting telecom-online-fraud pi-infringement hacking data-theft
"""
NOT_CYBERCRIME = """
online-attack illegal-online-business insult-and-defamation insult defamation illegal-pi-collection
internet-related-dispute pil-mixed-grounds pi-leak-and-fraud-losses
"""

needs_java = pytest.mark.skipif(
    bool(profiles.missing()), reason=f"OWL checks need {profiles.missing()}, not found here"
)


@cache
def load(*names: str) -> Graph:
    """Return the files *names* as one graph."""
    graph = Graph()
    for name in names:
        graph.parse(data=ontology.read(name), format="turtle")
    return graph


def turtle(data: str) -> Graph:
    """Return *data*, written with the common prefixes, as a graph."""
    return Graph().parse(data=PREFIXES + data, format="turtle")


def iris(nodes: object) -> list[URIRef]:
    """Return the IRIs among *nodes*, sorted."""
    return sorted({node for node in nodes if isinstance(node, URIRef)})  # type: ignore[attr-defined]


def terms() -> list[URIRef]:
    """Return Lexwire's own terms."""
    return [term for term in iris(load("lexwire.ttl").subjects()) if term.startswith(LW)]


def concepts() -> list[URIRef]:
    """Return the concepts of all schemes."""
    return iris(load(*SCHEMES).subjects(RDF.type, SKOS.Concept))


def members(scheme: URIRef) -> list[URIRef]:
    """Return the concepts of *scheme*."""
    return iris(load(*SCHEMES).subjects(SKOS.inScheme, scheme))


def languages(graph: Graph, node: Node, label: URIRef) -> list[str]:
    """Return the languages in which *node* has *label*, one entry a label."""
    return sorted(str(text.language) for text in graph.objects(node, label) if isinstance(text, Literal))


def local(node: object) -> str:
    """Return what follows the last slash or hash."""
    return re.split(r"[/#]", str(node))[-1]


def test_names_lists_what_read_reads() -> None:
    """The loader lists its files by folder and reads each."""
    assert ontology.names("schemes") == sorted(name for name in ontology.names() if name.startswith("schemes/"))
    assert {"lexwire.ttl", "shapes.ttl", "context.jsonld"} <= set(ontology.names())
    assert all(ontology.read(name) for name in ontology.names())


def test_header() -> None:
    """The ontology names its version, licence and prefix, and imports nothing."""
    graph = load(*(name for name in ontology.names() if name.endswith(".ttl")))
    assert graph.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{graph.value(ONTOLOGY, OWL.versionInfo)}")
    assert graph.value(ONTOLOGY, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert graph.value(ONTOLOGY, URIRef("http://purl.org/vocab/vann/preferredNamespacePrefix")) == Literal("lw")
    assert not list(graph.triples((None, OWL.imports, None)))


@pytest.mark.parametrize("term", terms(), ids=local)
def test_term_is_documented(term: URIRef) -> None:
    """A term has a kind, a label per language, a comment and a home."""
    graph = load("lexwire.ttl")
    assert set(graph.objects(term, RDF.type)) & set(KINDS)
    assert languages(graph, term, RDFS.label) == LANGUAGES
    assert languages(graph, term, RDFS.comment) == ["en"]
    assert list(graph.objects(term, RDFS.isDefinedBy)) == [ONTOLOGY]


@pytest.mark.parametrize("term", terms(), ids=local)
def test_term_points_at_declared_terms(term: URIRef) -> None:
    """What the axioms of a term name is declared in the file."""
    graph = load("lexwire.ttl")
    for axiom in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf, OWL.disjointWith):
        for other in graph.objects(term, axiom):
            known = isinstance(other, BNode) or (other, RDF.type, None) in graph or str(other).startswith(str(XSD))
            assert known, (axiom, other)


def test_class_rests_on_a_standard_one() -> None:
    """Going up from each class leads out of the own namespace."""
    graph = load("lexwire.ttl")
    for term in iris(graph.subjects(RDF.type, OWL.Class)):
        above = set(graph.transitive_objects(term, RDFS.subClassOf)) - {term}
        assert not term.startswith(LW) or any(isinstance(c, URIRef) and not c.startswith(LW) for c in above), term


def test_labels_tell_terms_apart() -> None:
    """No two classes and no two properties share a label."""
    graph = load("lexwire.ttl")
    for own_is_class in (True, False):
        own = [term for term in terms() if ((term, RDF.type, OWL.Class) in graph) is own_is_class]
        labels = [label for term in own for label in graph.objects(term, RDFS.label)]
        assert len(labels) == len(set(labels))


def test_blank_nodes_are_owl_axioms_only() -> None:
    """Concepts, authority and links have no blank nodes."""
    assert not [node for node in load(*SCHEMES, *AUTHORITY).all_nodes() if isinstance(node, BNode)]


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


@pytest.mark.parametrize("name", [*SCHEMES, *AUTHORITY])
def test_only_declared_classes_and_properties(name: str) -> None:
    """Each class and each property that a file uses is declared in the ontology or is of RDF, RDFS, OWL or VoID."""
    graph, declared = load(name), load("lexwire.ttl")
    for used in {*graph.predicates(), *graph.objects(None, RDF.type)}:
        builtin = str(used).startswith((str(RDF), str(RDFS), str(OWL)))
        assert builtin or set(declared.objects(used, RDF.type)) & set(KINDS), used


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


def context() -> dict[str, object]:
    """Return the JSON-LD context."""
    found = json.loads(ontology.read("context.jsonld"))["@context"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("term", terms(), ids=local)
def test_context_has_each_term(term: URIRef) -> None:
    """Each term has a short name, and the short name leads back to it."""
    entry = context()[local(term)]
    assert (entry["@id"] if isinstance(entry, dict) else entry) == f"lw:{local(term)}"


def test_context_types_links() -> None:
    """The values of an object property are IRIs, and those of none else."""
    graph, entries = load("lexwire.ttl"), context()
    for term in (t for t in terms() if (t, RDF.type, OWL.Class) not in graph):
        entry = entries[local(term)]
        is_link = isinstance(entry, dict) and entry.get("@type") == "@id"
        assert is_link is ((term, RDF.type, OWL.ObjectProperty) in graph), term


EXAMPLE = {
    "id": f"{ID}statistic/2024-01-02-example/EX-STA-01",
    "type": ["ReportedStatistic", "Share"],
    "label": {"en": "Share of online fraud", "zh": "网络诈骗占比"},
    "value": "18.8",
    "unitMeasure": "unit:PERCENT",
    "crime": [f"{SCHEME}crime/online-fraud"],
    "comparator": f"{SCHEME}comparator/exact",
    "upperBound": "19.0",
    "reportedIn": {"id": "https://w3id.org/lexwire/article/2024-01-02-example", "type": "Article"},
    "wasDerivedFrom": [],
}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD parser
def test_context_expands() -> None:
    """A small document gives the right triples."""
    graph = Graph().parse(data=json.dumps({"@context": context(), **EXAMPLE}), format="json-ld")
    figure = URIRef(str(EXAMPLE["id"]))
    assert set(graph.objects(figure, RDF.type)) == {URIRef(LW + "ReportedStatistic"), URIRef(LW + "Share")}
    assert graph.value(figure, URIRef(SDMX + "measure#obsValue")) == Literal("18.8", datatype=XSD.decimal)
    assert graph.value(figure, URIRef(LW + "upperBound")) == Literal("19.0", datatype=XSD.decimal)
    assert graph.value(figure, URIRef(LW + "crime")) == URIRef(SCHEME + "crime/online-fraud")
    assert graph.value(figure, URIRef(SDMX + "attribute#unitMeasure")) == URIRef(UNIT + "PERCENT")
    assert Literal("网络诈骗占比", "zh") in graph.objects(figure, RDFS.label)
    assert (graph.value(figure, URIRef(LW + "reportedIn")), RDF.type, URIRef(LW + "Article")) in graph
    assert len(graph) == 11


@needs_java
@FILES
def test_profiles(names: tuple[str, ...]) -> None:
    """The files are OWL 2 DL and OWL 2 RL."""
    assert profiles.violations(load(*names)) == []


@needs_java
def test_profile_check_finds_faults() -> None:
    """A cardinality of two is outside OWL 2 RL, and an undeclared class outside OWL 2 DL."""
    data = "ex:a a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:p ; owl:minCardinality 2 ] ."
    found = profiles.violations(turtle(data))
    assert {line.split(":")[0] for line in found} == {"OWL 2 DL", "OWL 2 RL"}


@needs_java
@FILES
def test_consistent(names: tuple[str, ...]) -> None:
    """HermiT finds no contradiction and no class that must be empty."""
    assert unsatisfiable(load(*names)) == []


CONTRADICTIONS = {
    "person and company": "ex:a a lw:Person , lw:Company .",
    "two values": "ex:a sdmx-m:obsValue 1.0 , 2.0 .",
    "reported and derived": "ex:a a lw:ReportedStatistic , lw:DerivedStatistic .",
    "a law as speaker": "ex:a lw:speaker ex:b . ex:b a lw:Statute .",
    "change of itself": "ex:a lw:changeOf ex:a .",
    "state of two laws": "ex:a lw:stateOf ex:b , ex:c . ex:b owl:differentFrom ex:c .",
    "share and change": "ex:a a lw:Share , lw:Change .",
    "superseding each other": "ex:a lw:supersedes ex:b . ex:b lw:supersedes ex:a .",
}


@needs_java
@pytest.mark.parametrize("data", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_contradictions_are_found(data: str) -> None:
    """A planted contradiction makes the graph inconsistent, dates or no dates."""
    graph = turtle(data + 'ex:state lw:asOf "2024-01-02"^^xsd:date .')
    assert unsatisfiable(graph + load("lexwire.ttl")) == [INCONSISTENT]


@needs_java
def test_dates_are_no_contradiction() -> None:
    """Data with dates, which OWL does not know, is consistent."""
    graph = turtle('ex:state lw:asOf "2024-01-02"^^xsd:date ; lw:since "2023-09"^^xsd:gYearMonth .')
    assert unsatisfiable(graph + load("lexwire.ttl")) == []


@needs_java
def test_empty_classes_are_found() -> None:
    """A class below two that exclude each other is named."""
    graph = turtle("ex:LawThatWalks a owl:Class ; rdfs:subClassOf lw:Person , lw:Law .")
    assert unsatisfiable(graph + load("lexwire.ttl")) == ["https://example.org/LawThatWalks"]
