"""A record on its way: what all its facts are made with, and what could not be said in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pydantic import ValidationError

from .. import iris
from ..article import paragraph_numbers
from ..extract.guide import Span
from ..extract.page import Page
from ..facts import WORDS_AT_MOST, Anchor, Origin
from .resolving import Known, Names

_LETTERS = 300
"""The most characters of an anchor."""
_KEY_LETTERS = 90
"""The longest name that is made for a fact; what tells it from others of that name comes after it."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something found that the record does not have: its *kind*, *what* it is in the text, and *why*."""

    kind: str
    what: str
    why: str

    def __str__(self) -> str:
        """Return the remark as one sentence."""
        return f"left out: the {self.kind} {self.what!r}, {self.why}."


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A *name* that no authority file knows, the *key* under which the record has it, if any, and the *near* keys."""

    kind: str
    name: str
    key: str | None
    near: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the remark as one sentence."""
        under = f", kept as {self.key}" if self.key else ""
        near = f"; near to it: {', '.join(self.near)}" if self.near else ""
        return f"unknown {self.kind}: {self.name}{under}{near}."


@dataclass(frozen=True, slots=True)
class Draft:
    """The page that is read, the names that are known, and what was noticed on the way."""

    page: Page
    known: Known
    day: date
    lines: Mapping[int, int]
    """Paragraph numbers by line."""
    ids: set[str] = field(default_factory=set)
    left_out: list[LeftOut] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page, known: Known, day: date) -> "Draft":
        """Return the draft of a record of *page*, made on *day*."""
        return cls(page, known, day, paragraph_numbers(page.text, *body(page)))

    def id(self, wanted: str) -> str:
        """Return a fact's name after *wanted*, which no other fact of the record has."""
        stem = iris.slug(wanted)[:_KEY_LETTERS].strip("-") or "fact"
        name, number = stem, 1
        while name in self.ids:
            number += 1
            name = f"{stem}-{number}"
        self.ids.add(name)
        return name

    def anchor(self, span: Span, most: int = WORDS_AT_MOST) -> Anchor:
        """Return the anchor of the first words of *span*, *most* of them; raises ValueError where it has none."""
        start, end = cut(self.page.text, span, most)
        line = self.page.text.count("\n", 0, start) + 1
        return Anchor(begin=start, end=end, text=self.page.text[start:end], paragraph=self.lines.get(line))

    def origin(self, component: str, confidence: float) -> Origin:
        """Return how a fact got here: found by a *component* of the extractor."""
        share = Decimal(str(round(min(max(confidence, 0.0), 1.0), 2)))
        return Origin(status="extracted", by=f"Lexwire extractor: {component}", date=self.day, confidence=share)

    def omit(self, kind: str, what: str, why: str | ValueError) -> None:
        """Note that the record lacks something."""
        self.left_out.append(LeftOut(kind, " ".join(what.split())[:80], _reason(why)))

    def miss(self, kind: str, name: str, key: str | None, names: Names) -> None:
        """Note a name that no authority file knows, once."""
        missed = Unresolved(kind, " ".join(name.split())[:120], key, names.near(name))
        if missed not in self.unresolved:
            self.unresolved.append(missed)


def body(page: Page) -> tuple[int, int]:
    """Return the first and the last line of the body, from 1; the headline's where there is none."""
    spans = page.paragraphs or (page.headline,)
    first, last = (page.text.count("\n", 0, place) + 1 for place in (spans[0].start, max(spans[-1].end - 1, 0)))
    return first, max(first, last)


def cut(text: str, span: Span, most: int) -> Span:
    """Return the first words of *span*, *most* of them and no more letters than an anchor takes."""
    words = list(re.finditer(r"\S+", text[span.start : span.end]))[:most]
    if not words:
        return Span(span.start, span.start)
    start = span.start + words[0].start()
    fitting = [word.end() for word in words if span.start + word.end() - start <= _LETTERS]
    return Span(start, span.start + fitting[-1] if fitting else start + _LETTERS)


def _reason(why: str | ValueError) -> str:
    if isinstance(why, ValidationError):
        return f"which the record cannot hold ({why.errors(include_url=False)[0]['msg']})"
    return str(why)
