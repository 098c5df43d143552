"""The SPARQL endpoint as the protocol, HTTP and good sense have it.

The cases are our own.  Where the suites of the W3C lie beside the checkout, their harness is run too.
"""

import json
import re
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lexwire.server import create_app
from lexwire.server.engine import Answer, EngineError, EngineFailed, Overloaded, Question, TimedOut
from lexwire.server.formats import RESULTS
from lexwire.server.responses import MAX_ADDRESS, MAX_BODY
from lexwire.server.service import Service
from lexwire.server.settings import Settings

from .command import serving
from .conftest import SHARED
from .protocol_cases import BROWSER, CASES, DIRECT, FORM, JSON, ONE, VALUE, YES, Case, get, served

RESULTS_XML = "http://www.w3.org/2005/sparql-results#"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return served(tmp_path_factory.mktemp("protocol"))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_case(client: FlaskClient, case: Case) -> None:
    response = case.sent(client)
    assert response.status_code == case.status, response.text
    assert case.holds in response.text
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    if case.status == 405:
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST, QUERY"
    elif case.status >= 400:
        assert response.headers["Cache-Control"] == "no-store"
        assert response.content_type == "text/plain; charset=utf-8"
    else:
        assert "Accept" in response.vary
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    ("accept", "kind"),
    [(None, "text/plain"), (JSON, "text/plain"), ("application/problem+json", "application/problem+json"),
     ("application/json", "application/problem+json"), (BROWSER, "text/html")],
)  # fmt: skip
def test_errors_come_as_the_client_reads_them(client: FlaskClient, accept: str | None, kind: str) -> None:
    response = get(400, accept=accept, query="ASK {\n<script>").sent(client)
    assert (response.status_code, response.mimetype) == (400, kind)
    assert response.headers["Vary"] == "Accept, Accept-Language"
    assert "<script>" not in response.text
    if kind == "application/problem+json":
        assert response.json is not None
        assert {name: response.json[name] for name in ("type", "title", "status", "line")} == {
            "type": "about:blank",
            "title": "Bad Request",
            "status": 400,
            "line": 2,
        }
        assert re.search("column [0-9]+: expected", response.json["detail"])


class Failing:
    """An engine that answers nothing; what it raises is raised before, or instead of, the first byte."""

    def __init__(self, error: EngineError, late: bool) -> None:
        self.error, self.late = error, late

    def run(self, question: Question) -> Answer:  # noqa: ARG002
        def chunks() -> Generator[bytes, None, None]:
            raise self.error
            yield b""

        if self.late:
            return Answer(RESULTS[0], chunks())
        raise self.error

    def close(self) -> None:
        """Let go of nothing."""


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("error", [TimedOut("It took 30 s."), Overloaded("Too many.", 7), EngineFailed("It broke.")])
def test_engine_errors(error: EngineError, late: bool) -> None:
    client = create_app(Service(Settings(), Failing(error, late), None)).test_client()
    response = get(503, query="ASK {}").sent(client)
    assert (response.status_code, response.text) == (503, f"{error}\n")
    assert response.headers.get("Retry-After") == ("7" if isinstance(error, Overloaded) else None)


def test_unforeseen_errors_say_nothing_of_the_inside() -> None:
    client = create_app(Service(Settings(), Failing(ZeroDivisionError("/secret/path"), False), None)).test_client()  # type: ignore[arg-type]
    response = get(500, query="ASK {}").sent(client)
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "ZeroDivision" not in response.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/sparql?{urlencode({'query': ONE})}", 200),
        ("/sparql?query=x", 400),
        ("/sparql", 200),
        ("/store?default", 200),
    ],
)
def test_head_is_get_without_body(client: FlaskClient, path: str, status: int) -> None:
    head, whole = client.head(path), client.get(path)
    assert (head.status_code, head.data) == (status, b"")
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]
    assert head.headers.get("ETag") == whole.headers.get("ETag")


