"""One evaluation shared by all who ask the same at the same time."""

from collections.abc import Callable, Generator
from copy import copy
from dataclasses import replace
from threading import Lock

from ..engine import Answer, Engine, Hangup, Question
from ..engine.begun import Begun, begun
from .kept import Kept, Packed, Packer


class Flight:
    """A query under way: the chunks of its answer so far, pulled by whichever reader needs the next one."""

    def __init__(
        self,
        question: Question,
        most: int,
        most_packed: int,
        keep: Callable[[Kept | Packed], None],
        grown: Callable[[int], object],
    ) -> None:
        """Gather at most *most* bytes, and give what is whole to *keep*; until `start` all readers wait.

        What is larger goes through, and is kept in at most *most_packed* bytes.  *grown* hears of bytes that the kept
        answer takes later.
        """
        self.hangup = Hangup()
        self.question = replace(question, hangup=self.hangup)
        self.readers: set[object] = set()
        """Who waits for the answer."""
        self.chunks: list[bytes] = []
        self.kept: Kept | None = None
        self.too_large = False
        self._most, self._most_packed = most, most_packed
        self._keep, self._grown = keep, grown
        self._size = 0
        self._answer: Answer | None = None
        self._error: BaseException | None = None
        self._turn = Lock()
        self._turn.acquire()

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will be gathered."""
        return self.kept is not None or self.too_large or self._error is not None

    def begin(self, engine: Engine) -> Begun:
        """Let *engine* take the question up; `start` or `fail` must follow.  Raises what it raises."""
        return begun(engine, self.question)

    def start(self, answer: Answer) -> None:
        """Begin with the engine's *answer*."""
        self._answer = answer
        self._turn.release()

    def fail(self, error: BaseException) -> None:
        """End before the beginning: the engine gave no answer, but an *error*."""
        self._error = copy(error)  # without the frames that it came through, which hold the engine
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
        """Yield what was not gathered, and keep the whole packed if it can be; for the first reader alone."""
        assert self._answer
        packer = Packer(self._most_packed)
        for chunk in self.chunks:
            packer.add(chunk)
        self.chunks.clear()
        for chunk in self._answer.chunks:
            packer.add(chunk)
            yield chunk
        if packed := packer.end(self._answer.format, self._answer.course.rows):
            self._keep(packed)

    def stop(self) -> None:
        """Stop the query, when the last reader left."""
        if self._answer:
            self._answer.chunks.close()

    def _gather(self) -> None:
        assert self._answer
        try:
            chunk = next(self._answer.chunks, None)
        except BaseException as error:
            self._error = copy(error)  # without the frames that it came through, which hold the engine
            raise
        if chunk is None:
            body = b"".join(self.chunks)
            self.kept = Kept(self._answer.format, body, self._answer.course.rows, self._grown)
            self._keep(self.kept)
            return
        self.chunks.append(chunk)
        self._size += len(chunk)
        self.too_large = self._size > self._most
