"""The description of the HTTP interface: valid, true of the tables, and true of what a real server answers.

Schemathesis makes requests from it, right ones and wrong ones: a status, a media type or a header that it does not tell
of is a fault of the one or the other.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import strategies as st
from openapi_spec_validator import validate

from lexwire.queries import catalogue
from lexwire.server import create_app
from lexwire.server.formats import GRAPHS, RESULTS
from lexwire.server.openapi import document
from lexwire.server.openapi.interface import THINGS
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .protocol_cases import DIRECT, FORM
from .test_cli import serving

TOKEN = "a-token-of-the-tests"
DOCUMENT = document("http://127.0.0.1")


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data), public_url="https://data.example/graph"))
    yield create_app(service).test_client()
    service.engine.close()


def test_it_is_openapi(client: FlaskClient) -> None:
    response = client.get("/openapi.json")
    assert (response.status_code, response.content_type) == (200, "application/json")
    validate(response.json)


def test_it_names_the_public_address(client: FlaskClient) -> None:
    response = client.get("/openapi.json")
    assert response.json is not None
    assert response.json["servers"] == [{"url": "https://data.example/graph"}]


def test_its_entity_tag_spares_it(client: FlaskClient) -> None:
    tag = client.get("/openapi.json").headers["ETag"]
    again = client.get("/openapi.json", headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)


def test_it_tells_of_every_format() -> None:
    content = DOCUMENT["paths"]["/sparql"]["get"]["responses"]["200"]["content"]
    assert {each.media_type for each in (*RESULTS, *GRAPHS)} == content.keys() - {"text/html"}


STATUSES = {
    ("/sparql", "get"): "200 304 400 401 403 405 406 408 413 414 429 431 503",
    ("/sparql", "post"): "200 400 401 403 405 406 408 413 414 415 429 431 503",
    ("/store", "get"): "200 304 400 404 405 406 408 413 414 429 431 503",
    ("/id/{name}", "get"): "303 400 404 405 406 408 413 414 429 431 503",
    ("/data/{name}.{suffix}", "get"): "200 304 400 404 405 408 413 414 429 431 503",
    ("/.well-known/void", "get"): "200 304 400 405 406 408 413 414 429 431 503",
    ("/dumps/", "get"): "200 400 404 405 408 413 414 429 431 503",
    ("/health/live", "get"): "200 400 405 408 413 414 429 431 503",
}


@pytest.mark.parametrize(("path", "method"), STATUSES)
def test_it_tells_of_every_status(path: str, method: str) -> None:
    assert " ".join(sorted(DOCUMENT["paths"][path][method]["responses"])) == STATUSES[path, method]


def test_its_paths_are_those_of_the_application(client: FlaskClient) -> None:
    """What is for people only, and the operator's figures, are not told of."""
    rules = {rule.rule.rstrip("/") for rule in client.application.url_map.iter_rules()}
    told = {path.rstrip("/") for path in DOCUMENT["paths"] if "{" not in path}
    assert told <= rules


# requests made from it

NOT_HELD = ("positive_data_acceptance", "negative_data_rejection", "missing_required_header")
"""What the description cannot tell: which texts are queries, and that `graph` and `default` exclude one another.  That
what is wrong is refused, the cases of the protocol show.
"""
CONFIG = {
    "seed": 7,
    "request-timeout": 20,
    "generation": {"max-examples": 20, "deterministic": True, "database": "none"},
    "phases": {
        # OPTIONS is answered everywhere, and QUERY at /sparql
        "coverage": {"unexpected-methods": ["PUT", "DELETE", "PATCH", "TRACE"]},
        "stateful": {"enabled": False},
    },
    "checks": {
        "not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", "503"]},
        **{name: {"enabled": False} for name in NOT_HELD},
    },
}
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT, config=schemathesis.Config.from_dict(CONFIG))
QUERIES = [
    *(each.bind({}) for each in list(catalogue().values())[::6]),
    "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 9",
    "ASK { SERVICE <https://elsewhere.example/> { ?s ?p ?o } }",
    "ASK {",
]
MORE_HEADERS: list[dict[str, str]] = [
    {},
    {"Accept": "application/json"},
    {"Accept": "text/turtle, application/sparql-results+xml;q=0.5"},
    {"Accept": "text/html"},
    {"Accept": "image/png"},
    {"Accept-Encoding": "br, gzip"},
    {"Authorization": "Bearer not-the-token-of-the-tests"},
    {"Authorization": f"Bearer {TOKEN}"},
]


