"""Bodies that every nation has, by the nation that the article is about: "Parliament", "the Supreme Court"."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache

from ..surface import Spot
from ..wordlists import rows

_OWN = "*"
_SPELT_OUT = 4  # the least letters of a name that is known in capitals: "SINGAPORE", not "us"
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"


def national(text: str, nation: str | None) -> Iterator[Spot]:
    """Yield the bodies in *text* that are named as only their own nation names them."""
    expression, names = _table()
    for match in expression.finditer(text):
        known = names[match.group("name")]
        name, kind = known.get(nation or "", known.get(_OWN, ("", "")))
        if name and nation:
            yield match.start("name"), match.end("name"), name.replace("{}", nation), kind, "nations.tsv"


@lru_cache(maxsize=4)
def nation_of(text: str) -> str | None:
    """Return the nation that *text* names most often, by itself, by its adjective or by what is only its own."""
    expression, states = _signs()
    found = Counter(states[match.group()] for match in expression.finditer(text))
    return next((state for state, _ in found.most_common(1)), None)


@cache
def _signs() -> tuple[re.Pattern[str], dict[str, str]]:
    states = {name: row[0] for row in rows("demonyms") for name in (*row[:2], *"".join(row[2:]).split("|")) if name}
    states |= {row[1]: row[2] for row in rows("nations") if row[0] == "sign"}
    states |= {name.upper(): state for name, state in states.items() if len(name) >= _SPELT_OUT}
    ordered = sorted(states, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered))})(?![\w-])"), states


@cache
def _table() -> tuple[re.Pattern[str], dict[str, dict[str, tuple[str, str]]]]:
    """Return one expression for the wordings, and for each of them the name and kind by nation."""
    names: dict[str, dict[str, tuple[str, str]]] = {}
    for kind, wording, nation, name in (row for row in rows("nations") if row[0] != "sign"):
        names.setdefault(wording, {})[nation] = (name, kind)
    joined = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    alone = r"(?<![\w-])(?<![a-z] of )(?<![A-Z]\. )(?<!'s )"
    return re.compile(
        rf"{alone}(?P<name>{joined})(?!\s+(?:of|for)\s+[A-Z]|\s+in\s+(?!{_MONTH})[A-Z]|\s+[A-Z]|[\w-])"
    ), names
