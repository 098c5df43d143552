"""The texts of articles, where the operator has a folder of them, with the mentions marked."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from .facts import Words

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a text, and the mention that they belong to."""

    text: str
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """The text of an article in pieces; none where the file is another text than the one that was annotated."""

    pieces: tuple[Piece, ...]
    is_other: bool = False


def read(folder: str | None, name: str, sha256: str | None, places: Iterable[Words]) -> Text | None:
    """Return the text of the article called *name* with *places* marked; None where the *folder* has none."""
    file = Path(folder or "", f"{name}.txt")
    if not folder or not _NAME.fullmatch(name) or not file.is_file():
        return None
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        return Text((), is_other=True)
    return Text(tuple(pieces(data.decode("utf-8", "replace"), list(places))))


def pieces(text: str, places: list[Words]) -> Iterable[Piece]:
    """Yield *text* in pieces; where mentions overlap, a character belongs to the shortest."""
    bounds = {0, len(text)} | {bound for each in places for bound in (each.begin, each.end) if bound < len(text)}
    ordered = sorted(bounds)
    for begin, end in pairwise(ordered):
        around = [each for each in places if each.begin <= begin and end <= each.end]
        yield Piece(text[begin:end], min(around, key=lambda each: (each.end - each.begin, each.begin), default=None))
