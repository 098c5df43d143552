"""One question to a worker and its answer, seen from the server."""

from collections.abc import Callable, Generator
from contextlib import suppress
from socket import SHUT_RDWR, socket
from time import monotonic

from . import Course, EngineFailed, NotAcceptable, Overloaded, QueryRefused, TimedOut
from .frames import END, FAILED, GRAPH, NOT_ACCEPTABLE, PIECE, REFUSED, RESULTS, TAKEN, Frame, Frames, figures

GRACE = 1.0
"""Seconds after the deadline in which the kernel ends the worker; then it is given up."""


AT_ONCE = 64 << 10
"""How many bytes of a question fit into the channel before anybody reads it."""


class NotTaken(Exception):
    """No worker had begun when the channel closed, so the question can be asked again."""


class Conversation:
    """Ends when the last frame has come, when it is closed, or when nobody holds it any more."""

    def __init__(self, channel: socket, seconds: float) -> None:
        """Talk through *channel*; once a worker has taken the question, *seconds* are left for its answer."""
        self._channel, self._seconds = channel, seconds
        self._frames = Frames(channel)
        self._deadline = 0.0
        self._then: list[Callable[[], object]] = []
        self.course = Course()

    def ask(self, asked: bytes, hand: Callable[[], None], patience: float | None) -> None:
        """Send the question, *hand* the other end of the channel over, and wait until a worker takes it.

        Without *patience* a worker is free, and there is nothing to wait for.  Raises Overloaded where none takes it in
        so many seconds, NotTaken where the channel closed.
        """
        self._channel.settimeout(patience or GRACE)
        started = monotonic()
        try:
            self._channel.sendall(asked[:AT_ONCE])
            hand()
            if len(asked) > AT_ONCE:
                self._channel.sendall(asked[AT_ONCE:])
            if patience is not None:
                assert self._frames.read().kind == TAKEN
        except TimeoutError:
            raise Overloaded("No worker was free in time; try again later.", round(patience or GRACE)) from None
        except (EOFError, OSError):
            raise NotTaken from None
        taken = monotonic()
        self.course.queue = taken - started
        self._deadline = taken + self._seconds

    def at_end(self, then: Callable[[], object]) -> None:
        """Call *then*, once, when the conversation ends, or now if it has."""
        self._then.append(then)
        if self._channel.fileno() == -1:
            self.close()

    def is_graph(self) -> bool:
        """Return which kind of answer comes; raises EngineError where none does, NotTaken where nobody made one."""
        frame = self._read()
        if frame.kind == REFUSED:
            raise QueryRefused(frame.content.decode())
        if frame.kind == NOT_ACCEPTABLE:
            raise NotAcceptable(frame.content.decode())
        assert frame.kind in {GRAPH, RESULTS}
        self.course.evaluation, _ = figures(frame)
        return frame.kind == GRAPH

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

    def _read(self) -> Frame:
        try:
            if not self._frames.is_waiting:
                self._channel.settimeout(max(self._deadline + GRACE - monotonic(), GRACE))
            frame = self._frames.read()
        except ConnectionResetError:  # closed with the question unread, as Linux tells
            raise NotTaken from None
        except (EOFError, OSError):
            self.close()
            raise self._broken() from None
        if self._frames.is_over:
            self.close()
        if frame.kind == FAILED:
            raise EngineFailed(frame.content.decode())
        return frame

    def _broken(self) -> Exception:
        if monotonic() >= self._deadline - 0.01:
            return TimedOut(f"The query ran longer than the {self._seconds:g} s it may; ask for less.")
        return EngineFailed("The query broke what evaluates it, or needed more memory than it may; ask for less.")

    def close(self) -> None:
        """End it; a worker that still evaluates is killed."""
        self._channel.close()
        while self._then:
            self._then.pop()()

    def break_off(self) -> None:
        """Let whoever reads find the channel closed."""
        with suppress(OSError):  # it may be closed already
            self._channel.shutdown(SHUT_RDWR)

    __del__ = close
