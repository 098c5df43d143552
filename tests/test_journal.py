"""The log: what a line says, who may have one, and that neither rotation nor a full disk harms a request."""

import json
import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from lexwire.graph.problems import UsageError
from lexwire.server import create_app
from lexwire.server.engine import Course
from lexwire.server.service import Service, opened
from lexwire.server.settings import Settings
from lexwire.server.watch import journal
from lexwire.server.watch.journal import Journal
from lexwire.server.watch.note import Asked, Note

from .processes import eventually
from .test_server import Broken

ROWS = "SELECT ?x { VALUES ?x { 1 2 3 } }"
FOREVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def at(query: str, more: str = "") -> str:
    return f"/sparql?query={quote(query)}{more}"


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def last(file: Path, number: int = 1) -> dict[str, object]:
    """Return the line of that *number*, once it is there."""
    assert eventually(lambda: file.exists() and len(lines(file)) >= number), file.read_text()
    return lines(file)[-1]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def app(data: Path, log: Path) -> Iterator[Flask]:
    app = create_app(opened(Settings(str(data), query_workers=1, log=str(log), token="0123456789abcdef")))
    yield app
    app.extensions["lexwire.watch"].close()
    app.extensions["lexwire"].engine.close()


def test_what_a_line_says(app: Flask, log: Path) -> None:
    response = app.test_client().get(at(ROWS), headers={"Accept": "text/csv"}, buffered=True)
    line = last(log)
    when = datetime.fromisoformat(str(line["time"]))
    assert timedelta(0) <= datetime.now(UTC) - when < timedelta(seconds=9)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", str(line["time"]))
    assert line["id"] == response.headers["X-Request-Id"]
    assert [line[name] for name in ("method", "path", "status", "outcome", "name", "cache")] == [
        "GET", "/sparql", 200, "answered", None, "miss",
    ]  # fmt: skip
    assert line["query"] == sha256(ROWS.encode()).hexdigest()[:16]
    assert (line["rows"], line["bytes"]) == (3, len(response.data))
    seconds = line["seconds"]
    assert isinstance(seconds, dict)
    assert list(seconds) == ["total", "queue", "evaluation", "serialization"]
    assert all(0 <= each < 9 for each in seconds.values())
    assert not {"text", "client"} & set(line)
    (example,) = re.findall(
        "^{.*}$", (Path(__file__).parent.parent / "docs" / "operations.md").read_text(), re.MULTILINE
    )
    assert list(json.loads(example)) == list(line)


def test_a_hit_is_logged_like_its_first_answer(app: Flask, log: Path) -> None:
    client = app.test_client()
    for _ in range(3):
        client.get(at(ROWS), buffered=True)
    last(log, 3)
    told = [[line[name] for name in ("status", "outcome", "query", "rows", "bytes")] for line in lines(log)]
    assert told[0] == told[1] == told[2]
    assert [line["cache"] for line in lines(log)] == ["miss", "hit", "hit"]
    assert len({line["id"] for line in lines(log)}) == 3


OUTCOMES = {
    "not modified": (at(ROWS), {"If-None-Match": "{tag}"}, 304, "not-modified"),
    "refused by the protocol": ("/sparql?query=", {}, 400, "refused"),
    "refused by the engine": (at("SELEC"), {}, 400, "refused"),
    "no format": (at(ROWS), {"Accept": "image/png"}, 406, "refused"),
    "no such page": ("/nowhere", {}, 404, "refused"),
    "no such saved query": ("/queries/nothing", {}, 404, "refused"),
    "timed out": (at(FOREVER, "&timeout=0.2"), {}, 503, "timed-out"),
    "wrong token": (at(ROWS), {"Authorization": "Bearer nothing"}, 401, "refused"),
}


@pytest.mark.parametrize(("path", "headers", "status", "outcome"), OUTCOMES.values(), ids=OUTCOMES)
def test_how_requests_end(app: Flask, log: Path, path: str, headers: dict[str, str], status: int, outcome: str) -> None:
    client = app.test_client()
    tag = client.get(at(ROWS), buffered=True).headers["ETag"]
    response = client.get(path, headers={name: value.format(tag=tag) for name, value in headers.items()}, buffered=True)
    assert response.status_code == status
    line = last(log, 2)
    assert (line["status"], line["outcome"], line["bytes"]) == (status, outcome, len(response.data))


def test_saved_queries_have_their_name(app: Flask, log: Path) -> None:
    for accept in ("text/csv", "text/html"):
        app.test_client().get("/queries/people-prosecuted-over-time", headers={"Accept": accept}, buffered=True)
    last(log, 2)
    assert [line["name"] for line in lines(log)] == ["people-prosecuted-over-time"] * 2
    assert len({line["query"] for line in lines(log)}) == 1


