"""How long each saved query took when a page last asked it: what this server measured since it started."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from flask import current_app

_KEY = "lexwire.times"


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Measure what is done for the query called *name*; a failure is no measure."""
    started = perf_counter()
    yield
    measured()[name] = (perf_counter() - started) * 1000


def measured() -> dict[str, float]:
    """Return the milliseconds of the last time, by query."""
    found: dict[str, float] = current_app.extensions.setdefault(_KEY, {})
    return found
