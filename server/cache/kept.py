"""Answers in memory, with their entity tags and the encodings that clients asked for."""

import hashlib
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from ..engine import Answer
from ..formats import Format
from .encoding import encoded, packer, unpacked


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Kept:
    """An answer as it was made once; each encoding of it is made once too."""

    format: Format
    body: bytes
    rows: int | None = None
    tag: str = field(init=False)
    """Names these very bytes, so that it may be a strong entity tag (RFC 9110, section 8.8.3)."""
    grown: Callable[[int], object] = lambda _: None
    """Is told how many more bytes the answer takes, when it has one more encoding."""
    _encoded: dict[str, bytes] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Name the bytes."""
        object.__setattr__(self, "tag", hashlib.sha256(self.body).hexdigest()[:32])

    def chunks(self) -> Generator[bytes, None, None]:
        """Yield the body."""
        yield self.body

    def in_encoding(self, name: str | None) -> bytes:
        """Return the body in the encoding of that *name*, as it is without one."""
        if name is None:
            return self.body
        found = self._encoded.get(name)
        if found is None:
            found = self._encoded.setdefault(name, encoded(self.body, name))
            self.grown(len(found))
        return found


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Packed:
    """A large answer in memory, in gzip alone: most are a twentieth of their size so, and most clients take it."""

    format: Format
    packed: bytes
    tag: str
    """Names the bytes before they were packed."""
    rows: int | None = None

    def in_encoding(self, name: str | None) -> bytes:
        """Return the body in gzip."""
        assert name == "gzip"
        return self.packed

    def chunks(self) -> Generator[bytes, None, None]:
        """Yield the body as it was."""
        return unpacked(self.packed)


class Packer:
    """Packs an answer that is too large to be kept as it is, unless it is too large even so."""

    def __init__(self, most: int) -> None:
        """Give up beyond *most* bytes."""
        self._most, self._size = most, 0
        self._parts: list[bytes] = []
        self._packer, self._digest = packer(), hashlib.sha256()

    def add(self, chunk: bytes) -> None:
        """Pack the next *chunk*."""
        if self._size <= self._most:
            self._digest.update(chunk)
            self._take(self._packer.compress(chunk))

    def end(self, format_: Format, rows: int | None) -> Packed | None:
        """Return the answer packed, None where that is too large."""
        self._take(self._packer.flush())
        if self._size > self._most:
            return None
        return Packed(format_, b"".join(self._parts), self._digest.hexdigest()[:32], rows)

    def _take(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._most:
            self._parts.clear()
        elif part:
            self._parts.append(part)


@dataclass(frozen=True, slots=True)
class KeptAnswer(Answer):
    """An answer from memory."""

    kept: Kept | Packed = field(kw_only=True)
