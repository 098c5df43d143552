"""The extractor's lexical data: small tables beside the code, and the wordings that the ontology knows.

A pattern is a phrase in a small notation: words stand for themselves in either case, ``(a|b)`` for a choice,
``(x )?`` for something that may be missing, ``*`` at the end of a word for any ending, a space for white space or a
hyphen, and ``..`` for up to five words without a comma.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode

from ..lexicon import triples
from ..namespaces import BASE, SKOS

_LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
_GAP = r"[\s\"“]+(?:[\w'’.-]+[\s\"“”]+){0,5}?"


@cache
def rows(name: str, language: str = "en") -> tuple[tuple[str, ...], ...]:
    """Return the rows of the table *name*: tab-separated fields, without empty lines and comments."""
    text = files(__package__).joinpath("lexicons", language, f"{name}.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(field.strip() for field in line.split("\t")) for line in lines)


@cache
def words(name: str, kind: str) -> tuple[str, ...]:
    """Return the second fields of those rows of the table *name* that begin with *kind*."""
    return tuple(row[1] for row in rows(name) if row[0] == kind)


@cache
def labels(scheme: str, language: str = "en") -> tuple[tuple[str, str], ...]:
    """Return every wording of the concepts in an ontology scheme, each with its concept's code."""
    prefix = f"{BASE}scheme/{scheme}/"
    return tuple(
        (o.value, s.value.removeprefix(prefix))
        for s, p, o in triples("schemes")
        if p in _LABELS and isinstance(s, NamedNode) and isinstance(o, Literal)
        if s.value.startswith(prefix) and o.language == language
    )


def source(phrase: str) -> str:
    """Return the regular expression that *phrase* stands for, without anchors."""
    parts = [re.sub(r"[ -]+", r"[\\s-]+", part.strip()) for part in phrase.split("..")]
    return _GAP.join(part.replace("*", r"\w*").replace("'", "['’]") for part in parts)


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return one expression for all *phrases*, longest first, that begins and ends at word borders."""
    ordered = [source(phrase) for phrase in sorted(phrases, key=len, reverse=True)]
    return re.compile(rf"(?<![\w-])(?:{_alternatives(ordered)})(?!\w)", re.IGNORECASE)


def _alternatives(sources: Sequence[str]) -> str:
    """Return *sources* as one expression that prefers the earlier, by first letters so that most are never tried."""
    if not all(re.match(r"[^\W\d_](?![?*+{])", each) for each in sources):
        return "|".join(sources)
    by_letter: dict[str, list[str]] = {}
    for each in sources:
        by_letter.setdefault(each[0].casefold(), []).append(each[1:])
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())


def hits(table: str, text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the begin, the end and the first field of every phrase of *table* in *text*."""
    for kind, expression in _expressions(table):
        for match in expression.finditer(text):
            yield match.start(), match.end(), kind


@cache
def _expressions(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    kinds: dict[str, list[str]] = {}
    for row in rows(table):
        kinds.setdefault(row[0], []).append(row[1])
    return tuple((kind, pattern(phrases)) for kind, phrases in kinds.items())
