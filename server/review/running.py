"""Running the page on this machine alone, until its curator stops it."""

import socket
from contextlib import closing

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from lexwire.graph.problems import UsageError

from . import create_app
from .guard import HOST, Guard
from .seat import Seat


class _Quiet(WSGIRequestHandler):
    """Writes no line for each request: the first one has the token in it."""

    protocol_version = "HTTP/1.1"

    def log(self, *_: object) -> None:
        """Write nothing."""


def opened(seat: Seat, port: int) -> tuple[BaseWSGIServer, str]:
    """Return a server that listens on *port* of the loopback address, any free one for 0, and the address to open.

    Raises UsageError where nothing can listen there, or the workspace has no such article.
    """
    seat.sheet()
    try:
        shared = socket.create_server((HOST, port))
    except OSError as error:
        raise UsageError(f"Nothing can listen at port {port} ({error.strerror}); choose another with --port.") from None
    with closing(shared):
        guard = Guard.at(shared.getsockname()[1])
        app = create_app(seat, guard)
        server = make_server(HOST, guard.port, app, threaded=True, request_handler=_Quiet, fd=shared.fileno())
    return server, guard.address
