"""The saved queries, each as a case, and their answers as expectations write them."""

from collections.abc import Mapping

import pytest
from pyoxigraph import Store

from lexwire.queries import Query, catalogue, checking

Rows = list[tuple[str | None, ...]]
EACH = [pytest.param(query, id=f"{query.folder}/{query.name}") for query in catalogue().values()]


def answer(query: Query, store: Store, values: Mapping[str, str] | None = None, union: bool = False) -> Rows:
    """Return the rows of *query* as expectations write them; the triples of a graph."""
    return list(checking.answer(query, store, values, union).rows)
