"""A real server under attack: its process, raw connections to it, and whether it stands as before.

Nothing here is polite: requests are bytes, and connections are read, or not read, byte by byte.
"""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPMessage, HTTPResponse
from io import BytesIO
from itertools import count
from pathlib import Path
from select import select
from threading import Event, Thread
from time import perf_counter
from urllib.parse import quote

from .endpoints import free_port
from .processes import descendants, eventually, keepers, runs, workers

WORKERS = 2
USUAL = 1.0
"""Seconds within which the control query is answered, whatever goes on."""
LAUNCHER = """
import importlib, json, sys
from lexwire.server import running
from lexwire.server.cli import main
for name, value in json.loads(sys.argv.pop(1)).items():
    module, _, constant = name.rpartition(".")
    assert hasattr(importlib.import_module(f"lexwire.server.{module}"), constant), name
    setattr(importlib.import_module(f"lexwire.server.{module}"), constant, value)
main()
"""
"""Runs the command with other values of some constants than a server has."""
DIRECT = "application/sparql-query"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SILENT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
"""A query that runs for hours, and says nothing before its end."""


@dataclass(frozen=True)
class Answer:
    """A response as it came over the wire."""

    status: int
    headers: HTTPMessage
    body: bytes


@dataclass(frozen=True)
class State:
    """What a server has of the machine."""

    processes: frozenset[int]
    files: int
    megabytes: float


@dataclass
class Target:
    """A server under attack."""

    process: int
    port: int
    right: bytes = field(default=b"", repr=False)
    """What the control query answers while nobody attacks."""
    log: list[bytes] = field(default_factory=list, repr=False)
    """What the server wrote, line by line."""
    _numbers: Iterator[int] = field(default_factory=count)

    @property
    def keeper(self) -> int:
        """Return the process that keeps the workers."""
        (found,) = keepers(self.process)
        return found

    def connect(self, room: int | None = None) -> socket.socket:
        """Return a new connection, whose system takes only so many bytes ahead."""
        found = socket.socket()
        if room:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        found.settimeout(20)
        found.connect(("127.0.0.1", self.port))
        return found

    def say(self, *requests: bytes, method: str = "GET", room: int | None = None) -> list[Answer]:
        """Send *requests* on one connection, one right after the other, and return what is answered until it closes."""
        with self.connect(room) as connection:
            with suppress(OSError):  # it may be closed before all is sent
                connection.sendall(b"".join(requests))
            return answers(everything(connection), method)

    def control(self) -> bytes:
        """Return the answer to a query that nobody asked before, in words that say the same each time."""
        new = f"SELECT ?s ?o {{ ?s a ?o FILTER(?o != <urn:{next(self._numbers)}>) }} ORDER BY ?s ?o LIMIT 100"
        (answer,) = self.say(asking(new, "Connection: close"))
        assert answer.status == 200, answer
        return answer.body

    def stands(self) -> bool:
        """Return whether the control query is answered as before and in its usual time."""
        started = perf_counter()
        same = self.control() == self.right
        seconds = perf_counter() - started
        assert seconds < USUAL, f"the control query took {seconds:.2f} s"
        return same

    def is_idle(self) -> bool:
        """Return whether all workers are there and none of them computes."""
        found = workers(self.keeper)
        return len(found) == WORKERS and not any(map(runs, found))

    def state(self) -> State:
        """Return what the server has of the machine now."""
        family = frozenset(descendants(self.process) | {self.process})
        files = len(list(Path(f"/proc/{self.process}/fd").iterdir()))
        return State(family, files, _megabytes(self.process))

    def is_as(self, before: State) -> bool:
        """Return whether the server has again what it had, and about as many files."""
        now = self.state()
        return len(now.processes) == len(before.processes) and now.files <= before.files + 5


@contextmanager
def besieged(data: Path, *flags: str, **constants: float) -> Iterator[Target]:
    """Run a server over *data*; *constants* are named as in ``patient__LOOK=0.1``."""
    port, other = free_port(), {name.replace("__", "."): value for name, value in constants.items()}
    words = ["serve", "--data", str(data), "--port", str(port), "--query-workers", str(WORKERS), *flags]
    command = [sys.executable, "-c", LAUNCHER, json.dumps(other), *words]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent / ".dev")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment) as server:
        target = Target(server.pid, port)
        assert server.stderr
        heard = Thread(target=target.log.extend, args=(server.stderr,), daemon=True)
        heard.start()
        try:
            assert eventually(lambda: _listens(port) or server.poll() is not None, 30)
            target.right = target.control()
            yield target
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)
            heard.join(5)
        assert b"Traceback" not in b"".join(target.log), b"".join(target.log).decode()


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def asking(query: str, *headers: str, suffix: str = "csv") -> bytes:
    """Return a request that asks *query* by GET."""
    lines = [f"GET /sparql?format={suffix}&query={quote(query)} HTTP/1.1", "Host: 127.0.0.1", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def posting(body: bytes, *headers: str, length: int | None = None) -> bytes:
    """Return a request that posts *body*, which may tell another *length*."""
    size = len(body) if length is None else length
    lines = ["POST /sparql HTTP/1.1", "Host: 127.0.0.1", f"Content-Type: {DIRECT}", f"Content-Length: {size}"]
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


def everything(connection: socket.socket) -> bytes:
    """Return all that comes until the connection ends, in whatever way."""
    found = bytearray()
    with suppress(ConnectionError):
        while piece := connection.recv(1 << 16):
            found += piece
    return bytes(found)


def answers(data: bytes, method: str = "GET") -> list[Answer]:
    """Return the responses in *data*; raises IncompleteRead where one is broken off."""
    stream, found = _Stream(data), []
    while stream.tell() < len(data):
        response = HTTPResponse(stream, method=method)  # type: ignore[arg-type]
        response.begin()
        found.append(Answer(response.status, response.headers, response.read()))
    return found


class _Stream(BytesIO):
    """Bytes that pass for a connection, and stay open from one response to the next."""

    def makefile(self, *_: object) -> "_Stream":
        return self

    def close(self) -> None:
        """Stay open."""


@contextmanager
def again_and_again(act: Callable[[], object], seconds: float) -> Iterator[None]:
    """Do *act* every so many *seconds* until the end of the block."""
    end = Event()

    def go_on() -> None:
        while not end.wait(seconds):
            act()

    thread = Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()


def drip(connections: list[socket.socket], data: bytes) -> Callable[[], None]:
    """Return what sends the next byte of *data* on each of *connections*."""
    rest = iter(data[index : index + 1] for index in range(len(data)))

    def send() -> None:
        byte = next(rest, b"")
        for each in connections:
            with suppress(OSError):
                each.send(byte)

    return send


def sip(connections: list[socket.socket]) -> None:
    """Read one byte from each of *connections*, where there is one."""
    for each in select(connections, [], [], 0)[0]:
        with suppress(OSError):
            each.recv(1)


@contextmanager
def many(target: Target, number: int, room: int | None = None) -> Iterator[list[socket.socket]]:
    """Give so many connections."""
    with ExitStack() as stack:
        yield [stack.enter_context(target.connect(room)) for _ in range(number)]


def _megabytes(process: int) -> float:
    """Return how much memory *process* has."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
