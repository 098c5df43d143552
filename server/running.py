"""Running the application under Granian, which speaks HTTP in Rust and calls Python for each request."""

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from .settings import Settings

THREADS = 8
"""Requests that one process works on at a time; evaluation releases Python's lock."""


def run(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve until the process is told to stop."""
    settings.to_environment()
    server = Granian(
        "lexwire.server.wsgi:app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
    )
    server.serve()
