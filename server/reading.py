"""What can be told from a query's text before an engine sees it: its form, and what in it reaches beyond the data."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, cast, get_args

from lexwire.queries.binding import Token, tokens

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

_FORMS = frozenset(get_args(Form))
_SERVICE = re.compile("SERVICE", re.IGNORECASE)
_FRESH = re.compile(r"\b(NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
_OPTIONAL = "OPTIONAL{FILTER(0){"


def form(query: str) -> Form | None:
    """Return the form of *query*; None where its text shows none, as when the word is written in escapes."""
    words = (token.text.upper() for token in tokens(query) if token.kind == "word")
    return cast("Form | None", next((word for word in words if word in _FORMS), None))


def is_repeatable(query: str) -> bool:
    """Return whether *query* is answered alike each time: it calls nothing that makes new values."""
    return "\\u" not in query.lower() and _FRESH.search(query) is None


def calls_service(query: str) -> bool:
    """Return whether *query* has the word ``SERVICE`` outside strings, IRIs and comments."""
    if _SERVICE.search(query) is None:
        return False
    return any(token.kind == "word" and token.text.upper() == "SERVICE" for token in tokens(query))


def without_silent_services(query: str) -> str:
    """Return *query* with each ``SERVICE SILENT`` as an optional part that never matches.

    A service that is not reached and is silent gives one empty solution (SPARQL 1.1 Federated Query, section 2.3), and
    its variables stay in scope.  A service that is not silent is left for the engine to refuse.
    """
    if _SERVICE.search(query) is None:
        return query
    return "".join(_rewritten(list(tokens(query))))


def _rewritten(found: Sequence[Token]) -> Iterator[str]:
    opened: list[bool] = []  # for each open brace, whether it is that of a silent service
    index = 0
    while index < len(found):
        text = found[index].text
        brace = _brace(found, index)
        if brace:
            text = _OPTIONAL + "\n" * sum(token.text.count("\n") for token in found[index:brace])
            index = brace
        if brace or text == "{":
            opened.append(brace is not None)
        elif text == "}" and opened and opened.pop():
            text = "}}"
        yield text
        index += 1


def _brace(found: Sequence[Token], start: int) -> int | None:
    """Return where the group of the ``SERVICE SILENT`` begins that stands at *start*; None where none stands there."""
    if found[start].text.upper() != "SERVICE":
        return None
    ahead = (index for index in range(start + 1, len(found)) if found[index].kind not in {"space", "comment"})
    silent, endpoint, brace = (next(ahead, start) for _ in range(3))
    is_silent = found[silent].text.upper() == "SILENT" and found[endpoint].kind in {"iri", "variable", "prefixed"}
    return brace if is_silent and found[brace].text == "{" else None
