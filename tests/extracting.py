"""What the tests of the extractor share: short texts parsed as articles, where the language model is installed."""

from datetime import date

import pytest

from lexwire.graph.extract import page, syntax
from lexwire.graph.extract.guide import Span
from lexwire.graph.extract.page import Page
from lexwire.graph.extract.syntax import ModelError, Parsed, parsed

PUBLISHED = date(2024, 5, 20)
"""The day of every test article, a Monday."""


def article(body: str, headline: str = "News of the day") -> Parsed:
    """Return *body*, a paragraph a line, parsed under *headline*; skips the test where spaCy's model is missing."""
    try:
        nlp = syntax.pipeline()
    except ModelError as error:
        pytest.skip(str(error))
    text = f"{headline}\n\n" + body.replace("\n", "\n\n")
    return parsed(_page(text, len(headline)), nlp)


def _page(text: str, first: int) -> Page:
    paragraphs, start = [], first + 2
    for part in text[start:].split("\n\n"):
        paragraphs.append(Span(start, start + len(part)))
        start += len(part) + 2
    return page.Page(text, Span(0, first), tuple(paragraphs), PUBLISHED, None)
