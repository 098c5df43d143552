"""The remote engine against a server that fails as it is told: every failure in an engine's words, in time."""

import gzip
import socket
from email.utils import formatdate
from threading import Timer
from time import monotonic, sleep, time

import pytest

from lexwire.server.engine import (
    Dataset,
    EngineError,
    EngineFailed,
    Hangup,
    NotAcceptable,
    Overloaded,
    QueryRefused,
    Question,
    TimedOut,
)
from lexwire.server.engine.exchange import Limits
from lexwire.server.engine.remote import RemoteEngine
from lexwire.server.formats import BY_NAME, GRAPHS, RESULTS, Wanted

from .telling import JSON_TYPE, ROWS, Asked, Reply, chunked, dropped, said, silent, telling

WANTED = Wanted(RESULTS[0], BY_NAME["nt"])


def run(address: str, query: str = "SELECT * {}", seconds: float | None = None, **limits: float) -> bytes:
    """Return the answer of a new engine with *limits*."""
    return RemoteEngine(address, limits=Limits(**limits)).run(Question(query, WANTED, seconds=seconds)).read()  # type: ignore[arg-type]


STATUSES: dict[str, tuple[Reply, type[EngineError], str]] = {
    "400": (said(400, b"\n line 1: no\nmore\n", "text/plain"), QueryRefused, "^line 1: no$"),
    "400 with controls": (said(400, b"a\x1b[31mb", "text/plain"), QueryRefused, r"^a \[31mb$"),
    "400, endless": (said(400, b"x" * 100_000, "text/plain"), QueryRefused, "^x{500}$"),
    "400 as a page": (said(400, b"<h1>no</h1>", "text/html"), QueryRefused, "does not say why"),
    "400, empty": (said(400, b"", "text/plain"), QueryRefused, "does not say why"),
    "401": (said(401), EngineFailed, "401"),
    "404": (said(404), EngineFailed, "404"),
    "406": (said(406), NotAcceptable, "^$"),
    "500": (said(500, b"/etc/secret", "text/plain"), EngineFailed, r"^The remote engine failed \(500\)"),
    "504": (said(504), TimedOut, "too long"),
    "redirect": (said(302, Location="http://127.0.0.1:1/"), EngineFailed, "302"),
    "no content": (said(204, b""), EngineFailed, "204"),
    "a page": (said(200, b"<h1>hello</h1>", "text/html"), EngineFailed, "none of SPARQL's"),
    "no type": (said(200, kind=""), EngineFailed, "none of SPARQL's"),
    "another format": (said(200, b"a\r\n", "text/csv"), NotAcceptable, "^$"),
    "a part": (said(200, X_SQL_State="S1TAT"), TimedOut, "a part"),
    "no HTTP": (lambda connection, _: connection.sendall(b"hello\r\n\r\n"), EngineFailed, "cannot be reached"),
}


@pytest.mark.parametrize(("reply", "error", "words"), STATUSES.values(), ids=STATUSES)
def test_what_the_remote_says_in_an_engines_words(reply: Reply, error: type[EngineError], words: str) -> None:
    with telling(reply) as log, pytest.raises(error, match=words):
        run(log.address)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("7", 7, 7),
        ("0", 0, 0),
        ("999999999999", 3600, 3600),
        ("soon", 1, 1),
        ("", 1, 1),
        pytest.param(formatdate(time() + 1000, usegmt=True), 500, 1000, id="date"),
        (formatdate(0, usegmt=True), 1, 1),
    ],
)
def test_overload_tells_when_to_try_again(status: int, header: str, least: int, most: int) -> None:
    with telling(said(status, Retry_After=header)) as log, pytest.raises(Overloaded) as caught:
        run(log.address)
    assert least <= caught.value.seconds <= most


