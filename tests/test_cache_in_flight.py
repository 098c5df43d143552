"""Equal queries in flight are evaluated once, and nobody who leaves or reads slowly harms the others."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic, sleep

import pytest

from lexwire.server.cache import CachedEngine
from lexwire.server.engine import Overloaded

from .counted_source import SAME, WAIT, Source, ask, cached


def in_flight(engine: CachedEngine, queries: list[str], pool: ThreadPoolExecutor) -> list[Future[bytes]]:
    """Return the answers of *queries*, asked from threads, once all of them wait."""
    futures = [pool.submit(lambda text: engine.run(ask(text)).read(), query) for query in queries]
    until(lambda: readers(engine) == len(queries))
    return futures


def readers(engine: CachedEngine) -> int:
    return sum(len(flight.readers) for flight in list(engine._flights.values()))


def until(condition: Callable[[], bool]) -> None:
    deadline = monotonic() + WAIT
    while not condition():
        assert monotonic() < deadline
        sleep(0.002)


def test_equal_queries_in_flight_are_evaluated_once() -> None:
    source = Source()
    source.evaluated.clear()
    engine = cached(source)
    with ThreadPoolExecutor(20) as pool:
        futures = in_flight(engine, [*SAME.values()] * 5, pool)
        source.evaluated.set()
        bodies = {each.result(WAIT) for each in futures}
    assert (len(bodies), source.asked, source.closed) == (1, 1, 1)
    assert engine._flights == {}


def test_a_failure_in_flight_is_shared_by_equal_texts_only() -> None:
    """An error tells line and column, which another spacing of the same query has elsewhere."""
    source = Source()
    source.evaluated.clear()
    source.error = Overloaded("full", 7)
    engine = cached(source)
    with ThreadPoolExecutor(4) as pool:
        futures = in_flight(engine, ["ASK {}", "ASK {}", "ASK {}", "ASK  {}"], pool)
        source.evaluated.set()
        errors = [each.exception(WAIT) for each in futures]
    assert [getattr(each, "seconds", 0) for each in errors] == [7] * 4
    assert 2 <= source.asked <= 4


def test_a_slow_reader_does_not_hold_up_the_others() -> None:
    source = Source(times=5)
    source.evaluated.clear()
    engine = cached(source)
    with ThreadPoolExecutor(3) as pool:
        slow = pool.submit(engine.run, ask())
        until(lambda: source.asked == 1)
        others = [pool.submit(lambda: engine.run(ask()).read()) for _ in range(2)]
        until(lambda: readers(engine) == 3)
        source.evaluated.set()
        assert {each.result(WAIT) for each in others} == {source.body(ask()) * 5}
        assert slow.result(WAIT).read() == source.body(ask()) * 5
    assert source.asked == 1


def test_a_client_that_leaves_does_not_take_the_answer_along() -> None:
    source = Source(times=3)
    source.flowing.clear()
    engine = cached(source)
    answer = engine.run(ask())
    next(answer.chunks)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(lambda: engine.run(ask()).read())
        until(lambda: readers(engine) == 2)
        answer.chunks.close()
        source.flowing.set()
        assert other.result(WAIT) == source.body(ask()) * 3
    assert (source.asked, source.closed) == (1, 1)


@pytest.mark.parametrize("read", [0, 1])
def test_the_last_client_that_leaves_stops_the_query(read: int) -> None:
    source = Source(times=3)
    engine = cached(source)
    chunks = engine.run(ask()).chunks
    for _ in range(read):
        next(chunks)
    chunks.close()
    assert engine._flights == {}
    assert engine.run(ask()).read() == source.body(ask()) * 3
    assert source.asked == 2


def test_a_large_answer_is_not_shared_but_each_gets_it_whole() -> None:
    source = Source(times=4)
    source.body = lambda _: b"x" * 50_000  # type: ignore[method-assign]
    source.evaluated.clear()
    engine = cached(source)
    with ThreadPoolExecutor(4) as pool:
        futures = in_flight(engine, ["ASK {}"] * 4, pool)
        source.evaluated.set()
        assert {len(each.result(WAIT)) for each in futures} == {200_000}
    assert source.closed == source.asked == 4


def test_many_threads_and_little_room() -> None:
    """Twenty threads over six queries in a cache for three: every answer is right, and nothing stays open."""
    source = Source(times=2)
    engine = cached(source, 0.02)
    queries = [f"ASK {{ <urn:{number}> ?p 'x' }}" for number in range(6)] * 100

    def right(query: str) -> bool:
        return engine.run(ask(query)).read() == source.body(ask(query)) * 2

    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(right, queries, timeout=WAIT * 3))
    assert (engine._flights, source.closed) == ({}, source.asked)
    assert source.asked < len(queries)
