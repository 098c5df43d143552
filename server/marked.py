"""CSV for spreadsheets: with a byte order mark first, by which Excel knows UTF-8."""

from collections.abc import Sequence

from flask import Response

from .answering import answered, asked, digest, holds, mark, not_modified, tag_of
from .engine import QueryRefused, Question
from .formats import BY_NAME, Format
from .responses import streamed

FIELD = "bom"
"""The field of an address that asks for the mark."""
MARK = "\ufeff".encode()


def is_marked(given: Sequence[str], format_: Format | None) -> bool:
    """Return whether the values *given* for the field ask for a mark before an answer in *format_*, None for a graph.

    Raises QueryRefused where a value is neither 0 nor 1, or the format cannot have a mark.
    """
    value = next(iter(given), "0")
    if value not in {"0", "1"}:
        raise QueryRefused(f"The value {value[:40]!a} of {FIELD} is neither 0 nor 1; give one of them.")
    if value == "1" and format_ != BY_NAME["csv"]:
        raise QueryRefused(f"Only CSV has a byte order mark here; ask for csv, or leave {FIELD} out.")
    return value == "1"


def answered_with(question: Question, is_marked: bool) -> Response:
    """Return the answer to *question*, after a byte order mark where it *is_marked*; raises EngineError."""
    if not is_marked:
        return answered(question)
    plain = tag_of(question)
    tag = plain and digest(f"{plain} with byte order mark".encode())
    if tag and holds(tag):
        return not_modified(tag)
    answer = asked(question)
    response = streamed(answer, MARK + next(answer.chunks, b""))
    if tag and plain == tag_of(question):
        mark(response, tag)
    return response