def test_a_request_is_a_form_with_the_dataset() -> None:
    with telling(said()) as log:
        dataset = Dataset(("urn:a", "urn:b"), ("urn:c",))
        engine = RemoteEngine(f"{log.address}?key=1", "Bearer secret")
        engine.run(Question("SELECT * { <x> ?p 'é' }", WANTED, dataset, "http://example.org/")).read()
    [asked] = log.asked
    assert asked.line == "POST /sparql?key=1 HTTP/1.1\r\n"
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert (asked.headers["Authorization"], asked.headers["Accept"]) == ("Bearer secret", JSON_TYPE)
    assert asked.fields == {
        "query": ["BASE <http://example.org/> SELECT * { <x> ?p 'é' }"],
        "default-graph-uri": ["urn:a", "urn:b"],
        "named-graph-uri": ["urn:c"],
    }


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        ("SELECT * {}", JSON_TYPE),
        ("ASK {}", JSON_TYPE),
        ("CONSTRUCT WHERE {}", "text/turtle"),
        ("DESCRIBE <urn:a>", "text/turtle"),
        (r"\u0053ELECT * {}", f"{JSON_TYPE}, text/turtle;q=0.9"),
    ],
)
def test_only_formats_that_fit_are_asked_for(query: str, accept: str) -> None:
    """Where the form of a query cannot be seen, both kinds are asked for; the answer tells which it is."""
    with telling(said(406)) as log, pytest.raises(NotAcceptable):
        RemoteEngine(log.address).run(Question(query, Wanted(RESULTS[0], GRAPHS[0])))
    assert [each.headers["Accept"] for each in log.asked] == [accept]


def test_no_base_where_no_address_is_relative() -> None:
    with telling(said()) as log:
        question = Question("SELECT * { <urn:a> ?p <http://b/> FILTER(1 < 2) }", WANTED, base="http://example.org/")
        RemoteEngine(log.address).run(question).read()
    assert log.asked[0].fields["query"] == [question.query]


def test_a_connection_serves_one_query_after_the_other() -> None:
    with telling(said(), chunked(ROWS), said()) as log:
        engine = RemoteEngine(log.address)
        for _ in range(6):
            assert engine.run(Question("SELECT * {}", WANTED)).read() == ROWS
    assert (len(log.asked), log.made) == (6, 1)


def test_a_second_try_where_nothing_came() -> None:
    with telling(dropped, said()) as log:
        assert run(log.address) == ROWS
    assert len(log.asked) == 2


def test_a_connection_that_went_stale_is_made_anew() -> None:
    def last(connection: socket.socket, asked: Asked) -> None:
        said()(connection, asked)
        dropped(connection, asked)

    with telling(last) as log:
        engine = RemoteEngine(log.address)
        for _ in range(3):
            assert engine.run(Question("SELECT * {}", WANTED)).read() == ROWS
            sleep(0.02)
    assert len(log.asked) == 3


@pytest.mark.parametrize(("replies", "asked"), [((dropped,), 2), ((chunked(ROWS[:9], end=False),), 1)])
def test_no_third_try_and_none_after_the_first_byte(replies: tuple[Reply, ...], asked: int) -> None:
    with telling(*replies) as log, pytest.raises(EngineFailed):
        run(log.address)
    assert len(log.asked) == asked


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(EngineFailed, match="cannot be reached"):
        run(f"http://127.0.0.1:{port}/sparql")


BROKEN = {
    "in chunks": chunked(ROWS[:9], end=False),
    "within its length": lambda connection, asked: (
        said(body=ROWS[:9], length=99)(connection, asked),
        dropped(connection, asked),
    ),
    "no gzip": said(body=ROWS, Content_Encoding="gzip"),
}


@pytest.mark.parametrize("reply", BROKEN.values(), ids=BROKEN)
def test_a_body_that_breaks_off_raises(reply: Reply) -> None:
    with telling(reply) as log, pytest.raises(EngineFailed, match="broke"):
        run(log.address)


def test_an_answer_that_comes_compressed() -> None:
    with telling(said(body=gzip.compress(ROWS), Content_Encoding="gzip")) as log:
        assert run(log.address) == ROWS


