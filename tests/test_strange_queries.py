"""Over real connections: queries that are noise, and whatever the protocol lets clients combine.

Whatever comes, the status is one that the interface tells of, and the answer is whole, safe and what its head says.
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from urllib.parse import quote_from_bytes, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexwire.queries import catalogue
from lexwire.server.formats import GRAPHS, RESULTS

from .protocol_cases import DIRECT, FORM
from .safe import assert_readable, assert_safe
from .siege import Answer, Target, besieged


@pytest.fixture(scope="module")
def target(data: Path) -> Iterator[Target]:
    with besieged(data, "--query-seconds", "1", "--queries-waiting", "100") as found:
        before = found.state()
        yield found
        assert found.stands()
        assert found.is_as(before)
        assert found.state().megabytes < before.megabytes + 100


# queries that are noise

SAVED = [query.bind({}) for query in catalogue().values()]
TOKEN = re.compile(r'"[^"]*"|<[^>\s]*>|[\w:.-]+|\s+|.', re.DOTALL)
TOKENS = [TOKEN.findall(text) for text in SAVED]
ODD = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "*",
    "+",
    "?x",
    "$y",
    "''",
    '"""',
    "\\u0041",
    "\\",
    "\x00",
    "\x1b",
    "é",
    "😀",
    "\ud800",
]
ODD += [
    "UNION",
    "OPTIONAL",
    "FILTER",
    "BIND(1/0 AS ?z)",
    "SERVICE <http://127.0.0.1:1/>",
    "NOW()",
    "LIMIT 1",
    "1e999",
    "^",
    "#",
]
EACH = 3_400
Made = Callable[[Random], tuple[str, str, bytes]]
"""Makes the method, path and body of a request."""


def mutated(dice: Random) -> str:
    """Return a saved query with some of its words left out, doubled, put elsewhere or replaced."""
    words = list(dice.choice(TOKENS))
    for _ in range(dice.randint(1, 6)):
        place, other = dice.randrange(len(words)), dice.randrange(len(words))
        match dice.randrange(5):
            case 0:
                words[place] = ""
            case 1:
                words.insert(place, words[other])
            case 2:
                words[place], words[other] = words[other], words[place]
            case 3:
                words[place] = dice.choice(dice.choice(TOKENS))
            case _:
                words.insert(place, dice.choice(ODD))
    return "".join(words)


def as_bytes(dice: Random) -> tuple[str, str, bytes]:
    """Return a request with any bytes as its body."""
    return "POST", "/sparql", dice.randbytes(dice.choice([1, 3, 10, 100, 1000]))


def as_escapes(dice: Random) -> tuple[str, str, bytes]:
    """Return a request with any bytes in its address, now and then with broken escapes."""
    escaped = quote_from_bytes(dice.randbytes(dice.randint(1, 60)))
    broken = "%" + dice.choice(["", "Z", "0", "ZZ"]) if dice.random() < 0.2 else ""
    return "GET", f"/sparql?query={escaped}{broken}", b""


def as_mutation(dice: Random) -> tuple[str, str, bytes]:
    return "POST", "/sparql", mutated(dice).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("made", [as_bytes, as_escapes, as_mutation])
def test_queries_that_are_noise(target: Target, made: Made) -> None:
    """Each is answered or refused, as its text pleases."""
    with ThreadPoolExecutor(4) as threads:
        counts = list(threads.map(lambda seed: _asked(target, made, seed), range(4)))
    found = {status: sum(each.get(status, 0) for each in counts) for status in {*counts[0], *counts[1]}}
    assert sum(sum(each.values()) for each in counts) >= EACH
    assert found[400] > EACH / 20


