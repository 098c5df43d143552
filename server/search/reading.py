"""From a request's fields to what is sought."""

import unicodedata
from typing import Final

from ..engine import QueryRefused
from ..fields import Fields, values
from .entries import KINDS
from .matching import Sought

LONGEST: Final = 200
"""Characters of what may be typed."""
LIMIT: Final = 20
"""How many hits are sent when nobody says how many."""
MOST: Final = 50
"""How many hits are sent at most."""
FURTHEST: Final = 1000
"""How many hits can be passed over."""
_REFUSED: Final = {"Cc", "Cs", "Cn", "Co"}
"""Categories of characters that no name has: controls, surrogates, and what is not assigned."""


def sought(fields: Fields) -> Sought:
    """Return what the *fields* ask for, whose text may be empty; raises QueryRefused where one is wrong."""
    kind = _last(fields, "kind")
    if kind and kind not in KINDS:
        raise QueryRefused(f"The kind {kind[:40]!r} is unknown; ask for one of {', '.join(KINDS)}.")
    limit = _number(fields, "limit", LIMIT, (1, MOST))
    return Sought(_text(_last(fields, "q")), kind or None, limit, _number(fields, "offset", 0, (0, FURTHEST)))


def _last(fields: Fields, name: str) -> str:
    """Return the last value of the field called *name*, or nothing."""
    return (values(fields, name) or ("",))[-1]


def _text(typed: str) -> str:
    text = " ".join(typed.split())
    if len(text) > LONGEST:
        raise QueryRefused(f"What is sought has {len(text)} characters; at most {LONGEST} are looked for.")
    if any(unicodedata.category(each) in _REFUSED for each in text):
        raise QueryRefused("What is sought has control characters or others that no name has; leave them out.")
    return text


def _number(fields: Fields, name: str, usual: int, bounds: tuple[int, int]) -> int:
    """Return the number in the field called *name*; raises QueryRefused where it is none or out of *bounds*."""
    text = _last(fields, name)
    if not text:
        return usual
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1
    if not bounds[0] <= number <= bounds[1]:
        raise QueryRefused(f"The field {name} is {text[:20]!r}; give a whole number from {bounds[0]} to {bounds[1]}.")
    return number
