"""What each saved query answered over a release when it was built: how many rows, with its parameters' defaults.

How long that took is not kept: it would be another number at each build.
"""

import json

from pyoxigraph import Store

from lexwire.queries import catalogue
from lexwire.queries.checking import size

from .release import Release

NAME = "queries.json"
MOST = 250_000
"""Quads of the largest release whose queries are asked as it is built, some of which compare everything to everything.

No time limit decides, for it would make another file of the same records.
"""


def written(store: Store, quads: int) -> bytes:
    """Return the file of a release over *store* that tells how many rows each query of the catalogue has.

    It is empty where there are too many *quads* for that.
    """
    rows = {name: size(query, store) for name, query in catalogue().items()} if quads <= MOST else {}
    return f"{json.dumps(rows, indent=2)}\n".encode()


def last_check(release: Release) -> dict[str, int]:
    """Return the number of rows, or triples, of each query over *release*; none where its build did not ask them."""
    try:
        text = (release.folder / NAME).read_text("utf-8")
    except FileNotFoundError:
        return {}
    found: dict[str, int] = json.loads(text)
    return found
