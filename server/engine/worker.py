"""A worker: a process that answers one question at a time over a store, and that can be killed at any moment."""

import os
import resource
import select
import signal
import sys
import threading
import traceback
from contextlib import suppress
from io import RawIOBase
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from socket import AF_UNIX, MSG_DONTWAIT, SOCK_STREAM, recv_fds, socket
from time import monotonic
from typing import IO, TYPE_CHECKING, NoReturn, cast

from pyoxigraph import Store

from lexwire.graph.problems import LexwireError

from . import EngineError, NotAcceptable, QueryRefused, Question
from .evaluation import chosen, evaluate, refuse_nesting, write
from .frames import (
    END,
    FAILED,
    GRAPH,
    NOT_ACCEPTABLE,
    PIECE,
    QUEUED,
    REFUSED,
    RESULTS,
    TAKEN,
    Frame,
    Frames,
    question,
    told,
)
from .limits import Limits
from .rows import Rows, counter

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STACK = 128 << 20
"""Bytes of stack for evaluation, which recurses over the query; only what is used is taken."""

PIECE_BYTES = 128 << 10
PIECE_SECONDS = 0.05
"""How much, and for how long, output is gathered before it is sent."""


class Output(RawIOBase):
    """Where an answer is written: gathered, and sent in pieces behind a first frame."""

    def __init__(self, channel: socket) -> None:
        """Send through *channel*."""
        self._channel = channel
        self._first = b""
        self._rows: Rows | None = None
        self._gathered = bytearray()
        self._begun = self._last_sent = monotonic()
        self.is_begun = False
        """Whether anything was sent."""

    def begin(self, kind: bytes, seconds: float, rows: Rows | None) -> None:
        """Let the answer start with a frame of *kind*, which was evaluated in so many *seconds*; count its *rows*."""
        self._first, self._rows = bytes(Frame(kind, told(seconds))), rows
        self._begun = self._last_sent = monotonic()

    def write(self, data: "ReadableBuffer") -> int:
        """Take *data*, and send what was gathered when there is enough of it or it waited long enough."""
        size = memoryview(data).nbytes
        self._gathered += data
        if len(self._gathered) >= PIECE_BYTES or monotonic() - self._last_sent > PIECE_SECONDS:
            self._channel.sendall(self._taken())
        return size

    def finish(self) -> None:
        """Send what was gathered, and that it was all."""
        piece = self._taken()
        rows = self._rows.number() if self._rows else None
        self._channel.sendall(piece + bytes(Frame(END, told(monotonic() - self._begun, rows))))

    def fail(self, last: Frame) -> None:
        """Send the error in *last*; before anything else was sent it stands for the whole answer."""
        self._channel.sendall((self._taken() if self.is_begun else b"") + bytes(last))

    def _taken(self) -> bytes:
        """Return what is to be sent now, counted."""
        gathered = bytes(self._gathered)
        self._gathered.clear()
        if self._rows:
            self._rows.take(gathered)
        sent = self._first + (bytes(Frame(PIECE, gathered)) if gathered else b"")
        self._first, self.is_begun, self._last_sent = b"", True, monotonic()
        return sent


class Watch:
    """Kills this process when the one who asks hangs up before the answer is whole: evaluation cannot be stopped."""

    def __init__(self) -> None:
        """Watch nothing yet."""
        self._selector = DefaultSelector()
        self._lock = threading.Lock()

    def start(self, channel: socket) -> None:
        """Watch *channel*, through which nothing more is to come."""
        with self._lock:
            self._selector.register(channel, EVENT_READ)

    def stop(self, channel: socket) -> None:
        """Watch it no longer."""
        with self._lock:
            self._selector.unregister(channel)

    def keep(self) -> NoReturn:
        """Watch for ever; what is seen may be over by the time that Python's lock is had, so it is looked at twice."""
        while True:
            self._selector.select()
            with self._lock:
                if self._selector.select(0):
                    os.kill(os.getpid(), signal.SIGKILL)


