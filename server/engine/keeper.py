"""The keeper: a small process without threads that forks the workers over one store, and forks anew what dies.

It is started as a program of its own, because a process that has threads must not be forked.  Server, keeper and
workers end together, however one of them ends, for each waits on a socket whose other end only the server holds:
an idle worker on the door, a busy one on the channel of its question, the keeper on its control.
"""

import gc
import json
import os
import select
import shutil
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from socket import socket
from time import monotonic, sleep
from types import ModuleType
from typing import Any

UNREADABLE = 3
"""Exit status of a worker that cannot open its store."""

PAUSE = 0.2
"""Seconds until the next try to open a store that could not be opened."""


class Keeper:
    """Keeps as many workers alive as the limits say, until the server lets go of *control*."""

    def __init__(self, control: socket, door: socket, count: int, store: str, limits: Mapping[str, Any]) -> None:
        """Take the keeper's ends of both sockets, a file to count in, and what the workers need to know."""
        self._control, self._door, self._store, self._limits = control, door, store, limits
        self._count, self._replaced = count, 0
        self._alive: set[int] = set()
        self._wake, wakes = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(wakes, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wakes)

    def keep(self) -> None:
        """Fork the workers, the first of which tells the server whether the store could be opened, and keep them."""
        for number in range(self._limits["workers"]):
            self._fork(is_first=number == 0)
        control = self._control.fileno()
        while control not in select.select([control, self._wake], [], [])[0]:
            for status in self._buried():
                if os.waitstatus_to_exitcode(status) == UNREADABLE:
                    sleep(PAUSE)
                self._fork()
                self._tell_replaced()

    def end(self) -> None:
        """Wait for the workers to end, which they do by themselves; kill those that do not in time."""
        self._door.close()
        latest = monotonic() + self._limits["seconds"] + 1
        while self._alive and (left := latest - monotonic()) > 0:
            select.select([self._wake], [], [], left)
            self._buried()
        for worker in self._alive:
            os.kill(worker, signal.SIGKILL)

    def _tell_replaced(self) -> None:
        """Write for the server how many workers were started in place of others."""
        self._replaced += 1
        with suppress(OSError):  # a full disk
            os.pwrite(self._count, self._replaced.to_bytes(8, "little"), 0)

    def _fork(self, is_first: bool = False) -> None:
        worker = os.fork()
        if worker:
            self._alive.add(worker)
            return
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._work(is_first)
        finally:
            os._exit(1)

    def _work(self, is_first: bool) -> None:
        from lexwire.graph.problems import LexwireError
        from lexwire.server.engine.limits import Limits
        from lexwire.server.engine.worker import Worker

        try:
            worker = Worker(Path(self._store), Limits(**self._limits), self._door)
        except LexwireError as error:
            if is_first:
                self._control.sendall(str(error).encode())
            os._exit(UNREADABLE)
        if is_first:
            self._control.sendall(b"ready")
        self._control.close()
        worker.work()

    def _buried(self) -> list[int]:
        """Return how the workers ended that have ended since the last call."""
        found = []
        with suppress(BlockingIOError):
            os.read(self._wake, 1024)
        while self._alive:
            worker, status = os.waitpid(-1, os.WNOHANG)
            if not worker:
                break
            self._alive.discard(worker)
            found.append(status)
        return found


def _leave_out_the_rest() -> None:
    """Make two packages empty but for their modules: Flask, pages and files of queries would cost each start time."""
    for name in ("server", "queries"):
        package = ModuleType(f"lexwire.{name}")
        package.__path__ = [str(Path(__file__).parents[2] / name)]
        sys.modules[package.__name__] = package


def main() -> None:
    """Keep workers as the one argument says, in JSON."""
    told = json.loads(sys.argv[1])
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # the server decides when to end
        signal.signal(each, signal.SIG_IGN)
    _leave_out_the_rest()
    import lexwire.server.engine.worker  # noqa: F401  so that it is there before the first fork

    gc.freeze()
    control, door = socket(fileno=told["control"]), socket(fileno=told["door"])
    keeper = Keeper(control, door, told["count"], told["store"], told["limits"])
    keeper.keep()
    keeper.end()
    if told["is_temporary"]:
        shutil.rmtree(told["store"], ignore_errors=True)


if __name__ == "__main__":
    main()
