"""What a server serves: a release (or loaded files) and the engine over it."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

from flask import current_app, g
from pyoxigraph import Quad, Store

from lexwire.graph.problems import UsageError
from lexwire.graph.release import Release

from .cache import CachedEngine
from .engine import Engine, exchange
from .engine.following import Following
from .engine.limits import Limits
from .engine.local import LocalEngine
from .engine.remote import AUTHORIZATION, RemoteEngine
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of a server; a *fixed* release is what an engine answers from that follows none."""

    settings: Settings
    engine: Engine
    fixed: Release | None = None

    @property
    def release(self) -> Release | None:
        """Return the release that is served; None when files were loaded in its place."""
        return self.engine.release if isinstance(self.engine, Following) else self.fixed

    def now(self) -> "Service":
        """Return the service of this moment, whose engine and release stay the same when a new release comes."""
        return Service(self.settings, *self.engine.now()) if isinstance(self.engine, Following) else self


def opened(settings: Settings) -> Service:
    """Return the service that *settings* ask for.

    Raises LexwireError where there is no release, UsageError where a file cannot be loaded.
    """
    if settings.engine:
        limits = exchange.Limits(total=settings.query_seconds)
        return Service(settings, RemoteEngine(settings.engine, os.environ.get(AUTHORIZATION), limits))
    if settings.load:
        folder = _loaded(settings.load, settings.default_graph == "union")
        engine = LocalEngine(folder, _limits(settings), is_temporary=True)
        return Service(settings, _cached(settings, engine, "files"))
    return Service(settings, Following(Path(settings.data), partial(_answering, settings)))


def _answering(settings: Settings, release: Release) -> Engine:
    return _cached(settings, LocalEngine(release.store, _limits(settings)), release.id)


def _cached(settings: Settings, engine: Engine, version: str) -> Engine:
    """Return *engine* with a cache of its own, which ends with it."""
    return CachedEngine(engine, lambda: version, settings.cache_megabytes) if settings.cache_megabytes else engine


def _limits(settings: Settings) -> Limits:
    return Limits(
        settings.query_workers,
        settings.query_seconds,
        settings.query_megabytes,
        settings.query_nesting,
        settings.queries_waiting,
        settings.query_patience,
    )


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
        g.lexwire = cast("Service", current_app.extensions["lexwire"]).now()
    return cast("Service", g.lexwire)
