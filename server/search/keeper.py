"""Keeps the index of the data that is served: made when it is first asked for, and anew when the data are others."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from time import monotonic
from typing import Final

from ..engine import Overloaded
from .index import Index

PATIENCE: Final = 10.0
"""Seconds that a search waits for the first index."""
SHORT_PATIENCE: Final = 0.5
"""Seconds that a search waits for the index of new data before it takes the one of the old."""
RENEWAL: Final = 300.0
"""Seconds after which an index is made anew where nobody tells whether the data changed."""
AGAIN: Final = 5
"""Seconds after which another try makes sense."""


class Kept:
    """An index, the version of the data that it is of, and when it was made."""

    def __init__(self, index: Index, version: str | None) -> None:
        """Keep *index* of that *version* of the data, None where no version is told."""
        self.index, self.version, self._made = index, version, monotonic()

    def is_of(self, version: str | None) -> bool:
        """Return whether it is right for *version*, or where there is none, still new enough."""
        return self.version == version and (version is not None or monotonic() - self._made < RENEWAL)


class Keeper:
    """Keeps one index; while another is made, by one thread for all who ask, the old one answers."""

    def __init__(self, patience: float = PATIENCE) -> None:
        """Let a search wait for *patience* seconds at most."""
        self._patience = patience
        self._lock = Lock()
        self._kept: Kept | None = None
        self._making: Future[Kept] | None = None

    def kept(self, version: str | None, make: Callable[[], Index]) -> Kept:
        """Return the index of *version*, which *make* makes.

        Raises Overloaded where the first one is not there in time, and what *make* raises.
        """
        with self._lock:
            kept = self._kept
            if kept and kept.is_of(version):
                return kept
            making = self._making = self._making or self._begun(version, make)
        try:
            return making.result(SHORT_PATIENCE if kept else self._patience)
        except TimeoutError:
            if kept:
                return kept
            raise Overloaded("The index of names is being made; try again in a moment.", AGAIN) from None
        except Exception:
            if kept:
                return kept
            raise

    def _begun(self, version: str | None, make: Callable[[], Index]) -> "Future[Kept]":
        """Return what will be the index of *version*, which another thread makes."""
        future: Future[Kept] = Future()
        Thread(target=self._make, args=(future, version, make), name="lexwire-search", daemon=True).start()
        return future

    def _make(self, future: "Future[Kept]", version: str | None, make: Callable[[], Index]) -> None:
        try:
            made = Kept(make(), version)
        except BaseException as error:
            with self._lock:
                self._making = None
            future.set_exception(error)
            return
        with self._lock:
            self._kept, self._making = made, None
        future.set_result(made)
