"""What is sent again at once: the same bytes, of the same release, to the same request and to no other."""

import gzip
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lexwire.graph import records
from lexwire.graph.build import build
from lexwire.server import create_app
from lexwire.server.engine import following
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from tests.processes import eventually

QUERY = "SELECT ?s ?label { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?s ?label LIMIT 50"
HIT = "cache;desc=hit"
ASKED = "asked"


@pytest.fixture
def client(data: Path) -> FlaskClient:
    """Return a client of an application that counts how often it is asked."""
    app = create_app(opened(Settings(str(data), query_workers=1)))
    app.extensions[ASKED] = []
    app.before_request(lambda: app.extensions[ASKED].append(1))
    return app.test_client()


def asked(client: FlaskClient) -> int:
    return len(client.application.extensions[ASKED])


def get(client: FlaskClient, path: str = "/sparql", query: str = QUERY, **headers: str) -> tuple[str, bytes, str]:
    """Return how the answer came about, its body, and its tag."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = client.get(path, query_string={"query": query}, headers=named)
    assert response.status_code in {200, 304}
    return response.headers["Server-Timing"], response.data, response.headers["ETag"]


def test_it_is_evaluated_then_kept_then_sent_at_once(client: FlaskClient) -> None:
    """The second time the answer comes from the cache, from the third on the application is not asked."""
    told = [get(client, Accept="text/csv") for _ in range(5)]
    assert [timing.partition(",")[0] for timing, _, _ in told] == ["cache;desc=miss", HIT, HIT, HIT, HIT]
    assert len({(body, tag) for _, body, tag in told}) == 1
    assert asked(client) == 2


def test_every_header_is_sent_again_but_the_time_it_took(client: FlaskClient) -> None:
    """The first time, the answer may come in pieces."""
    client.get("/sparql", query_string={"query": QUERY}).close()
    answers = [client.get("/sparql", query_string={"query": QUERY}) for _ in range(4)]
    changing = {"Server-Timing", "X-Request-Id"}
    heads = [sorted(item for item in each.headers.items() if item[0] not in changing) for each in answers]
    assert heads[0] == heads[1] == heads[2] == heads[3]
    assert answers[-1].headers["Content-Length"] == str(len(answers[-1].data))


OTHERS: dict[str, dict[str, str]] = {
    "another query": {"query": QUERY + " OFFSET 1"},
    "the same query in other words": {"query": QUERY + " "},
    "another format": {"Accept": "text/csv"},
    "another host": {"Host": "example.org"},
    "who shows a token": {"Authorization": "Basic bWU6c2VjcmV0"},
}


@pytest.mark.parametrize("fields", OTHERS.values(), ids=OTHERS)
def test_what_differs_to_the_letter_is_asked_of_the_application(client: FlaskClient, fields: dict[str, str]) -> None:
    for _ in range(3):
        get(client)
    before = asked(client)
    get(client, **fields)
    assert asked(client) == before + 1


def test_each_encoding_is_sent_again_as_itself(client: FlaskClient) -> None:
    plain = get(client)[1]
    told = [get(client, Accept_Encoding="br") for _ in range(4)]
    assert {brotli.decompress(body) for _, body, _ in told} == {plain}
    assert told[-1][0] == HIT
    assert told[-1][2] != get(client)[2]


LARGE = 'SELECT ?i (CONCAT("0123456789", "0123456789") AS ?t) { VALUES ?i { %s } }' % " ".join(map(str, range(40_000)))  # noqa: UP031


def test_a_large_answer_is_kept_packed_and_every_client_gets_it_whole(client: FlaskClient) -> None:
    """From gzip itself to those who take it, unpacked on the way to those who don't; QUERY, for it is long."""

    def ask(**headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.open(
            "/sparql", method="QUERY", data=LARGE, content_type="application/sparql-query", headers=named
        )

    first = ask()
    plain = first.data
    assert first.headers["ETag"].startswith('W/"')
    for _ in range(2):
        again, packed = ask(), ask(Accept_Encoding="gzip")
        assert (again.data, gzip.decompress(packed.data)) == (plain, plain)
        assert {each.headers["Server-Timing"] for each in (again, packed)} == {HIT}
    assert len(packed.data) < len(plain) / 10
    assert ask(If_None_Match=again.headers["ETag"]).status_code == 304
    assert ask(If_None_Match=packed.headers["ETag"], Accept_Encoding="gzip").status_code == 304


def test_who_holds_it_is_told_so_at_once(client: FlaskClient) -> None:
    for _ in range(3):
        tag = get(client)[2]
    assert get(client, If_None_Match=f'"other", {tag}') == (HIT, b"", tag)
    assert get(client, If_None_Match='"other"')[1] != b""


def test_what_changes_each_time_is_never_sent_again(client: FlaskClient) -> None:
    bodies = {get(client, query="SELECT (STRUUID() AS ?x) {}")[1] for _ in range(4)}
    assert len(bodies) == 4


def test_a_new_release_is_asked_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "LOOK", 0.0)
    build([records.packaged()], tmp_path)
    client = create_app(opened(Settings(str(tmp_path), query_workers=1))).test_client()
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    old = [get(client, query=count)[1] for _ in range(4)][-1]
    one = tmp_path / "one"
    one.mkdir()
    record = next(iter(records.paths([records.packaged()])))
    (one / record.name).write_bytes(record.read_bytes())
    build([one], tmp_path)
    assert eventually(lambda: get(client, query=count)[1] != old)


def test_without_a_cache_nothing_is_sent_again(data: Path) -> None:
    client = create_app(opened(Settings(str(data), query_workers=1, cache_megabytes=0))).test_client()
    assert {get(client)[0].partition(",")[0] for _ in range(4)} == {"cache;desc=miss"}
