"""The embedded engine's workers: replaced when they die, free again when nobody reads, and their queue is bounded."""

import os
import random
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, perf_counter, sleep

import pytest

from lexwire.graph.problems import LexwireError
from lexwire.graph.release import Release
from lexwire.server.engine import EngineFailed, Overloaded, Question, TimedOut
from lexwire.server.engine.limits import Limits
from lexwire.server.engine.local import LocalEngine
from tests.processes import eventually, keepers, parents, workers

from .busy_workers import ANY, ASK, ENDLESS, SILENT, TRUE, busy, in_background, keeper_of, the_busy_one


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


def test_a_store_that_cannot_be_opened(tmp_path: Path) -> None:
    before = keepers()
    with pytest.raises(LexwireError, match="is no store that can be opened"):
        LocalEngine(tmp_path)
    assert keepers() == before
