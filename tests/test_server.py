"""The HTTP face over the release of the packaged records: endpoint, saved queries, dumps, pages, health."""

import gzip
import hashlib
import json
import re
from collections.abc import Generator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from lexwire.graph.release import Release
from lexwire.queries import catalogue
from lexwire.server import create_app
from lexwire.server.engine import Answer, Question
from lexwire.server.formats import RESULTS, Wanted
from lexwire.server.service import Service, opened
from lexwire.server.settings import Settings

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/lexwire/ns#ReportedStatistic> }"
GRAPH = "CONSTRUCT WHERE { ?s <https://w3id.org/lexwire/ns#formula> ?o }"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
ARTICLE = "https://w3id.org/lexwire/graph/article/2024-02-24-crackdown-on-cybercrime"


@pytest.fixture(scope="module")
def client(data: Path) -> FlaskClient:
    return create_app(opened(Settings(str(data)))).test_client()


def rows(client: FlaskClient, query: str, **fields: str) -> list[dict[str, str]]:
    """Return the rows of a SELECT as plain text."""
    response = client.get("/sparql", query_string={"query": query, **fields}, headers={"Accept": "application/json"})
    assert response.status_code == 200, response.text
    return [{name: term["value"] for name, term in row.items()} for row in response.json["results"]["bindings"]]


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_query_is_asked_in_three_ways(client: FlaskClient, way: str) -> None:
    response = {
        "get": lambda: client.get("/sparql", query_string={"query": COUNT}),
        "form": lambda: client.post("/sparql", data={"query": COUNT}),
        "direct": lambda: client.post("/sparql", data=COUNT, content_type=DIRECT),
    }[way]()
    assert response.status_code == 200
    assert response.content_type == "application/sparql-results+json; charset=utf-8"
    assert response.json["results"]["bindings"][0]["n"]["value"] == "37"


@pytest.mark.parametrize(
    ("query", "format_", "start"),
    [
        (COUNT, "json", b'{"head"'),
        (COUNT, "xml", b"<?xml"),
        (COUNT, "csv", b"n\r\n37"),
        (COUNT, "tsv", b"?n\n37"),
        ("ASK {}", "json", b'{"head":{},"boolean":true}'),
        (GRAPH, "ttl", b"@prefix"),
        (GRAPH, "nt", b"<https"),
        (GRAPH, "rdf", b"<?xml"),
        (GRAPH, "jsonld", b"["),
    ],
)
def test_formats(client: FlaskClient, query: str, format_: str, start: bytes) -> None:
    response = client.get("/sparql", query_string={"query": query, "format": format_})
    assert (response.status_code, response.data[: len(start)]) == (200, start)


@pytest.mark.parametrize(
    ("accept", "query", "status"),
    [
        ("image/png", COUNT, 406),
        ("text/turtle", COUNT, 406),
        ("text/csv", GRAPH, 406),
        ("text/csv", "ASK {}", 406),
        ("text/turtle", GRAPH, 200),
    ],
)
def test_what_the_client_takes(client: FlaskClient, accept: str, query: str, status: int) -> None:
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert response.status_code == status
    if status == 406:
        assert "text/turtle" in response.text


REFUSED = {
    "no query": ("POST", {}, b"a=1", FORM, 400, "0 queries"),
    "two queries": ("GET", {"query": ["ASK {}", "ASK {}"]}, b"", None, 400, "2 queries"),
    "not SPARQL": ("GET", {"query": "SELEC ?x {}"}, b"", None, 400, "line 1, column 10: expected"),
    "update by GET": ("GET", {"query": "ASK {}", "update": "CLEAR ALL"}, b"", None, 400, "only reads"),
    "update as query": ("GET", {"query": "CLEAR ALL"}, b"", None, 400, "line 1, column"),
    "unknown format": ("GET", {"query": "ASK {}", "format": "pdf"}, b"", None, 400, "ask for one of json"),
    "not UTF-8 in the address": ("GET", "query=ASK%20%7B%7D%20%23%ff", b"", None, 400, "UTF-8"),
    "not UTF-8 in the body": ("POST", {}, b"ASK {} # \xff", DIRECT, 400, "UTF-8"),
    "not UTF-8 in the form": ("POST", {}, b"query=ASK%7B%7D%23%ff", FORM, 400, "UTF-8"),
    "JSON": ("POST", {}, b"{}", "application/json", 415, DIRECT),
    "update by POST": ("POST", {}, b"CLEAR ALL", "application/sparql-update", 415, DIRECT),
    "too long": ("POST", {}, b"#" * (1 << 20) + b"\nASK {}", DIRECT, 413, "shorter"),
    "many fields": ("POST", {}, b"a=1&" * 200, FORM, 400, "100 fields"),
    "graph that is no IRI": ("GET", {"query": "ASK {}", "default-graph-uri": "no iri"}, b"", None, 400, "IRI"),
}


