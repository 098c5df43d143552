"""The SPARQL endpoint: queries by GET, by POST as a form or as it stands, and by QUERY.

Specifications: SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013), section 2.1; the HTTP QUERY method.
"""

from hmac import compare_digest

from flask import Blueprint, Response, g, request

from . import description, protocol
from .editor.page import embedded, page
from .engine import Question
from .fields import Fields, decoded, utf8, values
from .marked import FIELD, answered_with, is_marked
from .reading import form
from .responses import body, problem
from .service import service
from .watch.note import Asked, note_of

blueprint = Blueprint("sparql", __name__)

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


@blueprint.before_request
def check_token() -> Response | None:
    """Return 401 where the request has a token that is not the operator's (RFC 6750, section 3)."""
    held, given = service().settings.token, request.authorization
    g.is_trusted = False
    if held is None or given is None or given.type != "bearer":
        return None
    g.is_trusted = compare_digest((given.token or "").encode(), held.encode())
    if g.is_trusted:
        return None
    response = problem(401, "The token is not the one of this server; ask its operator for it, or send none.")
    response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return response


@blueprint.get("/sparql")
def get() -> Response:
    """Answer a query by GET; without one, describe the service, or show the query page to browsers."""
    fields = decoded(request.query_string)
    accept = request.headers.get("Accept")
    if protocol.wants_page(fields, accept):
        return page(fields)
    if any(name in {"query", "update"} for name, _ in fields):
        return _answer(fields)
    return description.service_description(protocol.wanted(protocol.format_name(fields), accept).graph)


@blueprint.get("/sparql/embed")
def embed() -> Response:
    """Show the answer of a query alone, for a frame in another page."""
    return embedded(decoded(request.query_string))


@blueprint.route("/sparql", methods=["POST", "QUERY"])
def post() -> Response:
    """Answer a query whose body is a form or the query itself; parameters in the address count too."""
    if not request.content_type:
        return problem(400, f"The body has no Content-Type; send {FORM} or {DIRECT}.")
    if request.mimetype not in {FORM, DIRECT}:
        return problem(415, f"The body must be {FORM} or {DIRECT}.")
    if request.mimetype_params.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        return problem(415, "The body must be UTF-8; encode it so.")
    sent = decoded(body()) if request.mimetype == FORM else [("query", utf8(body()))]
    return _answer([*sent, *decoded(request.query_string)])


@blueprint.after_request
def tell_query_formats(response: Response) -> Response:
    """Tell those who ask for the options what a QUERY may send."""
    if request.method == "OPTIONS":
        response.headers["Accept-Query"] = f"{DIRECT}, {FORM}"
    return response


def _answer(fields: Fields) -> Response:
    """Answer *fields*; relative IRIs are resolved against the endpoint's address (SPARQL 1.1 Query, section 4.1.1)."""
    asked = protocol.request(fields)
    note_of(request.environ).asked = Asked(asked.query)
    wanted = asked.wanted(request.headers.get("Accept"))
    with_mark = is_marked(values(fields, FIELD), None if _is_graph(asked.query) else wanted.results)
    seconds = asked.seconds and min(asked.seconds, _longest())
    question = Question(asked.query, wanted, asked.dataset, request.base_url, seconds, is_trusted=g.is_trusted)
    return answered_with(question, with_mark)


def _is_graph(query: str) -> bool:
    return form(query) in {"CONSTRUCT", "DESCRIBE"}


def _longest() -> float:
    """Return the longest deadline in seconds that this client may ask for."""
    settings = service().settings
    return max(settings.token_seconds, settings.query_seconds) if g.is_trusted else settings.query_seconds
