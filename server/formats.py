"""The serializations that answers come in, with their media types and short names."""

from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat


@dataclass(frozen=True, slots=True)
class Format:
    """One serialization: short name (also the file suffix), media type, and what the engine calls it."""

    name: str
    media_type: str
    native: RdfFormat | QueryResultsFormat
    aliases: tuple[str, ...] = ()
    """Further media types by which clients ask for it."""
    registered: str = ""
    """Its name among the W3C's file format identifiers, by which a service description tells of it."""

    @property
    def iri(self) -> str:
        """Return its IRI among the W3C's unique identifiers of file formats."""
        return f"http://www.w3.org/ns/formats/{self.registered}"

    @property
    def content_type(self) -> str:
        """Return the Content-Type header."""
        return f"{self.media_type}; charset=utf-8"


RESULTS = (
    Format(
        "json",
        "application/sparql-results+json",
        QueryResultsFormat.JSON,
        ("application/json",),
        "SPARQL_Results_JSON",
    ),
    Format(
        "xml",
        "application/sparql-results+xml",
        QueryResultsFormat.XML,
        ("application/xml", "text/xml"),
        "SPARQL_Results_XML",
    ),
    Format("csv", "text/csv", QueryResultsFormat.CSV, (), "SPARQL_Results_CSV"),
    Format("tsv", "text/tab-separated-values", QueryResultsFormat.TSV, (), "SPARQL_Results_TSV"),
)
"""For SELECT and ASK; the first is the default."""

ANSWERS = RESULTS[:2]
"""For ASK: CSV and TSV have no form for a yes or no (SPARQL 1.1 Query Results CSV and TSV Formats, section 2)."""

GRAPHS = (
    Format("ttl", "text/turtle", RdfFormat.TURTLE, ("application/x-turtle", "text/n3"), "Turtle"),
    Format("nt", "application/n-triples", RdfFormat.N_TRIPLES, ("text/plain",), "N-Triples"),
    Format("rdf", "application/rdf+xml", RdfFormat.RDF_XML, ("application/xml", "text/xml"), "RDF_XML"),
    Format("jsonld", "application/ld+json", RdfFormat.JSON_LD, ("application/json",), "JSON-LD"),
    Format("trig", "application/trig", RdfFormat.TRIG, (), "TriG"),
    Format("nq", "application/n-quads", RdfFormat.N_QUADS, (), "N-Quads"),
)
"""For CONSTRUCT and DESCRIBE; the first is the default."""

BY_NAME = {each.name: each for each in (*RESULTS, *GRAPHS)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The best format that a client takes for either kind of answer; None where it takes none."""

    results: Format | None
    graph: Format | None


_OTHER_NAMES = {
    "turtle": "ttl",
    "n3": "ttl",
    "ntriples": "nt",
    "n-triples": "nt",
    "rdf+xml": "rdf",
    "json-ld": "jsonld",
}
"""What clients such as SPARQLWrapper call the graph formats."""

BY_SHORT_NAME = {
    **{each.name: Wanted(each, None) for each in RESULTS},
    **{each.name: Wanted(None, each) for each in GRAPHS},
    **{other: Wanted(None, BY_NAME[name]) for other, name in _OTHER_NAMES.items()},
    "json": Wanted(BY_NAME["json"], BY_NAME["jsonld"]),
    "xml": Wanted(BY_NAME["xml"], BY_NAME["rdf"]),
}
"""What a client takes that asks by short name: ``json`` and ``xml`` mean the graph format of that family too."""
