"""A query's text → the text under which its answer is kept, the same for queries that differ in spaces and comments."""

from collections.abc import Iterable

from lexwire.queries.binding import Token, tokens

from ..engine.evaluation import keywords

CHANGING = {"RAND", "NOW", "UUID", "STRUUID", "SERVICE"}
"""Words of queries whose answers change from one evaluation to the next.

They are functions with ever new values (SPARQL 1.1 Query, sections 17.4.2 to 17.4.5), and what asks other endpoints.
"""


def is_changing(query: str) -> bool:
    """Return whether the answer of *query* may be another one each time."""
    return not CHANGING.isdisjoint(keywords(query))


def canonical(query: str) -> str:
    """Return *query* without comments, and with one space for each stretch of white space outside strings.

    Where an engine might read other tokens than we do, the text stays as it is: with code point escapes, quotes that
    open no string, or white space that SPARQL does not know (SPARQL 1.1 Query, sections 19.2 and 19.8).
    """
    found = list(tokens(query))
    if "\\u" in query or "\\U" in query or any(map(_is_doubtful, found)):
        return query
    spaced = (" " if token.kind in {"comment", "space"} else token.text for token in found)
    return _join(spaced)


def _is_doubtful(token: Token) -> bool:
    return (token.kind == "other" and token.text in "\"'\\") or (
        token.kind == "space" and bool(token.text.strip(" \t\r\n"))
    )


def _join(parts: Iterable[str]) -> str:
    """Return *parts* as one text, with only one of several spaces in a row and none at the ends."""
    kept: list[str] = []
    for part in parts:
        if part != " " or (kept and kept[-1] != " "):
            kept.append(part)
    return "".join(kept).rstrip(" ")