@pytest.mark.parametrize("path", ["/sparql", "/store", "/queries", "/id/actor/x"])
def test_preflight(client: FlaskClient, path: str) -> None:
    asked = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    response = client.options(path, headers=asked | {"Access-Control-Request-Headers": "content-type"})
    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert {"GET", "HEAD", "OPTIONS"} <= set(response.headers["Access-Control-Allow-Methods"].split(", "))
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]


def test_options_tell_what_a_query_may_send(client: FlaskClient) -> None:
    response = client.options("/sparql")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST, QUERY"
    assert response.headers["Accept-Query"] == f"{DIRECT}, {FORM}"


SURVIVING = {
    "csv": 'o\r\n"hé😀 ""q"", c\n\tx\\"\r\n',
    "tsv": '?o\n"hé😀 \\"q\\", c\\n\\tx\\\\"\n',
}


@pytest.mark.parametrize("name", SURVIVING)
def test_characters_survive_in_text(client: FlaskClient, name: str) -> None:
    assert get(200, query=ONE, format=name).sent(client).get_data().decode() == SURVIVING[name]


def test_characters_survive_in_json_and_xml(client: FlaskClient) -> None:
    found = get(200, query=ONE, format="json").sent(client).get_json()
    assert found["results"]["bindings"][0]["o"]["value"] == VALUE
    document = ElementTree.fromstring(get(200, query=ONE, format="xml").sent(client).data)
    (literal,) = document.iter(f"{{{RESULTS_XML}}}literal")
    assert literal.text == VALUE


def test_an_entity_tag_spares_the_answer(client: FlaskClient) -> None:
    """It is strong: it names the very bytes."""
    first = get(200, query=ONE).sent(client)
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    assert first.headers["Cache-Control"] == "public, no-cache"
    for _ in range(3):  # evaluated, kept, and at once
        again = client.get("/sparql", query_string={"query": ONE}, headers={"If-None-Match": f'"x", {tag}'})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert again.headers["Vary"] == "Accept, Accept-Encoding"
        get(200, query=ONE).sent(client)
    same = client.open("/sparql", method="QUERY", data=ONE, content_type=DIRECT, headers={"If-None-Match": tag})
    assert same.status_code == 304


@pytest.mark.parametrize(
    "other",
    [get(200, query=f"{ONE} OFFSET 1"), get(200, accept="text/csv", query=ONE), get(200, query=ONE, format="tsv"),
     get(200, query=ONE, default_graph_uri="urn:g1"), get(200, query=ONE, named_graph_uri="urn:g1")],
)  # fmt: skip
def test_each_representation_has_its_tag(client: FlaskClient, other: Case) -> None:
    assert other.sent(client).headers["ETag"] != get(200, query=ONE).sent(client).headers["ETag"]


