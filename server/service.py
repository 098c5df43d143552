"""What a server serves: a release (or loaded files) and the engine over it."""

import shutil
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import cast
from weakref import WeakSet

from flask import current_app, g, request
from pyoxigraph import Quad, Store

from lexwire.graph.problems import UsageError
from lexwire.graph.release import Release

from .cache import CachedEngine
from .engine import Engine, exchange
from .engine.federation import Federating
from .engine.following import Following
from .engine.local import LocalEngine
from .engine.outbound import Outside
from .engine.remote import RemoteEngine
from .settings import Settings

SERVING = "lexwire.serving"
"""Where a request's environment has the service that answers it, when that is known before the application is asked."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The engines and caches that are in use, of each two while a release follows another."""

    engines: WeakSet[LocalEngine] = field(default_factory=WeakSet)
    caches: WeakSet[CachedEngine] = field(default_factory=WeakSet)

    def load(self) -> tuple[int, int]:
        """Return how many queries are being answered, and how many wait for a worker."""
        loads = [engine.load for engine in self.engines]
        return sum(running for running, _ in loads), sum(waiting for _, waiting in loads)

    def local(self, folder: Path, settings: Settings, is_temporary: bool = False) -> LocalEngine:
        """Return a new embedded engine over the store in *folder*; raises LexwireError where there is none."""
        engine = LocalEngine(folder, settings.limits, is_temporary)
        self.engines.add(engine)
        return engine

    def cached(self, engine: Engine, settings: Settings, version: str) -> Engine:
        """Return *engine* with SERVICE and a cache of its own, which ends with it; the cache lets SERVICE pass."""
        joining = _federating(settings, engine)
        if not settings.cache_megabytes:
            return joining
        cache = CachedEngine(joining, lambda: version, settings.cache_megabytes)
        self.caches.add(cache)
        return cache


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of a server; a *fixed* release is what an engine answers from that follows none."""

    settings: Settings
    engine: Engine
    fixed: Release | None = None
    parts: Parts = field(default_factory=Parts, compare=False)

    @property
    def release(self) -> Release | None:
        """Return the release that is served; None when files were loaded in its place."""
        return self.engine.release if isinstance(self.engine, Following) else self.fixed

    def now(self) -> "Service":
        """Return the service of this moment, whose engine and release stay the same when a new release comes."""
        if not isinstance(self.engine, Following):
            return self
        return Service(self.settings, *self.engine.now(), parts=self.parts)


def opened(settings: Settings) -> Service:
    """Return the service that *settings* ask for.

    Raises LexwireError where there is no release, UsageError where a file cannot be loaded, or SERVICE not be opened.
    """
    parts = Parts()
    if settings.engine:
        limits = exchange.Limits(total=settings.query_seconds)
        remote = RemoteEngine(settings.engine, settings.engine_authorization, limits)
        return Service(settings, _federating(settings, remote))
    if settings.load:
        folder = _loaded(settings.load, settings.default_graph == "union")
        engine = parts.local(folder, settings, is_temporary=True)
        return Service(settings, parts.cached(engine, settings, "files"), parts=parts)
    return Service(settings, Following(Path(settings.data), partial(_answering, settings, parts)), parts=parts)


def _answering(settings: Settings, parts: Parts, release: Release) -> Engine:
    return parts.cached(parts.local(release.store, settings), settings, release.id)


def _federating(settings: Settings, engine: Engine) -> Engine:
    outside = Outside(settings.service, settings.bounds, settings.service_private)
    return Federating(engine, outside, settings.query_seconds)


def _loaded(files: tuple[str, ...], union: bool) -> Path:
    """Return a new folder with a store of the RDF *files*, with *union* all of it in the default graph too."""
    folder = Path(tempfile.mkdtemp(prefix="lexwire-"))
    try:
        _load(Store(str(folder)), files, union)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def _load(store: Store, files: tuple[str, ...], union: bool) -> None:
    for name in files:
        try:
            store.bulk_load(path=str(Path(name).resolve()))
        except (OSError, SyntaxError, ValueError) as error:
            raise UsageError(f"{name} cannot be loaded ({error}); give RDF whose suffix tells its format.") from None
    if union:
        store.bulk_extend([Quad(*quad.triple) for quad in store])
    store.flush()


def service() -> Service:
    """Return the service of the running application, the same throughout a request though a new release comes."""
    if "lexwire" not in g:
        g.lexwire = request.environ.get(SERVING) or cast("Service", current_app.extensions["lexwire"]).now()
    return cast("Service", g.lexwire)
