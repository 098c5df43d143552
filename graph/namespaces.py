"""The namespaces that Lexwire writes, and the prefixes under which every dump and page shows them."""

from typing import Final

from pyoxigraph import NamedNode

BASE: Final = "https://w3id.org/lexwire/"
"""Every IRI that Lexwire mints starts here; a server answers the same paths under its own address."""


class Namespace:
    """An IRI prefix whose attributes and items are the terms in it: ``RDFS.label``, ``DCTERMS["title"]``."""

    def __init__(self, iri: str) -> None:
        """Keep *iri*, which ends in ``#`` or ``/``."""
        self.iri = iri
        self._terms: dict[str, NamedNode] = {}

    def __getitem__(self, name: str) -> NamedNode:
        """Return the term called *name*."""
        term = self._terms.get(name)
        if term is None:
            term = self._terms[name] = NamedNode(self.iri + name)
        return term

    def __getattr__(self, name: str) -> NamedNode:
        """Return the term called *name*."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name]


LW = Namespace(BASE + "ns#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
VOID = Namespace("http://rdfs.org/ns/void#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
ORG = Namespace("http://www.w3.org/ns/org#")
PROV = Namespace("http://www.w3.org/ns/prov#")
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
GAF = Namespace("http://groundedannotationframework.org/gaf#")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
QB = Namespace("http://purl.org/linked-data/cube#")
SDMX_D = Namespace("http://purl.org/linked-data/sdmx/2009/dimension#")
SDMX_M = Namespace("http://purl.org/linked-data/sdmx/2009/measure#")
SDMX_A = Namespace("http://purl.org/linked-data/sdmx/2009/attribute#")
UNIT = Namespace("http://qudt.org/vocab/unit/")
TIME = Namespace("http://www.w3.org/2006/time#")
SCHEMA = Namespace("https://schema.org/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
CUBE = Namespace("https://cube.link/")

PREFIXES: Final[dict[str, str]] = {
    "lw": LW.iri,
    "actor": BASE + "id/actor/",
    "law": BASE + "id/law/",
    "place": BASE + "id/place/",
    "crime": BASE + "scheme/crime/",
    "indicator": BASE + "scheme/indicator/",
    "comparator": BASE + "scheme/comparator/",
    "stage": BASE + "scheme/stage/",
    "role": BASE + "scheme/role/",
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "owl": OWL.iri,
    "xsd": XSD.iri,
    "skos": SKOS.iri,
    "dcterms": DCTERMS.iri,
    "dcat": DCAT.iri,
    "void": VOID.iri,
    "foaf": FOAF.iri,
    "org": ORG.iri,
    "prov": PROV.iri,
    "sem": SEM.iri,
    "gaf": GAF.iri,
    "nif": NIF.iri,
    "eli": "http://data.europa.eu/eli/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "qb": QB.iri,
    "sdmx-d": SDMX_D.iri,
    "sdmx-m": SDMX_M.iri,
    "sdmx-a": SDMX_A.iri,
    "unit": UNIT.iri,
    "time": TIME.iri,
    "schema": SCHEMA.iri,
    "sh": "http://www.w3.org/ns/shacl#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "vann": "http://purl.org/vocab/vann/",
}
"""Prefix to namespace, in the order in which documents declare them."""
