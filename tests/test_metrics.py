"""The figures: what is counted, under few labels, and the same whichever of several processes is asked."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from lexwire.graph.release import Release
from lexwire.server import create_app
from lexwire.server.service import Service, opened
from lexwire.server.settings import Settings

from .command import ENVIRONMENT, serving
from .processes import eventually, keepers, started, workers
from .test_server import Broken

ROWS = "/sparql?query=" + quote("SELECT ?x { VALUES ?x { 1 2 3 } }")

Figures = dict[str, float]


def figures(text: str) -> Figures:
    """Return each sample by its name and labels."""
    return {
        sample.name + "".join(f" {value}" for _, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def told(app: Flask) -> Figures:
    return figures(app.test_client().get("/metrics", buffered=True).text)


@pytest.fixture
def app(data: Path) -> Iterator[Flask]:
    app = create_app(opened(Settings(str(data), query_workers=2, rate=0.001, rate_burst=8)))
    yield app
    app.extensions["lexwire"].engine.close()


def test_requests_are_counted_by_how_they_ended(app: Flask, release: Release) -> None:
    client = app.test_client()
    first = client.get(ROWS, buffered=True)
    client.get(ROWS, buffered=True)
    client.get(ROWS, headers={"If-None-Match": first.headers["ETag"]}, buffered=True)
    client.get("/sparql?query=x", buffered=True)
    client.get("/queries", buffered=True)
    client.get("/nowhere", buffered=True)
    found = told(app)
    assert {name: value for name, value in found.items() if name.startswith("lexwire_requests_total")} == {
        "lexwire_requests_total answered 2xx": 3,
        "lexwire_requests_total not-modified 3xx": 1,
        "lexwire_requests_total refused 4xx": 2,
    }
    assert [found[f"lexwire_cache_answers_total {each}"] for each in ("miss", "hit", "shared")] == [1, 2, 0]
    assert found["lexwire_query_seconds_count total"] == 4
    assert found["lexwire_query_seconds_bucket 10.0 evaluation"] == 1
    assert found["lexwire_sent_bytes_total"] > 2 * len(first.data)
    assert found["lexwire_cache_bytes"] > len(first.data)
    assert found[f"lexwire_release_info {release.id}"] == 1
    assert (found["lexwire_queries_running"], found["lexwire_queries_waiting"]) == (0, 0)
    assert found["process_resident_memory_bytes"] > 1 << 20


def test_the_documentation_names_every_figure(app: Flask) -> None:
    told = (Path(__file__).parent.parent / "docs" / "operations.md").read_text("utf-8")
    for family in text_string_to_metric_families(app.test_client().get("/metrics").text):
        assert family.name in told or family.name.startswith("process_")


def test_clients_over_their_rate(app: Flask) -> None:
    for _ in range(11):
        app.test_client().get(ROWS, buffered=True)
    assert told(app)["lexwire_requests_total limited 4xx"] == 3
    assert told(app)["lexwire_clients_limited_total"] == 1


def test_workers_that_were_replaced(app: Flask) -> None:
    assert told(app)["lexwire_worker_replacements_total"] == 0
    keeper = max(keepers(), key=started)
    assert eventually(lambda: len(workers(keeper)) == 2)
    for worker in workers(keeper):
        os.kill(worker, signal.SIGKILL)
    assert eventually(lambda: told(app)["lexwire_worker_replacements_total"] == 2)
    assert told(app)["lexwire_worker_replacements_total"] == 2


def test_labels_do_not_grow_with_what_is_asked(app: Flask) -> None:
    client = app.test_client()
    client.get("/sparql?query=x", buffered=True)
    names = set(told(app))
    for number in range(2):
        client.get(f"/sparql?query=x{number}", buffered=True)
        client.get(f"/nowhere/{number}", buffered=True)
        client.open(f"/{number}", method=f"FETCH{number}", buffered=True)
    assert set(told(app)) == names


def test_operators_are_not_counted(app: Flask) -> None:
    for path in ("/health/live", "/health/ready", "/metrics"):
        app.test_client().get(path, buffered=True)
    assert not [name for name in told(app) if name.startswith("lexwire_requests_total")]


def test_figures_are_not_kept_and_can_be_turned_off() -> None:
    for is_on, status in ((True, 200), (False, 404)):
        response = create_app(Service(Settings(metrics=is_on), Broken(), None)).test_client().get("/metrics")
        assert (response.status_code, response.headers["Cache-Control"]) == (status, "no-store")


def read(address: str) -> Figures:
    with urlopen(f"{address}/metrics") as response:
        assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        return figures(response.read().decode())


def test_several_processes_tell_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request is counted once, whoever answered it; what a process counted stays when it dies."""
    monkeypatch.setitem(ENVIRONMENT, "TMPDIR", str(tmp_path))
    file = tmp_path / "one.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .")
    with serving("--load", file, "--workers", "2", "--query-workers", "1") as address:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: urlopen(address + ROWS).close(), range(60)))
        assert eventually(lambda: read(address)["lexwire_requests_total answered 2xx"] == 60)
        assert eventually(lambda: len(residents(read(address))) == 2)
        assert eventually(lambda: read(address)["lexwire_cache_bytes"] > 0)
        victim = residents(read(address))[0]
        os.kill(int(victim), signal.SIGKILL)
        assert eventually(lambda: victim not in (found := residents(read(address))) and len(found) == 2, 20)
        assert read(address)["lexwire_requests_total answered 2xx"] == 60
        (written, *_) = tmp_path.glob("*/counter_*.db")
        written.with_name("counter_1.db").touch()  # as a process does that has just begun
        assert read(address)["lexwire_requests_total answered 2xx"] == 60


def residents(found: Figures) -> list[str]:
    """Return the numbers of the processes that tell of themselves."""
    return [name.split()[1] for name in found if name.startswith("process_resident_memory_bytes ")]
