"""A question that an engine has taken up: its answer, or what to wait for until that begins.

So whoever asks may wait in whatever way is cheapest: a thread sleeps, an event loop does something else meanwhile.
"""

import select
from collections.abc import Callable
from time import sleep
from typing import NamedTuple, Protocol

from . import Answer, Engine, Question


class Wait(NamedTuple):
    """What to wait for: until *channel*, a file descriptor, can be read; at most, or without one just, *seconds*."""

    channel: int | None
    seconds: float


class Pending(Protocol):
    """An answer that has not begun."""

    def look(self) -> Answer | None:
        """Return the answer if it has begun by now; never waits.  Raises EngineError where there will be none."""
        ...

    def wait(self) -> Wait:
        """Return what to wait for before looking again."""
        ...

    def stop(self) -> None:
        """Stop the query, whoever else waits for its answer; looking again raises EngineError at once."""
        ...


Work = Callable[[], Answer]
"""What returns the answer, or raises EngineError, and needs a thread of its own because it waits."""

Begun = Answer | Pending | Work


def begun(engine: Engine, question: Question) -> Begun:
    """Let *engine* take *question* up, by a method ``begin`` if it has one; raises EngineError.

    One that has none waits, so asking it is work for a thread.
    """
    begin: Callable[[Question], Begun] | None = getattr(engine, "begin", None)
    return begin(question) if begin else lambda: engine.run(question)


def finished(begun: Begun) -> Answer:
    """Wait for the answer, and return it; raises EngineError."""
    if isinstance(begun, Answer):
        return begun
    if callable(begun):
        return begun()
    while True:
        _sleep(begun.wait())
        if answer := begun.look():
            return answer


def _sleep(wait: Wait) -> None:
    if wait.channel is None:
        sleep(wait.seconds)
        return
    poll = select.poll()
    poll.register(wait.channel, select.POLLIN)
    poll.poll(wait.seconds * 1000)
