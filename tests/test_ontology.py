"""The ontology: each term is documented in two languages and connected, and JSON-LD has a short name for it."""

import json

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef

from lexwire import ontology

from .vocabularies import AUTHORITY, ID, LANGUAGES, LW, SCHEME, SCHEMES, SDMX, UNIT, iris, languages, load, local, terms

ONTOLOGY = URIRef("https://w3id.org/lexwire/ns")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


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


@pytest.mark.parametrize("name", [*SCHEMES, *AUTHORITY])
def test_only_declared_classes_and_properties(name: str) -> None:
    """Each class and each property that a file uses is declared in the ontology or is of RDF, RDFS, OWL or VoID."""
    graph, declared = load(name), load("lexwire.ttl")
    for used in {*graph.predicates(), *graph.objects(None, RDF.type)}:
        builtin = str(used).startswith((str(RDF), str(RDFS), str(OWL)))
        assert builtin or set(declared.objects(used, RDF.type)) & set(KINDS), used


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
