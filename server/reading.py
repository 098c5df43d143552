"""What can be told from a query's text before an engine sees it: its form, and whether its answer stays the same."""

import re
from typing import Literal, cast, get_args

from lexwire.queries.binding import tokens

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

_FORMS = frozenset(get_args(Form))
_FRESH = re.compile(r"\b(NOW|RAND|UUID|STRUUID|BNODE|SERVICE)\b", re.IGNORECASE)


def form(query: str) -> Form | None:
    """Return the form of *query*; None where its text shows none, as when the word is written in escapes."""
    words = (token.text.upper() for token in tokens(query) if token.kind == "word")
    return cast("Form | None", next((word for word in words if word in _FORMS), None))


def is_repeatable(query: str) -> bool:
    """Return whether *query* is answered alike each time: nothing in it makes new values or asks other endpoints."""
    return "\\u" not in query.lower() and _FRESH.search(query) is None
