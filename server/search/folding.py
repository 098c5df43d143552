"""What of a text counts when it is searched: letters and digits, neither their case nor their accents nor their width.

Specification: Unicode Standard Annex #15 (normalization form KD).
"""

import re
import unicodedata
from itertools import groupby
from typing import Final

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, which no spaces keep apart: each counts as a word."""
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_IS_HAN = re.compile(f"[{_HAN}]")

Group = tuple[str, ...]
"""A word, or Chinese characters that follow one another."""


def folded(text: str) -> str:
    """Return *text* as it is compared: no accents, one case, one width, single spaces."""
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join(unicodedata.normalize("NFKC", bare.casefold()).split())


def words(text: str) -> list[str]:
    """Return the words of a *folded* text in their order, of Chinese each character."""
    return _WORD.findall(text)


def is_han(word: str) -> bool:
    """Return whether *word* is a Chinese character."""
    return _IS_HAN.fullmatch(word) is not None


def groups(found: list[str]) -> list[Group]:
    """Return words by what was written together: a word by itself, Chinese characters that follow one another as one.

    >>> groups(["data", "网", "络", "law"])
    [('data',), ('网', '络'), ('law',)]
    """
    together: list[Group] = []
    for is_chinese, some in groupby(found, is_han):
        beside = tuple(some)
        together += [beside] if is_chinese else [(each,) for each in beside]
    return together
