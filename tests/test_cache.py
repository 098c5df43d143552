"""The result cache: the same answers as without it, bounded, and one evaluation for equal queries in flight."""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from random import Random
from threading import Event, Lock
from time import monotonic, sleep

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexwire.queries.binding import tokens
from lexwire.server.cache import PACKED_SHARE, SHARE, CachedEngine
from lexwire.server.cache.canonical import CHANGING, canonical
from lexwire.server.cache.kept import Kept, Packer
from lexwire.server.cache.shelf import Shelf
from lexwire.server.engine import (
    Answer,
    Dataset,
    EngineError,
    EngineFailed,
    Overloaded,
    QueryRefused,
    Question,
    TimedOut,
)
from lexwire.server.formats import GRAPHS, RESULTS, Wanted

WANTED = Wanted(RESULTS[0], GRAPHS[0])
WAIT = 10.0
"""Seconds after which a thread counts as hung."""


class Source:
    """An engine that answers with what the answer must depend on, as often as it is told, and counts."""

    def __init__(self, times: int = 1) -> None:
        self.release = "first"
        self.times = times
        self.asked = 0
        self.closed = 0
        self.error: EngineError | None = None
        self.broken: EngineError | None = None
        self.evaluated = Event()
        self.evaluated.set()
        self.flowing = Event()
        self.flowing.set()
        self._lock = Lock()

    def run(self, question: Question) -> Answer:
        with self._lock:
            self.asked += 1
        assert self.evaluated.wait(WAIT)
        if self.error:
            raise self.error
        assert question.wanted.results
        chunks = self._chunks(self.body(question))
        next(chunks)
        return Answer(question.wanted.results, chunks)

    def body(self, question: Question) -> bytes:
        words = [each.text for each in tokens(question.query) if each.kind not in {"comment", "space"}]
        return repr((self.release, words, question.dataset, question.wanted, question.base)).encode()

    def close(self) -> None:
        """Nothing to let go of."""

    def _chunks(self, body: bytes) -> Generator[bytes, None, None]:
        try:
            yield b""
            for _ in range(self.times):
                yield body
                assert self.flowing.wait(WAIT)
            if self.broken:
                raise self.broken
        finally:
            with self._lock:
                self.closed += 1


def cached(source: Source, megabytes: float = 1.0) -> CachedEngine:
    return CachedEngine(source, lambda: source.release, megabytes)


def ask(query: str = "ASK {}", **fields: object) -> Question:
    return Question(query, WANTED, **fields)  # type: ignore[arg-type]


SAME = {
    "as it stands": "SELECT ?s { ?s ?p 'a  b' }",
    "white space": " SELECT\t?s\r\n{ ?s   ?p 'a  b' }\n",
    "comments": "# what\nSELECT ?s { ?s ?p 'a  b' } # why",
    "comment for a space": "SELECT#\n?s { ?s ?p 'a  b' }",
}
OTHER = {
    "space in a string": "SELECT ?s { ?s ?p 'a b' }",
    "hash in a string": "SELECT ?s { ?s ?p 'a  b#' }",
    "hash in an IRI": "SELECT ?s { ?s <#p> 'a  b' }",
    "another hash in an IRI": "SELECT ?s { ?s <#q> 'a  b' }",
    "upper case": "SELECT ?S { ?s ?p 'a  b' }",
    "escaped quote, then a hash": r"""SELECT ?s { ?s ?p \u0027 # b' }""",
    "white space that is none": "SELECT\u00a0?s { ?s ?p 'a  b' }",
    "a string that does not end": "SELECT ?s { ?s ?p 'a  b }",
}


def test_texts_that_differ_in_space_and_comments_share_an_answer() -> None:
    source = Source()
    engine = cached(source)
    bodies = {engine.run(ask(query)).read() for query in SAME.values()}
    assert (len(bodies), source.asked) == (1, 1)


def test_texts_that_differ_otherwise_do_not() -> None:
    queries = [SAME["as it stands"], *OTHER.values()]
    assert len({canonical(query) for query in queries}) == len(queries)


PIECES = st.sampled_from(
    ["?a", "<#x>", '"a # b"', "'''c\n# d'''", "'", "#", "# e\n", "\n", "  ", "\u00a0", "\\u0022", "."]
)


@given(st.lists(PIECES).map("".join), st.lists(PIECES).map("".join))
@settings(max_examples=500)
def test_the_same_canonical_text_means_the_same_tokens(one: str, other: str) -> None:
    def read(text: str) -> list[str]:
        return [each.text for each in tokens(text) if each.kind not in {"comment", "space"}]

    assert read(canonical(one)) == read(one)
    assert canonical(canonical(one)) == canonical(one)
    if canonical(one) == canonical(other):
        assert read(one) == read(other)


DIFFERENT: dict[str, Callable[[Question], Question]] = {
    "dataset": lambda each: Question(each.query, each.wanted, Dataset(("urn:g",), None)),
    "named graphs": lambda each: Question(each.query, each.wanted, Dataset(None, ("urn:g",))),
    "result format": lambda each: Question(each.query, Wanted(RESULTS[1], GRAPHS[0])),
    "graph format": lambda each: Question(each.query, Wanted(RESULTS[0], GRAPHS[1])),
    "base": lambda each: Question(each.query, each.wanted, base="http://example.org/"),
}


@pytest.mark.parametrize("change", DIFFERENT.values(), ids=DIFFERENT)
def test_what_an_answer_depends_on_is_asked_anew(change: Callable[[Question], Question]) -> None:
    source = Source()
    engine = cached(source)
    for question in (ask(), change(ask()), ask(), change(ask())):
        assert engine.run(question).read() == source.body(question)
    assert source.asked == 2


