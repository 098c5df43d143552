"""What the server says of itself: the SPARQL service description and VoID."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse
from werkzeug.test import TestResponse

from lexwire.server import create_app
from lexwire.server.formats import GRAPHS, RESULTS
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .protocol_cases import BROWSER, served

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
RDF = [each.media_type for each in GRAPHS]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return served(tmp_path_factory.mktemp("protocol"))


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        *((path, accept, accept) for path in ("/sparql", "/.well-known/void") for accept in RDF),
        ("/sparql", "*/*", "text/turtle"),
        ("/.well-known/void", "*/*", "text/turtle"),
        ("/sparql", BROWSER, "text/html"),
        ("/.well-known/void", BROWSER, "application/rdf+xml"),
    ],
)
def test_descriptions_are_negotiated(client: FlaskClient, path: str, accept: str, kind: str) -> None:
    response = client.get(path, headers={"Accept": accept})
    varies = "Accept, Accept-Language, Accept-Encoding" if kind == "text/html" else "Accept, Accept-Encoding"
    assert (response.status_code, response.mimetype, response.headers["Vary"]) == (200, kind, varies)


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void"])
def test_descriptions_are_never_something_else(client: FlaskClient, path: str) -> None:
    assert client.get(path).mimetype == "text/turtle"
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


def triples(response: TestResponse) -> set[tuple[str, str, str]]:
    found = parse(response.data, format=RdfFormat.TURTLE)
    return {
        (quad.subject.value, quad.predicate.value, getattr(quad.object, "value", ""))
        for quad in found
        if isinstance(quad.subject, NamedNode)
    }


def test_the_service_description(client: FlaskClient) -> None:
    found = triples(client.get("/sparql", base_url="https://data.example"))
    values = {(predicate.removeprefix(SD), value) for _, predicate, value in found if predicate.startswith(SD)}
    assert ("endpoint", "https://data.example/sparql") in values
    assert {value for name, value in values if name == "supportedLanguage"} == {f"{SD}SPARQL11Query"}
    assert {value for name, value in values if name == "name"} == {"urn:g1", "urn:g2"}
    assert sum(name == "resultFormat" for name, _ in values) == len(RESULTS) + len(GRAPHS)
    assert {value for name, value in values if name == "feature"} == set()
    assert [value for _, predicate, value in found if predicate == f"{VOID}triples"].count("1") == 3
    assert not [name for name, _ in values if name.startswith("extension")]


def test_a_union_is_told(data: Path) -> None:
    client = create_app(opened(Settings(str(data)))).test_client()
    found = triples(client.get("/sparql"))
    assert any((predicate, value) == (f"{SD}feature", f"{SD}UnionDefaultGraph") for _, predicate, value in found)


@pytest.mark.parametrize("service", [(), ("https://sparql.example/query",)])
def test_federation_is_told_where_it_is_open(data: Path, service: tuple[str, ...]) -> None:
    client = create_app(opened(Settings(str(data), service=service))).test_client()
    found = triples(client.get("/sparql"))
    told = any((predicate, value) == (f"{SD}feature", f"{SD}BasicFederatedQuery") for _, predicate, value in found)
    (comment,) = (value for _, predicate, value in found if predicate.endswith("#comment"))
    assert (told, "sparql.example" in comment) == (bool(service), bool(service))


def test_descriptions_have_tags(client: FlaskClient) -> None:
    for path in ("/sparql", "/.well-known/void"):
        tag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
        assert client.get(path, headers={"Accept": "application/rdf+xml"}).headers["ETag"] != tag


def test_void(data: Path) -> None:
    client = create_app(opened(Settings(str(data)))).test_client()
    found = triples(client.get("/.well-known/void"))
    told = {predicate.removeprefix(VOID) for _, predicate, _ in found}
    assert {"triples", "classPartition", "propertyPartition", "vocabulary", "linkPredicate", "exampleResource"} <= told
    assert {value for _, predicate, value in found if predicate == f"{VOID}sparqlEndpoint"} > {
        "http://localhost/sparql"
    }
    examples = [value for _, predicate, value in found if predicate == f"{VOID}exampleResource"]
    assert len(examples) == 7
    for example in examples:
        path = example.removeprefix("https://w3id.org/lexwire")
        assert client.get(path, follow_redirects=True).status_code == 200


def test_proxies_are_heard_only_where_settings_say_so(client: FlaskClient, tmp_path: Path) -> None:
    file = tmp_path / "one.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .")
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "kg.example", "X-Forwarded-Prefix": "/law"}
    behind = create_app(opened(Settings(load=(str(file),), proxies=1))).test_client()
    assert "<https://kg.example/law/sparql>" in behind.get("/sparql", headers=told).text
    assert "<http://localhost/sparql>" in client.get("/sparql", headers=told).text
