"""A result cache in front of any engine: bounded in bytes, and equal queries in flight are evaluated once."""

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from sys import getsizeof
from threading import Lock
from typing import Literal

from ..engine import Answer, Course, Dataset, Engine, EngineError, Question
from ..engine.begun import Begun, Pending, Wait, Work, begun, finished
from .canonical import canonical, is_changing
from .flight import Flight
from .kept import Kept, KeptAnswer, Packed
from .shelf import OVERHEAD, Shelf

SHARE, PACKED_SHARE = 16, 4
"""An answer that takes more than these parts of the cache is not kept as it is, and not in gzip either."""


@dataclass(frozen=True, slots=True)
class Key:
    """What an answer depends on."""

    release: str
    query: str
    dataset: Dataset
    results: str | None
    graph: str | None
    base: str | None


class CachedEngine:
    """Answers from memory what was asked before of the same release, and everything else from another engine."""

    def __init__(self, engine: Engine, release_id: Callable[[], str], megabytes: float) -> None:
        """Stand in front of *engine* with a cache of so many *megabytes*.

        *release_id* names the release that the next question is answered from, or an older one; never a newer one, or
        an answer from the old would be kept as one from the new.
        """
        room = int(megabytes * (1 << 20))
        self._engine = engine
        self._release_id = release_id
        self._most, self._most_packed = room // SHARE, room // PACKED_SHARE
        self._texts: Shelf[str] = Shelf(room // SHARE)
        self._answers: Shelf[Kept | Packed] = Shelf(room - room // SHARE)
        self._flights: dict[tuple[Key, float | None], Flight] = {}
        self._lock = Lock()

    def run(self, question: Question) -> Answer:
        """Start to answer *question*; see `Engine.run`."""
        return finished(self.begin(question))

    def begin(self, question: Question) -> Begun:
        """Answer from memory, or take *question* up; who must wait for another's evaluation needs a thread."""
        text = self._canonical(question.query)
        if text is None:
            return begun(self._engine, question)
        key = _key(self._release_id(), text, question)
        kept = self._answers.get(key)
        if kept is not None:
            return _whole(kept, "kept")
        reader = object()
        kept, flight, is_first = self._boarded(key, question, reader)
        if flight is None:
            assert kept
            return _whole(kept, "kept")
        trip = Trip(flight, (key, question.seconds), reader)
        if question.hangup:
            question.hangup.then(partial(self._deserted, trip))
        return self._set_out(trip) if is_first else partial(self._followed, trip, question)

    @property
    def size(self) -> int:
        """Return how many bytes of its memory are taken."""
        return self._answers.size + self._texts.size

    def close(self) -> None:
        """Close the engine; see `Engine.close`."""
        self._engine.close()

    def _canonical(self, query: str) -> str | None:
        """Return the text under which the answer of *query* is kept, None where it changes each time."""
        text = self._texts.get(query)
        if text is None:
            text = "" if is_changing(query) else canonical(query)
            self._texts.put(query, text, getsizeof(query) + getsizeof(text) + OVERHEAD)
        return text or None

    def _boarded(
        self, key: Key, question: Question, reader: object
    ) -> tuple[Kept | Packed | None, Flight | None, bool]:
        """Return the kept answer, if there is one by now; else the flight to take, and whether it is a new one."""
        with self._lock:
            if kept := self._answers.get(key):
                return kept, None, False
            flight = self._flights.get((key, question.seconds))
            is_first = flight is None or flight.is_over
            if flight is None or is_first:
                flight = self._flights[key, question.seconds] = self._new_flight(key, question)
            flight.readers.add(reader)
            return None, flight, is_first

    def _new_flight(self, key: Key, question: Question) -> Flight:
        size = getsizeof(key.query) + OVERHEAD
        return Flight(
            question,
            self._most,
            self._most_packed,
            lambda kept: self._answers.put(key, kept, size + len(kept.body if isinstance(kept, Kept) else kept.packed)),
            partial(self._answers.grow, key),
        )

    def _set_out(self, trip: "Trip") -> Begun:
        """Begin a new flight."""
        with self._failing(trip):
            begun = trip.flight.begin(self._engine)
        if isinstance(begun, Answer):
            return self._led(trip, begun)
        if callable(begun):
            return partial(self._worked, trip, begun)
        return Departure(begun, partial(self._led, trip), partial(self._failing, trip))

    def _worked(self, trip: "Trip", work: Work) -> Answer:
        with self._failing(trip):
            answer = work()
        return self._led(trip, answer)

    @contextmanager
    def _failing(self, trip: "Trip") -> Iterator[None]:
        """Tell all who wait for a flight why it does not start."""
        try:
            yield
        except BaseException as error:
            trip.flight.fail(error)
            self._left(trip)
            raise

    def _led(self, trip: "Trip", answer: Answer) -> Answer:
        """Return the *answer* of a new flight, as it comes."""
        trip.flight.start(answer)
        chunks = self._stream(trip)
        next(chunks)
        return Answer(answer.format, chunks, answer.course, answer.is_whole)

    def _stream(self, trip: "Trip") -> Generator[bytes, None, None]:
        """Yield nothing, so that closing is always heard, then the chunks."""
        flight = trip.flight
        try:
            yield b""
            position = 0
            while flight.pull(position):
                yield flight.chunks[position]
                position += 1
            if flight.too_large:
                yield from flight.rest()
        finally:
            self._left(trip)

    def _followed(self, trip: "Trip", question: Question) -> Answer:
        """Return the whole answer of another's flight, one of its own where that is too large to share.

        Raises the other's error, unless that tells places in a text that is not the same.
        """
        flight = trip.flight
        try:
            while flight.pull(len(flight.chunks)):
                pass
            kept = flight.kept
        except EngineError:
            if flight.question.query == question.query:
                raise
            kept = None
        finally:
            self._left(trip)
        return _whole(kept, "shared") if kept else self._engine.run(question)

    def _left(self, trip: "Trip") -> None:
        """Count one reader less; the last one stops the query."""
        if self._is_deserted(trip):
            trip.flight.stop()

    def _deserted(self, trip: "Trip") -> None:
        """Hear that a reader hung up, who may still be waiting for the engine; when all have, stop that."""
        if self._is_deserted(trip):
            trip.flight.hangup.say()

    def _is_deserted(self, trip: "Trip") -> bool:
        """Take a reader off, and return whether nobody is left; nobody new boards such a flight."""
        flight = trip.flight
        with self._lock:
            flight.readers.discard(trip.reader)
            if flight.readers:
                return False
            if self._flights.get(trip.name) is flight:
                del self._flights[trip.name]
            return True


@dataclass(frozen=True, slots=True)
class Trip:
    """One reader's part in a flight that is known by a name."""

    flight: Flight
    name: tuple[Key, float | None]
    reader: object


@dataclass(frozen=True, slots=True)
class Departure:
    """A flight whose engine has not answered yet; see `Pending`."""

    pending: Pending
    lead: Callable[[Answer], Answer]
    failing: Callable[[], AbstractContextManager[None]]

    def look(self) -> Answer | None:
        """Return the answer if it has begun by now; see `Pending.look`."""
        with self.failing():
            answer = self.pending.look()
        return self.lead(answer) if answer else None

    def wait(self) -> Wait:
        """Return what to wait for; see `Pending.wait`."""
        return self.pending.wait()

    def stop(self) -> None:
        """Stop the flight; see `Pending.stop`."""
        self.pending.stop()


def _key(release: str, text: str, question: Question) -> Key:
    results, graph = question.wanted.results, question.wanted.graph
    return Key(
        release,
        text,
        question.dataset,
        results.name if results else None,
        graph.name if graph else None,
        question.base,
    )


def _whole(kept: Kept | Packed, origin: Literal["shared", "kept"]) -> KeptAnswer:
    return KeptAnswer(kept.format, kept.chunks(), Course(origin, rows=kept.rows), lambda: True, kept=kept)
