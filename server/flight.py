"""One evaluation shared by all who ask the same at the same time."""

from collections.abc import Callable, Generator
from copy import copy
from dataclasses import dataclass
from threading import Lock

from .engine import Answer, Engine, Question
from .formats import Format


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer in the cache."""

    format: Format
    body: bytes


class Flight:
    """A query under way: the chunks of its answer so far, pulled by whichever reader needs the next one."""

    def __init__(self, question: Question, most: int, keep: Callable[[Kept], None]) -> None:
        """Gather at most *most* bytes, and give what is whole to *keep*; until `start` all readers wait."""
        self.question = question
        self.readers = 1
        self.chunks: list[bytes] = []
        self.kept: Kept | None = None
        self.too_large = False
        self._most = most
        self._keep = keep
        self._size = 0
        self._answer: Answer | None = None
        self._error: BaseException | None = None
        self._turn = Lock()
        self._turn.acquire()

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will be gathered."""
        return self.kept is not None or self.too_large or self._error is not None

    def start(self, engine: Engine) -> Answer:
        """Put the question to *engine* and return its answer; raises what it raises."""
        try:
            self._answer = engine.run(self.question)
            return self._answer
        except BaseException as error:
            self._error = error
            raise
        finally:
            self._turn.release()

    def pull(self, position: int) -> bool:
        """Return whether there is a chunk at *position*, once it came; raises what broke the answer.

        One reader at a time waits for the engine, so a slow one never holds up the others.
        """
        with self._turn:
            if position >= len(self.chunks) and self._error:
                raise copy(self._error)
            if position >= len(self.chunks) and not self.is_over:
                self._gather()
            return position < len(self.chunks)

    def rest(self) -> Generator[bytes, None, None]:
        """Yield what was not gathered; for the first reader alone."""
        self.chunks.clear()
        assert self._answer
        yield from self._answer.chunks

    def stop(self) -> None:
        """Stop the query, when the last reader left."""
        if self._answer:
            self._answer.chunks.close()

    def _gather(self) -> None:
        assert self._answer
        try:
            chunk = next(self._answer.chunks, None)
        except BaseException as error:
            self._error = error
            raise
        if chunk is None:
            self.kept = Kept(self._answer.format, b"".join(self.chunks))
            self._keep(self.kept)
            return
        self.chunks.append(chunk)
        self._size += len(chunk)
        self.too_large = self._size > self._most
