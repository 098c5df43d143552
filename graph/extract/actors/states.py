"""The names of states, as the table of demonyms lists them."""

import re
from functools import cache

from ..wordlists import rows


@cache
def state_expression() -> str:
    """Return one expression for the usual names of states, longest first."""
    return "|".join(sorted((re.escape(row[0]) for row in rows("demonyms")), key=len, reverse=True))
