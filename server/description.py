"""What the service says of itself: a SPARQL service description, and VoID at its well-known address.

Specifications: SPARQL 1.1 Service Description (W3C Recommendation, 21 March 2013); Describing Linked Datasets with the
VoID Vocabulary (W3C Interest Group Note, 3 March 2011), section 6.2.
"""

from collections.abc import Iterator
from functools import lru_cache

from flask import Blueprint, Response, request, url_for
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from lexwire.graph.iris import DATASET, graph
from lexwire.graph.metadata import LICENCE
from lexwire.graph.namespaces import DCTERMS, FOAF, PREFIXES, RDF, RDFS, VOID, XSD, Namespace

from .answering import data_version, rows, written
from .engine import EngineError, Question
from .formats import GRAPHS, RESULTS, Format, Wanted
from .negotiate import wanted
from .responses import MAX_ADDRESS, MAX_BODY
from .service import service

blueprint = Blueprint("description", __name__)

SD = Namespace(PREFIXES["sd"])
SIMPLE = NamedNode("http://www.w3.org/ns/entailment/Simple")

_COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_SIZE = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_EXAMPLES = "SELECT ?s {{ {} }}".format(
    " UNION ".join(
        f"{{ SELECT ?s {{ ?s a <{PREFIXES['lw']}{name}> }} LIMIT 1 }}"
        for name in ("Article", "Actor", "Law", "Crime", "ReportedStatistic", "Event", "Statement")
    )
)


def service_description(format_: Format | None) -> Response:
    """Return the description of the SPARQL service; raises NotAcceptable without a format."""
    return written(_service(request.base_url), format_)


@blueprint.get("/.well-known/void")
def void() -> Response:
    """Describe the dataset in VoID: its statistics, vocabularies, links, examples and ways in."""
    return written(_dataset(), wanted(request.headers.get("Accept")).graph)


def _service(endpoint: str) -> Iterator[Triple]:
    node, dataset, default = (NamedNode(f"{endpoint}{fragment}") for fragment in ("#service", "#dataset", "#default"))
    yield Triple(node, RDF.type, SD.Service)
    yield Triple(node, SD.endpoint, NamedNode(endpoint))
    yield Triple(node, RDFS.label, Literal("Lexwire", language="en"))
    yield Triple(node, RDFS.comment, Literal(_limits(), language="en"))
    yield Triple(node, DCTERMS.license, LICENCE)
    yield Triple(node, SD.supportedLanguage, SD.SPARQL11Query)
    for format_ in (*RESULTS, *GRAPHS):
        yield Triple(node, SD.resultFormat, NamedNode(format_.iri))
    yield Triple(node, SD.defaultEntailmentRegime, SIMPLE)
    if _default_is_union():
        yield Triple(node, SD.feature, SD.UnionDefaultGraph)
    if service().settings.service:
        yield Triple(node, SD.feature, SD.BasicFederatedQuery)
    yield Triple(node, SD.defaultDataset, dataset)
    yield Triple(dataset, RDF.type, SD.Dataset)
    yield Triple(dataset, SD.defaultGraph, default)
    yield from _graphs(endpoint, dataset, default)


def _graphs(endpoint: str, dataset: NamedNode, default: NamedNode) -> Iterator[Triple]:
    """Yield the default graph and each named graph with its number of triples."""
    size, graphs = sizes()
    yield Triple(default, RDF.type, SD.Graph)
    if size is not None:
        yield Triple(default, VOID.triples, _number(size))
    for number, (name, triples) in enumerate(graphs, 1):
        named, content = NamedNode(f"{endpoint}#named-{number}"), NamedNode(f"{endpoint}#graph-{number}")
        yield Triple(dataset, SD.namedGraph, named)
        yield Triple(named, RDF.type, SD.NamedGraph)
        yield Triple(named, SD.name, NamedNode(name))
        yield Triple(named, SD.graph, content)
        yield Triple(content, RDF.type, SD.Graph)
        yield Triple(content, VOID.triples, _number(triples))


def _limits() -> str:
    settings = service().settings
    open_ = " and ".join(f"<{iri}>" for iri in settings.service)
    asks = f"SERVICE asks {open_}, and is closed for other endpoints" if open_ else "SERVICE is closed"
    return (
        f"Read-only. A query may take {settings.query_seconds:g} seconds, which `timeout` lowers; a request's body may "
        f"have {MAX_BODY:,} bytes, its address {MAX_ADDRESS:,}. {asks}; SERVICE SILENT then gives one empty solution. "
        "There are no extension functions; a function that is unknown leaves its expression unbound."
    )


def _default_is_union() -> bool:
    """Return whether the default graph is known to be the union of the named ones."""
    here = service()
    return here.settings.default_graph == "union" and bool(here.release or here.settings.load)


def _dataset() -> Iterator[Triple]:
    """Yield what the release tells of itself, and the addresses at which this server gives the same."""
    yield from _told()
    endpoint = NamedNode(url_for("sparql.get", _external=True))
    yield Triple(NamedNode(request.base_url), RDF.type, VOID.DatasetDescription)
    yield Triple(NamedNode(request.base_url), FOAF.primaryTopic, DATASET)
    yield Triple(DATASET, RDF.type, VOID.Dataset)
    yield Triple(DATASET, VOID.sparqlEndpoint, endpoint)
    for example in rows(_EXAMPLES):
        yield Triple(DATASET, VOID.exampleResource, NamedNode(example["s"]["value"]))
    if service().release is None:
        size, graphs = sizes()
        yield Triple(DATASET, VOID.triples, _number(size or 0))
        for name, triples in graphs:
            yield Triple(DATASET, VOID.subset, NamedNode(name))
            yield Triple(NamedNode(name), VOID.triples, _number(triples))


def _told() -> Iterator[Triple]:
    """Yield the triples of the graph that holds the release's own description."""
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph('meta')} {{ ?s ?p ?o }} }}"
    answer = service().engine.run(Question(query, Wanted(None, GRAPHS[1])))
    for quad in parse(answer.read(), format=RdfFormat.N_TRIPLES):
        yield quad.triple


Sizes = tuple[int | None, tuple[tuple[str, int], ...]]


def sizes() -> Sizes:
    """Return the number of triples of the default graph and of each named graph, counted once for each release.

    There are no numbers where the engine does not tell them in its time.
    """
    version = data_version()
    try:
        return _counted_once(version, service().settings.default_graph) if version else _counted()
    except EngineError:
        return None, ()


@lru_cache(4)
def _counted_once(version: str, default_graph: str) -> Sizes:  # noqa: ARG001
    return _counted()


def _counted() -> Sizes:
    graphs = tuple((row["g"]["value"], int(row["n"]["value"])) for row in rows(_COUNTS) if "g" in row)
    return int(rows(_SIZE)[0]["n"]["value"]), graphs


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)
