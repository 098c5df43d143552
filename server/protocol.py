"""A query request in its fields, as the protocol defines it, with what this server takes beyond it.

Specification: SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013), section 2.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from . import negotiate
from .engine import Dataset, QueryRefused
from .fields import Fields, values
from .formats import ANSWERS, BY_NAME, BY_SHORT_NAME, RESULTS, Format, Wanted
from .reading import form


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks: a query, the dataset it is put to, and where it gives them a format's name and seconds."""

    query: str
    dataset: Dataset
    format: str | None
    seconds: float | None

    def wanted(self, accept: str | None) -> Wanted:
        """Return what the client takes, with this Accept header; raises QueryRefused for an unknown format."""
        return wanted(self.format, accept, ANSWERS if form(self.query) == "ASK" else RESULTS)


def request(fields: Fields) -> Request:
    """Return the request in *fields*; raises QueryRefused where it has not exactly one query."""
    if values(fields, "update"):
        raise QueryRefused("This endpoint only reads; it takes no update.")
    queries = values(fields, "query")
    if len(queries) != 1:
        raise QueryRefused(
            f"The request has {len(queries)} queries; send one, as the parameter `query` or as the body."
        )
    default, named = (values(fields, name) or None for name in ("default-graph-uri", "named-graph-uri"))
    return Request(_text(queries[0]), Dataset(default, named), format_name(fields), _seconds(values(fields, "timeout")))


def format_name(fields: Fields) -> str | None:
    """Return the format that *fields* ask for, by short name or media type; None where they ask for none."""
    return next(iter(values(fields, "format") or values(fields, "output")), None)


def wants_page(fields: Fields, accept: str | None) -> bool:
    """Return whether a request is a browser's for a page: it names no format and likes HTML better than any."""
    return format_name(fields) is None and not values(fields, "update") and negotiate.prefers_html(accept)


def wanted(name: str | None, accept: str | None, results: Sequence[Format] = RESULTS) -> Wanted:
    """Return what a client takes: a format by short *name* or media type when it gives one, else by its Accept header.

    Raises QueryRefused where the name is unknown.
    """
    if name is None or "/" in name:
        return negotiate.wanted(name or accept, results)
    if name not in BY_SHORT_NAME:
        raise QueryRefused(f"The format {name!r} is unknown; ask for one of {', '.join(BY_NAME)}.")
    return BY_SHORT_NAME[name]


def _text(query: str) -> str:
    """Return *query* without its byte order mark; raises QueryRefused where it is no text that SPARQL can be."""
    text = query.removeprefix("\ufeff")
    if not text.strip():
        raise QueryRefused("The query is empty; write one.")
    if "\0" in text:
        raise QueryRefused("The query has a NUL character, which SPARQL knows nowhere; take it out.")
    return text


def _seconds(given: tuple[str, ...]) -> float | None:
    """Return the time limit that the client sets; raises QueryRefused where it is no positive number."""
    if not given:
        return None
    try:
        seconds = float(given[0])
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise QueryRefused(f"The time limit {given[0]!r} is no number of seconds above zero; give one.")
    return seconds
