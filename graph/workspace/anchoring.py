"""Words that a decision rests on, found again in a text that has changed since.

A quote keeps the words and a little of what stood around them, as the TextQuoteSelector of the Web Annotation Data
Model does (section 4.2.4), beside the offsets, which count code points as those of a record do.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from ..facts import Anchor, Frozen

AROUND = 16
"""Characters kept on each side of the words: enough to tell one "the SPP" from the next, and no sentence."""
NEAR = 80
"""How far words may move, in characters, when what stood around them has changed on both sides."""


class Quote(Frozen):
    """Words of a text, where they stood and what stood around them."""

    begin: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    text: Annotated[str, Field(min_length=1)]
    before: str = ""
    after: str = ""


def quote(text: str, begin: int, end: int) -> Quote:
    """Return the quote of *text* from *begin* to *end*."""
    return Quote(
        begin=begin,
        end=end,
        text=text[begin:end],
        before=text[max(0, begin - AROUND) : begin],
        after=text[end : end + AROUND],
    )


def found(wanted: Quote, text: str) -> int | None:
    """Return the offset at which the words *wanted* stand in *text*; None where they stand there no more.

    Among several places that with the same neighbours wins, then the nearest.  Words whose neighbours are new on both
    sides count as the same only within `NEAR` characters of where they were.
    """
    places = [
        (-kept, distance, place)
        for place in _occurrences(wanted, text)
        if (kept := _neighbours(wanted, text, place)) or abs(place - wanted.begin) <= NEAR
        for distance in [abs(place - wanted.begin)]
    ]
    return min(places)[2] if places else None


def moved(anchor: Anchor, place: int, paragraph: int | None) -> Anchor:
    """Return *anchor* at another *place*, in the *paragraph* of that number."""
    return anchor.model_copy(update={"begin": place, "end": place + len(anchor.text), "paragraph": paragraph})


def _occurrences(wanted: Quote, text: str) -> Iterator[int]:
    """Yield where the words stand, but not as a part of longer ones: 39 is not in 1390."""
    own = _cut(wanted.before[-1:], wanted.text, wanted.after[:1])
    place = text.find(wanted.text)
    while place >= 0:
        end = place + len(wanted.text)
        if _cut(text[place - 1 : place], wanted.text, text[end : end + 1]) <= own:
            yield place
        place = text.find(wanted.text, place + 1)


def _cut(before: str, words: str, after: str) -> set[str]:
    """Return at which ends the words are cut out of a longer word."""
    cut = set()
    if _joins(before) and _joins(words[0]):
        cut.add("left")
    if _joins(after) and _joins(words[-1]):
        cut.add("right")
    return cut


def _joins(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _neighbours(wanted: Quote, text: str, place: int) -> int:
    """Return on how many sides the words still have the neighbours that they had."""
    end = place + len(wanted.text)
    left = text[max(0, place - len(wanted.before)) : place] == wanted.before
    right = text[end : end + len(wanted.after)] == wanted.after
    return left + right
