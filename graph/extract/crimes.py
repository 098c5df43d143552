"""Crimes: the offences that a text names, by the ontology's wordings and a table of patterns.

Where wordings overlap, the longest tells: "illegal sale of personal information" is no illegal business.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from .guide import CrimeFact, Span
from .syntax import Parsed, Sentence
from .wordlists import hits, labels, pattern, rows, words

NOTHING = "-"
"""The code of wordings that look like an offence and name none."""


@dataclass(frozen=True, slots=True)
class CrimeMention:
    """A wording that names an offence: its place in the text, the guide's *code* and the number of its sentence."""

    start: int
    end: int
    code: str
    sentence: int


def mentions(parsed: Parsed) -> list[CrimeMention]:
    """Return every naming of an offence, headline included, in the order of the text."""
    return [
        CrimeMention(start, end, code, number)
        for number, sentence in enumerate(parsed.sentences)
        for start, end, code in _in_sentence(parsed.page.text, sentence)
    ]


def crimes(parsed: Parsed) -> list[CrimeFact]:
    """Return each offence that the text names once, with all its mentions, in the order of first mention."""
    found: dict[str, list[Span]] = {}
    for mention in mentions(parsed):
        if not _is_part_of_name(parsed.page.text, mention):
            found.setdefault(mention.code, []).append(Span(mention.start, mention.end))
    return [CrimeFact(code, tuple(spans), 0.9, "crimes.tsv") for code, spans in found.items()]


def _in_sentence(text: str, sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """Yield what the sentence names."""
    for start, end, code in _named(text[sentence.start : sentence.end]):
        yield sentence.start + start, sentence.start + end, code


@lru_cache(maxsize=512)  # statistics and crimes of an article ask for the same sentences, and searching is slow
def _named(part: str) -> tuple[tuple[int, int, str], ...]:
    """Return what *part* of a text names: the longest of overlapping wordings, shields left out."""
    named, taken = [], 0
    for start, end, code in sorted(_longest([*hits("crimes", part), *_labelled(part)])):
        if start >= taken:
            taken = end
            if code != NOTHING:
                named.append((start, end, code))
    return tuple(named)


def _longest(found: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for start, end, code in sorted(found, key=lambda each: each[0] - each[1]):
        if not any(start < other[1] and other[0] < end for other in kept):
            kept.append((start, end, code))
            yield start, end, code


def _labelled(part: str) -> Iterator[tuple[int, int, str]]:
    expression, codes = _labels()
    for match in expression.finditer(part):
        yield match.start(), match.end(), codes[_key(match.group())]


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return one expression for the ontology's wordings, and the guide's code for each."""
    mapped = {row[0]: row[1] for row in rows("crime-codes")}
    codes = {_key(label): mapped.get(code, code) for label, code in labels("crime") if "(" not in label}
    return pattern(codes), codes


def _key(wording: str) -> str:
    return re.sub(r"[\s-]+", " ", wording.replace("’", "'")).casefold()


def _is_part_of_name(text: str, mention: CrimeMention) -> bool:
    """Tell whether the wording belongs to a body's name, as in "Cyber Crime Unit"."""
    own = text[mention.start : mention.end]
    rest = text[mention.end : mention.end + 60]
    return (own[:1].isupper() and bool(_body().match(rest))) or bool(_unit().match(rest))


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"\s+(?i:{'|'.join(words('no-name', 'unit'))})s?\b")


@cache
def _body() -> re.Pattern[str]:
    heads = "|".join([*words("no-name", "unit"), *(row[1] for row in rows("bodies"))])
    return re.compile(rf"(?:\s+(?:[A-Z][\w-]*|and|of)){{0,3}}\s+(?:{heads})\b")
