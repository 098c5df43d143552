"""Single local bodies by place and function: "Zibo police", "police in Zibo", "a court in Wenzhou"."""

import re
from collections.abc import Iterator
from functools import cache

from ..surface import APOSTROPHE, Spot
from ..wordlists import rows, words

_PLACE = r"(?:[A-Z][\w'-]+\s+){0,6}[A-Z][\w'-]+"
_SIZE = "(?:city|province|state|county|prefectural|provincial|municipal|metropolitan|regional|district|metro)"
_PART = r"\s+(?:officer|station|organi[sz]ation|agency|custody|academy|car)\b"  # what is no force by itself
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"


def placed(text: str) -> Iterator[Spot]:
    """Yield single local bodies by place and function: "Zibo police", "police in Zibo", "a court in Wenzhou"."""
    for match in re.finditer(rf"(?<![\w-])({_adjectives()})\s+and\s+({_adjectives()})\s+police\b", text):
        yield match.start(1), match.end(1), f"{match.group(1)} police", "police", "functions.tsv"
        yield match.start(2), match.end(), f"{match.group(2)} police", "police", "functions.tsv"
    for expression, kind, noun in _functions():
        for match in expression.finditer(text):
            place = _bare(match.group("place"))
            place = _by_adjective().get(place, place) if kind == "police" else place
            if place and place not in words("no-name", "no place") and not re.fullmatch(_MONTH, place):
                yield match.start(), match.end(), f"{place} {noun}", kind, "functions.tsv"


@cache
def _by_adjective() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("demonyms")}


@cache
def _adjectives() -> str:
    return "|".join(re.escape(row[1]) for row in rows("demonyms"))


@cache
def _functions() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    built = []
    for kind, noun, wording in rows("functions"):
        before = rf"(?P<place>{_PLACE})(?:\s+{_SIZE})?{APOSTROPHE}?s?\s+{wording}(?![\w-]|{_PART})"
        one = rf"(?P<place>(?>{_PLACE}))(?!\s*(?:,\s+[A-Z]\w+(?:,| and)|\s+and\s+[A-Z]))"
        after = rf"(?<![\w-])(?:[Aa]\s+|[Tt]he\s+)?(?i:{wording})\s+(?:in|of|from)\s+(?:the\s+)?{one}"
        built += [(re.compile(rf"(?<![\w-]){before}"), kind, noun), (re.compile(after), kind, noun)]
    return tuple(built)


def _bare(place: str) -> str:
    """Return the place without what only says what it is."""
    owner = re.sub(rf"^(?:.*{APOSTROPHE}s|The)\s+", "", place)
    return re.sub(
        r"\s+(?:Zhuang Autonomous Region|Autonomous Region|City|Province|Municipality|County|District)$", "", owner
    )