def _asked(target: Target, made: Made, seed: int) -> dict[int, int]:
    """Ask a quarter of the requests on one connection, and return how often each status came."""
    dice, found = Random(seed), dict[int, int]()
    with closing(HTTPConnection("127.0.0.1", target.port, timeout=20)) as client:
        for _ in range(EACH // 4 + 1):
            method, path, body = made(dice)
            client.request(method, path, body, {"Content-Type": DIRECT, "Accept": "text/turtle, application/json"})
            with client.getresponse() as response:
                answer = Answer(response.status, response.headers, response.read())
            assert_safe(answer)
            assert_readable(answer)
            found[answer.status] = found.get(answer.status, 0) + 1
    return found


# whatever the protocol lets clients combine

ACCEPTED = [each.media_type for each in (*RESULTS, *GRAPHS)] + [
    "*/*",
    "text/*",
    "text/html",
    "image/png",
    "x",
    "",
    ";q=1",
]
ASKED = [
    *SAVED[::6],
    "ASK {}",
    "ASK { <a> ?p ?o }",
    "SELECT * { ?s ?p ?o } LIMIT 3",
    "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 9",
    "DESCRIBE <https://w3id.org/lexwire/id/place/china>",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?a",
    "INSERT DATA { <a> <b> 1 }",
    "",
    "é",
]
IRIS = ["https://w3id.org/lexwire/graph/inferred", "urn:x", "file:///etc/passwd", "http://127.0.0.1:1/", "no iri", ""]
TAGS = ["*", '"x"', 'W/"x"', "x", ",", '"', "held"]
FIELDS = st.one_of(
    st.tuples(st.just("query"), st.sampled_from(ASKED)),
    st.tuples(st.sampled_from(["default-graph-uri", "named-graph-uri", "graph", "default"]), st.sampled_from(IRIS)),
    st.tuples(st.sampled_from(["format", "output"]), st.sampled_from([*ACCEPTED, "json", "xml", "csv", "ttl", "pdf"])),
    st.tuples(st.just("timeout"), st.sampled_from(["0.5", "0", "-1", "nan", "inf", "1e999", "x", "", "١"])),
    st.tuples(st.sampled_from(["update", "x", "", "é", "\0", "\r\n"]), st.text(max_size=5)),
)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Accept": st.lists(st.sampled_from(ACCEPTED), max_size=3).map(", ".join),
        "Accept-Encoding": st.sampled_from(["gzip", "br", "gzip, br", "identity;q=0", "*", "*;q=0", "gzip;q=x", ","]),
        "Content-Type": st.sampled_from(
            [
                FORM,
                DIRECT,
                f"{DIRECT}; charset=utf-8",
                f"{FORM}; charset=latin-1",
                f"{DIRECT}; charset=",
                "text/plain",
                ";",
                "é",
            ]
        ),
        "If-None-Match": st.sampled_from(TAGS),
        "If-Modified-Since": st.sampled_from(["Thu, 01 Jan 1970 00:00:00 GMT", "x"]),
        "Range": st.sampled_from(["bytes=0-1", "bytes=-5", "bytes=9-1", "bytes=0-0,2-3", "lines=1", "x"]),
        "Authorization": st.sampled_from(["Bearer x", "Bearer", "Basic e", "", "é"]),
        "X-Forwarded-For": st.sampled_from(["1.2.3.4", "x", ""]),
        "X-Forwarded-Host": st.sampled_from(["evil.example", "a b", ""]),
    },
)
METHODS = ["GET", "POST", "QUERY", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"]
PATHS = [
    "/sparql",
    "/sparql/",
    "//sparql",
    "/store",
    "/queries",
    "/id/place/china",
    "/dumps/",
    "/openapi.json",
]


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    method=st.sampled_from(METHODS[:3] * 4 + METHODS),
    path=st.sampled_from(PATHS[:1] * 9 + PATHS),
    in_address=st.lists(FIELDS, max_size=4),
    in_body=st.lists(FIELDS, max_size=3),
    headers=HEADERS,
)
def test_requests_that_the_protocol_allows(
    target: Target,
    method: str,
    path: str,
    in_address: list[tuple[str, str]],
    in_body: list[tuple[str, str]],
    headers: dict[str, str],
) -> None:
    direct = headers.get("Content-Type", "").startswith(DIRECT)
    body = in_body[0][1] if direct and in_body else urlencode(in_body)
    sent = {name: value.encode() for name, value in headers.items()}
    with closing(HTTPConnection("127.0.0.1", target.port, timeout=20)) as client:
        client.request(method, f"{path}?{urlencode(in_address)}", body.encode() if body else None, sent)
        with client.getresponse() as response:
            answer = Answer(response.status, response.headers, response.read())
        assert_safe(answer)
        if method == "HEAD":
            assert answer.body == b""
        elif answer.status != 304:
            assert_readable(answer)
        if (tag := answer.headers["ETag"]) and answer.status == 200 and "ORDER" not in str(in_address):
            client.request(
                method,
                f"{path}?{urlencode(in_address)}",
                body.encode() if body else None,
                {**sent, "If-None-Match": tag.encode()},
            )
            with client.getresponse() as response:
                assert (response.status, response.read()) == (304, b"")
