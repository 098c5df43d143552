"""The files of the ontology as graphs, and what stands in them: terms, schemes, concepts and the authority files."""

import re
from functools import cache

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Node, URIRef

from lexwire import ontology

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
SCHEMES = ontology.names("schemes")
AUTHORITY = ontology.names("authority")


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
