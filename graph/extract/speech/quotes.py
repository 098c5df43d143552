"""Quotations: where they stand in a text, and how much of a sentence they make up."""

import re

from ..guide import Span
from ..surface import plain

_OPEN_CLOSE = re.compile(r'"[^"]+"|"[^"]+$')


def quotations(text: str, block: Span) -> list[Span]:
    """Return the quotations of the paragraph *block*, marks included; one that is never closed ends with it."""
    part = plain(text[block.start : block.end])
    return [Span(block.start + m.start(), block.start + m.end()) for m in _OPEN_CLOSE.finditer(part)]


def mode(text: str, span: Span, quoted: list[Span]) -> str:
    """Return quote, mixed or paraphrase: what the sentence is, apart from the words that attribute it."""
    inside = [q for q in quoted if q.start < span.end and span.start < q.end]
    said = sum(min(q.end, span.end) - max(q.start, span.start) for q in inside)
    if not said or all(len(text[q.start : q.end].split()) < 2 for q in inside):
        return "paraphrase"
    rest = len(text[span.start : span.end]) - said
    whole = any(plain(text[q.start - 1 : q.end]).rstrip('"')[-1:] in ".,?!" for q in inside)
    return "quote" if whole and (rest <= 60 or rest < 0.45 * said) else "mixed"
