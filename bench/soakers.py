"""The clients of the soak: some ask what has a right answer, others ask too much, leave early or listen slowly."""

import re
import socket
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from pathlib import Path
from random import Random
from threading import Event, Lock
from time import monotonic, sleep

from lexwire.queries import Query, catalogue
from lexwire.server import create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from tests.siege import ENDLESS, SILENT, asking, posting

HARD_SECONDS = 20.0
"""What takes longer hangs, whatever comes of it."""
SETTLING = 3.0
"""Seconds for which the former release may still answer: a server looks once a second, and finishes what it began."""
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
_BLANK = re.compile(rb"_:[0-9A-Za-z]+|\bb[0-9a-f]{31,32}\b")

Rows = list[bytes]


@dataclass
class Tally:
    """What came of the requests."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    hung: list[str] = field(default_factory=list)
    slowest: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def add(self, kind: str) -> None:
        """Count one of *kind*."""
        with self._lock:
            self.counts[kind] += 1

    def time(self, what: str, seconds: float) -> None:
        """Note how long *what* took."""
        with self._lock:
            self.slowest = max(self.slowest, seconds)
            if seconds > HARD_SECONDS:
                self.hung.append(f"{what}: {seconds:.1f} s")


class Current:
    """Which release is current, and which was a moment ago."""

    def __init__(self, first: str) -> None:
        """Begin with the *first*."""
        self._turns = [(0.0, first)]

    def turn(self, to: str) -> None:
        """Say that another one is current from now on."""
        self._turns.append((monotonic(), to))

    def since(self, moment: float) -> set[str]:
        """Return those that may have answered a request sent at *moment*."""
        turns = list(self._turns)
        ends = [start for start, _ in turns[1:]] + [float("inf")]
        return {name for (_, name), end in zip(turns, ends, strict=True) if end + SETTLING > moment}


def address(query: Query) -> str:
    """Return the path of the answer of *query* with its default values."""
    suffix = {"select": "csv", "ask": "json"}.get(query.form, "nt")
    return f"/queries/{query.name}.{suffix}"


def rows(body: bytes) -> Rows:
    """Return the lines of an answer in order, with one name for all blank nodes."""
    return sorted(_BLANK.sub(b"_:b", line) for line in body.splitlines())


def right(data: Path) -> dict[str, Rows]:
    """Return the right answer of each saved query by its address: one that another server gives in peace."""
    service = opened(Settings(str(data)))
    with closing(service.engine):
        client = create_app(service).test_client()
        return {address(each): rows(client.get(address(each)).data) for each in catalogue().values()}


@dataclass
class Soaker:
    """One client, which goes on until *end*."""

    port: int
    right: Mapping[str, Mapping[str, Rows]]
    """For each release the right answers by address."""
    current: Current
    tally: Tally
    end: Event
    dice: Random

    def ask(self) -> None:
        """Ask saved queries, now and then only whether they changed."""
        tags: dict[str, str] = {}
        for path in self._paths():
            held = tags.get(path) if self.dice.random() < 0.5 else None
            self._timed("saved", lambda path=path, held=held: self._saved(path, held, tags))  # type: ignore[misc]

    def ask_too_much(self) -> None:
        """Ask what cannot be answered in time."""
        while not self.end.wait(0.2):
            self._timed("too much", lambda: self._told(posting(SILENT.encode(), "Connection: close")))

    def leave(self) -> None:
        """Leave in the middle of an answer, or before its first byte."""
        while not self.end.wait(0.1):
            query, length = self.dice.choice([(ENDLESS, 20_000), (LARGE, 1000), (SILENT, 0)])
            self._timed("left", lambda query=query, length=length: self._left(query, length))  # type: ignore[misc]

    def listen_slowly(self) -> None:
        """Take an answer in sips, and leave after some of them."""
        while not self.end.wait(0.1):
            with self._connected(4096) as client:
                client.sendall(asking(LARGE, "Connection: close"))
                for _ in range(20):
                    if self.end.wait(0.2) or not client.recv(500):
                        break
            self.tally.add("listened slowly")

    def _paths(self) -> Iterator[str]:
        known = list(next(iter(self.right.values())))
        while not self.end.is_set():
            yield self.dice.choice(known)
            sleep(0.01)

    def _saved(self, path: str, held: str | None, tags: dict[str, str]) -> str:
        started = monotonic()
        status, tag, body = self._get(path, {"If-None-Match": held} if held else {})
        if tag:
            tags[path] = tag
        if status == 304:
            return "not modified"
        if status != 200:
            return f"{status}: {_reason(body)}"
        found = rows(body)
        if any(self.right[each][path] == found for each in self.current.since(started)):
            return "right"
        self.tally.wrong.append(f"{path}: {len(found)} lines, {self.current.since(started)}")
        return "WRONG"

    def _get(self, path: str, headers: dict[str, str]) -> tuple[int, str | None, bytes]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=HARD_SECONDS)) as client:
            client.request("GET", path, headers=headers)
            response = client.getresponse()
            return response.status, response.headers["ETag"], response.read()

    def _told(self, request: bytes) -> str:
        with self._connected() as client:
            client.sendall(request)
            response = HTTPResponse(client)
            response.begin()
            return f"{response.status}: {_reason(response.read())}"

    def _left(self, query: str, length: int) -> str:
        with self._connected() as client:
            client.sendall(asking(query, "Connection: close"))
            if not length:
                sleep(0.05)
                return "before the first byte"
            left = length
            while left > 0 and (piece := client.recv(left)):
                left -= len(piece)
            return "in the middle" if left <= 0 else "ended before"

    def _connected(self, room: int | None = None) -> socket.socket:
        found = socket.socket()
        if room:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        found.settimeout(HARD_SECONDS)
        found.connect(("127.0.0.1", self.port))
        return found

    def _timed(self, what: str, act: Callable[[], str]) -> None:
        """Do *act*, and count what came of it."""
        started = monotonic()
        try:
            came = act()
        except TimeoutError:
            came = "no answer"
        except IncompleteRead:
            came = "broken off"
        except (OSError, HTTPException) as error:
            came = type(error).__name__
        self.tally.time(f"{what}, {came}", monotonic() - started)
        self.tally.add(f"{what}, {came}")


def _reason(body: bytes) -> str:
    """Return what a body says of a failure, without its figures."""
    return re.sub(r"[0-9.]+", "…", body.decode(errors="replace").strip())[:70]
