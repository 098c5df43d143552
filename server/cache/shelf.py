"""A shelf of bounded room for what is asked for again and again."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")

OVERHEAD = 600
"""Bytes that an entry takes beside what it holds."""


class Shelf(Generic[V]):
    """Values by key, together at most *room* bytes: the one that was longest not asked for goes first."""

    def __init__(self, room: int) -> None:
        """Start empty."""
        self._room = room
        self._values: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()
        self._lock = Lock()
        self.size = 0

    def get(self, key: Hashable) -> V | None:
        """Return the value under *key*, None where there is none."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: V, size: int) -> None:
        """Keep *value*, which takes *size* bytes; what is larger than the shelf is not kept."""
        with self._lock:
            self.size -= self._values.pop(key, (None, 0))[1]
            if size > self._room:
                return
            self._values[key] = (value, size)
            self.size += size
            while self.size > self._room:
                self.size -= self._values.popitem(last=False)[1][1]

    def grow(self, key: Hashable, more: int) -> None:
        """Count *more* bytes for the value under *key*, which may make it leave."""
        with self._lock:
            found = self._values.get(key)
        if found is not None:
            self.put(key, found[0], found[1] + more)

    def __len__(self) -> int:
        """Return how many values there are."""
        return len(self._values)