def test_chunks_come_as_they_are_sent() -> None:
    with telling(chunked(b"a", b"b", b"c", pause=0.2)) as log:
        chunks = RemoteEngine(log.address).run(Question("SELECT * {}", WANTED)).chunks
        started = monotonic()
        assert next(chunks) == b"a"
        assert monotonic() - started < 0.1
        assert b"".join(chunks) == b"bc"


LATE: dict[str, tuple[Reply, dict[str, float]]] = {
    "nothing comes": (silent, {"seconds": 0.3}),
    "nothing comes, by the engine's own deadline": (silent, {"total": 0.3}),
    "no first byte": (silent, {"first_byte": 0.3}),
    "then nothing": (chunked(b"a", b"b", pause=1.5), {"seconds": 0.3}),
    "drop by drop": (chunked(*[b"a"] * 40, pause=0.04), {"seconds": 0.3}),
}


@pytest.mark.parametrize(("reply", "limits"), LATE.values(), ids=LATE)
def test_deadlines(reply: Reply, limits: dict[str, float]) -> None:
    with telling(reply) as log:
        started = monotonic()
        with pytest.raises(TimedOut):
            run(log.address, **limits)
        assert 0.25 < monotonic() - started < 0.9


@pytest.mark.parametrize("read", [0, 1])
def test_closing_the_chunks_closes_the_connection(read: int) -> None:
    with telling(chunked(*[b"a" * 1000] * 400, pause=0.01)) as log:
        chunks = RemoteEngine(log.address).run(Question("SELECT * {}", WANTED)).chunks
        for _ in range(read):
            next(chunks)
        chunks.close()
        deadline = monotonic() + 2
        while not log.ended:
            assert monotonic() < deadline
            sleep(0.01)


def test_a_hangup_cuts_off_what_the_remote_still_works_at() -> None:
    """Before the first byte, and between two; the connection of an answer that was read whole is left alone."""
    with telling(silent) as log:
        hangup = Hangup()
        Timer(0.1, hangup.say).start()
        started = monotonic()
        with pytest.raises(EngineFailed):
            RemoteEngine(log.address).run(Question("SELECT * {}", WANTED, hangup=hangup))
        assert monotonic() - started < 1
    with telling(chunked(b"a", b"b", pause=1.5)) as log:
        hangup = Hangup()
        answer = RemoteEngine(log.address).run(Question("SELECT * {}", WANTED, hangup=hangup))
        assert next(answer.chunks) == b"a"
        Timer(0.1, hangup.say).start()
        started = monotonic()
        with pytest.raises(EngineFailed):
            next(answer.chunks)
        assert monotonic() - started < 1
    with telling(said()) as log:
        hangup, engine = Hangup(), RemoteEngine(log.address)
        engine.run(Question("SELECT * {}", WANTED, hangup=hangup)).read()
        hangup.say()
        engine.run(Question("SELECT * {}", WANTED)).read()
        engine.close()
    assert log.made == 1


def test_connections_are_bounded_and_come_back() -> None:
    """However an answer ends, its place is free again."""
    with telling(chunked(ROWS)) as log:
        engine = RemoteEngine(log.address, limits=Limits(connections=2, connect=0.2))
        question = Question("SELECT * {}", WANTED)
        for _ in range(3):
            held = [engine.run(question) for _ in range(2)]
            with pytest.raises(Overloaded):
                engine.run(question)
            held[0].chunks.close()
            assert held[1].read() == ROWS
    with telling(said(400), said(), said(200, b"", "text/html"), chunked(b"x", end=False), said()) as log:
        engine = RemoteEngine(log.address, limits=Limits(connections=1, connect=0.2))
        for expected in (QueryRefused, None, EngineFailed, EngineFailed, None):
            if expected is None:
                assert engine.run(question).read() == ROWS
                continue
            with pytest.raises(expected):
                engine.run(question).read()


def test_a_closed_engine_answers_nothing() -> None:
    with telling(said()) as log:
        engine = RemoteEngine(log.address)
        engine.run(Question("SELECT * {}", WANTED)).read()
        engine.close()
        with pytest.raises(EngineFailed, match="closed"):
            engine.run(Question("SELECT * {}", WANTED))
    assert log.made == log.ended == 1