@pytest.mark.parametrize(
    "query",
    ["SELECT (NOW() AS ?t) {}", "SELECT (rand() AS ?t) {}", "SELECT (STRUUID() AS ?t) {}", "SELECT (UUID() AS ?t) {}"],
)
def test_what_changes_each_time_is_never_the_same(client: FlaskClient, query: str) -> None:
    first = get(200, query=query).sent(client)
    again = client.get("/sparql", query_string={"query": query}, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.headers["Cache-Control"] == "public, no-cache"


LARGE = 'SELECT ?i (CONCAT("0123456789", "0123456789") AS ?t) { VALUES ?i { %s } }' % " ".join(map(str, range(40_000)))  # noqa: UP031


def test_what_is_sent_as_it_comes_has_a_weak_tag(client: FlaskClient) -> None:
    """Its bytes are not known when its head is sent; the tag names the question.  An answer to POST has none at all."""

    def ask(method: str, **headers: str) -> TestResponse:
        return client.open("/sparql", method=method, data=LARGE, content_type=DIRECT, headers=headers)

    first = ask("QUERY")
    assert (first.headers["ETag"][:3], len(first.data) > 5_000_000) == ('W/"', True)
    same = ask("QUERY", **{"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    assert "ETag" not in ask("POST").headers


# over a real connection


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    with serving("--data", data) as found:
        yield found


WIRE = {
    "QUERY": ("QUERY", "/sparql", b"ASK {}", {"Content-Type": DIRECT}, 200, YES.encode()),
    "HEAD": ("HEAD", "/sparql?query=ASK%7B%7D", None, {}, 200, b""),
    "another method": ("PATCH", "/sparql", None, {}, 405, b"not allowed"),
    "no method": ("FETCH", "/sparql", None, {}, 400, b"Invalid"),
    "in chunks": ("POST", "/sparql", [b"ASK ", b"{}"], {"Content-Type": DIRECT}, 200, YES.encode()),
    "too many chunks": ("POST", "/sparql", [b"#" * 9999] * 200, {"Content-Type": DIRECT}, 413, b"shorter"),
    "long body": ("POST", "/sparql", b"#" * 2 * MAX_BODY, {"Content-Type": DIRECT}, 413, b"shorter"),
    "long address": ("GET", f"/sparql?query={'x' * MAX_ADDRESS}", None, {}, 414, b"by POST"),
    "very long address": ("GET", f"/sparql?query={'x' * 200_000}", None, {}, 414, b""),
    "a path above the root": ("GET", "/../../etc/passwd", None, {}, 404, b""),
}


@pytest.mark.parametrize(("method", "path", "body", "headers", "status", "holds"), WIRE.values(), ids=WIRE)
def test_on_the_wire(
    address: str,
    method: str,
    path: str,
    body: bytes | list[bytes] | None,
    headers: dict[str, str],
    status: int,
    holds: bytes,
) -> None:
    connection = HTTPConnection(address.removeprefix("http://"), timeout=20)
    with closing(connection):
        connection.request(method, path, body, headers, encode_chunked=isinstance(body, list))
        response = connection.getresponse()
        assert (response.status, holds in response.read()) == (status, True)


def test_an_entity_tag_on_the_wire(address: str) -> None:
    """Processes of one server, and servers of one release, give the same tag."""
    path = "/sparql?query=ASK%7B%7D"
    with closing(HTTPConnection(address.removeprefix("http://"), timeout=20)) as connection:
        connection.request("GET", path)
        with connection.getresponse() as first:
            tag = first.headers["ETag"]
            assert first.read()
        connection.request("GET", path, headers={"If-None-Match": tag})
        with connection.getresponse() as again:
            assert (again.status, again.headers["ETag"], again.read()) == (304, tag, b"")


# the suites of the W3C, and what others hold good of an endpoint

SCORES = {
    "protocol/w3c": 27,
    "protocol/w3c-update-refused": 7,
    "protocol/ext-must": 101,
    "protocol/ext-should": 42,
    "protocol/ext-may": 13,
    "sparql11/service-description": 3,
    "graph-store-protocol": 9,
    "update-refused": 172,
}


def harness(report: Path) -> list[str | Path]:
    """Return the command that runs the suites over this application; skips where they are not there."""
    folder = SHARED / "conformance"
    if not (folder / "conformance.py").is_file():
        pytest.skip(f"{folder} is not there: the suites of the W3C are not part of the project")
    app = ["--inprocess", "tests.conformance_app:app_from_nquads", "--query-path", "/sparql", "--gsp-path", "/store"]
    known = folder / "engine_known.txt"
    return [sys.executable, folder / "conformance.py", *app, "--known", known, "--json", report]


def test_the_harness_finds_what_the_engine_itself_can_do(tmp_path: Path) -> None:
    """Every suite: only what the engine is known to do otherwise may fail."""
    root = Path(__file__).parent.parent
    command = harness(tmp_path / "report.json")
    path = {"PYTHONPATH": f"{root / '.dev'}:{root}", "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, cwd=root, env=path, capture_output=True, text=True, check=False)
    assert "unexpected failures: 0" in done.stdout, done.stdout[-3000:] + done.stderr[-3000:]
    counts = json.loads((tmp_path / "report.json").read_text())["counts"]
    assert {suite: counts[suite] for suite in SCORES} == {
        suite: {"pass": number} | ({"skip": 4} if suite == "graph-store-protocol" else {})
        for suite, number in SCORES.items()
    }