@pytest.mark.parametrize(("method", "fields", "body", "kind", "status", "words"), REFUSED.values(), ids=REFUSED)
def test_refused(
    client: FlaskClient, method: str, fields: dict[str, str] | str, body: bytes, kind: str, status: int, words: str
) -> None:
    response = client.open("/sparql", method=method, query_string=fields, data=body, content_type=kind)
    assert response.status_code == status, response.text
    assert words in response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        ("SELECT * { service ?e { ?s ?p ?o } }", 403),
        ("SELECT * { SERVICE SILENT <urn:a> {} SERVICE <urn:b> {} }", 403),
        ("SELECT * { { SELECT * { SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } } } }", 403),
        (r"SELECT * { \u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400),
        (r"SELECT * { \U00000053\u0045RVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }", 400),
    ],
)
def test_no_query_calls_another_host(client: FlaskClient, query: str, status: int) -> None:
    response = client.get("/sparql", query_string={"query": query})
    assert (response.status_code, bool(re.search("SERVICE .*is closed here", response.text))) == (status, True)


@pytest.mark.parametrize(
    "query", ['SELECT ("SERVICE" AS ?x) {}', "ASK {} # SERVICE", "ASK { ?service ?p <urn:SERVICE> }"]
)
def test_the_word_service_alone_is_harmless(client: FlaskClient, query: str) -> None:
    assert client.get("/sparql", query_string={"query": query}).status_code == 200