@pytest.fixture(scope="module")
def address(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("settings") / "settings.toml"
    file.write_text(f'token = "{TOKEN}"\nquery_seconds = 5\nquery_workers = 2\n')
    with serving("--data", data, "--settings", file) as found:
        yield found


@schemathesis.serializer(DIRECT)
def as_it_stands(_: schemathesis.SerializationContext, value: object) -> bytes:
    return str(value).encode("utf-8", "surrogatepass")


@SCHEMA.hook
def flatmap_case(_: schemathesis.HookContext, case: schemathesis.Case) -> st.SearchStrategy[schemathesis.Case]:
    """Put queries, names and headers that mean something into two of three requests."""
    meant = st.tuples(st.sampled_from(QUERIES), st.sampled_from(MORE_HEADERS))
    return st.one_of(st.just(case), meant.map(partial(_with, case)), meant.map(partial(_with, case)))


def _with(case: schemathesis.Case, meant: tuple[str, dict[str, str]]) -> schemathesis.Case:
    query, headers = meant
    path = case.operation.path
    case.headers = {**(case.headers or {}), **headers}
    if "{name}" in path:
        kind = path.split("/")[1]
        case.path_parameters["name"] = THINGS.get(kind) or f"id/{THINGS['id']}"
    if path == "/sparql" and case.method == "GET":
        case.query = {**(case.query or {}), "query": query}
    if case.media_type == DIRECT:
        case.body = query
    return case


def is_as_every_answer(_: object, response: schemathesis.Response, __: object) -> None:
    headers = {name: ", ".join(values) for name, values in response.headers.items()}
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-content-type-options"] == "nosniff"
    assert "Traceback" not in response.text
    assert response.status_code != 503 or headers.get("retry-after") or "may; ask for less" in response.text


@SCHEMA.parametrize()
def test_the_server_keeps_to_it(case: schemathesis.Case, address: str) -> None:
    response = case.call_and_validate(base_url=address, additional_checks=[is_as_every_answer])
    tag = response.headers.get("etag")
    if tag and response.status_code == 200 and case.method == "GET":
        case.headers = {**(case.headers or {}), "If-None-Match": tag[0]}
        again = case.call_and_validate(base_url=address, additional_checks=[is_as_every_answer])
        assert (again.status_code, again.content) == (304, b"")


YES, SERVICE = {"query": "ASK {}"}, {"query": "ASK { SERVICE <https://elsewhere.example/> { ?s ?p ?o } }"}
LONG = {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a", "timeout": 0.1}
PICTURE, NO_TOKEN = {"Accept": "image/png"}, {"Authorization": "Bearer not-the-token"}
IRI = "https://w3id.org/lexwire/graph/inferred"
ASKED: list[tuple[int, str, str, dict[str, Any]]] = [
    (200, "GET", "/sparql", {}),
    (200, "GET", "/sparql", {"query": YES}),
    (200, "GET", "/sparql", {"query": YES, "headers": {"Authorization": f"Bearer {TOKEN}"}}),
    (400, "GET", "/sparql", {"query": {"query": "ASK {"}}),
    (400, "GET", "/sparql", {"query": {"query": "ASK {"}, "headers": {"Accept": "application/json"}}),
    (400, "GET", "/sparql", {"query": {**YES, "timeout": 0}}),
    (401, "GET", "/sparql", {"query": YES, "headers": NO_TOKEN}),
    (403, "GET", "/sparql", {"query": SERVICE}),
    (406, "GET", "/sparql", {"query": YES, "headers": PICTURE}),
    (503, "GET", "/sparql", {"query": LONG}),
    (200, "POST", "/sparql", {"body": YES, "media_type": FORM}),
    (200, "POST", "/sparql", {"body": "ASK {}", "media_type": DIRECT}),
    (401, "POST", "/sparql", {"body": "ASK {}", "media_type": DIRECT, "headers": NO_TOKEN}),
    (200, "GET", "/store", {"query": {"default": ""}}),
    (200, "GET", "/store", {"query": {"graph": IRI}}),
    (400, "GET", "/store", {}),
    (404, "GET", "/store", {"query": {"graph": "urn:none"}}),
    (406, "GET", "/store", {"query": {"graph": IRI}, "headers": PICTURE}),
    *((303, "GET", f"/{kind}/{{name}}", {"path_parameters": {"name": name}}) for kind, name in THINGS.items()),
    (404, "GET", "/id/{name}", {"path_parameters": {"name": "place/nowhere"}}),
    (406, "GET", "/id/{name}", {"path_parameters": {"name": "place/china"}, "headers": PICTURE}),
    (200, "GET", "/data/{name}.{suffix}", {"path_parameters": {"name": "id/place/china", "suffix": "ttl"}}),
    (200, "GET", "/.well-known/void", {}),
    (406, "GET", "/.well-known/void", {"headers": PICTURE}),
    (200, "GET", "/queries", {"headers": {"Accept": "text/html"}}),
    (200, "GET", "/dumps/", {}),
    (200, "GET", "/health/ready", {}),
]


@pytest.mark.parametrize(("status", "method", "path", "parts"), ASKED)
def test_each_status_comes_as_it_is_told(
    address: str, status: int, method: str, path: str, parts: dict[str, Any]
) -> None:
    case = SCHEMA[path][method].Case(**parts)
    assert case.call_and_validate(base_url=address, additional_checks=[is_as_every_answer]).status_code == status
