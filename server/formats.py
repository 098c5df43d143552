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

    @property
    def content_type(self) -> str:
        """Return the Content-Type header."""
        return f"{self.media_type}; charset=utf-8"


RESULTS = (
    Format("json", "application/sparql-results+json", QueryResultsFormat.JSON, ("application/json",)),
    Format("xml", "application/sparql-results+xml", QueryResultsFormat.XML, ("application/xml", "text/xml")),
    Format("csv", "text/csv", QueryResultsFormat.CSV),
    Format("tsv", "text/tab-separated-values", QueryResultsFormat.TSV),
)
"""For SELECT and ASK; the first is the default."""

GRAPHS = (
    Format("ttl", "text/turtle", RdfFormat.TURTLE, ("application/x-turtle",)),
    Format("nt", "application/n-triples", RdfFormat.N_TRIPLES, ("text/plain",)),
    Format("rdf", "application/rdf+xml", RdfFormat.RDF_XML, ("application/xml", "text/xml")),
    Format("jsonld", "application/ld+json", RdfFormat.JSON_LD, ("application/json",)),
)
"""For CONSTRUCT and DESCRIBE; the first is the default."""

BY_NAME = {each.name: each for each in (*RESULTS, *GRAPHS)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The best format that a client takes for either kind of answer; None where it takes none."""

    results: Format | None
    graph: Format | None