def test_the_default_graph_is_a_set(client: FlaskClient) -> None:
    """A triple that several graphs hold is counted once."""
    (union,) = rows(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    (distinct,) = rows(client, "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } } }")
    (all_,) = rows(client, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    assert int(union["n"]) == int(distinct["n"]) < int(all_["n"])


def test_datasets(client: FlaskClient) -> None:
    """FROM and the protocol's parameters choose graphs; the protocol wins (SPARQL 1.1 Protocol, section 2.1.4)."""
    (from_,) = rows(client, COUNT.replace("{", f"FROM <{ARTICLE}> {{", 1))
    (given,) = rows(client, COUNT, **{"default-graph-uri": ARTICLE})
    (other,) = rows(client, COUNT.replace("{", "FROM <urn:none> {", 1), **{"default-graph-uri": ARTICLE})
    assert [each["n"] for each in (from_, given, other)] == ["9"] * 3
    (hidden,) = rows(client, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", **{"default-graph-uri": ARTICLE})
    assert hidden["n"] == "0"


def test_large_answers_come_in_pieces(client: FlaskClient) -> None:
    response = client.get(
        "/sparql", query_string={"query": "SELECT * { ?s ?p ?o . ?x a ?y }  LIMIT 100000", "format": "tsv"}
    )
    pieces = list(response.response)
    assert len(pieces) > 100
    assert b"".join(pieces).count(b"\n") == 100_001


def test_a_client_that_leaves_ends_the_query(data: Path) -> None:
    engine = opened(Settings(str(data))).engine
    answer = engine.run(Question("SELECT * { ?a ?b ?c . ?d ?e ?f }", Wanted(RESULTS[0], None)))
    assert next(answer.chunks)
    answer.chunks.close()
    assert engine.run(Question("ASK {}", Wanted(RESULTS[0], None))).read().endswith(b"true}")


class Broken:
    """An engine whose answers end too early."""

    def run(self, question: Question) -> Answer:  # noqa: ARG002
        def chunks() -> Generator[bytes, None, None]:
            yield b'{"head"'
            raise OSError("the disk is gone")

        return Answer(RESULTS[0], chunks())

    def close(self) -> None:
        """Let go of nothing."""


def test_a_broken_answer_is_no_whole_one() -> None:
    """The body is broken off rather than ended, so that no client takes what came for all there is."""
    client = create_app(Service(Settings(), Broken(), None)).test_client()
    with pytest.raises(OSError, match="the disk is gone"):
        client.get("/sparql", query_string={"query": "ASK {}"}).get_data()


@pytest.mark.parametrize("name", catalogue())
def test_each_saved_query_has_its_page_and_data(client: FlaskClient, name: str) -> None:
    query = catalogue()[name]
    page = client.get(f"/queries/{name}", headers=BROWSER)
    assert page.status_code == 200
    assert query.title["zh"] in page.text
    suffix, media_type = {
        "select": ("csv", "text/csv"),
        "ask": ("xml", "application/sparql-results+xml"),
        "construct": ("nt", "application/n-triples"),
    }[query.form]
    answer = client.get(f"/queries/{name}.{suffix}")
    assert (answer.status_code, answer.mimetype) == (200, media_type)
    assert len(answer.text) > 10
    assert client.get(f"/queries/{name}").mimetype in {"text/turtle", "application/sparql-results+json"}
    assert client.get(f"/queries/{name}.rq").text == query.text


def test_catalogue(client: FlaskClient) -> None:
    listed = client.get("/queries").json
    assert [each["name"] for each in listed] == list(catalogue())
    assert client.get("/queries", headers=BROWSER).text.count('href="/queries/') >= len(listed)


def test_parameters_of_saved_queries(client: FlaskClient) -> None:
    """Values reach the query as terms, whatever is in them; wrong ones are refused in one sentence."""
    name, parameter = next((q.name, p) for q in catalogue().values() for p in q.parameters.values() if p.type == "iri")
    hostile = '"> } ; DROP ALL #'
    for path in (f"/queries/{name}.json", f"/queries/{name}"):
        response = client.get(path, query_string={parameter.name: hostile})
        assert (response.status_code, parameter.name in response.text) == (400, True)
        unknown = client.get(path, query_string={"nothing": "1"})
        assert (unknown.status_code, "nothing" in unknown.text) == (400, True)


def test_hostile_values_are_shown_as_text(client: FlaskClient) -> None:
    name, parameter = next((q.name, p) for q in catalogue().values() for p in q.parameters.values())
    page = client.get(f"/queries/{name}", query_string={parameter.name: "<script>alert(1)</script>"}, headers=BROWSER)
    assert "<script>" not in page.text


def test_unknown_saved_query(client: FlaskClient) -> None:
    response = client.get("/queries/people-prosecuted-over-tim")
    assert response.status_code == 404
    assert "Did you mean people-prosecuted-over-time" in response.text
    assert client.get("/queries/people-prosecuted-over-time.pdf").status_code == 404


def test_dumps(client: FlaskClient, release: Release) -> None:
    sums = (release.folder / "SHA256SUMS").read_text().splitlines()
    page = client.get("/dumps/").text
    for digest, name in (line.split("  ") for line in sums):
        assert digest in page
        with client.get(f"/dumps/{release.id}/{name}") as file:
            assert hashlib.sha256(file.data).hexdigest() == digest
    with client.get(f"/dumps/{release.id}/lexwire.nt", headers={"Accept-Encoding": "gzip"}) as plain:
        body = plain.data
    assert (plain.headers["Content-Encoding"], plain.mimetype) == ("gzip", "application/n-triples")
    assert sum(1 for _ in parse(gzip.decompress(body), format=RdfFormat.N_TRIPLES)) > 10_000
    assert client.get("/dumps/latest/lexwire.nq.gz").headers["Location"] == f"/dumps/{release.id}/lexwire.nq.gz"


@pytest.mark.parametrize("path", ["../SHA256SUMS", "store", "CURRENT", "nothing.ttl", "%2e%2e/.lock", "store/CURRENT"])
def test_only_known_files_are_sent(client: FlaskClient, release: Release, path: str) -> None:
    assert client.get(f"/dumps/{release.id}/{path}").status_code == 404
    assert client.get(f"/dumps/other/{path}").status_code == 404


def test_home_page(client: FlaskClient, release: Release) -> None:
    page = client.get("/", headers=BROWSER).text
    numbers = re.findall(r"<strong>([\d,]+)</strong> (\w+)<", page)
    assert {word: number for number, word in numbers} == {
        "Actors": "80",
        "Laws": "30",
        "Crimes": "54",
        "Statistics": "45",
        "Events": "60",
        "Statements": "73",
        "Articles": "5",
    }
    assert release.id in page
    assert "2024-02-24" in page


@pytest.mark.parametrize(
    "path", ["/", "/queries", "/queries/people-prosecuted-over-time", "/sparql", "/dumps/", "/nowhere"]
)
def test_pages_are_safe(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers=BROWSER)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "<script>" not in response.text
    assert " style=" not in response.text
    assert not re.search(r'(src|href)="(https?:)?//(?!creativecommons)', response.text)


def test_health(client: FlaskClient) -> None:
    assert client.get("/health/live").text == "live\n"
    assert client.get("/health/ready").text == "ready\n"


def test_loaded_files(tmp_path: Path) -> None:
    """Any RDF can be served; its named graphs are seen as one, or only when they are named."""
    file = tmp_path / "some.trig"
    file.write_text("<urn:a> <urn:b> 1 . <urn:g> { <urn:a> <urn:b> 1, 2 }")
    counts = {}
    for graph in ("union", "stored"):
        client = create_app(opened(Settings(load=(str(file),), default_graph=graph))).test_client()  # type: ignore[arg-type]
        counts[graph] = rows(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"]
        assert client.get("/", headers=BROWSER).status_code == 200
        assert client.get("/dumps/").status_code == 404
    assert counts == {"union": "2", "stored": "1"}


def test_cors_holds_for_errors_too(client: FlaskClient) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/sparql?query=x", "/nowhere", "/queries"):
        assert client.get(path).headers["Access-Control-Allow-Origin"] == "*"


def test_wrong_method(client: FlaskClient) -> None:
    response = client.delete("/sparql")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert json.dumps(response.text)
