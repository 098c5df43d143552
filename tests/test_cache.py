"""The cache never changes an answer: what shares one, what is asked anew, and what is too large to keep."""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexwire.queries.binding import tokens
from lexwire.server.cache import PACKED_SHARE, SHARE
from lexwire.server.cache.canonical import CHANGING, canonical
from lexwire.server.cache.kept import Kept, Packer
from lexwire.server.cache.shelf import Shelf
from lexwire.server.engine import Dataset, EngineError, EngineFailed, Overloaded, QueryRefused, Question, TimedOut
from lexwire.server.formats import GRAPHS, RESULTS, Wanted

from .counted_source import SAME, WANTED, Source, ask, cached

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
