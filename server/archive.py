"""Older releases that somebody asks again: an engine over each as long as it is wanted, few of them at a time."""

import gc
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock, Timer
from time import monotonic
from typing import Final, cast
from weakref import WeakSet

from flask import current_app
from flask.blueprints import BlueprintSetupState

from lexwire.graph.release import Release, releases

from .engine import Engine, Overloaded
from .engine.local import LocalEngine
from .service import Parts, Service
from .settings import Settings

MOST: Final = 2
"""How many older releases are open at a time, each with one worker."""
IDLE: Final = 300.0
"""Seconds without a question after which one is closed."""
_MEGABYTES: Final = 8
"""Memory for the answers of each, where the server's own cache has that much."""
_NAMED: Final = 20
"""How many names a sentence has room for."""
_KEY: Final = "lexwire.archive"


@dataclass(slots=True)
class Open:
    """An engine over an older release, what it asks below its cache, and when it was wanted last."""

    engine: Engine
    local: LocalEngine
    wanted: float


class Archive:
    """Gives engines over older releases to any thread; one ends when nobody wants it and its last answer has ended."""

    def __init__(self, settings: Settings, parts: Parts, idle: float = IDLE) -> None:
        """Open nothing yet; what is open counts among *parts*, and is let go after *idle* seconds."""
        room = min(settings.cache_megabytes, _MEGABYTES)
        self._settings, self._parts, self._idle = replace(settings, query_workers=1, cache_megabytes=room), parts, idle
        self._lock = Lock()
        self._open: dict[str, Open] = {}
        self._alive: WeakSet[LocalEngine] = WeakSet()
        self._timer: Timer | None = None

    def engine(self, release: Release) -> Engine:
        """Return the engine over *release*, opened if need be.

        Raises LexwireError where the store cannot be opened, Overloaded where as many others are being asked as may be.
        """
        with self._lock:
            if release.id not in self._open:
                self._make_room()
                self._open[release.id] = self._opened(release)
            found = self._open[release.id]
            found.wanted = monotonic()
            return found.engine

    @property
    def names(self) -> list[str]:
        """Return the releases that are open."""
        return sorted(self._open)

    def close(self) -> None:
        """Let go of all that is open."""
        with self._lock:
            self._open.clear()
            if self._timer:
                self._timer.cancel()

    def _opened(self, release: Release) -> Open:
        local = self._parts.local(release.store, self._settings)
        self._alive.add(local)
        self._look_later()
        return Open(self._parts.cached(local, self._settings, release.id), local, monotonic())

    def _make_room(self) -> None:
        """Let go of the one that was wanted longest ago, if there are enough; raises Overloaded where all are asked."""
        if len(self._open) >= MOST:
            idle = [name for name, each in self._open.items() if not any(each.local.load)]
            for name in sorted(idle, key=lambda name: self._open[name].wanted)[:1]:
                del self._open[name]
        if len(self._alive) >= MOST:
            gc.collect()
        if len(self._alive) >= MOST:
            raise Overloaded(f"{MOST} older releases are being asked already; try again in a moment.", 5)

    def _look_later(self) -> None:
        """See to it that what nobody wants is let go in time."""
        if self._timer is None or not self._timer.is_alive():
            self._timer = Timer(self._idle, self._tidy)
            self._timer.daemon = True
            self._timer.start()

    def _tidy(self) -> None:
        with self._lock:
            for name, each in list(self._open.items()):
                if monotonic() - each.wanted >= self._idle and not any(each.local.load):
                    del self._open[name]
            self._timer = None
            if self._open:
                self._look_later()


def install(state: BlueprintSetupState) -> None:
    """Give the application of *state* an archive."""
    served: Service = state.app.extensions["lexwire"]
    state.app.extensions[_KEY] = Archive(served.settings, served.parts)


def archive() -> Archive:
    """Return the archive of the running application."""
    return cast("Archive", current_app.extensions[_KEY])


def known(served: Service) -> list[Release]:
    """Return the releases beside the one that is *served*, and that one; none where files or another engine are."""
    return releases(Path(served.settings.data).resolve()) if served.release else []


def listed(found: Sequence[Release]) -> str:
    """Return the names of releases as a sentence lists them; of many the last ones."""
    names = [each.id for each in found]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[-_NAMED:]) + more
