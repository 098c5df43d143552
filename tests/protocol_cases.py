"""Requests to a SPARQL endpoint and what the protocol, HTTP and good sense expect of the answers: cases of our own."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lexwire.server.responses import MAX_ADDRESS, MAX_BODY

from .conformance_app import app_from_nquads

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
JSON = "application/sparql-results+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
DATA = """<urn:s> <urn:p> "h\\u00E9\\U0001F600 \\"q\\", c\\n\\tx\\\\" .
<urn:s> <urn:in1> "1" <urn:g1> .
<urn:s> <urn:in2> "2" <urn:g2> .
"""
VALUE = 'hé😀 "q", c\n\tx\\'
ONE = "SELECT ?o { <urn:s> <urn:p> ?o }"
ALL = "CONSTRUCT WHERE { ?s ?p ?o }"
IN1, IN2 = "ASK { ?s <urn:in1> ?o }", "ASK { ?s <urn:in2> ?o }"
NAMED = "ASK { GRAPH ?g { ?s ?p ?o } }"


def served(folder: Path) -> FlaskClient:
    """Return a client of the application over `DATA`."""
    file = folder / "data.nq"
    file.write_text(DATA, encoding="utf-8")
    return app_from_nquads(str(file)).test_client()


@dataclass(frozen=True)
class Case:
    """A request and what is expected of its answer."""

    status: int
    method: str = "GET"
    fields: dict[str, str | list[str]] | str = field(default_factory=dict)
    body: bytes = b""
    kind: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    holds: str = ""
    """What the body contains."""

    def sent(self, client: FlaskClient) -> TestResponse:
        """Send the request."""
        return client.open(
            "/sparql",
            method=self.method,
            query_string=self.fields,
            data=self.body,
            content_type=self.kind,
            headers=self.headers,
        )


YES = '"boolean":true'
NO = '"boolean":false'


def get(status: int, holds: str = "", accept: str | None = None, **fields: str | list[str]) -> Case:
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return Case(status, fields=named, headers={} if accept is None else {"Accept": accept}, holds=holds)


def post(status: int, body: str | bytes, kind: str | None, holds: str = "", **more: str) -> Case:
    named = {name.replace("_", "-"): value for name, value in more.items()}
    return Case(status, "POST", named, body if isinstance(body, bytes) else body.encode(), kind, holds=holds)


def form_of(**fields: str | list[str]) -> str:
    return urlencode(fields, doseq=True)


CASES = {
    # how a query comes in
    "form": post(200, form_of(query="ASK {}"), FORM, YES),
    "form with charset": post(200, form_of(query="ASK {}"), f"{FORM}; charset=UTF-8", YES),
    "form with plus": post(200, "query=ASK+%7B+FILTER(%22a+b%22=%22a%20b%22)%7D", FORM, YES),
    "form in UTF-8": post(200, form_of(query='ASK { FILTER(STRLEN("é😀") = 2) }'), FORM, YES),
    "form in another charset": post(415, form_of(query="ASK {}"), f"{FORM}; charset=latin-1", "UTF-8"),
    "address in UTF-8": get(200, YES, query='ASK { FILTER(STRLEN("é😀") = 2) }'),
    "direct": post(200, "ASK {}", DIRECT, YES),
    "direct in UTF-8": post(200, 'ASK { FILTER(STRLEN("é😀") = 2) }', DIRECT, YES),
    "direct with charset": post(200, "ASK {}", f"{DIRECT}; charset=utf-8", YES),
    "direct with quoted charset": post(200, "ASK {}", f'{DIRECT}; charset="UTF-8"', YES),
    "direct in capitals": post(200, "ASK {}", DIRECT.upper(), YES),
    "direct in UTF-16": post(415, "ASK {}".encode("utf-16"), f"{DIRECT}; charset=utf-16", "UTF-8"),
    "direct not in UTF-8": post(400, b"ASK {} # \xff", DIRECT, "UTF-8"),
    "direct with a surrogate": post(400, b"ASK {} # \xed\xa0\x80", DIRECT, "UTF-8"),
    "direct with NUL": post(400, "ASK {\0}", DIRECT, "NUL"),
    "direct with BOM": post(200, "\ufeffASK {}", DIRECT, YES),
    "direct and empty": post(400, "", DIRECT, "empty"),
    "direct and blank": post(400, " \n", DIRECT, "empty"),
    "empty": get(400, "empty", query=""),
    "form without query": post(400, "a=b", FORM, "0 queries"),
    "nothing": post(400, "", FORM, "0 queries"),
    "two in the address": get(400, "2 queries", query=["ASK {}", "ASK {}"]),
    "two in the form": post(400, form_of(query=["ASK {}", "ASK {}"]), FORM, "2 queries"),
    "one in form and address": post(400, form_of(query="ASK {}"), FORM, "2 queries", query="ASK {}"),
    "one in body and address": post(400, "ASK {}", DIRECT, "2 queries", query="ASK {}"),
    "bad escape elsewhere": Case(200, fields="query=ASK%7B%7D&x=%ZZ", holds=YES),
    "unknown parameter": get(200, YES, query="ASK {}", nothing="1"),
    "no type": post(400, "ASK {}", None, "Content-Type"),
    "text": post(415, "ASK {}", "text/plain", DIRECT),
    "JSON": post(415, '{"query": "ASK {}"}', "application/json", DIRECT),
    "multipart": post(415, "--x--", "multipart/form-data; boundary=x", DIRECT),
    "QUERY": Case(200, "QUERY", body=b"ASK {}", kind=DIRECT, holds=YES),
    "QUERY with a form": Case(200, "QUERY", body=b"query=ASK%7B%7D", kind=FORM, holds=YES),
    "QUERY of text": Case(415, "QUERY", body=b"ASK {}", kind="text/plain", holds=DIRECT),
    "QUERY without type": Case(400, "QUERY", body=b"ASK {}", holds="Content-Type"),
    "long body": post(413, b"#" * MAX_BODY + b"\nASK {}", DIRECT, "shorter"),
    "long form": post(413, b"query=" + b"x" * MAX_BODY, FORM, "shorter"),
    "long address": get(414, "by POST", query="#" * MAX_ADDRESS),
    "no host": Case(400, fields={"query": "ASK {}"}, headers={"Host": "a b"}, holds="Host"),
    "relative IRIs": get(200, "<http://localhost/s> <http://localhost/p>", query="CONSTRUCT { <s> <p> 1 } {}"),
    "own time limit": get(200, YES, query="ASK {}", timeout="2.5"),
    "no time limit": get(400, "seconds", query="ASK {}", timeout="nan"),
    "time limit of zero": get(400, "seconds", query="ASK {}", timeout="0"),
    # formats
    "format by media type": get(200, "<?xml", query="ASK {}", format="application/sparql-results+xml"),
    "format for JSON of a graph": get(200, '"@id"', query=ALL, format="json"),
    "format for XML of a graph": get(200, "<rdf:RDF", query=ALL, format="xml"),
    "format before Accept": get(200, "o\r\n", "text/html", query=ONE, format="csv"),
    "format called output": get(200, "o\r\n", query=ONE, output="csv"),
    "unknown format": get(400, "ask for one of json", query="ASK {}", format="pdf"),
    "ASK as CSV": get(406, "sparql-results", "text/csv", query="ASK {}"),
    "ASK as CSV by name": get(406, "sparql-results", query="ASK {}", format="csv"),
    "ASK rather as CSV": get(200, YES, f"text/csv, {JSON};q=0.5", query="ASK {}"),
    "SELECT as Turtle": get(406, "sparql-results", "text/turtle", query=ONE),
    "graph as results": get(406, "text/turtle", JSON, query=ALL),
    "graph as JSON": get(200, '"@id"', "application/json", query=ALL),
    "nonsense": get(406, "sparql-results", ";;q=,,/;q=x", query=ONE),
    # dataset
    "the default graph as stored": get(200, NO, query=IN1),
    "named graphs are seen": get(200, YES, query=NAMED),
    "a default graph": get(200, YES, query=IN1, default_graph_uri="urn:g1"),
    "no other graph": get(200, NO, query=IN2, default_graph_uri="urn:g1"),
    "no named graph": get(200, NO, query=NAMED, default_graph_uri="urn:g1"),
    "a merge": get(200, YES, query="ASK { ?s <urn:in1> ?a ; <urn:in2> ?b }", default_graph_uri=["urn:g1", "urn:g2"]),
    "a named graph": get(200, YES, query="ASK { GRAPH ?g { ?s <urn:in1> ?o } }", named_graph_uri="urn:g1"),
    "no other named graph": get(200, NO, query="ASK { GRAPH ?g { ?s <urn:in2> ?o } }", named_graph_uri="urn:g1"),
    "no default graph": get(200, NO, query="ASK { ?s ?p ?o }", named_graph_uri="urn:g1"),
    "FROM": get(200, YES, query="ASK FROM <urn:g1> { ?s <urn:in1> ?o }"),
    "FROM NAMED": get(200, NO, query="ASK FROM NAMED <urn:g1> { GRAPH ?g { ?s <urn:in2> ?o } }"),
    "the protocol beats FROM": get(200, YES, query="ASK FROM <urn:g2> { ?s <urn:in1> ?o }", default_graph_uri="urn:g1"),
    "in the address of a form": post(200, form_of(query=IN1), FORM, YES, default_graph_uri="urn:g1"),
    "in the address of a body": post(200, IN1, DIRECT, YES, default_graph_uri="urn:g1"),
    "an unknown graph": get(200, NO, query="ASK { ?s ?p ?o }", default_graph_uri="urn:none"),
    "a file": get(200, NO, query="ASK { ?s ?p ?o }", default_graph_uri="file:///etc/passwd"),
    "no IRI": get(400, "IRI", query="ASK {}", default_graph_uri="no iri"),
    "no named IRI": get(400, "IRI", query="ASK {}", named_graph_uri="<>"),
    # errors
    "syntax": get(400, "line 4, column 2: expected one of", query="SELECT * {\n ?s ?p ?o .\n FILTER(?o = \n}"),
    "prefix": get(400, "line 1", query="ASK { ?s nope:x ?o }"),
    "division by zero": get(200, '"bindings":[{}]', query="SELECT (1/0 AS ?x) {}"),
    "silent service": get(200, '"bindings":[{}]', query="SELECT ?s { SERVICE SILENT <urn:x> { ?s ?p ?o } }"),
    # updates
    "update": post(415, "CLEAR ALL", "application/sparql-update", DIRECT),
    "update in a form": post(400, form_of(update="CLEAR ALL"), FORM, "only reads"),
    "update in the address": get(400, "only reads", update="CLEAR ALL"),
    "query and update": post(400, form_of(query="ASK {}", update="CLEAR ALL"), FORM, "only reads"),
    "update as query": post(400, "CLEAR ALL", DIRECT, "line 1"),
    "PUT": Case(405, "PUT", body=b"<urn:a> <urn:b> 1 .", kind="text/turtle"),
    "DELETE": Case(405, "DELETE"),
    "PATCH": Case(405, "PATCH", body=b"ASK {}", kind=DIRECT),
}  # fmt: skip
