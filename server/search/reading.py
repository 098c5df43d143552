"""From a request's fields to what is sought."""

import unicodedata
from typing import Final

from ..engine import QueryRefused
from ..fields import Fields, values
from ..language import _
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
_NO_KIND: Final = "The kind %(kind)s is unknown; ask for one of %(kinds)s."
_TOO_LONG: Final = "What is sought has %(number)s characters; at most %(most)s are looked for."
_NO_NAME: Final = "What is sought has control characters or others that no name has; leave them out."
_NO_NUMBER: Final = "The field %(name)s is %(text)s; give a whole number from %(least)s to %(most)s."


def sought(fields: Fields) -> Sought:
    """Return what the *fields* ask for, whose text may be empty; raises QueryRefused where one is wrong."""
    kind = _last(fields, "kind")
    if kind and kind not in KINDS:
        raise QueryRefused(_(_NO_KIND, kind=repr(kind[:40]), kinds=", ".join(KINDS)))
    limit = _number(fields, "limit", LIMIT, (1, MOST))
    return Sought(_text(_last(fields, "q")), kind or None, limit, _number(fields, "offset", 0, (0, FURTHEST)))


def _last(fields: Fields, name: str) -> str:
    """Return the last value of the field called *name*, or nothing."""
    return (values(fields, name) or ("",))[-1]


def _text(typed: str) -> str:
    text = " ".join(typed.split())
    if len(text) > LONGEST:
        raise QueryRefused(_(_TOO_LONG, number=len(text), most=LONGEST))
    if any(unicodedata.category(each) in _REFUSED for each in text):
        raise QueryRefused(_(_NO_NAME))
    return text


def _number(fields: Fields, name: str, usual: int, bounds: tuple[int, int]) -> int:
    """Return the number in the field called *name*; raises QueryRefused where it is none or out of *bounds*."""
    text = _last(fields, name)
    if not text:
        return usual
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1
    if not bounds[0] <= number <= bounds[1]:
        raise QueryRefused(_(_NO_NUMBER, name=name, text=repr(text[:20]), least=bounds[0], most=bounds[1]))
    return number
