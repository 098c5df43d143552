"""Organizations that no table knows, by what is said of them: they are fined, they confirm, their staff errs."""

import re
from calendar import month_name
from collections.abc import Iterator
from functools import cache

from ..surface import UPPER, Spot
from ..syntax import Sentence
from ..wordlists import rows, words
from .heads import is_bare_head
from .posts import title_heads

_OWNING = rf"(?:'s(?=\s[{UPPER}]))?"
_WORD = rf"(?:[{UPPER}\d][\w&-]*(?:\.\w+)*{_OWNING})"
_NAME = rf"[{UPPER}][\w&-]*(?:\.\w+)*{_OWNING}(?:\s+(?:(?:of|&|de|for)\s+)?{_WORD}){{0,3}}"
_SEVERAL = rf"{_NAME}(?:(?:,\s+{_NAME})*,?\s+and\s+{_NAME})?"
_NAMES, _LIST = re.compile(_NAME), re.compile(rf"\s+(?:the\s+)?{_SEVERAL}(?![\w-])")
_LIST_BEFORE = re.compile(rf"(?<![\w.-]){_SEVERAL}$")
_FAR = 120  # the most characters of names that are looked back upon
_PLACES = ("GPE", "LOC", "NORP", "DATE", "LANGUAGE", "LAW", "EVENT", "MONEY", "ORDINAL", "TIME")
_KINDS = {"reader": "media"}
_PRONOUNS = ("I", "it", "he", "she", "they", "we")


def by_context(sentence: Sentence, text: str) -> Iterator[Spot]:
    """Yield the names in *text* that stand where an organization stands."""
    elsewhere = [
        (e.start_char + sentence.offset - sentence.start, e.end_char + sentence.offset - sentence.start)
        for e in sentence.span.ents
        if e.label_ in _PLACES
    ]
    for role, first, last in _lists(text):
        for name in _NAMES.finditer(text, first, last):
            placed = any(a <= name.start() < b for a, b in elsewhere)
            if not placed and _may_be(name.group()) and (name.start() or _is_proper(sentence, name.group())):
                yield *name.span(), name.group(), _KINDS.get(role, "company"), f"context {role}"


def _is_proper(sentence: Sentence, opening: str) -> bool:
    """Tell whether the name that opens the sentence is more than a common noun with its first word's capital."""
    return " " in opening or sentence.span[0].pos_ == "PROPN"


def _lists(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what the bearers of a name, or of several that are listed, do or suffer, and where the names stand."""
    for role, side, expression in _contexts():
        for match in expression.finditer(text):
            if side == "before":
                found = _LIST.match(text, match.end())
            else:
                found = _LIST_BEFORE.search(text, max(0, match.start() - _FAR), match.start())
            if found:
                yield role, *found.span()


def _may_be(name: str) -> bool:
    parts = name.casefold().replace("-", " ").split()
    if len(parts) == 1 and parts[0] in words("no-person", "word"):
        return False
    return len(name) > 1 and parts[0] not in _no_names() and not is_bare_head(name) and parts[-1] not in title_heads()


@cache
def _no_names() -> frozenset[str]:
    """Return the words, in lower case, that begin no organization's name here: starters, posts, states, honorifics."""
    starters = (*words("no-name", "starter"), *words("no-name", "post"), *words("no-person", "honorific"))
    states = (part for row in rows("demonyms") for part in (row[0], row[1]))
    return frozenset(word.casefold() for word in (*starters, *states, *month_name, *_PRONOUNS))


@cache
def _contexts() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Return by what the name does or suffers an expression for the words before or behind it, and the side."""
    return tuple(
        (role, side, re.compile(rf"(?<!\w)(?i:{phrase})(?=\s)" if side == "before" else rf"(?<=\w)(?:{phrase})"))
        for role, side, phrase in rows("organization-contexts")
    )