def test_pages_and_health_are_not_logged(app: Flask, log: Path) -> None:
    client = app.test_client()
    for path in ("/", "/queries", "/sparql", "/health/live", "/health/ready", "/metrics", "/static/style.css"):
        assert client.get(path, headers={"Accept": "*/*"}, buffered=True).status_code == 200
    client.get(at(ROWS), buffered=True)
    assert last(log)["query"]
    assert len(lines(log)) == 1


def test_an_answer_that_breaks_off(log: Path) -> None:
    app = create_app(Service(Settings(log=str(log)), Broken(), None))
    with pytest.raises(OSError, match="the disk is gone"):
        app.test_client().get(at("ASK {}"), buffered=True).get_data()
    assert (last(log)["outcome"], last(log)["status"]) == ("broken-off", 200)
    app.extensions["lexwire.watch"].close()


def test_a_client_that_leaves(app: Flask, log: Path) -> None:
    response = app.test_client().get(at("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 100000"), buffered=False)
    next(iter(response.response))
    response.close()
    assert last(log)["outcome"] == "left"


def test_texts_and_addresses_are_logged_only_where_that_is_set(data: Path, log: Path) -> None:
    settings = Settings(str(data), query_workers=1, log=str(log), log_queries=True, log_clients=True, proxies=1)
    app = create_app(opened(settings))
    query = "ASK { ?é ?p '\\n\u2028' }"
    app.test_client().get(at(query), headers={"X-Forwarded-For": "203.0.113.5"}, buffered=True)
    line = last(log)
    assert (line["text"], line["client"]) == (query, "203.0.113.5")
    app.extensions["lexwire"].engine.close()
    app.extensions["lexwire.watch"].close()


@pytest.mark.parametrize(
    ("proxies", "told", "is_taken"),
    [(1, "0af7651916cd43dd", True), (1, "a/b.c:d_e-f+g=@", True), (0, "0af7651916cd43dd", False), (1, "", False),
     (1, "a b", False), (1, '"}{', False), (1, "x" * 129, False)],
)  # fmt: skip
def test_the_name_of_a_request(proxies: int, told: str, is_taken: bool) -> None:
    client = create_app(Service(Settings(proxies=proxies), Broken(), None)).test_client()
    found = client.get("/queries", headers={"X-Request-Id": told}, buffered=True).headers["X-Request-Id"]
    assert (found == told) is is_taken
    assert is_taken or re.fullmatch("[0-9a-f]{16}", found)


# the file


def note(text: str = "ASK {}") -> Note:
    return Note("GET", "/sparql", asked=Asked(text), answers=[(text, Course())], status=200)


def test_a_log_that_was_moved_away_is_begun_anew(log: Path) -> None:
    found = Journal(str(log))
    for number in range(3):
        found.write(note())
        found.flush()
        log.rename(log.with_suffix(f".{number}"))
    log.touch()
    found.write(note())
    found.close()
    assert [len(lines(each)) for each in (log, *sorted(log.parent.glob("log.*")))] == [1, 1, 1, 1]


def test_a_log_that_was_emptied_goes_on(log: Path) -> None:
    found = Journal(str(log))
    found.write(note())
    found.flush()
    log.write_bytes(b"")
    found.write(note())
    found.close()
    assert len(lines(log)) == 1


def fill(path: str) -> None:
    found = Journal(path, has_queries=True)
    for number in range(2000):
        found.write(note("x" * (number % 700)))
        if number % 50 == 0:
            found.flush()
    found.close()


def test_processes_write_to_one_file(log: Path) -> None:
    with ProcessPoolExecutor(3, get_context("spawn")) as pool:
        list(pool.map(fill, [str(log)] * 3))
    assert len(lines(log)) == 6000


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a disk that is always full")
def test_a_full_disk_is_told_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    found = Journal("/dev/full")
    for _ in range(3):
        found.write(note())
        found.flush()
    found.close()
    (message,) = [record.getMessage() for record in caplog.records]
    assert message == "The log /dev/full lost 1 lines (No space left on device); look after its disk."


def test_after_a_torn_line_the_next_begins_anew(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Journal(str(log))
    write = os.write

    def torn(file: int, data: bytes) -> int:
        if log.stat().st_size:
            raise OSError(28, "No space left on device")
        return write(file, data[:10])

    found.write(note())
    with monkeypatch.context() as patched:
        patched.setattr(journal.os, "write", torn)
        found.flush()
    found.write(note())
    found.close()
    torn_line, whole = log.read_text().splitlines()
    assert len(torn_line) == 10
    assert json.loads(whole)["status"] == 200


def test_lines_beyond_what_may_wait_are_lost_and_told(
    log: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(journal, "FLUSH", 60)
    found = Journal(str(log))
    for _ in range(journal.MOST + 5):
        found.write(note())
    found.close()
    assert len(lines(log)) == journal.MOST
    assert "lost 5 lines (too many lines at once)" in caplog.text


def test_a_log_in_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be written \(No such file or directory\); name another file\."):
        Journal(str(tmp_path / "no" / "log"))
