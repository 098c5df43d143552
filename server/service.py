"""What a server serves: a release (or loaded files) and the engine over it."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import current_app
from pyoxigraph import Quad, Store

from lexwire.graph import store
from lexwire.graph.problems import UsageError
from lexwire.graph.release import Release, current

from .engine import Engine
from .engine.local import LocalEngine
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of a server; *release* is None when files were loaded in its place."""

    settings: Settings
    engine: Engine
    release: Release | None


def opened(settings: Settings) -> Service:
    """Return the service that *settings* ask for.

    Raises LexwireError where there is no release, UsageError where a file cannot be loaded.
    """
    if settings.load:
        return Service(settings, LocalEngine(_loaded(settings.load, settings.default_graph == "union")), None)
    release = current(Path(settings.data))
    return Service(settings, LocalEngine(store.read(release.store)), release)


def _loaded(files: tuple[str, ...], union: bool) -> Store:
    """Return a store in memory that holds the RDF *files*, with *union* all of it in the default graph too."""
    memory = Store()
    for name in files:
        try:
            memory.bulk_load(path=str(Path(name).resolve()))
        except (OSError, SyntaxError, ValueError) as error:
            raise UsageError(f"{name} cannot be loaded ({error}); give RDF whose suffix tells its format.") from None
    if union:
        memory.bulk_extend([Quad(*quad.triple) for quad in memory])
    return memory


def service() -> Service:
    """Return the service of the running application."""
    return cast("Service", current_app.extensions["lexwire"])
