"""The surface of sentences: plain characters at the same places, capitals, and what a name looks like."""

import re
from dataclasses import dataclass

from .page import Page
from .syntax import Sentence

APOSTROPHE = "(?:'|¡¯)"
"""An apostrophe in plain text, or what a wrong decoding made of one."""

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĞĠĢĦĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŬŮŰŲŴŶŹŻŽȘȚ"
LOWER = "a-zß-öø-ÿāăąćĉċčďđēėęěğġģħīįıķĺļľłńņňōőœŕřśşšţťūŭůűųŵŷźżžșț"
"""The capital and the small Latin letters of Europe's and Asia's names, as members of a regular expression's class."""

PART = rf"(?:[OD]'|Mc|Mac|[AE]l-)?[{UPPER}][{LOWER}]+(?:-[{UPPER}{LOWER}][{LOWER}]+)*"
PARTICLE = (
    r"(?:(?:van der|van den|van|von|[Dd]e la|[Dd]e|del|della|den|der|di|da|dos|du|ter|bin|binti|bint|ibn|al|el)\s+)?"
)
FULL_NAME = rf"{PART}(?:\s+[{UPPER}]\.)?(?:\s+{PARTICLE}{PART}){{1,3}}"
"""A part of a person's name, what may stand before the last part, and a name of two parts or more."""

_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\n": " ", "\r": " ", "\t": " ", "\xa0": " ", "–": "-"})
_ARTICLE = re.compile(r"^(?:[Tt]he|an?)\s+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be an actor: its place in the text, its *name*, its kind, its sentence and the rule that found it."""

    start: int
    end: int
    name: str
    kind: str
    sentence: int
    made_by: str


Spot = tuple[int, int, str, str, str]
"""Begin and end in a sentence's text, name, kind, and the rule that found it."""


def plain(text: str) -> str:
    """Return *text* with straight quotes and single-line white space; every character keeps its place."""
    return text.translate(_PLAIN)


def words_of(page: Page, sentence: Sentence) -> str:
    """Return the plain text of *sentence*."""
    return plain(page.text[sentence.start : sentence.end])


def tidy(name: str) -> str:
    """Return *name* as it is usually spelt: one line, straight apostrophes, no article before it."""
    return _ARTICLE.sub("", re.sub(r"\s+", " ", plain(name).replace("¡¯", "'"))).strip(" ,;:\"'")


def key(name: str) -> str:
    """Return what two spellings of one name have in common."""
    return re.sub(r"[^\w]+", " ", re.sub(r"'s\b", "s", tidy(name).casefold())).strip()


def is_title_case(text: str) -> bool:
    """Tell whether *text* is a heading in which every longer word has a capital, so that capitals tell nothing."""
    if re.match(r"[-•*·]\s.*(?::\s|;)", text):  # a line of a list that names several
        return False
    longer = [word for word in re.findall(r"[A-Za-z][\w'-]*", text) if len(word) > 3]
    words = text.split()
    if len(words) > 3 and all(word[0].isupper() for word in words) and text[-1].isalpha():
        return True
    capital = sum(word[0].isupper() for word in longer)
    return len(longer) >= 3 and capital >= 0.8 * len(longer) and not text.rstrip("\"' )").endswith((".", "?", "!", ":"))
