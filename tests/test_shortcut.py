"""The short way of a plain query: the same response as by the long one, and nobody waits for what does not come."""

import asyncio
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask

from lexwire.server import create_app
from lexwire.server.front import Front
from lexwire.server.service import opened
from lexwire.server.settings import Settings

CHANGING = {"server-timing", "x-request-id", "etag"}
"""What differs from one response to the next; a tag, by whether the answer was whole before its head was sent."""
ASKED = "asked"
SHORT = "SELECT ?s { ?s a ?class FILTER(isIRI(?s)) } ORDER BY ?s LIMIT 20"
LONG = "SELECT * { ?a ?b ?c FILTER(isIRI(?a) && isIRI(?c)) } ORDER BY ?a ?b ?c LIMIT 3000"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

Got = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def app(data: Path) -> Iterator[Flask]:
    """Return an application that counts how often it is asked."""
    app = create_app(opened(Settings(str(data), query_workers=2, query_seconds=5)))
    app.extensions[ASKED] = []
    app.before_request(lambda: app.extensions[ASKED].append(1))
    yield app
    app.extensions["lexwire"].engine.close()


@pytest.fixture(scope="module")
def front(app: Flask) -> Front:
    """Return the same application as servers of ASGI call it."""
    return Front(app)


class Client:
    """One request over ASGI, whose client stays until it is told to leave."""

    def __init__(self, front: Front, fields: dict[str, str], **headers: str) -> None:
        """Prepare a GET request."""
        named = {"host": "example.org", **{name.replace("_", "-").lower(): value for name, value in headers.items()}}
        self._front, self._left, self._body_sent = front, asyncio.Event(), False
        self._scope = {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "http_version": "1.1",
            "path": "/sparql",
            "raw_path": b"/sparql",
            "query_string": urlencode(fields, quote_via=quote).encode(),
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        }
        self.sent: list[MutableMapping[str, Any]] = []

    async def get(self) -> Got:
        """Return status, headers and body."""
        await self._front(self._scope, self._receive, self._send)
        start, *pieces = self.sent
        headers = {name.decode(): value.decode() for name, value in start["headers"]}
        return start["status"], headers, b"".join(each["body"] for each in pieces)

    def leave(self) -> None:
        """Hang up."""
        self._left.set()

    async def _receive(self) -> dict[str, Any]:
        if not self._body_sent:
            self._body_sent = True
            return {"type": "http.request", "body": b""}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        self.sent.append(message)


def by_short_way(front: Front, fields: dict[str, str], **headers: str) -> Got:
    return asyncio.run(Client(front, fields, **headers).get())


def by_long_way(app: Flask, fields: dict[str, str], **headers: str) -> Got:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = app.test_client().get(
        "/sparql", query_string=urlencode(fields, quote_via=quote), headers=named, base_url="http://example.org"
    )
    return response.status_code, {name.lower(): value for name, value in response.headers}, response.data


PLAIN: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "SELECT": ({"query": SHORT}, {}),
    "ASK": ({"query": "ASK {}"}, {}),
    "no solution": ({"query": "SELECT * { <urn:a> <urn:b> ?c }"}, {}),
    "CSV": ({"query": SHORT}, {"Accept": "text/csv"}),
    "script in a browser": ({"query": SHORT}, {"Accept": "*/*"}),
    "graph in the format by name": ({"query": "CONSTRUCT { <urn:a> <urn:b> 1 } {}", "format": "nt"}, {}),
    "base of relative IRIs": ({"query": "SELECT (<x> AS ?x) {}"}, {}),
    "unknown function": ({"query": "SELECT (<urn:f>(1) AS ?x) {}"}, {}),
    "dataset": ({"query": "ASK { ?s ?p ?o }", "default-graph-uri": "urn:none"}, {}),
    "time limit": ({"query": SHORT, "timeout": "2"}, {}),
    "gzip": ({"query": SHORT}, {"Accept_Encoding": "gzip"}),
    "brotli": ({"query": SHORT}, {"Accept_Encoding": "gzip, br"}),
}


@pytest.mark.parametrize(("fields", "headers"), PLAIN.values(), ids=PLAIN)
def test_a_plain_query_is_answered_without_the_application(
    app: Flask, front: Front, fields: dict[str, str], headers: dict[str, str]
) -> None:
    expected = by_long_way(app, fields, **headers)
    before = len(app.extensions[ASKED])
    status, head, body = by_short_way(front, fields, **headers)
    assert len(app.extensions[ASKED]) == before
    assert (status, body) == (200, expected[2])
    assert rest(head) == rest(expected[1])
    assert head["etag"].startswith('"')


def rest(head: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in head.items() if name not in CHANGING}


