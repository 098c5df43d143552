"""Texts as lines of a picture, which breaks none by itself."""

import re
from typing import Final

_PIECE: Final = re.compile(r"[\u2e80-\U0003ffff][\u3001\u3002\uff0c\uff1a\uff1b\uff09]*|[^\s\u2e80-\U0003ffff]+|\s+")
"""What no line ends within: a Chinese character with the marks that close it, a word, a space."""


def folded(text: str, room: int) -> tuple[str, ...]:
    """Return *text* in lines of at most *room* Latin characters each, of which a Chinese one takes two.

    Nothing is lost but the spaces at which lines end; a word that is broader than a line goes on in the next.
    """
    lines = [""]
    for piece in (part for whole in _PIECE.findall(text.strip()) for part in _parts(whole, room)):
        if lines[-1] and breadth(lines[-1] + piece) > room:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return tuple(line.rstrip() for line in lines)


def _parts(piece: str, room: int) -> list[str]:
    """Return *piece* whole, or in parts that have room in a line, each of a character at least."""
    parts = [""]
    for character in piece:
        if parts[-1] and breadth(parts[-1] + character) > room:
            parts.append("")
        parts[-1] += character
    return parts


def breadth(text: str) -> int:
    """Return how many Latin characters *text* is as broad as."""
    return len(text.encode("gb18030", "replace"))
