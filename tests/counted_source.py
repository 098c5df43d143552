"""An engine that counts what it is asked and answers when it is told, and a cache over it."""

from collections.abc import Generator
from threading import Event, Lock

from lexwire.queries.binding import tokens
from lexwire.server.cache import CachedEngine
from lexwire.server.engine import Answer, EngineError, Question
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
