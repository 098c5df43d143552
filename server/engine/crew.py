"""The crew: a keeper process and the workers that it keeps over one store, as the server sees them."""

import json
import os
import sys
import weakref
from dataclasses import asdict
from pathlib import Path
from socket import SOCK_SEQPACKET, SOCK_STREAM, send_fds, socket, socketpair
from subprocess import DEVNULL, Popen, TimeoutExpired
from tempfile import TemporaryFile
from typing import IO

from lexwire.graph.problems import LexwireError

from . import keeper
from .limits import Limits

MESSAGES = SOCK_SEQPACKET if sys.platform == "linux" else SOCK_STREAM
"""The kind of socket that many workers wait on."""

SECONDS_TO_START = 30.0
SECONDS_TO_END = 5.0


class Crew:
    """A keeper with workers; they end when this is closed or collected, or when its process ends in whatever way."""

    def __init__(self, folder: Path, limits: Limits, is_temporary: bool) -> None:
        """Start them over the store in *folder*, which the keeper removes at the end if it is temporary."""
        self._control, theirs = socketpair()
        self._door, inner = socketpair(type=MESSAGES)
        self._count = TemporaryFile(prefix="lexwire-", buffering=0)  # noqa: SIM115  closed by close
        with theirs, inner:
            told = {
                "control": theirs.fileno(),
                "door": inner.fileno(),
                "count": self._count.fileno(),
                "store": str(folder.resolve()),
                "limits": asdict(limits),
                "is_temporary": is_temporary,
            }
            self._keeper = Popen(  # noqa: S603  this interpreter and this package
                [sys.executable, "-P", str(keeper.__file__), json.dumps(told)],
                pass_fds=(theirs.fileno(), inner.fileno(), self._count.fileno()),
                stdin=DEVNULL,
                start_new_session=True,  # Ctrl+C in a terminal is for the server alone
                env=os.environ | {"PYTHONPATH": os.pathsep.join(os.path.abspath(each) for each in sys.path)},  # noqa: PTH100
            )
        self.close = weakref.finalize(self, _close, self._keeper, self._control, self._door, self._count)

    def ready(self) -> None:
        """Wait until a worker has opened the store; raises LexwireError where none can."""
        self._control.settimeout(SECONDS_TO_START)
        try:
            word = self._control.recv(4096).decode()
        except OSError:
            word = ""
        if word != "ready":
            self.close()
            raise LexwireError(word or "The processes that evaluate queries do not start; look for why in the log.")

    @property
    def is_kept(self) -> bool:
        """Return whether the keeper lives, so that workers which die are replaced."""
        return self._keeper.poll() is None

    @property
    def replaced(self) -> int:
        """Return how many workers were started in place of others, which the keeper writes into a file."""
        return 0 if self._count.closed else int.from_bytes(os.pread(self._count.fileno(), 8, 0), "little")

    def hand(self, channel: socket) -> None:
        """Give *channel*, in which a question is, to the next free worker; raises OSError where none is left."""
        send_fds(self._door, [b"."], [channel.fileno()])


def _close(process: Popen[bytes], control: socket, door: socket, count: IO[bytes]) -> None:
    for each in (door, control, count):
        each.close()
    try:
        process.wait(SECONDS_TO_END)
    except TimeoutExpired:
        process.kill()
        process.wait()
