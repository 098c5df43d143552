"""The end of a server, and of answers: what is under way ends whole, or is seen to be broken off."""

import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote, urlencode

import pytest

from lexwire.server.running import GRACE

from .command import serving
from .operating import FOREVER, SOME_SECONDS, STREAM, answers, asked, is_closed, read, started
from .processes import descendants, eventually, parents
from .test_journal import last


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """Return a file with one triple."""
    file = tmp_path / "one.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .")
    return file


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_lets_the_answers_under_way_end(data: Path, workers: int, by: signal.Signals) -> None:
    with started("--data", data, "--workers", str(workers)) as (server, port):
        assert eventually(lambda: answers(port), 60)
        family = descendants(server.pid)
        assert len(family) > 4
        with ThreadPoolExecutor(1) as pool, closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            connection.request("GET", f"/sparql?{urlencode({'query': SOME_SECONDS, 'format': 'csv'})}")
            held = pool.submit(connection.getresponse)
            sleep(0.5)
            assert not held.done()
            server.send_signal(by)
            assert eventually(lambda: is_closed(port), 3)
            assert not held.done()
            assert (held.result().status, held.result().read()) == (200, b"n\r\n600000\r\n")
        assert server.wait(GRACE) == 0
        assert eventually(lambda: not family & parents().keys())


def test_a_stop_does_not_wait_for_ever(data: Path) -> None:
    """An answer that does not end in time is broken off, so that nobody takes it for whole."""
    with started("--data", data) as (server, port):
        assert eventually(lambda: answers(port), 60)
        family = descendants(server.pid)
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("GET", f"/sparql?query={quote(STREAM)}")
            response = connection.getresponse()
            server.send_signal(signal.SIGTERM)
            began = monotonic()
            with pytest.raises((IncompleteRead, OSError)):
                while response.read(1 << 16):
                    sleep(0.02)
            assert monotonic() - began < GRACE + 5
        assert server.wait(15) == 0
        assert eventually(lambda: not family & parents().keys())


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("delay", [0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.7, 1.0])
def test_a_stop_at_the_start(one: Path, workers: int, delay: float) -> None:
    with started("--load", one, "--query-workers", "1", "--workers", str(workers)) as (server, port):
        sleep(delay)
        family = descendants(server.pid)
        server.send_signal(signal.SIGTERM)
        assert server.wait(15) in {0, -signal.SIGTERM}
        assert eventually(lambda: not family & parents().keys(), 10)
        assert is_closed(port)


def test_clients_that_leave_and_answers_that_break_off(data: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    words = ("--data", data, "--log", log, "--query-workers", "1", "--queries-waiting", "0", "--query-seconds", "2")
    with serving(*words) as address:
        with asked(address, STREAM) as connection:
            assert connection.getresponse().read(100)
        assert last(log)["outcome"] == "left"
        with asked(address, STREAM) as connection, pytest.raises((IncompleteRead, OSError)):
            connection.getresponse().read()
        assert (last(log, 2)["outcome"], last(log, 2)["status"]) == ("broken-off", 200)
        with asked(address, FOREVER):
            assert eventually(lambda: "lexwire_queries_running 1.0" in read(f"{address}/metrics"))
            with asked(address, "ASK { ?s ?p ?o }") as connection:
                assert connection.getresponse().status == 503
            assert last(log, 3)["outcome"] == "overloaded"
        assert last(log, 4)["outcome"] == "left"
