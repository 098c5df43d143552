"""The embedded engine's processes: replaced when they die, gone when the engine is, and moved on to a new release."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from socket import socket
from threading import Thread
from time import monotonic, perf_counter, sleep
from urllib.request import urlopen

import pytest
from pyoxigraph import RdfFormat, Store

from lexwire.graph.problems import LexwireError
from lexwire.graph.release import Release
from lexwire.server.engine import EngineFailed, Overloaded, Question, TimedOut
from lexwire.server.engine.following import Following
from lexwire.server.engine.limits import Limits
from lexwire.server.engine.local import LocalEngine
from lexwire.server.formats import BY_NAME, Wanted
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from tests.processes import descendants, eventually, keepers, parents, started, workers

ANY = Wanted(BY_NAME["json"], BY_NAME["nt"])
ASK = Question("ASK { ?s ?p ?o }", ANY)
TRUE = b'{"head":{},"boolean":true}'
ENDLESS = Question("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", ANY)
SILENT = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", ANY)
"""A query that runs for hours, and says nothing before its end."""


@pytest.fixture
def engine(release: Release) -> Iterator[LocalEngine]:
    """Return an engine of two workers, none of whose processes may be left at the end."""
    before = keepers()
    opened = LocalEngine(release.store, Limits(workers=2, seconds=20, waiting=4, patience=5))
    (keeper,) = keepers() - before
    assert eventually(lambda: len(workers(keeper)) == 2 and not busy(keeper))
    family = {keeper, *workers(keeper)}
    try:
        yield opened
        family |= workers(keeper)
    finally:
        opened.close()
    assert eventually(lambda: not family & parents().keys())


def keeper_of(_: LocalEngine) -> int:
    """Return the newest keeper of this process."""
    return max(keepers(), key=started)


def in_background(engine: LocalEngine, question: Question) -> list[BaseException]:
    """Ask *question* in a thread and return the list into which its error is put."""
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            engine.run(question).read()
        except BaseException as error:
            errors.append(error)

    Thread(target=ask, daemon=True).start()
    return errors


def busy(keeper: int) -> set[int]:
    """Return the workers that compute just now."""
    return {each for each in workers(keeper) if _runs(each)}


def the_busy_one(keeper: int) -> int:
    """Return the worker that is busy now and a moment later."""
    found: set[int] = set()

    def stays() -> bool:
        nonlocal found
        found = busy(keeper)
        sleep(0.05)
        return len(found) == 1 and busy(keeper) == found

    assert eventually(stays)
    return found.pop()


def _runs(process: int) -> bool:
    """Return whether any thread of *process* is on a processor or waits for one."""
    try:
        states = [(task / "stat").read_text() for task in Path(f"/proc/{process}/task").iterdir()]
    except OSError:
        return False
    return any(state.rpartition(")")[2].split()[0] == "R" for state in states)


def test_an_idle_worker_dies_and_nobody_notices(engine: LocalEngine) -> None:
    keeper = keeper_of(engine)
    for _ in range(10):
        for worker in workers(keeper):
            os.kill(worker, signal.SIGKILL)
        assert engine.run(ASK).read() == TRUE


def test_a_worker_dies_in_mid_query_and_is_replaced(engine: LocalEngine) -> None:
    keeper = keeper_of(engine)
    errors = in_background(engine, SILENT)
    victim = the_busy_one(keeper)
    os.kill(victim, signal.SIGKILL)
    started = perf_counter()
    assert engine.run(ASK).read() == TRUE
    assert eventually(lambda: len(workers(keeper) - {victim}) == 2, 1)
    assert perf_counter() - started < 1
    assert eventually(lambda: errors)
    assert isinstance(errors[0], EngineFailed)


def test_an_answer_whose_worker_dies_is_broken_off(engine: LocalEngine) -> None:
    answer = engine.run(ENDLESS)
    assert next(answer.chunks)
    for worker in workers(keeper_of(engine)):
        os.kill(worker, signal.SIGKILL)
    with pytest.raises(EngineFailed):
        answer.read()
    assert engine.run(ASK).read() == TRUE


def test_closing_an_answer_ends_its_query(engine: LocalEngine) -> None:
    keeper = keeper_of(engine)
    answers = [engine.run(ENDLESS) for _ in range(2)]
    for answer in answers:
        assert next(answer.chunks)
        answer.chunks.close()
    assert eventually(lambda: not busy(keeper), 1)
    assert engine.run(ASK).read() == TRUE


def test_slow_readers_are_broken_off_and_hold_nobody_up(engine: LocalEngine) -> None:
    """The deadline holds for sending too: who does not read keeps a worker no longer than it."""
    answers = [engine.run(Question(ENDLESS.query, ANY, seconds=0.5)) for _ in range(2)]
    for answer in answers:
        assert next(answer.chunks)
    started = monotonic()
    assert engine.run(ASK).read() == TRUE
    assert monotonic() - started < 3
    for answer in answers:
        with pytest.raises(TimedOut):
            answer.read()


def test_small_answers_hold_no_worker_though_nobody_reads_them(engine: LocalEngine) -> None:
    answers = [engine.run(ASK) for _ in range(50)]
    assert [answer.read() for answer in answers] == [TRUE] * 50


def test_a_full_queue_is_told_at_once(engine: LocalEngine) -> None:
    questions = [in_background(engine, Question(SILENT.query, ANY, seconds=1)) for _ in range(6)]
    keeper = keeper_of(engine)
    assert eventually(lambda: len(busy(keeper)) == 2)
    assert eventually(lambda: _is_full(engine), 1)
    assert eventually(lambda: all(questions), 15)
    assert {type(errors[0]) for errors in questions} == {TimedOut}
    assert engine.run(ASK).read() == TRUE


def _is_full(engine: LocalEngine) -> bool:
    try:
        engine.run(ASK).chunks.close()
    except Overloaded as error:
        assert error.seconds > 0
        return True
    return False


def test_patience_ends(release: Release) -> None:
    engine = LocalEngine(release.store, Limits(workers=1, seconds=20, patience=0.3))
    errors = in_background(engine, SILENT)
    keeper = keeper_of(engine)
    assert eventually(lambda: busy(keeper))
    with pytest.raises(Overloaded):
        engine.run(ASK)
    engine.close()
    assert eventually(lambda: errors)
    assert eventually(lambda: keeper not in parents())


def test_a_dead_keeper_is_replaced(engine: LocalEngine) -> None:
    former = keeper_of(engine)
    family = {former, *workers(former)}
    answer = engine.run(ENDLESS)
    assert next(answer.chunks)
    os.kill(former, signal.SIGKILL)
    sleep(1.1)  # an engine looks for its keeper once a second
    for _ in range(5):
        assert engine.run(ASK).read() == TRUE
    assert keepers() - {former}
    assert next(answer.chunks)
    answer.chunks.close()
    assert eventually(lambda: not family & parents().keys())


def test_a_dead_family_is_replaced_at_once(engine: LocalEngine) -> None:
    former = keeper_of(engine)
    for each in (former, *workers(former)):
        os.kill(each, signal.SIGKILL)
    assert engine.run(ASK).read() == TRUE


def test_many_threads_and_random_kills(release: Release) -> None:
    """Each answer is right or is an error that says so; no request hangs."""
    engine = LocalEngine(release.store, Limits(workers=3, seconds=20, waiting=40))
    question = Question("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 3000", ANY)
    right = engine.run(question).read()
    keeper, kills, wrong = keeper_of(engine), 0, []

    def ask(_: int) -> str:
        try:
            return "right" if engine.run(question).read() == right else "wrong"
        except EngineFailed:
            return "failed"

    dice = random.Random(7)
    with ThreadPoolExecutor(20) as threads:
        outcomes = [threads.submit(ask, number) for number in range(200)]
        while not all(each.done() for each in outcomes):
            sleep(0.1)
            if alive := sorted(workers(keeper)):
                os.kill(dice.choice(alive), signal.SIGKILL)
                kills += 1
        wrong = [each.result(timeout=30) for each in outcomes]
    assert "wrong" not in wrong
    assert wrong.count("failed") <= kills < 200
    assert kills > 0
    assert engine.run(question).read() == right
    engine.close()
    assert eventually(lambda: keeper not in parents())


SERVER = """
import sys, threading
from pathlib import Path
from socket import socket
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from lexwire.server.engine import Question
from lexwire.server.formats import BY_NAME, Wanted

