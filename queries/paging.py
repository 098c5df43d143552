"""One page of a SELECT: the query with an order that leaves no two rows in doubt, LIMIT and OFFSET.

Grammar: SPARQL 1.1 Query Language (W3C Recommendation, 21 March 2013), sections 15 and 19.8.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .binding import QueryError, Token, tokens
from .query import Query

_STEPS = {"{": 1, "}": -1, "(": 1, ")": -1}


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an answer: its number, counted from 1, and how many rows a page has."""

    number: int
    size: int


def refusal(query: Query) -> str | None:
    """Return why the answer of *query* has no pages, as half a sentence; None where it has."""
    if query.form != "select":
        return "its answer is no table"
    words = {token.text.upper() for token in _outermost(query.body)}
    if cut := sorted(words & {"LIMIT", "OFFSET", "VALUES"}):
        return f"it has {cut[0]} of its own"
    return None if query.columns else "it asks another endpoint, which each page would ask again"


def paged(query: Query, text: str, page: Page) -> str:
    """Return *text*, which is *query* with its values, cut to *page*; raises QueryError where there are no pages.

    The order of the query is kept; among rows that it leaves in any order the columns decide, so that a row comes on
    one page only.  A query without ORDER BY is ordered by its columns.
    """
    if reason := refusal(query):
        raise QueryError(f"Query {query.name} has no pages, for {reason}; ask without page and page_size.")
    by = "" if _order(text) else "ORDER BY "
    columns = " ".join(f"?{name}" for name in query.columns)
    return f"{text}\n{by}{columns}\nLIMIT {page.size} OFFSET {(page.number - 1) * page.size}"


def counting(text: str) -> str | None:
    """Return the query that counts the rows of the SELECT *text* as ?n; None where FROM keeps it from being nested."""
    outer = list(_outermost(text))
    start = next(token.start for token in outer if token.text.upper() == "SELECT")
    if any(token.text.upper() == "FROM" for token in outer):
        return None
    order = _order(text)
    inner = text[start : order.start if order else None]
    return f"{text[:start]}SELECT (COUNT(*) AS ?n) WHERE {{ {{\n{inner}\n}} }}"


def _order(text: str) -> Token | None:
    return next((token for token in _outermost(text) if token.text.upper() == "ORDER"), None)


def _outermost(text: str) -> Iterator[Token]:
    """Yield the words of *text* that stand in no brackets."""
    depth = 0
    for token in tokens(text):
        depth += _STEPS.get(token.text, 0) if token.kind == "other" else 0
        if token.kind == "word" and depth == 0:
            yield token
