"""The index of names: SQLite's full text search over words and over pieces of three characters.

Things and their names are numbered by how often the things are referred to, so that SQLite, which finds numbers in
their order, comes to the best of equals first and can stop early.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import Final

from .entries import MOST_NAMES, Entry, Name
from .folding import folded, words
from .gathering import Gathered
from .matching import Found, Narrowed, Sought, matches
from .spelling import Spelling

_PER_THING: Final = 1 << MOST_NAMES.bit_length()
"""The numbers that each thing has for its names."""
_CACHE: Final = 16 << 10
"""KiB of the index that SQLite holds in memory; the rest is in a temporary file that ends with the index."""
_SCHEMA: Final = """
PRAGMA temp_store = FILE;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE thing (id INTEGER PRIMARY KEY, kind TEXT, iri TEXT, told TEXT);
CREATE TABLE name (id INTEGER PRIMARY KEY, folded TEXT, kind TEXT, text TEXT, language TEXT);
CREATE VIRTUAL TABLE words USING fts5(kind, name, content='', prefix='1 2 3', tokenize='ascii');
CREATE VIRTUAL TABLE pieces USING fts5(kind, name, content='', tokenize='trigram case_sensitive 1');
"""
_ENDING: Final = """
CREATE INDEX by_start ON name (folded, kind);
INSERT INTO words (words) VALUES ('optimize');
INSERT INTO pieces (pieces) VALUES ('optimize');
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'words', 'row');
"""
_BATCH: Final = 2000


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found: how it is called, and the name that was matched where that is another one."""

    entry: Entry
    matched: Name | None
    how: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what was found, and whether more follows."""

    hits: list[Hit]
    is_last: bool


class Index:
    """An index that is made once; any thread may search it."""

    def __init__(self, gathered: Gathered) -> None:
        """Index what was *gathered*."""
        self.is_complete = gathered.is_complete
        self._lock = Lock()
        self._data = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._data.execute(f"PRAGMA cache_size = -{_CACHE}")
        self._data.executescript(_SCHEMA)
        self._things = len(gathered.entries) + 1
        self._fill(gathered.entries)
        self._data.executescript(_ENDING)
        terms = self._data.execute("SELECT term FROM temp.vocabulary")
        self._spelling = Spelling(term for (term,) in terms)

    @property
    def size(self) -> int:
        """Return how many bytes the index has, in memory and in its file together."""
        pages, each = (self._data.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        return int(pages * each)

    def search(self, sought: Sought, language: str) -> Page:
        """Return what is *sought*, with names in *language* where there are such."""
        with self._lock:
            found: dict[int, Found] = {}
            names = Narrowed(self._data, sought.kind)
            for match in matches(sought.text, names, self._things * _PER_THING, self._spelling):
                found.setdefault(match.name // _PER_THING % self._things, match)
                if len(found) > sought.offset + sought.limit:
                    break
            chosen = list(islice(found.items(), sought.offset, sought.offset + sought.limit))
            hits = [self._hit(thing, match, language) for thing, match in chosen]
        return Page(hits, len(found) <= sought.offset + sought.limit)

    def _hit(self, thing: int, match: Found, language: str) -> Hit:
        kind, iri, told = self._data.execute("SELECT kind, iri, told FROM thing WHERE id = ?", (thing,)).fetchone()
        query = "SELECT text, language FROM name WHERE id = ?"
        matched = Name(*self._data.execute(query, (match.name,)).fetchone())
        names, details = json.loads(told)
        entry = Entry(iri, kind, [Name(*each) for each in names], details)
        return Hit(entry, None if matched.text == entry.title(language).text else matched, match.how)

    def _fill(self, entries: list[Entry]) -> None:
        self._data.execute("BEGIN")
        rows = enumerate(entries, 1)
        for batch in iter(lambda: list(islice(rows, _BATCH)), []):
            things = ((number, each.kind, each.iri, _told(each)) for number, each in batch)
            self._data.executemany("INSERT INTO thing VALUES (?, ?, ?, ?)", things)
            names = [row for number, each in batch for row in _names(number, self._things, each)]
            self._data.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?)", names)
            self._data.executemany("INSERT INTO words (rowid, kind, name) VALUES (?, ?, ?)", _of_words(names))
            pieces = ((number, kind, text) for number, text, kind, _, _ in names)
            self._data.executemany("INSERT INTO pieces (rowid, kind, name) VALUES (?, ?, ?)", pieces)
        self._data.execute("COMMIT")


_Row = tuple[int, str, str, str, str]


def _told(entry: Entry) -> str:
    """Return what an answer tells of *entry*, as JSON: one preferred name a language, and the second lines."""
    languages = dict.fromkeys(each.language for each in entry.names if each.order == 0)
    titles = [entry.title(tag) for tag in languages] or [entry.title("en")]
    return json.dumps([[(each.text, each.language) for each in titles], entry.details], ensure_ascii=False)


def _names(number: int, things: int, entry: Entry) -> Iterator[_Row]:
    """Yield a row for each name; names that fold alike are one, and hidden ones have numbers after all others."""
    seen: set[str] = set()
    for place, name in enumerate(entry.names):
        text = folded(name.text)
        if text not in seen:
            seen.add(text)
            thing = number + (things if name.is_hidden else 0)
            yield thing * _PER_THING + place, text, entry.kind, name.text, name.language


def _of_words(rows: Iterable[_Row]) -> Iterator[tuple[int, str, str]]:
    return ((number, kind, " ".join(words(text))) for number, text, kind, _, _ in rows)
