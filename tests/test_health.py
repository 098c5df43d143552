"""Health: ready, busy or broken, and told soon, whatever the engine is at."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest

from lexwire.server import create_app, health
from lexwire.server.engine import Answer, EngineError, EngineFailed, Overloaded, Question, TimedOut
from lexwire.server.service import Service, opened
from lexwire.server.settings import Settings

from .command import serving
from .operating import FOREVER, asked, read
from .processes import eventually
from .test_protocol import Failing


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """Return a file with one triple."""
    file = tmp_path / "one.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .")
    return file


def asked_for_health(error: EngineError | None, **fields: object) -> tuple[int, str]:
    """Return what the server says of its health while its engine raises *error*."""
    engine = Failing(error or EngineFailed(""), late=False)
    client = create_app(Service(Settings(**fields), engine, None)).test_client()  # type: ignore[arg-type]
    response = client.get("/health/ready")
    assert response.headers["Cache-Control"] == "no-store"
    return response.status_code, response.text


@pytest.mark.parametrize(
    ("error", "status", "word"),
    [
        (Overloaded("16 queries wait already."), 200, "busy\n"),
        (TimedOut("It took 5 s."), 503, "It took 5 s.\n"),
        (EngineFailed("The server is closing; try again in a moment."), 503, "The server is closing"),
    ],
)
def test_readiness_tells_what_is_wrong(error: EngineError, status: int, word: str) -> None:
    found = asked_for_health(error)
    assert (found[0], found[1].startswith(word)) == (status, True)


def test_a_server_without_data_is_not_ready(tmp_path: Path) -> None:
    file = tmp_path / "none.ttl"
    file.write_text("# nothing\n")
    service = opened(Settings(load=(str(file),), query_workers=1))
    client = create_app(service).test_client()
    assert (client.get("/health/ready").status_code, client.get("/health/ready").text) == (503, "no data\n")
    service.engine.close()
    response = client.get("/health/ready")
    assert (response.status_code, response.text) == (503, "The server is closing; try again in a moment.\n")
    assert client.get("/health/live").text == "live\n"


def test_readiness_really_asks(one: Path) -> None:
    asked: list[str] = []

    class Listening:
        def run(self, question: Question) -> Answer:
            asked.append(question.query)
            return service.engine.run(question)

        def close(self) -> None:
            """Let go of nothing."""

    service = opened(Settings(load=(str(one),), query_workers=1))
    client = create_app(Service(service.settings, Listening(), None, service.parts)).test_client()
    assert [client.get("/health/ready").text for _ in range(2)] == ["ready\n"] * 2
    assert asked == [health.QUERY] * 2
    assert not [cache for cache in service.parts.caches if len(cache._answers)]
    service.engine.close()


@pytest.fixture(scope="module")
def full(data: Path) -> Iterator[str]:
    """Return the address of a server whose one worker and one place to wait are taken for a long time."""
    with serving("--data", data, "--query-workers", "1", "--queries-waiting", "1", "--query-patience", "60") as address:
        end = Event()
        for query in (FOREVER, f"{FOREVER} LIMIT 1"):
            Thread(target=hold, args=(address, query, end), daemon=True).start()
        assert eventually(lambda: "lexwire_queries_waiting 1.0" in read(f"{address}/metrics"))
        yield address
        end.set()


def hold(address: str, query: str, end: Event) -> None:
    """Wait for the answer to *query* until *end*."""
    with asked(address, query):
        end.wait()


def test_a_server_that_is_full_is_busy_but_ready(full: str) -> None:
    began = monotonic()
    assert read(f"{full}/health/ready") == "busy\n"
    assert read(f"{full}/health/live") == "live\n"
    assert monotonic() - began < health.SECONDS
    figures = read(f"{full}/metrics")
    assert "lexwire_queries_running 1.0" in figures
    assert "lexwire_queries_waiting 1.0" in figures


def test_readiness_waits_no_longer_than_it_says(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a worker is taken and there is room to wait."""
    monkeypatch.setattr(health, "SECONDS", 0.5)
    service = opened(Settings(str(data), query_workers=1, query_patience=60))
    client = create_app(service).test_client()
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(client.get, "/sparql", query_string={"query": FOREVER, "timeout": "3"})
        assert eventually(lambda: service.parts.load() == (1, 0))
        began = monotonic()
        assert client.get("/health/ready").text == "busy\n"
        assert monotonic() - began < 2
        assert held.result().status_code == 503
    service.engine.close()
