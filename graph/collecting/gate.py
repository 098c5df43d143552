"""The gate: what tells in microseconds, before anything is parsed, that a page is in another language or off topic.

A page's bytes are only searched for words, whatever else it holds; the text that is kept of it is judged again.
"""

import re
from functools import cache
from typing import Any

from ..extract.wordlists import words
from .libraries import library

OFF_TOPIC = "off topic"
UNSUPPORTED = "not supported yet: "
"""What a page in another language is counted as, followed by the language's code."""

_ENGLISH = b" the "  # no other language in Latin letters has it, and no English article does without
_FEWEST = 3
_ASCII = re.compile(r"[\x00-\x7f]+")
_DECLARED = re.compile(rb"""<html[^>]{0,300}?\slang\s*=\s*["']?\s*([a-zA-Z]{2,3})\b""", re.IGNORECASE)
_CHARSETS = {"zh": re.compile(rb"charset\s*=\s*[\"']?\s*(?:gb|big5|hz-gb)", re.IGNORECASE)}
_HEAD = 4096
_SAMPLE = 20_000  # characters of a text that its language is judged by


def shut_for(data: bytes) -> str | None:
    """Return what the bytes of a web page are counted as where the gate is shut for them, else None.

    The bytes are those of an encoding that has ASCII in it.
    """
    if data.count(_ENGLISH) < _FEWEST and (language := _declared(data)) != "en":
        return UNSUPPORTED + language
    return None if _on_topic(data.lower()) else OFF_TOPIC


def text_shut_for(text: str) -> str | None:
    """Return what the *text* of an article is counted as where the gate is shut for it, else None."""
    if (language := language_of(text)) != "en":
        return UNSUPPORTED + language
    return None if _on_topic(text.lower().encode()) else OFF_TOPIC


def is_prose(text: str) -> bool:
    """Tell whether *text* has enough letters to tell its language; noise and an empty text have not."""
    sample = text[:_SAMPLE]
    return sum(char.isalpha() for char in sample) > max(10, 0.4 * len(sample))


def language_of(text: str) -> str:
    """Return the code of the language that *text* is most likely in."""
    if text.count(" the ") * 40 > len(text.split()):
        return "en"
    sample = text[:_SAMPLE]
    beyond = _ASCII.sub(" ", sample)  # alone where it is much, or an English menu would count for a Chinese page
    code, _ = library("py3langid").classify(beyond if 4 * len(beyond.replace(" ", "")) > len(sample) else sample)
    return str(code)


def _declared(data: bytes) -> str:
    """Return the language that a page without English words declares, or that its bytes tell; else ``unknown``."""
    head = data[:_HEAD]
    if (match := _DECLARED.search(head)) and match[1].lower() not in (b"en", b"eng"):
        return match[1].decode().lower()
    if found := next((code for code, charset in _CHARSETS.items() if charset.search(head)), None):
        return found
    visible = re.sub(r"<[^<>]*>", " ", data[: 4 * _SAMPLE].decode("utf-8", "ignore"))
    return language_of(visible) if visible.strip() else "en"


def _on_topic(lowered: bytes) -> bool:
    """Tell whether one strong wording of the topic is there, or two weak ones."""
    automaton, strong = _wordings()
    found = {number for number, _, _ in automaton.find_matches_as_indexes(lowered, overlapping=True)}
    return len(found) > 1 or any(number < strong for number in found)


@cache
def _wordings() -> tuple[Any, int]:
    """Return an automaton that finds all wordings in one pass, and how many of them, the first ones, are strong."""
    strong, weak = words("topic", "strong"), words("topic", "weak")
    searched = library("ahocorasick_rs")
    wordings = [word.encode() for word in (*strong, *weak)]
    return searched.BytesAhoCorasick(wordings, implementation=searched.Implementation.DFA), len(strong)
