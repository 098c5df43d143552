"""The real application over N-Quads, for a conformance harness that hands each dataset over as a file."""

import atexit
from collections import deque

from flask import Flask

from lexwire.server import create_app
from lexwire.server.service import Service, opened
from lexwire.server.settings import Settings

MANY = 64
"""How many applications stay open; a harness comes back to those that it used last."""
_open: deque[Service] = deque()


def app_from_nquads(path: str) -> Flask:
    """Return the application over the file *path*, whose default graph is served as it is stored, not as a union."""
    if len(_open) == MANY:
        _open.popleft().engine.close()
    _open.append(opened(Settings(load=(path,), default_graph="stored", query_workers=1)))
    return create_app(_open[-1])


@atexit.register
def _close() -> None:
    for service in _open:
        service.engine.close()
