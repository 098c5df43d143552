"""A question on its way to a worker: handed over again where one ends before it begins, until the answer does."""

from collections.abc import Callable
from time import monotonic

from . import Answer, EngineFailed, Question
from .begun import Wait
from .conversation import Conversation, NotTaken

PAUSE = 0.005
"""Seconds that each further try waits longer than the one before: a process that was killed is not gone at once."""

TRIES = 8
"""How often a question is handed to a worker that ends before it begins."""


class Call:
    """Asks a worker; see `Pending`."""

    def __init__(self, question: Question, converse: Callable[[bool], Conversation], end: Callable[[], None]) -> None:
        """Ask at once; *converse* begins a conversation, the next one where it is told so, and *end* hears of the end.

        Raises EngineError where the question is refused at once.
        """
        self._question, self._converse, self._end = question, converse, end
        self._talk: Conversation | None = None
        self._tries = 0
        self._rests_until = 0.0
        self._is_answered = self._is_stopped = False
        try:
            self._ask()
        except NotTaken:
            self._rest()

    def look(self) -> Answer | None:
        """Return the answer if it has begun by now; see `Pending.look`."""
        try:
            if self._talk is None and monotonic() >= self._rests_until:
                self._ask()
            is_graph = self._talk.is_graph() if self._talk else None
        except NotTaken:
            self._rest()
            return None
        except BaseException:
            self._end()
            raise
        return None if is_graph is None else self._answered(is_graph)

    def wait(self) -> Wait:
        """Return what to wait for; see `Pending.wait`."""
        return self._talk.wait() if self._talk else Wait(None, max(self._rests_until - monotonic(), 0.0))

    def stop(self) -> None:
        """Break the conversation off; see `Pending.stop`."""
        self._is_stopped = True
        if self._talk:
            self._talk.break_off()

    def _ask(self) -> None:
        """Begin a conversation; raises NotTaken where no worker is there, EngineError where that is all."""
        if self._is_stopped or (self._question.hangup and self._question.hangup.is_said):
            raise EngineFailed("Nobody waits for the answer any more.")
        if self._tries == TRIES:
            raise EngineFailed("The processes that evaluate queries end before they begin; try again in a moment.")
        self._tries += 1
        self._talk = self._converse(self._tries > 1)

    def _rest(self) -> None:
        if self._talk:
            self._talk.close()
        self._talk = None
        self._rests_until = monotonic() + PAUSE * (self._tries - 1)

    def _answered(self, is_graph: bool) -> Answer:
        assert self._talk
        format_ = self._question.wanted.graph if is_graph else self._question.wanted.results
        assert format_ is not None
        self._is_answered = True
        self._talk.at_end(self._end)
        return Answer(format_, self._talk.pieces(), self._talk.course, self._talk.is_whole)

    def __del__(self) -> None:
        """Hear of the end where nobody looks any more."""
        if not self._is_answered:
            self._end()