service = opened(Settings(sys.argv[1], tuple(sys.argv[2:])))
ANY = Wanted(BY_NAME["json"], BY_NAME["nt"])
answer = service.engine.run(Question("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }", ANY))
next(answer.chunks)
silent = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }", ANY)
threading.Thread(target=lambda: service.engine.run(silent), daemon=True).start()
print("up", flush=True)
threading.Event().wait()
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("loads", [False, True])
def test_no_process_outlives_its_server(data: Path, tmp_path: Path, how: signal.Signals, loads: bool) -> None:
    files = [tmp_path / "some.nt"] if loads else []
    for file in files:
        file.write_text("".join(f"<urn:{number}> <urn:p> <urn:o> .\n" for number in range(10_000)))
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent / ".dev"), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", SERVER, str(data), *map(str, files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as server:
        assert server.stdout
        assert server.stdout.readline() == b"up\n"
        (keeper,) = keepers(server.pid)
        assert eventually(lambda: len(workers(keeper)) == 4 and busy(keeper))
        family = {keeper, *workers(keeper)}
        server.send_signal(how)
    assert eventually(lambda: not family & parents().keys())
    assert list(tmp_path.glob("lexwire-*")) == []


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_outlives_the_command(data: Path, how: signal.Signals) -> None:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent / ".dev")}
    command = [sys.executable, "-m", "lexwire.server.cli", "serve", "--data", str(data), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment) as server:
        try:
            assert eventually(lambda: _answers(f"http://127.0.0.1:{port}/health/ready"), 30)
            family = descendants(server.pid)
            assert len(family) == 1 + 4  # the keeper and the workers
        finally:
            server.send_signal(how)
    assert eventually(lambda: not family & parents().keys(), 10)


