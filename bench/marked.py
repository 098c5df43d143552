"""Texts with marks for events in them: a line "# day" begins each, and ``{type: clause}`` marks what it reports."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from lexwire.graph.extract.happenings import types

PATH = Path(__file__).parent / "happenings.txt"
_BEGIN = re.compile(r"^# (\d{4}-\d\d-\d\d)$", re.MULTILINE)
_MARK = re.compile(r"\{([a-z-]+): ([^{}]+)\}")


class MarkedText(NamedTuple):
    """A text without its marks, its day, and the marked events in the guide's JSON."""

    text: str
    published: date
    events: list[dict[str, Any]]


def read(path: Path = PATH) -> Iterator[MarkedText]:
    """Yield the texts of *path*; raises ValueError where a mark names no type of event."""
    _, *pieces = _BEGIN.split(path.read_text(encoding="utf-8"))
    for day, marked in zip(pieces[::2], pieces[1::2], strict=True):
        yield _text(marked.strip(), day)


def _text(marked: str, day: str) -> MarkedText:
    text, events, last = "", [], 0
    for match in _MARK.finditer(marked):
        if match[1] not in types():
            raise ValueError(f"{match[0]!r} marks no type of event; name one of {', '.join(sorted(types()))}.")
        text += marked[last : match.start()]
        events.append({"type": match[1], "span": [len(text), len(text) + len(match[2])]})
        text, last = text + match[2], match.end()
    return MarkedText(text + marked[last:], date.fromisoformat(day), events)
