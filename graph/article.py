"""The texts that records speak of: read from a folder, never shipped, and held against every span of a record."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from .facts import Record
from .problems import Problem, UsageError


def texts(folder: Path) -> dict[str, str]:
    """Return the UTF-8 texts (``*.txt``) in *folder* by the SHA-256 of their bytes.

    Raises UsageError where *folder* is none.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder; name the folder of the article texts.")
    found = {}
    for path in sorted(folder.rglob("*.txt")):
        data = path.read_bytes()
        found[hashlib.sha256(data).hexdigest()] = data.decode("utf-8", errors="replace")
    return found


def span_problems(record: Record, known: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for everything in *record* that its text among the *known* ones does not bear out."""
    source = record.article
    text = known.get(source.sha256)
    if text is None:
        what = f"no text in the folder has the SHA-256 {source.sha256[:12]}…"
        yield Problem(source.id, what, "bring the text that was annotated, or annotate the changed one anew")
        return
    if len(text) != source.length:
        yield Problem(
            source.id, f"the text has {len(text)} characters, the record says {source.length}", "correct the length"
        )
    paragraphs = paragraph_numbers(text, *source.body)
    for name, facts in record.facts().items():
        for fact in facts:
            for anchor in fact.anchors:
                where = f"{source.id}: {name}: {fact.id}: {anchor.begin}-{anchor.end}"
                printed = text[anchor.begin : anchor.end]
                if printed != anchor.text:
                    yield Problem(
                        where, f"the text has {printed!r}, the record {anchor.text!r}", "correct the span or the words"
                    )
                number = paragraphs.get(text.count("\n", 0, anchor.begin) + 1)
                if number != anchor.paragraph:
                    yield Problem(
                        where, f"the words are in paragraph {number}, not {anchor.paragraph}", "correct the paragraph"
                    )


def paragraph_numbers(text: str, first: int, last: int) -> dict[int, int]:
    """Return the paragraph number of each non-blank line from line *first* to line *last* (from 1) of *text*."""
    lines = text.split("\n")
    filled = (number for number in range(first, last + 1) if number <= len(lines) and lines[number - 1].strip())
    return {line: paragraph for paragraph, line in enumerate(filled, 1)}
