"""The paths of the HTTP interface as OpenAPI tells of them, from the tables that the server itself uses.

Specifications: OpenAPI 3.1.1, section 4.8.8 (Paths Object); SPARQL 1.1 Protocol, section 2.1.
"""

from lexwire.graph.namespaces import BASE

from ..addresses import KINDS
from ..formats import BY_NAME, BY_SHORT_NAME, GRAPHS
from ..resources import FORMATS
from ..sparql import DIRECT, FORM
from . import saved, search
from .operations import PAGE, TEXT, Data, answer, anything, media, not_modified, operation, parameter

IRI: Data = {"type": "string", "format": "iri", "minLength": 1}
IRIS: Data = {"type": "array", "items": IRI}
QUERY: Data = {"type": "string", "minLength": 1, "examples": ["SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 10", "ASK {}"]}
FORMAT: Data = {"enum": sorted({*BY_SHORT_NAME, *(each.media_type for each in BY_NAME.values())})}
SECONDS: Data = {"type": "number", "exclusiveMinimum": 0}
PLAIN: Data = {"text/plain": {"schema": TEXT}}
TOKEN: list[Data] = [{}, {"token": []}]

FIELDS = {
    "default-graph-uri": (IRIS, "Graphs whose merge is the default graph of the query."),
    "named-graph-uri": (IRIS, "Named graphs that the query sees."),
    "format": (FORMAT, "Format of the answer, in place of what Accept says."),
    "output": (FORMAT, "The same as `format`, which counts more."),
    "bom": ({"enum": ["0", "1"]}, "With 1 a byte order mark comes first, by which Excel knows UTF-8; of CSV only."),
    "timeout": (SECONDS, "Seconds that the query may take, if fewer than the server allows."),
}
"""What may come with a query, in the address or in a form (SPARQL 1.1 Protocol, section 2.1.4)."""
THINGS = {
    "id": "place/china",
    "article": "2024-02-24-crackdown-on-cybercrime",
    "scheme": "crime/hacking",
    "graph": "inferred",
    "dataset": "dbpedia",
}
"""For each kind of the data's own IRIs how one of them goes on."""


def paths() -> Data:
    """Return all paths; each function adds those of one part of the server."""
    return {**_sparql(), **_graphs(), **_linked_data(), **_catalogues(), **saved.paths(), **search.paths(), **_own()}


def _sparql() -> Data:
    about = "The query; without one, the service is described, or a page is shown to browsers."
    in_address = [parameter(name, told, schema) for name, (schema, told) in FIELDS.items()]
    form = {"type": "object", "required": ["query"], "properties": {"query": QUERY} | _form_fields()}
    answers = {"200": _told("The answer, or the description.", anything() | PAGE), "304": not_modified()}
    body = {"required": True, "content": {FORM: {"schema": form}, DIRECT: {"schema": QUERY}}}
    get = operation(
        "ask",
        "Answer a query, or describe the service",
        answers,
        [401, 403, 406],
        [parameter("query", about, QUERY), *in_address],
        security=TOKEN,
    )
    post = operation(
        "askByPost",
        "Answer a query, which may be too long for an address",
        {"200": _told("The answer.", anything())},
        [401, 403, 406, 415],
        in_address,
        requestBody=body,
        security=TOKEN,
    )
    return {"/sparql": {"get": get, "post": post}}


def _form_fields() -> Data:
    return {name: {**schema, "description": about} for name, (schema, about) in FIELDS.items()}


def _told(about: str, content: Data, *headers: str) -> Data:
    """Return the response with the answer to a query."""
    return answer(about, content, "ETag", "Server-Timing", *headers, always=("Vary",))


def _graphs() -> Data:
    named = parameter("graph", "IRI of a named graph.", IRI)
    default = parameter("default", "Given, without a value, for the default graph.", TEXT, allowEmptyValue=True)
    answers = {"200": _told("The graph.", media(GRAPHS)), "304": not_modified()}
    summary = "Send a whole graph, which either `graph` or `default` names"
    return {"/store": {"get": operation("readGraph", summary, answers, [404, 406], [named, default])}}


def _linked_data() -> Data:
    things = {f"/{kind}/{{name}}": {"get": _see_other(kind)} for kind in KINDS}
    name = parameter("name", f"The path of the thing's IRI under {BASE}.", _name(f"id/{THINGS['id']}"), "path")
    suffix = parameter("suffix", "The format.", {"enum": [each.name for each in FORMATS]}, "path")
    told = _told("What the data says of the thing.", media(FORMATS), "Link")
    answers = {"200": told, "304": not_modified()}
    data = operation("describe", "Send what the data says of a thing", answers, [404], [name, suffix])
    return {**things, "/data/{name}.{suffix}": {"get": data}}


def _see_other(kind: str) -> Data:
    """Return the operation that leads from a thing to what describes it."""
    name = parameter("name", "The rest of the path of the thing's IRI.", _name(THINGS[kind]), "path")
    lead = answer("Leads to the page or the data about the thing.", PAGE, always=("Location", "Vary"))
    summary = f"Lead to what describes a thing whose IRI lies under {BASE}{kind}/"
    return operation(f"find{kind.capitalize()}", summary, {"303": lead}, [404, 406], [name])


def _name(example: str) -> Data:
    """Return the schema of a path; its slashes may be written as they are, though the specification knows only %2F."""
    return {"type": "string", "minLength": 1, "examples": [example]}


def _catalogues() -> Data:
    described = answer("The description.", media(GRAPHS), "ETag", always=("Vary",))
    void = operation(
        "describeDataset", "Describe the dataset in VoID", {"200": described, "304": not_modified()}, [406]
    )
    examples = operation(
        "describeQueries", "Describe the saved queries in RDF", {"200": described, "304": not_modified()}, [406]
    )
    required = ["name", "title", "parameters", "formats", "href"]
    listed = {"type": "array", "items": {"type": "object", "required": required}}
    queries = answer("The saved queries with their parameters.", {"application/json": {"schema": listed}} | PAGE)
    dumps = operation("listDumps", "Show the files of the release", {"200": answer("A page.", PAGE)}, [404])
    told: Data = {"type": "object", "required": ["current", "former", "changes"]}
    changed = answer("The changes; null where no release came before.", {"application/json": {"schema": told}}, "ETag")
    changes = operation(
        "listChanges",
        "Tell what changed since the release before",
        {"200": changed, "304": not_modified()},
        [404],
    )
    return {
        "/.well-known/void": {"get": void},
        "/.well-known/sparql-examples": {"get": examples},
        "/queries": {"get": operation("listQueries", "List the saved queries", {"200": queries})},
        "/dumps/": {"get": dumps},
        "/dumps/changes.json": {"get": changes},
    }


def _own() -> Data:
    """Return the paths at which the server tells of itself."""
    this = answer("This description.", {"application/json": {"schema": {"type": "object"}}}, always=("ETag",))
    told = {"200": this, "304": not_modified()}
    live, ready = answer("It runs.", PLAIN), answer("A query was answered, or all workers are busy.", PLAIN)
    return {
        "/openapi.json": {"get": operation("describeInterface", "Describe the HTTP interface", told)},
        "/health/live": {"get": operation("isLive", "Tell whether the process runs", {"200": live})},
        "/health/ready": {"get": operation("isReady", "Tell whether queries are answered", {"200": ready})},
    }