def test_a_new_release_is_asked_anew() -> None:
    source = Source()
    engine = cached(source)
    before = engine.run(ask()).read()
    source.release = "second"
    after = engine.run(ask()).read()
    assert (before != after, after, source.asked) == (True, source.body(ask()), 2)


@pytest.mark.parametrize("function", sorted(CHANGING))
def test_what_changes_each_time_is_never_kept(function: str) -> None:
    source = Source()
    engine = cached(source)
    for query in [f"SELECT ({function.lower()}() AS ?x) {{}}"] * 2:
        engine.run(ask(query)).read()
    assert source.asked == 2
    engine.run(ask(f"ASK {{ ?s ?p '{function}()' }}")).read()
    engine.run(ask(f"ASK {{ ?s ?p '{function}()' }}")).read()
    assert source.asked == 3


QUESTIONS = st.builds(
    Question,
    st.sampled_from([*SAME.values(), *OTHER.values()]),
    st.sampled_from([WANTED, Wanted(RESULTS[2], None)]),
    st.sampled_from([Dataset(), Dataset(("urn:g",)), Dataset(None, ("urn:g",))]),
)


@given(st.lists(st.tuples(QUESTIONS, st.sampled_from(["first", "second"]), st.booleans()), max_size=40))
@settings(max_examples=150)
def test_the_cache_never_changes_an_answer(steps: list[tuple[Question, str, bool]]) -> None:
    """Whatever is asked in whatever order, with clients that leave in between, in a cache that holds little."""
    source = Source(times=3)
    engine = cached(source, 0.05)
    for question, release, leaves in steps:
        source.release = release
        answer = engine.run(question)
        if leaves:
            answer.chunks.close()
            continue
        assert answer.format == question.wanted.results
        assert answer.read() == source.body(question) * 3
    assert engine._answers.size <= 0.05 * (1 << 20)
    assert engine._flights == {}
    assert source.closed == source.asked


PUTS = st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 12))


@given(st.lists(st.one_of(PUTS, st.sampled_from("abcdefgh"))))
def test_a_shelf_is_a_dict_that_forgets_what_was_longest_not_asked_for(steps: list[tuple[str, int] | str]) -> None:
    shelf: Shelf[int] = Shelf(20)
    model: OrderedDict[str, int] = OrderedDict()
    for number, step in enumerate(steps):
        if isinstance(step, str):
            assert (shelf.get(step) is None) == (step not in model)
            if step in model:
                model.move_to_end(step)
            continue
        name, size = step
        model.pop(name, None)
        shelf.put(name, number, size)
        model[name] = size
        while sum(model.values()) > 20:
            model.popitem(last=False)
        assert shelf.get(name) == number
        assert (shelf.size, len(shelf)) == (sum(model.values()), len(model))


def test_a_shelf_does_not_take_what_is_larger_than_it() -> None:
    shelf: Shelf[int] = Shelf(20)
    shelf.put("a", 1, 20)
    shelf.put("b", 2, 21)
    assert (shelf.get("a"), shelf.get("b")) == (1, None)
    shelf.put("a", 3, 21)
    assert (shelf.get("a"), shelf.size) == (None, 0)


MOST, MOST_PACKED = (1 << 20) // SHARE, (1 << 20) // PACKED_SHARE
SIZES = {
    "small": (b"x" * MOST, 1),
    "large, but small when packed": (b"x" * (MOST + 1), 1),
    "as large as may be when packed": (Random(1).randbytes(MOST_PACKED - 500), 1),
    "too large": (Random(1).randbytes(MOST_PACKED + 500), 2),
}


@pytest.mark.parametrize(("body", "asked"), SIZES.values(), ids=SIZES)
def test_large_answers_stream_through_and_are_kept_when_they_can_be_packed(body: bytes, asked: int) -> None:
    source = Source()
    source.body = lambda _: body  # type: ignore[method-assign]
    engine = cached(source)
    for _ in range(2):
        assert engine.run(ask()).read() == body
    assert source.asked == asked


def test_what_is_packed_has_the_tag_of_its_bytes() -> None:
    packer = Packer(10_000)
    for chunk in (b"abc" * 1000, b"def" * 1000):
        packer.add(chunk)
    packed = packer.end(RESULTS[0], 3)
    assert packed
    assert packed.tag == Kept(RESULTS[0], b"abc" * 1000 + b"def" * 1000).tag
    assert gzip.decompress(packed.in_encoding("gzip")) == b"".join(packed.chunks()) == b"abc" * 1000 + b"def" * 1000


def test_an_answer_comes_as_it_is_made() -> None:
    """The first chunk is there before the last is made, both below and above the size that is kept."""
    source = Source(times=3)
    source.body = lambda _: b"x" * 50_000  # type: ignore[method-assign]
    source.flowing.clear()
    chunks = cached(source).run(ask()).chunks
    assert len(next(chunks)) == 50_000
    source.flowing.set()
    assert len(b"".join(chunks)) == 100_000


FAILURES = [QueryRefused("no"), TimedOut("late"), EngineFailed("broke"), Overloaded("full", 7)]


@pytest.mark.parametrize("error", FAILURES, ids=lambda each: type(each).__name__)
def test_failures_are_raised_and_not_kept(error: EngineError) -> None:
    source = Source()
    engine = cached(source)
    source.error = error
    with pytest.raises(type(error)):
        engine.run(ask())
    source.error, source.broken = None, error
    with pytest.raises(type(error)):
        engine.run(ask()).read()
    source.broken = None
    assert engine.run(ask()).read() == source.body(ask())
    assert source.asked == 3


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
