"""Connections of urllib3 whose socket is known, so that an answer nobody waits for is cut off from another thread."""

from contextlib import suppress
from contextvars import ContextVar
from socket import SHUT_RDWR, socket
from threading import Lock

from urllib3.connection import HTTPConnection, HTTPSConnection

from . import Hangup


class Call:
    """One request and its answer, which is cut off when nobody waits for it any more."""

    def __init__(self) -> None:
        """Go through no socket yet."""
        self._lock = Lock()
        self._wire: socket | None = None
        self._is_cut = False

    def goes_through(self, wire: socket) -> None:
        """Hear which socket it goes through, as soon as there is one."""
        with self._lock:
            self._wire = wire
        if self._is_cut:
            self.cut()

    def cut(self) -> None:
        """Let whoever reads find the connection closed."""
        self._is_cut = True
        with self._lock, suppress(OSError):  # it may be closed already
            if self._wire:
                self._wire.shutdown(SHUT_RDWR)

    def end(self) -> None:
        """Let go of the socket, which may serve another call from now on."""
        with self._lock:
            self._wire = None


_call: ContextVar[Call] = ContextVar("call")
"""The call that the thread at hand makes: urllib3 gives its connections no other way to know."""


def calling(hangup: Hangup | None) -> Call:
    """Return the call that this thread makes from now on, which is cut off at a *hangup*."""
    call = Call()
    _call.set(call)
    if hangup:
        hangup.then(call.cut)
    return call


class Wire:
    """What a connection remembers: its socket, on which the answer may be read after the connection gave it up."""

    sock: socket
    wire: socket

    def connect(self) -> None:
        """Connect, and keep the socket."""
        super().connect()  # type: ignore[misc]
        self.wire = self.sock

    def request(self, *words: object, **more: object) -> None:
        """Send a request; the answer to an earlier one was read."""
        if self.sock:
            _call.get().goes_through(self.sock)
        super().request(*words, **more)  # type: ignore[misc]
        _call.get().goes_through(self.wire)


class Plain(Wire, HTTPConnection):
    """A connection by http."""


class Secure(Wire, HTTPSConnection):
    """A connection by https."""
