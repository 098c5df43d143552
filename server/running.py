"""Running the application under Uvicorn, whose event loop waits for slow clients so that no thread has to."""

import logging
import os
import resource
import shutil
import signal
import socket
import sys
import tempfile
from threading import Thread
from time import sleep

import uvicorn
from uvicorn.supervisors import Multiprocess

from lexwire.graph.problems import UsageError

from .front import Front
from .front.patient import Patient
from .settings import Settings
from .watch import journal
from .watch.metrics import FOLDER
from .wsgi import app

KEEP_ALIVE = 30
"""Seconds for which a connection is kept without a request."""
GRACE = 10
"""Seconds in which answers under way may end when the server is told to stop."""
BACKLOG = 2048
"""Connections that wait until they are taken, while the server starts too."""
_STOPS = (signal.SIGINT, signal.SIGTERM)


def listening(settings: Settings) -> socket.socket:
    """Return a socket on which clients may call from now on; raises UsageError where there can be none."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except OSError as error:
        why = (error.strerror or "").partition(" (")[0]
        raise UsageError(
            f"Nothing can listen at host {settings.host}, port {settings.port} ({why}); choose another host or port."
        ) from None


def address_of(shared: socket.socket) -> str:
    """Return the address under which the server is reached at *shared*."""
    host, port = shared.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def run(settings: Settings, shared: socket.socket) -> None:
    """Serve at *shared* until the process is told to stop; then answers under way have `GRACE` seconds to end.

    Raises UsageError where the log cannot be written.
    """
    if log := journal.opened(settings):
        log.close()
    settings.to_environment()
    _open_more_files()
    config = uvicorn.Config(
        "lexwire.server.running:served",
        factory=True,
        workers=settings.workers,
        http=Patient,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
    )
    if settings.workers > 1:
        _run_several(config, shared)
    else:
        _run_one(config, shared)


def _run_one(config: uvicorn.Config, shared: socket.socket) -> None:
    """Serve in this process.

    Uvicorn hears signals only later, and sends itself again what it heard: so that neither an early one is lost nor a
    late one kills a process that is done, its own handler stands before and behind.
    """
    os.environ.pop(FOLDER, None)
    server = uvicorn.Server(config)
    for each in _STOPS:
        signal.signal(each, server.handle_exit)
    server.run([shared])


class _Several(Multiprocess):
    """Processes that share a socket, which is closed when they are told to stop: nobody would answer behind it."""

    def terminate_all(self) -> None:
        super().terminate_all()
        for each in self.sockets:
            each.close()


def _run_several(config: uvicorn.Config, shared: socket.socket) -> None:
    """Serve in processes that share a socket, and a folder for their figures."""
    for each in _STOPS:
        signal.signal(each, lambda *_: sys.exit())
    with tempfile.TemporaryDirectory(prefix="lexwire-") as folder:
        os.environ[FOLDER] = folder
        _Several(config, [shared]).run()


def served() -> Front:
    """Return the application, in a process that ends when the one that started it has been killed."""
    Thread(target=_end_after, args=(os.getppid(),), daemon=True).start()
    logging.getLogger("uvicorn.error").addFilter(_tells_more_than_a_broken_answer)
    return Front(app())


def _tells_more_than_a_broken_answer(record: logging.LogRecord) -> bool:
    return "without completing response" not in record.getMessage()


def _open_more_files() -> None:
    """Allow as many connections as the system lets this process have."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _end_after(parent: int) -> None:
    """End this process when *parent* has; its keeper and workers notice by themselves."""
    while os.getppid() == parent:
        sleep(1)
    shutil.rmtree(os.environ.get(FOLDER, ""), ignore_errors=True)
    os._exit(1)
