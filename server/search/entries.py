"""What can be found: things with their names, and the kinds that a search may be narrowed to."""

from dataclasses import dataclass, field
from typing import Final

from lexwire.graph.namespaces import BASE, LW

from ..addresses import KINDS as SHOWN

KINDS: Final = ("actor", "law", "crime", "statistic", "event", "statement", "article", "query", "term", "other")
"""The kinds of what is found; `other` are places, periods, memberships, states of laws and what describes the data."""
_FOLDERS: Final = {
    "id/actor/": "actor",
    "id/law/": "law",
    "scheme/crime/": "crime",
    "id/statistic/": "statistic",
    "id/event/": "event",
    "id/statement/": "statement",
    "article/": "article",
    "scheme/": "term",
}
"""Kind by the first steps of an IRI's path; the first that fits counts."""
LONGEST: Final = 300
"""Characters of a name that are kept."""
HIDDEN: Final = 2
"""The order of hidden names."""
MOST_NAMES: Final = 1000
"""Names of one thing that are kept."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a thing, in a language where one is told; a preferred one has a lower *order*."""

    text: str
    language: str
    order: int = 0

    @property
    def is_hidden(self) -> bool:
        """Return whether it is there to be found by and not to be shown (SKOS Reference, section 5.4)."""
        return self.order == HIDDEN


@dataclass(slots=True)
class Entry:
    """A thing that can be found: its IRI, or for a saved query its name in the catalogue."""

    iri: str
    kind: str
    names: list[Name] = field(default_factory=list)
    """The preferred ones first."""
    details: dict[str, str] = field(default_factory=dict)
    """A short second line by language; under ``""`` that for every language."""
    references: int = 0
    """How many statements have it as their object; one is as good as none."""

    def title(self, language: str) -> Name:
        """Return what it is called in *language*, else in English, else its first name."""
        preferred = [each for each in self.names if each.order == 0] or self.names
        by_language = {each.language: each for each in reversed(preferred)}
        return by_language.get(language) or by_language.get("en") or preferred[0]

    def detail(self, language: str) -> Name:
        """Return the second line in *language*, else in any, else an empty one."""
        tags = (language, "", "en", *self.details)
        return next((Name(self.details[tag], tag) for tag in tags if tag in self.details), Name("", ""))


def kind_of(iri: str) -> str | None:
    """Return the kind of the thing called *iri*; None where it has no page of its own."""
    if iri.startswith(LW.iri):
        return "term"
    path = iri.removeprefix(BASE)
    if path == iri or "#" in path or path.partition("/")[0] not in SHOWN:
        return None
    return next((kind for folder, kind in _FOLDERS.items() if path.startswith(folder)), "other")


def shortened(text: str, most: int = LONGEST) -> str:
    """Return *text* in one line of at most so many characters."""
    line = " ".join(text[: 2 * most].split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
