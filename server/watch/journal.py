"""The log: a line of JSON for each request that asked a query or failed.

Whoever answers a request only puts its line into memory; a thread writes what has gathered.  So a slow or full disk
holds nobody up, and several processes can write to one file, for each write appends whole lines.

Specifications: JSON Lines; ISO 8601 (times); POSIX, write() with O_APPEND.
"""

import json
import logging
import os
from collections import deque
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from time import monotonic, perf_counter
from typing import Any

from lexwire.graph.problems import UsageError

from ..settings import Settings
from .note import Note

STDERR = "-"
FLUSH = 0.1
"""Seconds in which lines gather."""
MOST = 10_000
"""Lines that may wait to be written; the next are lost, which is told."""
PIECE = 256
"""Lines that are written at once."""
MINUTE = 60.0
"""Seconds between two complaints."""
_encode = json.JSONEncoder(separators=(",", ":")).encode
_PATH = 500
"""Characters of a path that are logged."""


class Journal:
    """Appends notes to a file, also after someone moved it away, or writes them to standard error."""

    def __init__(self, target: str, has_queries: bool = False, has_clients: bool = False) -> None:
        """Open the file *target*; raises UsageError where it cannot be."""
        self._target, self._has_queries, self._has_clients = target, has_queries, has_clients
        self._lines: deque[bytes] = deque(maxlen=MOST)
        self._lost = 0
        self._is_torn = False
        self._complained = -MINUTE
        self._lock = Lock()
        self._end = Event()
        try:
            self._file = 2 if target == STDERR else _opened(target)
        except OSError as error:
            raise UsageError(f"The log {target} cannot be written ({error.strerror}); name another file.") from None
        self._thread = Thread(target=self._keep, name="lexwire-log", daemon=True)
        self._thread.start()

    def write(self, note: Note) -> None:
        """Add a line for *note*; never waits, and never raises what may be wrong with the file."""
        self._lost += len(self._lines) == MOST
        self._lines.append(_line(self._told(note)))
        if self._end.is_set():
            self.flush()

    def flush(self) -> None:
        """Write what has gathered."""
        with self._lock:
            try:
                if self._lines and self._target != STDERR:
                    self._follow()
                while self._lines:
                    self._append(1 if self._target == STDERR else PIECE)
            except OSError as error:
                self._lost += len(self._lines)
                self._lines.clear()
                self._complain(error.strerror)
            if self._lost:
                self._complain("too many lines at once")

    def close(self) -> None:
        """Write what has gathered, and from now on each line at once."""
        self._end.set()
        self._thread.join()
        self.flush()

    def _keep(self) -> None:
        while not self._end.wait(FLUSH):
            self.flush()

    def _told(self, note: Note) -> dict[str, Any]:
        """Return what the line of *note* says."""
        asked = note.asked
        told = {
            "time": datetime.fromtimestamp(note.time, UTC).isoformat(timespec="milliseconds"),
            "id": note.id,
            "method": note.method,
            "path": note.path[:_PATH].encode("latin-1", "replace").decode("utf-8", "replace"),
            "status": note.status,
            "outcome": note.outcome,
            "query": asked and asked.fingerprint,
            "name": asked and asked.name,
            "rows": note.rows,
            "bytes": note.sent,
            "cache": note.origin,
            "seconds": _seconds(note),
        }
        if self._has_queries:
            told["text"] = asked and asked.text
        if self._has_clients:
            told["client"] = note.client
        return told

    def _append(self, most: int) -> None:
        """Write at most so many lines at once; raises OSError, after which the next line begins anew."""
        lines = [self._lines.popleft() for _ in range(min(most, len(self._lines)))]
        data = (b"\n" if self._is_torn else b"") + b"".join(lines)
        try:
            while data:
                data = data[os.write(self._file, data) :]
                self._is_torn = bool(data)
        except OSError:
            self._lost += len(lines)
            raise

    def _follow(self) -> None:
        """Open the file anew where another one, or none, has its name by now: the log was rotated."""
        try:
            there = os.stat(self._target)  # noqa: PTH116  a Path costs more than the question
            if os.path.samestat(there, os.fstat(self._file)):
                return
        except FileNotFoundError:
            pass
        new = _opened(self._target)
        os.close(self._file)
        self._file = new

    def _complain(self, why: str | None) -> None:
        if monotonic() - self._complained >= MINUTE:
            self._complained = monotonic()
            logging.getLogger(__name__).error(
                "The log %s lost %d lines (%s); look after its disk.", self._target, self._lost, why
            )
            self._lost = 0


def opened(settings: Settings) -> Journal | None:
    """Return the log that *settings* ask for, None where they ask for none; raises UsageError."""
    return Journal(settings.log, settings.log_queries, settings.log_clients) if settings.log else None


def _opened(path: str) -> int:
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)


def _seconds(note: Note) -> dict[str, float | None]:
    """Return how long the request took, and the stages of its evaluation where they are known."""
    total: dict[str, float | None] = {"total": round(perf_counter() - note.started, 6)}
    for stage in ("queue", "evaluation", "serialization"):
        seconds = note.seconds(stage)
        total[stage] = None if seconds is None else round(seconds, 6)
    return total


def _line(told: dict[str, Any]) -> bytes:
    return _encode(told).encode() + b"\n"
