"""What each saved query answered over a release when it was built: how many rows, with its parameters' defaults."""

import json
from collections.abc import Mapping
from time import perf_counter

from pyoxigraph import Store

from lexwire.queries import catalogue
from lexwire.queries.checking import size

from .checks import Asked

NAME = "queries.json"
MOST = 1_000_000
"""Quads of the largest release whose queries are asked as it is built, some of which compare everything to everything.

No time limit decides, for it would make another file of the same records.
"""


def asked(store: Store, quads: int) -> dict[str, Asked]:
    """Return what each query of the catalogue had over *store*; nothing where there are too many *quads* for that."""
    return {name: _asked(name, store) for name in catalogue()} if quads <= MOST else {}


def _asked(name: str, store: Store) -> Asked:
    started = perf_counter()
    rows = size(catalogue()[name], store)
    return Asked(rows, (perf_counter() - started) * 1000)


def written(found: Mapping[str, Asked]) -> bytes:
    """Return the file of a release that tells the rows that were *found*, without the time, which always differs."""
    return f"{json.dumps({name: each.rows for name, each in found.items()}, indent=2)}\n".encode()
