"""From what was typed to names, the best first.

A name is matched exactly, by its beginning, by the beginnings of its words, inside, or but for typing errors.  Whatever
was typed is text: words and characters reach SQLite as quoted strings of its query language.

Specification: SQLite FTS5, section 3 (full-text query syntax).
"""

import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from .folding import Group, folded, groups, is_han, words
from .spelling import Spelling

MOST_WORDS: Final = 12
"""How many different words of what was typed are looked for."""
FEW: Final = 5
"""With fewer names than these, those are found too that differ by typing errors."""
HOW: Final = ("exact", "start", "word", "inside", "similar")
"""How a name is matched, the best way first."""
PIECE: Final = 3
"""The least number of characters that are found inside of words."""
LONGEST_RUN: Final = 24
"""The most Chinese characters in a row in which an error is forgiven."""
_FURTHEST: Final = chr(0x10FFFF)
_EQUAL: Final = "SELECT id FROM name WHERE folded = :text AND (:kind IS NULL OR kind = :kind) ORDER BY id"
_STARTING: Final = """SELECT id FROM name
WHERE folded > :text AND folded < :end AND (:kind IS NULL OR kind = :kind) AND id >= :first AND id < :last
ORDER BY id"""
WORDS: Final = "SELECT rowid FROM words WHERE words MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid"
PIECES: Final = "SELECT rowid FROM pieces WHERE pieces MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid"


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought: the text as it was typed, a kind or none for all, and which of the things found are wanted."""

    text: str
    kind: str | None = None
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The number of a name, and how it was matched: one of `HOW`."""

    name: int
    how: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The names of one *kind* in the index, or of all, whose numbers are in the range from *first* to before *last*."""

    data: sqlite3.Connection
    kind: str | None
    first: int = 0
    last: int = sys.maxsize

    def equal(self, text: str) -> Iterator[int]:
        """Yield the names that are *text*."""
        return self._numbers(_EQUAL, {"text": text, "kind": self.kind})

    def starting(self, text: str) -> Iterator[int]:
        """Yield the names that start with *text*."""
        values = {"text": text, "end": text + _FURTHEST, "kind": self.kind, "first": self.first, "last": self.last}
        return self._numbers(_STARTING, values)

    def of(self, query: str, expression: str) -> Iterator[int]:
        """Yield the names in which *query*, `WORDS` or `PIECES`, finds the *expression*."""
        kind = f'kind : "{self.kind}" AND ' if self.kind else ""
        return self._numbers(query, (f"{kind}name : ({expression})", self.first, self.last))

    def _numbers(self, query: str, values: Mapping[str, str | int | None] | tuple[str, int, int]) -> Iterator[int]:
        return (number for (number,) in self.data.execute(query, values))


def matches(text: str, names: Narrowed, hidden: int, spelling: Spelling) -> Iterator[Found]:
    """Yield what *text* finds among *names*, the best first; one that is found but for errors may have come before.

    Names from the number *hidden* on are such as pages do not show (``skos:hiddenLabel``): they come after the others.
    """
    sought = folded(text)
    seen: set[int] = set()
    for found in _right(sought, names, hidden) if sought else ():
        if found.name not in seen:
            seen.add(found.name)
            yield found
    if len(seen) < FEW:
        yield from _nearly(_few(words(sought)), names, spelling)


def _right(sought: str, names: Narrowed, hidden: int) -> Iterator[Found]:
    """Yield the names in which all is as it was typed; of the hidden ones only an equal one comes before others."""
    yield from (Found(each, "exact") for each in names.equal(sought))
    for part in (replace(names, last=hidden), replace(names, first=hidden)):
        yield from _as_words(sought, part)
        yield from _inside(sought, part)


def _as_words(sought: str, names: Narrowed) -> Iterator[Found]:
    """Yield the names in which words are as they were typed, or begin so."""
    typed = words(sought)
    yield from (Found(each, "start") for each in names.starting(sought))
    if typed:
        in_order = f"{_phrase(typed)}{_open(typed[-1])}"
        yield from (Found(each, "word") for each in names.of(WORDS, in_order))
    if len(apart := _few(typed)) > 1:
        together = " AND ".join(map(_beginning, apart))
        yield from (Found(each, "word") for each in names.of(WORDS, together))


def _inside(sought: str, names: Narrowed) -> Iterator[Found]:
    """Yield the names in which what was typed stands anywhere."""
    if len(sought) >= PIECE:
        yield from (Found(each, "inside") for each in names.of(PIECES, _quoted(sought)))


def _nearly(typed: list[Group], names: Narrowed, spelling: Spelling) -> Iterator[Found]:
    """Yield the names in which every group of words is there but for typing errors, those with fewer in a word first.

    A space too much is such an error too.
    """
    near: dict[Group, dict[str, int]] = {
        each: spelling.near(*each) for each in typed if len(each) == 1 and not is_han(each[0])
    }
    together = [_beginning(("".join(each[0] for each in near),))] if 1 < len(near) == len(typed) else []
    for most in sorted({1, *(errors for each in near.values() for errors in each.values())}) if typed else ():
        options = [[_beginning(each), *_spelt(each, near, most)] for each in typed]
        every = " AND ".join(f"({' OR '.join(each)})" for each in options)
        yield from (Found(each, "similar") for each in names.of(WORDS, " OR ".join([f"({every})", *together])))


def _spelt(group: Group, near: Mapping[Group, Mapping[str, int]], most: int) -> Iterator[str]:
    """Yield the expressions that find what *group* may mean, of a word at *most* so many errors away."""
    if group not in near:
        yield from _without_one(group)
    for word, errors in near.get(group, {}).items():
        if errors <= most:
            yield _quoted(word)


def _without_one(characters: Group) -> Iterator[str]:
    """Yield what finds Chinese characters, three to `LONGEST_RUN`, with one wrong, one too much, or one left out."""
    if not PIECE <= len(characters) <= LONGEST_RUN:
        return
    for place in range(len(characters)):
        parts = [part for part in (characters[:place], characters[place + 1 :]) if part]
        yield f"NEAR({' '.join(map(_phrase, parts))}, 1)" if len(parts) == 2 else _phrase(parts[0])
    for place in range(1, len(characters)):
        yield f"NEAR({_phrase(characters[:place])} {_phrase(characters[place:])}, 1)"


def _few(typed: list[str]) -> list[Group]:
    """Return the first groups of words that differ."""
    return list(dict.fromkeys(groups(typed)))[:MOST_WORDS]


def _beginning(group: Group) -> str:
    """Return what finds words that begin with a group."""
    return f"{_phrase(group)}{_open(group[-1])}"


def _open(word: str) -> str:
    """Return the sign that lets *word* go on; a Chinese character is a word that is over."""
    return "" if is_han(word) else " *"


def _phrase(typed: Sequence[str]) -> str:
    return _quoted(" ".join(typed))


def _quoted(text: str) -> str:
    """Return *text* as a string of SQLite's query language, in which nothing is an operator."""
    return '"' + text.replace('"', '""') + '"'
