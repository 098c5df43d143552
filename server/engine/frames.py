"""What an engine and its workers say to each other: frames of a kind, a length and that many bytes.

A conversation is one question and its answer: ASKED; or, where no worker may be free, QUEUED, which is followed by
TAKEN when one begins (else that would wake the server once more for nothing); then one of RESULTS, GRAPH, REFUSED,
NOT_ACCEPTABLE and FAILED; after RESULTS or GRAPH any number of PIECE, and END or FAILED.  What closes before the last
frame is a broken answer.  RESULTS and GRAPH tell the seconds of evaluation, END those of writing and the number of
rows.
"""

import json
import struct
from collections import deque
from dataclasses import dataclass
from socket import socket

from ..formats import BY_NAME, Format, Wanted
from . import Dataset, Question

ASKED, QUEUED, TAKEN = b"a", b"q", b"t"
RESULTS, GRAPH, PIECE = b"s", b"g", b"p"
END, REFUSED, NOT_ACCEPTABLE, FAILED = b"e", b"r", b"n", b"f"
LAST = frozenset({END, REFUSED, NOT_ACCEPTABLE, FAILED})

_HEAD = struct.Struct("!cI")
_FIGURES = struct.Struct("!dq")
_UNTOLD = -1
_FIRST_READ, _READ = 16 << 10, 256 << 10
"""Bytes read at once: most questions and answers are small, and a large buffer costs a call to the kernel each time."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message: its kind, one of the constants above, and its content."""

    kind: bytes
    content: bytes = b""

    def __bytes__(self) -> bytes:
        """Return the frame as it is sent."""
        return _HEAD.pack(self.kind, len(self.content)) + self.content


class Frames:
    """The frames that come through a channel, as many of them at a time as have come."""

    def __init__(self, channel: socket) -> None:
        """Read from *channel*."""
        self._channel = channel
        self._most = _FIRST_READ
        self._rest = bytearray()
        self._whole: deque[Frame] = deque()
        self.is_over = False
        """Whether the last frame has come, though perhaps it is not read yet."""

    def read(self) -> Frame:
        """Return the next frame; raises EOFError where the channel closed before it, OSError where it failed."""
        while not self._whole:
            self._receive()
        return self._whole.popleft()

    def gather(self, most: int) -> None:
        """Take what has come through a channel that does not wait, about *most* bytes of it.

        Raises BlockingIOError where that makes no whole frame, EOFError or OSError where none can come any more.
        """
        taken = 0
        try:
            while taken < most and not self.is_over:
                taken += self._receive()
        except (EOFError, OSError):
            if not self._whole:
                raise

    @property
    def is_waiting(self) -> bool:
        """Return whether a frame can be read at once."""
        return bool(self._whole)

    def _receive(self) -> int:
        """Take what comes next, and return how many bytes."""
        data = self._channel.recv(self._most)
        if not data:
            raise EOFError
        self._rest += data
        self._most = _READ
        self._split()
        return len(data)

    def _split(self) -> None:
        start = 0
        while start + _HEAD.size <= len(self._rest):
            kind, length = _HEAD.unpack_from(self._rest, start)
            end = start + _HEAD.size + length
            if end > len(self._rest):
                break
            self._whole.append(Frame(kind, bytes(self._rest[start + _HEAD.size : end])))
            self.is_over = kind in LAST
            start = end
        del self._rest[:start]


def told(seconds: float, rows: int | None = None) -> bytes:
    """Return seconds and a number of rows as the content of a frame."""
    return _FIGURES.pack(seconds, _UNTOLD if rows is None else rows)


def figures(frame: Frame) -> tuple[float, int | None]:
    """Return the seconds and the number of rows that *frame* tells."""
    seconds, rows = _FIGURES.unpack(frame.content)
    return seconds, None if rows == _UNTOLD else rows


def asked(question: Question, seconds: float, is_queued: bool) -> bytes:
    """Return the frame that asks *question* and allows *seconds* for it."""
    wanted, dataset = question.wanted, question.dataset
    names = [each and each.name for each in (wanted.results, wanted.graph)]
    fields = [question.query, names, dataset.default, dataset.named, question.base, seconds]
    return bytes(Frame(QUEUED if is_queued else ASKED, json.dumps(fields).encode()))


def question(frame: Frame) -> Question:
    """Return the question that *frame* asks."""
    query, names, default, named, base, seconds = json.loads(frame.content)
    dataset = Dataset(_tuple(default), _tuple(named))
    return Question(query, Wanted(*(_format(name) for name in names)), dataset, base, seconds)


def _tuple(items: list[str] | None) -> tuple[str, ...] | None:
    return None if items is None else tuple(items)


def _format(name: str | None) -> Format | None:
    return None if name is None else BY_NAME[name]
