"""An answer between the one that makes it and the client that takes it, so that a slow client holds no worker.

What the client has not taken yet waits in memory, and from some size on in a file that has no name.
"""

from asyncio import AbstractEventLoop, Event
from collections import deque
from tempfile import TemporaryFile
from threading import Condition, Lock
from typing import IO

READ = 64 << 10
PAUSE = 0.1
"""Seconds after which a thread that waits for room looks again, since others give it back unheard."""


class Disk:
    """Bytes on disk that all answers share."""

    def __init__(self, most: int) -> None:
        """Have *most* bytes."""
        self._most, self._taken = most, 0
        self._lock = Lock()

    def take(self, number: int) -> bool:
        """Take *number* bytes; return whether there were so many."""
        with self._lock:
            if self._taken + number > self._most:
                return False
            self._taken += number
            return True

    def give(self, number: int) -> None:
        """Give *number* bytes back."""
        with self._lock:
            self._taken -= number


class Spool:
    """Chunks in their order: put by a thread, taken in an event loop."""

    def __init__(self, loop: AbstractEventLoop, in_memory: int, disk: Disk) -> None:
        """Hold at most so many bytes *in_memory*, and beyond them on *disk*; when that is full, who puts waits."""
        self._loop, self._in_memory, self._disk = loop, in_memory, disk
        self._chunks: deque[bytes] = deque()
        self._held = 0
        self._file: IO[bytes] | None = None
        self._read = self._written = 0
        self._lock = Condition()
        self._news = Event()
        self._is_over = self._is_left = False
        self._error: BaseException | None = None

    def put(self, chunk: bytes) -> bool:
        """Add *chunk*, once there is room; return whether anybody still wants it."""
        with self._lock:
            while not self._is_left and not self._has_placed(chunk):
                self._lock.wait(PAUSE)
            if self._is_left:
                return False
        self._tell()
        return True

    def end(self, error: BaseException | None = None) -> None:
        """Say that no chunk follows; with an *error* the answer is broken."""
        with self._lock:
            self._is_over, self._error = True, error
        self._tell()

    async def take(self) -> bytes | None:
        """Return the next chunk, None after the last; raises what broke the answer, as soon as that is known."""
        while True:
            with self._lock:
                if self._error:
                    raise self._error
                chunk = self._next()
                if chunk or self._is_over:
                    return chunk
                self._news.clear()
            await self._news.wait()

    def leave(self) -> None:
        """Say that nobody takes any more: all was taken, or the client has gone."""
        with self._lock:
            self._is_left = True
            self._chunks.clear()
            self._empty()
            if self._file:
                self._file.close()
            self._lock.notify_all()

    def _has_placed(self, chunk: bytes) -> bool:
        """Return whether there was room for *chunk*: in memory while nothing is in the file, for order's sake."""
        if self._written == 0 and (self._held == 0 or self._held + len(chunk) <= self._in_memory):
            self._chunks.append(chunk)
            self._held += len(chunk)
            return True
        if not self._disk.take(len(chunk)):
            return False
        if self._file is None:
            self._file = TemporaryFile(prefix="lexwire-", buffering=0)  # noqa: SIM115  closed by leave
        self._file.seek(self._written)
        self._written += len(chunk)
        self._file.write(chunk)
        return True

    def _next(self) -> bytes | None:
        """Return what was put first; memory comes before the file, and is used again once the file is read."""
        if self._chunks:
            chunk = self._chunks.popleft()
            self._held -= len(chunk)
        elif self._file and self._written:
            self._file.seek(self._read)
            chunk = self._file.read(min(READ, self._written - self._read))
            self._read += len(chunk)
            if self._read == self._written:
                self._file.truncate(0)
                self._empty()
        else:
            return None
        self._lock.notify_all()
        return chunk

    def _empty(self) -> None:
        """Give back what the file takes."""
        self._disk.give(self._written)
        self._read = self._written = 0

    def _tell(self) -> None:
        """Wake who takes; the loop may be gone when the server stops."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._news.set)
