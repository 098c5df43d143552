"""An engine that follows the current release: what is asked from now on is put to the newest one."""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import Generic, TypeVar

from lexwire.graph.problems import LexwireError
from lexwire.graph.release import Release, current

from . import Answer, Engine, Question
from .begun import Begun, begun

LOOK = 1.0
"""Seconds between two looks at which release is current."""

E = TypeVar("E", bound=Engine)


class Following(Generic[E]):
    """Asks the engine over the current release; an engine ends when its last answer has and nobody holds it."""

    def __init__(self, data: Path, open_: Callable[[Release], E]) -> None:
        """Follow the releases under *data*, for each of which *open_* gives an engine.

        Raises LexwireError where there is none.
        """
        self._link, self._data, self._open = data / "current", data, open_
        self._lock = Lock()
        self._target = self._points()
        release = current(data)
        self._now = (open_(release), release)
        self._looked = monotonic()

    def now(self) -> tuple[E, Release]:
        """Return the engine and the release of this moment, which belong to one another.

        Whoever asks several questions that must agree asks them of this engine.
        """
        if monotonic() - self._looked > LOOK and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._now

    @property
    def release(self) -> Release:
        """Return the release that is served."""
        return self.now()[1]

    def run(self, question: Question) -> Answer:
        """Put *question* to the newest release."""
        return self.now()[0].run(question)

    def begin(self, question: Question) -> Begun:
        """Let the engine over the newest release take *question* up."""
        return begun(self.now()[0], question)

    def close(self) -> None:
        """Close the engine over the current release."""
        self._now[0].close()

    def _look(self) -> None:
        self._looked = monotonic()
        target = self._points()
        if target != self._target:
            self._target = target
            Thread(target=self._move, daemon=True).start()

    def _points(self) -> str:
        try:
            return str(self._link.readlink())
        except OSError:
            return ""

    def _move(self) -> None:
        """Go on to the new release; where it cannot be opened, stay with the old one."""
        try:
            release = current(self._data)
            if release != self._now[1]:
                self._now = (self._open(release), release)
        except LexwireError as error:
            logging.getLogger(__name__).error("The release before stays in service: %s", error)
