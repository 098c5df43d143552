"""What an attribution is: a cue in a sentence, and the words that name the speaker."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ..syntax import Sentence
from ..wordlists import words

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Attribution:
    """The speaker's words from *start* to *end*, their *head* as a token and its *place*; the verb, and the rank.

    The rank tells how far the attribution stands from being the sentence's own.
    """

    head: "Token | None"
    place: int
    start: int
    end: int
    verb: str
    rank: int


def made(sentence: Sentence, who: "tuple[Token | None, int, int]", verb: str, rank: int) -> Attribution:
    """Return the attribution to *who*."""
    head, start, end = who
    return Attribution(head, sentence.offset + head.idx if head is not None else -1, start, end, verb, rank)


@cache
def of_kind(kind: str) -> frozenset[str]:
    """Return the words that the table of speech lists under *kind*."""
    return frozenset(words("speech", kind))