UNUSUAL: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "no query": ({}, {}),
    "syntax error": ({"query": "SELECT"}, {}),
    "update": ({"update": "CLEAR ALL"}, {}),
    "unknown format": ({"query": SHORT, "format": "pdf"}, {}),
    "nothing acceptable": ({"query": SHORT}, {"Accept": "image/png"}),
    "time limit that is none": ({"query": SHORT, "timeout": "soon"}, {}),
    "closed SERVICE": ({"query": "ASK { SERVICE <urn:x> {} }"}, {}),
    "long answer": ({"query": LONG}, {}),
    "long answer in gzip": ({"query": LONG}, {"Accept_Encoding": "gzip"}),
    "page": ({"query": SHORT}, {"Accept": "text/html,*/*;q=0.8"}),
    "wrong token": ({"query": SHORT}, {"Authorization": "Bearer x"}),
}


@pytest.mark.parametrize(("fields", "headers"), UNUSUAL.values(), ids=UNUSUAL)
def test_whatever_is_unusual_is_told_by_the_application(
    app: Flask, front: Front, fields: dict[str, str], headers: dict[str, str]
) -> None:
    before = len(app.extensions[ASKED])
    status, head, body = by_short_way(front, fields, **headers)
    assert len(app.extensions[ASKED]) == before + 1
    expected = by_long_way(app, fields, **headers)
    assert (status, body) == (expected[0], expected[2])
    assert rest(head).items() >= {(n, v) for n, v in rest(expected[1]).items() if n != "content-length"}


def test_an_address_that_is_none_is_refused(front: Front) -> None:
    assert by_short_way(front, {"query": SHORT}, Host="a b")[0] == 400


def test_what_the_client_holds_is_not_sent(front: Front) -> None:
    tag = by_short_way(front, {"query": SHORT})[1]["etag"]
    assert by_short_way(front, {"query": SHORT}, If_None_Match=tag)[::2] == (304, b"")


def test_it_is_evaluated_then_kept_then_sent_again(front: Front) -> None:
    query = f"# {test_it_is_evaluated_then_kept_then_sent_again.__name__}\n{SHORT} OFFSET 1"
    told = [by_short_way(front, {"query": query}) for _ in range(4)]
    origins = [head["server-timing"].partition(",")[0] for _, head, _ in told]
    assert origins == ["cache;desc=miss", *["cache;desc=hit"] * 3]
    assert len({(head["etag"], body) for _, head, body in told}) == 1


def test_a_query_over_its_time_is_asked_once_and_told(app: Flask, front: Front) -> None:
    status, _, body = by_short_way(front, {"query": ENDLESS, "timeout": "0.3"})
    assert (status, body) == (503, b"The query ran longer than the 0.3 s it may; ask for less.\n")
    assert app.extensions["lexwire"].parts.load() == (0, 0)


def test_equal_queries_at_the_same_time_share_an_evaluation(front: Front) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a <http://www.w3.org/2000/01/rdf-schema#label> ?b . ?c a ?d }"

    async def all_of_them() -> list[Got]:
        return await asyncio.gather(*(Client(front, {"query": query}).get() for _ in range(4)))

    told = asyncio.run(all_of_them())
    assert {(status, body) for status, _, body in told} == {(200, told[0][2])}
    assert sorted(head["server-timing"].partition(",")[0] for _, head, _ in told) == [
        "cache;desc=miss",
        *["cache;desc=shared"] * 3,
    ]


def test_who_leaves_stops_the_worker(app: Flask, front: Front) -> None:
    async def leaving() -> None:
        client = Client(front, {"query": f"# left\n{ENDLESS}"})
        asking = asyncio.create_task(client.get())
        await asyncio.sleep(0.3)
        assert app.extensions["lexwire"].parts.load() == (1, 0)
        client.leave()
        await asyncio.wait_for(asking, 2)

    asyncio.run(leaving())
    assert app.extensions["lexwire"].parts.load() == (0, 0)
    assert by_short_way(front, {"query": "ASK { FILTER(1 < 2) }"})[0] == 200


def test_when_the_first_of_several_is_cancelled_the_others_are_told(app: Flask, front: Front) -> None:
    """A server that stops cancels what it answers; who waited on would keep it from ending."""

    async def cancelling() -> Got:
        started = asyncio.get_running_loop().time()
        first = asyncio.create_task(Client(front, {"query": f"# cancelled\n{ENDLESS}"}).get())
        await asyncio.sleep(0.2)
        second = asyncio.create_task(Client(front, {"query": f"# cancelled\n{ENDLESS}"}).get())
        await asyncio.sleep(0.2)
        first.cancel()
        with suppress(asyncio.CancelledError):
            await first
        got = await second
        assert asyncio.get_running_loop().time() - started < 3  # the query may take 5
        return got

    status, _, _ = asyncio.run(cancelling())
    assert status == 503
    assert app.extensions["lexwire"].parts.load() == (0, 0)
