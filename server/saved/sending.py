"""The answer of a saved query as data: whole or one page of it, for spreadsheets with a byte order mark."""

from urllib.parse import urlencode

from flask import Response, request, url_for

from lexwire.queries import Query, QueryError
from lexwire.queries.paging import Page, paged

from ..answering import answered, asked, digest, holds, mark, not_modified, tag_of
from ..engine import Question
from ..formats import BY_NAME, GRAPHS, Format, Wanted
from ..responses import streamed
from .paging import page_of, tell, total_of

MARK = "\ufeff".encode()
"""What makes Excel read CSV as UTF-8."""


def sent(query: Query, values: dict[str, str], text: str, format_: Format) -> Response:
    """Return the answer of *query*, whose *text* has its *values*, as the request's address wants it.

    Raises QueryError where the address asks for what is no page or has no byte order mark, and EngineError.
    """
    is_marked, page = _is_marked(format_), page_of(request.args)
    wanted = Wanted(None, format_) if format_ in GRAPHS else Wanted(format_, None)
    if page is None:
        return _answered(Question(text, wanted), is_marked)
    question = Question(paged(query, text, page), wanted)
    total = total_of(text)
    response = _answered(question, is_marked)
    tell(response, page, total, lambda number: _address(query, values, format_, Page(number, page.size), is_marked))
    return response


def _is_marked(format_: Format) -> bool:
    """Return whether the address asks for a byte order mark; raises QueryError where it cannot have one."""
    value = request.args.get("bom", "0")
    if value not in {"0", "1"}:
        raise QueryError(f"The value {value[:40]!a} of bom is neither 0 nor 1; give one of them.")
    if value == "1" and format_ != BY_NAME["csv"]:
        raise QueryError("Only CSV has a byte order mark here; ask for csv, or leave bom out.")
    return value == "1"


def _answered(question: Question, is_marked: bool) -> Response:
    """Return the answer to *question*, after a byte order mark where *is_marked*; raises EngineError."""
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


def _address(query: Query, values: dict[str, str], format_: Format, page: Page, is_marked: bool) -> str:
    fields = values | {"page": str(page.number), "page_size": str(page.size)} | ({"bom": "1"} if is_marked else {})
    return f"{url_for('saved.data', name=query.name, suffix=format_.name, _external=True)}?{urlencode(fields)}"
