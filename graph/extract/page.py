"""A page as people read it: headline and body without the furniture around them, and the date of publication.

Every offset is one into the untouched text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..problems import LexwireError
from . import furniture
from .bylines import dated, dateline, publisher
from .guide import Span

LIMIT = 300_000
"""The most characters that are read as one article."""

_PIECE = 4_000  # a longer paragraph is read in pieces, so that no sentence grows without bound
_WRAPPED = (40, 110)  # the length of the lines of a hard-wrapped paragraph
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
)


class PageError(LexwireError):
    """The text cannot be read as an article."""


@dataclass(frozen=True, slots=True)
class Page:
    """The untouched *text*, the places of its *headline* and body *paragraphs*, and what it says of its origin."""

    text: str
    headline: Span
    paragraphs: tuple[Span, ...]
    published: date | None
    publisher: str | None


def read(text: str, published: date | None = None) -> Page:
    """Return *text* as a page, published on the day given or else on the one that the page states.

    Raises PageError where the text is empty, binary, too long, or in a language that is not supported yet.
    """
    _refuse(text)
    headline, kept, around = furniture.split(text, list(_blocks(text)))
    dropped = [text[block.start : block.end] for block in around]
    body = [piece for block in kept for piece in _pieces(text, dateline(text, block))]
    leads = [text[block.start : min(block.end, block.start + 80)] for block in kept[:3]]
    return Page(text, headline, tuple(body), published or dated(dropped, leads), publisher(dropped, leads))


def _refuse(text: str) -> None:
    if len(text) > LIMIT:
        raise PageError(f"The text has {len(text):,} characters; split it into articles of {LIMIT:,} at most.")
    if len(re.findall(r"[\x00-\x08\x0e-\x1f\ufffd]", text)) > len(text) / 1000:
        raise PageError("The text is not UTF-8 text but binary data; give a plain text file.")
    if not re.search(r"\w", text):
        raise PageError("The text is empty; give the words of an article.")
    if language := _other_language(text):
        raise PageError(f"The language of the text is not supported yet: {language}.")


def _other_language(text: str) -> str | None:
    """Return the code of the script that outweighs the Latin letters, or None."""
    latin = len(re.findall(r"[A-Za-zÀ-ɏ]", text))
    if sum(char.isalpha() for char in text) - latin <= latin / 2:
        return None
    return next((code for code, expression in _SCRIPTS if len(expression.findall(text)) > 10), None)


def _blocks(text: str) -> Iterator[Span]:
    """Yield the paragraphs of *text*: each line, but the lines of a hard-wrapped block together."""
    for match in re.finditer(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text):
        lines = [Span(match.start() + m.start(), match.start() + m.end()) for m in re.finditer(r"\S.*", match.group())]
        lengths = [line.end - line.start for line in lines[:-1]]
        if lengths and _WRAPPED[0] <= min(lengths) and max(lengths) <= _WRAPPED[1]:
            yield Span(lines[0].start, lines[-1].end)
        else:
            yield from lines


def _pieces(text: str, block: Span) -> Iterator[Span]:
    """Yield *block* in pieces of bounded length, cut after a sentence where there is one."""
    start, end = block
    while end - start > _PIECE:
        stop = text.rfind(". ", start, start + _PIECE) + 1 or text.rfind(" ", start, start + _PIECE)
        stop = stop if stop > start else start + _PIECE
        yield Span(start, stop)
        start = stop + len(text[stop : stop + 1]) - len(text[stop : stop + 1].lstrip())
    if start < end:
        yield Span(start, end)
