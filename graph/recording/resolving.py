"""Which actor, law or place a name in a text stands for: the one that the authority files know by that wording."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from ..facts import Record
from ..lexicon import Entry, lexicon, wordings

_NEAR = 3
"""How many near matches are offered."""
_ALIKE = 0.78
"""How alike two wordings are, from 0 to 1, that may be one."""


@dataclass(frozen=True, slots=True)
class Names:
    """The things of one kind: their keys by folded wording, their class and name, and which a record must declare."""

    keys: Mapping[str, str]
    entries: Mapping[str, Entry]
    declared: frozenset[str] = frozenset()
    """Keys that stand in no authority file but in other records, which give their class and name."""

    def key(self, name: str) -> str | None:
        """Return the key that *name* is an exact wording of; None where there is none, or it fits several."""
        return self.keys.get(folded(name))

    def near(self, name: str) -> tuple[str, ...]:
        """Return the keys whose wordings come closest to *name*, the closest first."""
        wanted = folded(name)
        bare = [wording for wording in self.keys if wording.partition(" (")[0] == wanted]
        close = bare + get_close_matches(wanted, self.keys, n=2 * _NEAR, cutoff=_ALIKE)
        parts = [wording for wording in self.keys if _is_part(wanted, wording) or _is_part(wording, wanted)]
        return tuple(dict.fromkeys(self.keys[wording] for wording in [*close, *parts]))[:_NEAR]


@dataclass(frozen=True, slots=True)
class Known:
    """All names that a text is read with."""

    actors: Names
    laws: Names
    places: Names


def known(added: str = "", records: Iterable[Record] = ()) -> Known:
    """Return the names of the ontology, of the authority lines *added* to it, and those that *records* declare."""
    actors, laws = {}, {}
    for record in records:
        actors.update({each.actor: Entry(each.kind, each.name) for each in record.actors if each.kind and each.name})
        laws.update({each.law: Entry(each.kind, each.name) for each in record.laws if each.kind and each.name})
    return Known(_with(names("actor", added), actors), _with(names("law", added), laws), names("place", added))


@lru_cache(16)
def names(kind: str, added: str = "") -> Names:
    """Return the authority's names of a *kind*: actor, law or place."""
    return Names(_index(wordings(kind, added)), lexicon(added).entries(kind))


@lru_cache(8)
def concepts(scheme: str) -> Mapping[str, str]:
    """Return the codes of an ontology *scheme* by folded wording."""
    return _index(wordings(scheme))


def folded(name: str) -> str:
    """Return *name* as it is compared: without case, article, kind of apostrophe and hyphens."""
    plain = re.sub(r"[\s-]+", " ", name.replace("’", "'")).strip().casefold()
    return plain.removeprefix("the ")


def _with(found: Names, more: Mapping[str, Entry]) -> Names:
    """Return the names *found* and, where they are free, the *more* that records declare."""
    free = {key: entry for key, entry in sorted(more.items()) if key not in found.entries}
    keys = {**_index((entry.name, key) for key, entry in free.items()), **found.keys}
    return Names(keys, {**found.entries, **free}, frozenset(free))


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return keys by folded wording, without the wordings of several."""
    found: dict[str, str] = {}
    several = set()
    for wording, key in pairs:
        if found.setdefault(folded(wording), key) != key:
            several.add(folded(wording))
    return {wording: key for wording, key in found.items() if wording not in several}


def _is_part(one: str, other: str) -> bool:
    """Tell whether *one* has at least two words and all of them stand in *other* too."""
    words = set(one.split())
    return len(words) > 1 and words < set(other.split())
