"""Where the name of an organization stands again: in full, without its legal form, or by its first word alone."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ..surface import Candidate, words_of
from ..syntax import Parsed
from ..wordlists import rows, words

_RULES = ("introduced", "bodies.tsv", "legal form")
_SHORTEST = 5  # a shorter first word is likelier a common one


def again(parsed: Parsed, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the places, not yet taken, where companies and other named organizations of *candidates* stand again."""
    known = list(candidates)
    taken = [(each.start, each.end) for each in known]
    named = {e.name: e for e in known if e.made_by in _RULES and e.kind in ("company", "organization")}
    lines = [words_of(parsed.page, sentence) for sentence in parsed.sentences] if named else []
    for name, first in named.items():
        wordings = "|".join(re.escape(each) for each in sorted(_wordings(name), key=len, reverse=True))
        expression = re.compile(rf"(?<![\w-])(?:{wordings})(?![\w-]|\s+[A-Z])")
        for number, sentence in enumerate(parsed.sentences):
            for match in expression.finditer(lines[number]):
                start, end = sentence.start + match.start(), sentence.start + match.end()
                if start > first.start and not any(start < b and a < end for a, b in taken):
                    yield Candidate(start, end, name, first.kind, number, "again")


def _wordings(name: str) -> Iterator[str]:
    """Yield the name, the name without its legal form, and its first word where that may stand for it."""
    parts = name.split()
    yield name
    while len(parts) > 1 and parts[-1].strip(".,").casefold() in words("no-name", "form"):
        parts.pop()
        yield " ".join(parts)
    if len(parts) > 1 and len(parts[0]) >= _SHORTEST and parts[0] not in _common():
        yield parts[0]


@cache
def _common() -> frozenset[str]:
    """Return places and the words, with a capital, that begin the names of many organizations."""
    places = (word for row in rows("demonyms") for field in row for word in field.split("|"))
    common = (*words("no-person", "word"), *words("no-name", "modifier post"), *words("no-name", "starter"))
    return frozenset((*places, *(word.capitalize() for word in common)))
