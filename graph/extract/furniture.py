"""What stands around an article: menus, buttons, captions, bylines, copyright lines; and the true headline."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from .guide import Span
from .wordlists import rows

_SHORT = 30  # the most words of a line of furniture: a longer one is prose, even where it is a caption
_CAPTION = 12  # the most words of a caption that tells nothing: a longer one may hold facts
_MENU = 4  # the least number of lines of a menu, and the most words of each
_TITLE = 4  # the least number of words of a headline where the first line is furniture
_TOP = 12  # the lines among which the headline stands


def is_furniture(line: str) -> bool:
    """Tell whether *line* is a menu, button, caption, byline, copyright line or table rather than prose."""
    words = len(line.split())
    kinds = ["long", *(("any", "start", "whole") if words <= _SHORT else ())]
    kinds += ["credit"] if words <= _CAPTION else []
    return any(_is(line, kind) for kind in kinds) or _is_table(line)


def split(text: str, blocks: Sequence[Span]) -> tuple[Span, list[Span], list[Span]]:
    """Return the headline, the body and the furniture among the *blocks* of *text*, which are its lines in order."""
    headline = _headline(text, blocks)
    rest = [each for each in blocks if each.start > headline.start]
    cut = set(_menus(text, rest)) | set(_footer(text, rest))
    kept = [each for each in rest if each not in cut and not is_furniture(text[each.start : each.end])]
    return headline, kept, [each for each in blocks if each != headline and each not in set(kept)]


def _headline(text: str, blocks: Sequence[Span]) -> Span:
    """Return the first block, or where that is part of a menu the first longer line before the prose."""
    lines = [text[each.start : each.end] for each in blocks[:_TOP]]
    menu = is_furniture(lines[0]) or (len(lines[0].split()) < _TITLE and len(lines) > 1 and is_furniture(lines[1]))
    for block, line in zip(blocks, lines, strict=False):
        if not menu or _is_prose(line):
            break
        if len(line.split()) >= _TITLE and not is_furniture(line):
            return block
    return blocks[0]


def _is_prose(line: str) -> bool:
    return len(line.split()) > _SHORT or line.rstrip().endswith(".")


def _menus(text: str, blocks: Sequence[Span]) -> Iterator[Span]:
    """Yield the lines of menus: several very short ones in a row, without figures or stops."""
    for short, run in groupby(blocks, lambda each: _is_entry(text[each.start : each.end])):
        found = list(run)
        if short and len(found) > _MENU:
            yield from found


def _is_entry(line: str) -> bool:
    return len(line.split()) <= _MENU and bool(re.fullmatch(r"[^\W\d][^\d.:;!?]*", line.strip()))


def _footer(text: str, blocks: Sequence[Span]) -> Iterator[Span]:
    """Yield what follows a copyright line in the last half of the text, and the titles that follow "Related news"."""
    ended, listed = False, False
    for number, each in enumerate(blocks):
        line = text[each.start : each.end]
        ended = ended or (number >= len(blocks) // 2 and _is(line, "end"))
        listed = _is(line, "list") or (listed and not _is_prose(line))
        if ended or listed:
            yield each


def _is(line: str, kind: str) -> bool:
    return any(expression.search(line) for expression in _furniture(kind))


@cache
def _furniture(kind: str) -> tuple[re.Pattern[str], ...]:
    shape = {"any": "{}", "credit": "{}", "whole": r"^(?:{})$"}.get(kind, r"^\W*?(?:{})")
    found = [row[1] for row in rows("furniture") if row[0] == kind]
    return tuple(re.compile(shape.format(expression), re.IGNORECASE) for expression in found)


def _is_table(line: str) -> bool:
    """Tell whether most of a longer line is numbers."""
    words = line.split()
    return len(words) > 12 and sum(any(char.isdigit() for char in word) for word in words) > 0.5 * len(words)
