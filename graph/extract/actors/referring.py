"""Words that mean an actor named before: surnames, and nouns such as "the ministry" or "the police"."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from ..surface import APOSTROPHE, words_of
from ..syntax import Parsed
from ..wordlists import rows

_WORKS = r"officials?|spokes\w+|statements?|data|figures|statistics|sources|investigation|report"
Meant = tuple[int, int, str, str, int]
"""A mention: start, end, name, kind, number of the sentence."""


def referring(parsed: Parsed, named: list[Meant]) -> list[Meant]:
    """Return the places where an actor is meant without the name in full; *named* are the mentions by name."""
    known = sorted(named)
    surnames = list(_surnames(parsed, known))
    everything = sorted([*known, *surnames])
    return [*surnames, *_nouns(parsed, everything)]


def _surnames(parsed: Parsed, named: list[Meant]) -> Iterator[Meant]:
    """Yield surnames, or the first part of a name, where they stand alone after the full name."""
    taken = [(start, end) for start, end, *_ in named]
    first: dict[str, tuple[int, str]] = {}
    for start, _, name, kind, _ in named:
        if kind == "person":
            for part in name.split():
                first.setdefault(part, (start, name))
    for number, sentence in enumerate(parsed.sentences):
        text = words_of(parsed.page, sentence)
        for match in re.finditer(r"(?<![\w-])[A-Z][\w-]+", text):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            since, name = first.get(match.group(), (start, ""))
            if since < start and name and not any(a <= start < b for a, b in taken):
                yield start, end, name, "person", number


def _nouns(parsed: Parsed, named: list[Meant]) -> Iterator[Meant]:
    taken = [(start, end) for start, end, *_ in named]
    for number, sentence in enumerate(parsed.sentences):
        for begin, stop, kinds, words in _matches(words_of(parsed.page, sentence)):
            start, end = sentence.start + begin, sentence.start + stop
            meant = _antecedent(named, start, kinds, words)
            if meant and not any(a < end and start < b for a, b in taken):
                yield start, end, meant[2], meant[3], number


@lru_cache(maxsize=512)  # each kind of fact asks for the same sentences, and searching is slow
def _matches(text: str) -> tuple[tuple[int, int, tuple[str, ...], tuple[str, ...]], ...]:
    """Return the places of nouns that may mean an actor, each with the kinds and words that fit the actor."""
    return tuple(
        (match.start(), match.end(), kinds, words)
        for expression, kinds, words in _table()
        for match in expression.finditer(text)
    )


def _antecedent(named: list[Meant], start: int, kinds: tuple[str, ...], words: tuple[str, ...]) -> Meant | None:
    """Return the last actor named before *start* of the right kind, or the first after it."""
    fitting = [m for m in named if m[3] in kinds and (not words or any(w in m[2].casefold() for w in words))]
    before = [m for m in fitting if m[0] < start]
    return before[-1] if before else (fitting[0] if fitting else None)


@cache
def antecedent_nouns() -> frozenset[str]:
    """Return the nouns that may mean an actor named before: "ministry", "police"."""
    return frozenset(row[0] for row in rows("antecedents"))


@cache
def _table() -> tuple[tuple[re.Pattern[str], tuple[str, ...], tuple[str, ...]], ...]:
    built = []
    for noun, kinds, *rest in rows("antecedents"):
        words = tuple(filter(None, (rest[0] if rest else "").split("|")))
        with_article = (
            rf"(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Tt]heir|[Hh]er|[Hh]is)\s+(?:\w+\s+)?{noun}(?={APOSTROPHE}s|[^\w'-]|$)"
        )
        bare = rf"(?i:{noun})(?=\s+(?:{_WORKS})\b)"
        expression = re.compile(rf"(?<![\w-])(?:{with_article}|{bare})")
        built.append((expression, tuple(kinds.split("|")), words))
    return tuple(built)