def _answers(address: str) -> bool:
    try:
        with urlopen(address) as response:
            return response.status == 200
    except OSError:
        return False


def test_a_store_that_cannot_be_opened(tmp_path: Path) -> None:
    before = keepers()
    with pytest.raises(LexwireError, match="is no store that can be opened"):
        LocalEngine(tmp_path)
    assert keepers() == before


def test_nothing_is_answered_after_the_end(release: Release) -> None:
    engine = LocalEngine(release.store)
    errors = in_background(engine, SILENT)
    assert eventually(lambda: busy(keeper_of(engine)))
    engine.close()
    assert eventually(lambda: errors)
    assert isinstance(errors[0], EngineFailed)
    with pytest.raises(EngineFailed):
        engine.run(ASK)


def test_a_new_release_is_followed_without_a_mixed_or_broken_answer(tmp_path: Path) -> None:
    """Who asks throughout sees the old data, then the new; what runs on the old ends there, and so do its processes."""
    data = tmp_path / "data"
    for name in ("one", "two"):
        _small_release(data, name)
    _point(data, "one")
    before = keepers()
    engine = Following(data, lambda release: LocalEngine(release.store, Limits(workers=2)))
    (old,) = keepers() - before
    held, former = engine.now()
    long = engine.run(Question("SELECT * { ?a ?b ?c . ?d ?e ?f }", ANY))
    assert next(long.chunks)
    seen = [_name(engine)]
    _point(data, "two")
    assert eventually(lambda: seen.append(_name(engine)) or seen[-1] == "two")
    assert sorted(seen) == seen
    assert engine.release.id == "two"
    assert (former.id, _name(held)) == ("one", "one")
    assert b"urn:two" not in long.read()
    del held, long
    assert eventually(lambda: old not in parents())
    engine.close()


def _small_release(data: Path, name: str) -> None:
    folder = data / "releases" / name
    folder.mkdir(parents=True)
    (folder / "SHA256SUMS").touch()
    triples = "".join(f"<urn:{name}> <urn:p> {number} .\n" for number in range(600))
    store = Store(str(folder / "store"))
    store.load(triples.encode(), RdfFormat.TURTLE)
    store.flush()


def _point(data: Path, name: str) -> None:
    (data / ".current").symlink_to(Path("releases", name))
    (data / ".current").replace(data / "current")


def _name(engine: Following[LocalEngine] | LocalEngine) -> str:
    answer = engine.run(Question("SELECT DISTINCT ?s { ?s ?p ?o }", Wanted(BY_NAME["csv"], None))).read()
    return answer.decode().split()[1].removeprefix("urn:")


def test_a_service_follows_its_release(data: Path, release: Release) -> None:
    service = opened(Settings(str(data)))
    assert service.release == release == service.now().release
    assert service.now().engine.run(ASK).read() == TRUE
    service.engine.close()