class Queue:
    """The channels that the server hands through the door, each to one worker.

    Of idle workers Linux wakes always the same one this way, whose memory is warm in the processor; waiting in a plain
    read they would take turns.
    """

    def __init__(self, door: socket) -> None:
        """Wait at *door*."""
        self._door = door
        self._poll = select.epoll() if sys.platform == "linux" else None
        if self._poll:
            self._poll.register(door, select.EPOLLIN | select.EPOLLEXCLUSIVE)

    def next(self) -> socket | None:
        """Return the next channel, None when the door is closed."""
        while self._poll:
            self._poll.poll()
            with suppress(BlockingIOError):  # another worker was faster
                return self._received(MSG_DONTWAIT)
        return self._received(0)

    def _received(self, flags: int) -> socket | None:
        channels = recv_fds(self._door, 1, 1, flags)[1]
        return socket(AF_UNIX, SOCK_STREAM, 0, channels[0]) if channels else None


class Worker:
    """Answers questions that come through a door, until the door is closed."""

    def __init__(self, folder: Path, limits: Limits, door: socket) -> None:
        """Open the store in *folder*; raises LexwireError where it cannot be."""
        self._store = _opened(folder)
        self._limits, self._queue = limits, Queue(door)
        self._watch = Watch()
        self._ordinary = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + limits.megabytes * 1024 // 8

    def work(self) -> NoReturn:
        """Answer in a thread of its own, whose stack is large, and watch meanwhile."""
        threading.stack_size(STACK)
        threading.Thread(target=self._answer_all, daemon=True).start()
        _confine(self._limits.megabytes << 20)
        self._watch.keep()

    def _answer_all(self) -> None:
        """Answer until the door is closed, or until more memory was used than is given back."""
        try:
            while channel := self._queue.next():
                with channel:
                    self._attend(channel)
                if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > self._ordinary:
                    break
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(0)

    def _attend(self, channel: socket) -> None:
        """Answer the question in *channel*, if someone still waits for it.

        The deadline is the kernel's: its signal ends the process, whatever it is busy with.
        """
        try:
            frame = Frames(channel).read()
            if frame.kind == QUEUED:
                channel.sendall(bytes(Frame(TAKEN)))
            asked = question(frame)
            signal.setitimer(signal.ITIMER_REAL, asked.seconds or self._limits.seconds)
            self._answer(channel, asked)
        except (EOFError, OSError):
            pass  # they hung up
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _answer(self, channel: socket, asked: Question) -> None:
        output = Output(channel)
        self._watch.start(channel)
        try:
            failure = self._evaluated(asked, output)
        finally:
            self._watch.stop(channel)
        if failure:
            output.fail(failure)
        else:
            output.finish()

    def _evaluated(self, asked: Question, output: Output) -> Frame | None:
        """Write the answer; return the frame that tells why there is none, or none further."""
        started = monotonic()
        try:
            refuse_nesting(asked.query, self._limits.nesting)
            results = evaluate(self._store, asked)
            best = chosen(results, asked.wanted)
            output.begin(GRAPH if best is asked.wanted.graph else RESULTS, monotonic() - started, counter(best.name))
            write(results, best, cast("IO[bytes]", output))
        except EngineError as error:
            return Frame(_KINDS.get(type(error), FAILED), str(error).encode())
        return None


_KINDS = {QueryRefused: REFUSED, NotAcceptable: NOT_ACCEPTABLE}


def _opened(folder: Path) -> Store:
    """Open the store as `lexwire.graph.store` does, without rdflib, which that module needs for notebooks."""
    try:
        return Store.read_only(str(folder))
    except OSError as error:
        raise LexwireError(f"{folder} is no store that can be opened ({error}); run `lexwire build` again.") from None


def _confine(more: int) -> None:
    """Let this process take *more* bytes of address space than it has now, and leave no core behind."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return  # only Linux tells, and only Linux holds a process to it
    size = int(statm.read_text().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = size + more if hard == resource.RLIM_INFINITY else min(size + more, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
