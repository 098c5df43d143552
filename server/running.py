"""Running the application under Granian, which speaks HTTP in Rust and calls Python for each request."""

import os
from threading import Thread
from time import sleep

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from .settings import Settings
from .wsgi import app

THREADS = 32
"""Requests that one process works on at a time: more than queries may run and wait, so that pages are answered too."""


def run(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve until the process is told to stop."""
    settings.to_environment()
    server = Granian(
        "lexwire.server.running:served",
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


def served() -> Flask:
    """Return the application, in a process of Granian's, which Granian leaves behind when it is killed."""
    Thread(target=_end_after, args=(os.getppid(),), daemon=True).start()
    return app()


def _end_after(parent: int) -> None:
    """End this process when *parent* has; its keeper and workers notice by themselves."""
    while os.getppid() == parent:
        sleep(1)
    os._exit(1)
