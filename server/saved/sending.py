"""The answer of a saved query as data: whole or one page of it, for spreadsheets with a byte order mark."""

from urllib.parse import urlencode

from flask import Response, request, url_for

from lexwire.queries import Query
from lexwire.queries.paging import Page, paged

from .. import marked
from ..engine import Question
from ..formats import GRAPHS, Format, Wanted
from .paging import page_of, tell, total_of
from .pinning import FIELD


def sent(query: Query, values: dict[str, str], text: str, format_: Format) -> Response:
    """Return the answer of *query*, whose *text* has its *values*, as the request's address wants it.

    Raises QueryError where the address asks for what is no page, QueryRefused where it has no byte order mark, and
    EngineError.
    """
    is_marked = marked.is_marked(request.args.getlist(marked.FIELD), format_)
    page = page_of(request.args)
    wanted = Wanted(None, format_) if format_ in GRAPHS else Wanted(format_, None)
    if page is None:
        return marked.answered_with(Question(text, wanted), is_marked)
    question = Question(paged(query, text, page), wanted)
    total = total_of(text)
    response = marked.answered_with(question, is_marked)
    tell(response, page, total, lambda number: _address(query, values, format_, Page(number, page.size), is_marked))
    return response


def _address(query: Query, values: dict[str, str], format_: Format, page: Page, is_marked: bool) -> str:
    fields = values | {"page": str(page.number), "page_size": str(page.size)}
    fields |= {marked.FIELD: "1"} if is_marked else {}
    fields |= {FIELD: request.args[FIELD]} if request.args.get(FIELD) else {}
    return f"{url_for('saved.data', name=query.name, suffix=format_.name, _external=True)}?{urlencode(fields)}"
