"""One question to a worker and its answer, seen from the server."""

from collections.abc import Callable, Generator
from contextlib import suppress
from socket import SHUT_RDWR, socket
from time import monotonic
from weakref import finalize

from . import Course, EngineFailed, NotAcceptable, Overloaded, QueryRefused, TimedOut
from .begun import Wait
from .frames import END, FAILED, GRAPH, NOT_ACCEPTABLE, PIECE, REFUSED, RESULTS, TAKEN, Frame, Frames, figures

GRACE = 1.0
"""Seconds after the deadline in which the kernel ends the worker; then it is given up."""


AT_ONCE = 64 << 10
"""How many bytes of a question fit into the channel before anybody reads it, and how many of an answer are taken from
it before its first is used."""


class NotTaken(Exception):
    """No worker had begun when the channel closed, so the question can be asked again."""


class Conversation:
    """Ends when the last frame has come, when it is closed, or when nobody holds it any more."""

    def __init__(self, channel: socket, seconds: float, patience: float | None) -> None:
        """Talk through *channel*; once a worker has taken the question, *seconds* are left for its answer.

        It has *patience* for so many seconds until one is free; without it, one is.
        """
        self._channel, self._seconds, self._patience = channel, seconds, patience
        self._frames = Frames(channel)
        self._started = self._deadline = monotonic()
        self._is_taken = False
        self._then: list[Callable[[], object]] = []
        self.course = Course()
        # Not __del__: in a cycle, the channel would be collected first, and tell that nobody had closed it.
        self._end = finalize(self, _end, channel, self._then)
        self._end.atexit = False  # the engine breaks it off: a channel that is only closed goes on while a thread waits

    def ask(self, asked: bytes, hand: Callable[[], None]) -> None:
        """Send the question, and *hand* the other end of the channel over.

        Raises Overloaded where no worker reads it in time, NotTaken where the channel closed.
        """
        self._channel.settimeout(self._patience or GRACE)
        try:
            self._channel.sendall(asked[:AT_ONCE])
            hand()
            if len(asked) > AT_ONCE:
                self._channel.sendall(asked[AT_ONCE:])
        except TimeoutError:
            self.close()
            raise self._overloaded() from None
        except OSError:
            self.close()
            raise NotTaken from None
        if self._patience is None:
            self._take()

    def at_end(self, then: Callable[[], object]) -> None:
        """Call *then*, once, when the conversation ends, or now if it has."""
        if self._end.alive:
            self._then.append(then)
        else:
            then()

    def wait(self) -> Wait:
        """Return what to wait for until the next frame may be here."""
        channel = self._channel.fileno()
        return Wait(channel, max(self._left(), 0.0)) if channel >= 0 else Wait(None, 0.0)

    def is_graph(self) -> bool | None:
        """Return which kind of answer begins, None where none has yet; never waits.

        Raises EngineError where none comes, NotTaken where nobody made one.
        """
        try:
            self._channel.settimeout(0)
            self._frames.gather(AT_ONCE)
        except BlockingIOError:
            if self._left() > 0:
                return None
            raise self._late() from None
        except (EOFError, OSError) as error:
            raise self._lost(error) from None
        return self._kind()

    def is_whole(self) -> bool:
        """Return whether the last frame is here."""
        return self._frames.is_over

    def pieces(self) -> Generator[bytes, None, None]:
        """Yield the body as it comes; raises EngineError where it breaks off."""
        try:
            while (frame := self._read()).kind == PIECE:
                yield frame.content
            assert frame.kind == END
            self.course.serialization, self.course.rows = figures(frame)
        finally:
            self.close()

    def close(self) -> None:
        """End it; a worker that still evaluates is killed."""
        self._end()

    def break_off(self) -> None:
        """Let whoever reads find the channel closed."""
        with suppress(OSError):  # it may be closed already
            self._channel.shutdown(SHUT_RDWR)

    def _take(self) -> None:
        """Note that a worker has begun."""
        self._is_taken = True
        self.course.queue = monotonic() - self._started
        self._deadline = monotonic() + self._seconds

    def _left(self) -> float:
        """Return the seconds in which the next frame must come."""
        latest = self._deadline + GRACE if self._is_taken else self._started + (self._patience or 0.0)
        return latest - monotonic()

    def _kind(self) -> bool | None:
        """Return which kind of answer the frames that are here tell of, None where they tell of none yet."""
        while self._frames.is_waiting:
            frame = self._checked(self._frames.read())
            if frame.kind == TAKEN:
                self._take()
                continue
            if frame.kind == REFUSED:
                raise QueryRefused(frame.content.decode())
            if frame.kind == NOT_ACCEPTABLE:
                raise NotAcceptable(frame.content.decode())
            assert frame.kind in {GRAPH, RESULTS}
            self.course.evaluation, _ = figures(frame)
            return frame.kind == GRAPH
        return None

    def _read(self) -> Frame:
        """Return the next frame; raises EngineError where none comes, NotTaken where nobody made one."""
        try:
            if not self._frames.is_waiting:
                self._channel.settimeout(max(self._left(), GRACE))
            frame = self._frames.read()
        except (EOFError, OSError) as error:
            raise self._lost(error) from None
        return self._checked(frame)

    def _checked(self, frame: Frame) -> Frame:
        """Return *frame*, after which the channel may not be needed any more; raises EngineFailed where it tells so."""
        if self._frames.is_over:
            self.close()
        if frame.kind == FAILED:
            raise EngineFailed(frame.content.decode())
        return frame

    def _lost(self, error: Exception) -> Exception:
        """Return what an *error* of the channel means; Linux resets one that is closed with the question unread."""
        self.close()
        is_unread = isinstance(error, ConnectionResetError) or not self._is_taken
        return NotTaken() if is_unread else self._broken()

    def _late(self) -> Exception:
        """Return what it means that nothing came in time."""
        self.close()
        return self._broken() if self._is_taken else self._overloaded()

    def _broken(self) -> Exception:
        # The worker began to count before we heard that it had begun: on a busy machine, well before.
        if monotonic() >= self._deadline - min(0.5, self._seconds / 4):
            return TimedOut(f"The query ran longer than the {self._seconds:g} s it may; ask for less.")
        return EngineFailed("The query broke what evaluates it, or needed more memory than it may; ask for less.")

    def _overloaded(self) -> Overloaded:
        return Overloaded("No worker was free in time; try again later.", max(round(self._patience or GRACE), 1))


def _end(channel: socket, then: list[Callable[[], object]]) -> None:
    channel.close()
    while then:
        then.pop()()
