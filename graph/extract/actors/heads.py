"""The head words of organizations' names, and what they tell: "Court", "Ministry", "Holdings"."""

import re
from functools import cache

from ..wordlists import rows, words


def kind_of(name: str) -> str | None:
    """Return the kind that the longest head word in *name* tells, or None."""
    found = list(_heads().finditer(name.replace("¡¯", "'")))
    if not found:
        return None
    first = re.split(r"\s(?:of|for|on|in|to|against)\s", name)[0]
    if re.search(r"\bPolice\b", first) and not re.search(r"\b(?:Academy|College|University|Union|Federation)\b", first):
        return "police"
    leading = [m for m in found if m.end() <= len(first)] or found
    best = max(leading, key=lambda m: (len(m.group().split()), m.end()))
    return _kinds()[best.group()]


def is_bare_head(name: str) -> bool:
    """Tell whether *name* is only a head word that names no single body: "Standing Committee"."""
    return name in _kinds() and name not in _alone()


@cache
def _alone() -> frozenset[str]:
    return frozenset(row[1] for row in rows("bodies") if row[2:] == ("alone",))


def is_registered(name: str) -> bool:
    """Tell whether a name of two words or more ends in a legal form: "Prairie Logic LLC"."""
    return len(name.split()) > 1 and name.split()[-1].strip(".").casefold().replace(".", "") in words(
        "no-name", "legal form"
    )


@cache
def _kinds() -> dict[str, str]:
    return {row[1]: row[0] for row in rows("bodies")}


@cache
def _heads() -> re.Pattern[str]:
    ordered = sorted(_kinds(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w-])")
