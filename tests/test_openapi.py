"""The description of the HTTP interface: valid, true of the tables, and true of what a real server answers.

Schemathesis makes requests from it, right ones and wrong ones: a status, a media type or a header that it does not tell
of is a fault of the one or the other.
"""

import json
import subprocess
import sys
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
from lexwire.queries.paging import refusal
from lexwire.server import create_app
from lexwire.server.formats import GRAPHS, RESULTS
from lexwire.server.openapi import document
from lexwire.server.openapi.interface import THINGS
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .command import serving
from .protocol_cases import DIRECT, FORM

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
    ("/.well-known/sparql-examples", "get"): "200 304 400 405 406 408 413 414 429 431 503",
    ("/queries/speakers.{suffix}", "get"): "200 304 400 404 405 406 408 413 414 429 431 503",
    ("/queries/{name}.rq", "get"): "200 400 404 405 408 413 414 429 431 503",
    ("/dumps/", "get"): "200 400 404 405 408 413 414 429 431 503",
    ("/health/live", "get"): "200 400 405 408 413 414 429 431 503",
}


@pytest.mark.parametrize(("path", "method"), STATUSES)
def test_it_tells_of_every_status(path: str, method: str) -> None:
    assert " ".join(sorted(DOCUMENT["paths"][path][method]["responses"])) == STATUSES[path, method]


@pytest.mark.parametrize(("path", "status"), [("/search", 200), ("/search.json", 400)])
def test_a_parameter_is_required_where_nothing_is_found_without(client: FlaskClient, path: str, status: int) -> None:
    (name,) = [each for each in DOCUMENT["paths"][path]["get"]["parameters"] if each["name"] == "q"]
    assert client.get(path, headers={"Accept": "text/html"}).status_code == status
    assert name.get("required", False) == (status == 400)


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
NAMES = THINGS | {"queries": "speakers"}
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
        case.path_parameters["name"] = NAMES.get(kind) or f"id/{THINGS['id']}"
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


SOME = ("laws-at-a-date", "is-any-fact-without-words", "claims")
"""A query of each form; requests for the others would be made from the same lines."""
OTHERS = "|".join(name for name in catalogue() if name not in SOME)


@SCHEMA.exclude(path_regex=rf"^/queries/({OTHERS})\.").parametrize()
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
LAWS = "/queries/laws-at-a-date.{suffix}"
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
    (200, "GET", "/.well-known/sparql-examples", {}),
    (200, "GET", LAWS, {"path_parameters": {"suffix": "csv"}}),
    (200, "GET", LAWS, {"path_parameters": {"suffix": "csv"}, "query": {"page": 2, "page_size": 5, "bom": "1"}}),
    (200, "GET", LAWS, {"path_parameters": {"suffix": "json"}, "query": {"date": "2020-01-01", "language": "zh"}}),
    (400, "GET", LAWS, {"path_parameters": {"suffix": "json"}, "query": {"page": 0}}),
    (400, "GET", LAWS, {"path_parameters": {"suffix": "json"}, "query": {"bom": "1"}}),
    (404, "GET", LAWS, {"path_parameters": {"suffix": "pdf"}}),
    (406, "GET", LAWS, {"path_parameters": {"suffix": "ttl"}}),
    (200, "GET", "/queries/{name}.rq", {"path_parameters": {"name": "speakers"}}),
    (200, "GET", "/queries/{name}.grlc.rq", {"path_parameters": {"name": "speakers"}}),
    (404, "GET", "/queries/{name}.rq", {"path_parameters": {"name": "nothing"}}),
    (200, "GET", "/dumps/", {}),
    (200, "GET", "/health/ready", {}),
]


@pytest.mark.parametrize(("status", "method", "path", "parts"), ASKED)
def test_each_status_comes_as_it_is_told(
    address: str, status: int, method: str, path: str, parts: dict[str, Any]
) -> None:
    case = SCHEMA[path][method].Case(**parts)
    assert case.call_and_validate(base_url=address, additional_checks=[is_as_every_answer]).status_code == status


# what it says of the saved queries


@pytest.mark.parametrize("name", catalogue())
def test_each_saved_query_is_an_operation_with_its_parameters(name: str) -> None:
    query, told = catalogue()[name], DOCUMENT["paths"][f"/queries/{name}.{{suffix}}"]["get"]
    assert (told["summary"], told["description"]) == (query.title["en"], query.description["en"])
    found = {each["name"]: each for each in told["parameters"]}
    own = {"suffix", "If-None-Match", "release", *query.parameters}
    own |= {"page", "page_size"} if refusal(query) is None else set()
    own |= {"bom"} if query.form == "select" else set()
    assert set(found) == own
    for parameter in query.parameters.values():
        assert found[parameter.name]["schema"].get("default") == parameter.default
        assert "required" not in found[parameter.name]
    assert {"Link", "X-Total-Count"} <= told["responses"]["200"]["headers"].keys()


def test_operations_have_names_of_their_own() -> None:
    names = [told["operationId"] for path in DOCUMENT["paths"].values() for told in path.values()]
    assert len(names) == len(set(names))


ASKING = """\
import datetime, json, sys
from client import Client
from client.api.laws import ask_laws_at_a_date as asking
from client.models import AskLawsAtADateLanguage as Language, AskLawsAtADateSuffix as Suffix

client = Client(base_url=sys.argv[1], headers={"Accept": "application/json"})
day = datetime.date(2019, 12, 31)
said = asking.sync_detailed(Suffix.JSON, client=client, date=day, language=Language.EN, page=2, page_size=10)
rows = json.loads(said.content)["results"]["bindings"]
wrong = asking.sync(Suffix.JSON, client=client, page=0)
names = [row["name"]["value"] for row in rows]
print(json.dumps([said.status_code, said.headers["X-Total-Count"], names, wrong.detail]))
"""


def test_a_client_made_from_it_asks_a_saved_query(address: str, tmp_path: Path) -> None:
    """The server's address comes from the program; the values have the types that the document names."""
    (tmp_path / "openapi.json").write_text(json.dumps(DOCUMENT))
    make = ["generate", "--path", "openapi.json", "--output-path", "client", "--meta", "none"]
    made = run(tmp_path, "-m", "openapi_python_client", *make)
    assert "Error" not in made.stderr
    done = run(tmp_path, "-c", ASKING, address)
    status, total, names, fault = json.loads(done.stdout)
    assert (status, total, len(names)) == (200, "14", 4)
    assert names[-1] == "Security Capacity Requirements for Big Data Services"
    assert "page is no whole number" in fault


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python with *words* in *folder*."""
    done = subprocess.run([sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done
