"""The SPARQL endpoint: queries by GET, by POST as a form or as it stands, and by QUERY.

Specifications: SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013), section 2.1; the HTTP QUERY method.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hmac import compare_digest

from flask import Blueprint, Response, g, make_response, render_template, request

from . import description, negotiate
from .answering import answered
from .engine import Dataset, QueryRefused, Question
from .fields import Fields, decoded, utf8, values
from .formats import ANSWERS, BY_NAME, BY_SHORT_NAME, RESULTS, Format, Wanted
from .reading import form
from .responses import body, problem
from .service import service
from .watch.note import Asked, note_of

blueprint = Blueprint("sparql", __name__)

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


@dataclass(frozen=True, slots=True)
class Request:
    """A query request as the protocol defines it, with what this server takes beyond it: a format and a time limit."""

    query: str
    dataset: Dataset
    format: str | None
    seconds: float | None


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
    if any(name in {"query", "update"} for name, _ in fields):
        return _answer(_request(fields))
    if negotiate.prefers_html(request.headers.get("Accept")) and _format(fields) is None:
        page = make_response(render_template("sparql.html", query=""))
        page.headers["Vary"] = "Accept"
        return page
    return description.service_description(_wanted(_format(fields)).graph)


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
    return _answer(_request([*sent, *decoded(request.query_string)]))


@blueprint.after_request
def tell_query_formats(response: Response) -> Response:
    """Tell those who ask for the options what a QUERY may send."""
    if request.method == "OPTIONS":
        response.headers["Accept-Query"] = f"{DIRECT}, {FORM}"
    return response


def _answer(asked: Request) -> Response:
    """Answer *asked*; relative IRIs are resolved against the endpoint's address (SPARQL 1.1 Query, section 4.1.1)."""
    note_of(request.environ).asked = Asked(asked.query)
    wanted = _wanted(asked.format, ANSWERS if form(asked.query) == "ASK" else RESULTS)
    seconds = asked.seconds and min(asked.seconds, _longest())
    return answered(Question(asked.query, wanted, asked.dataset, request.base_url, seconds, g.is_trusted))


def _longest() -> float:
    """Return the longest deadline in seconds that this client may ask for."""
    settings = service().settings
    return max(settings.token_seconds, settings.query_seconds) if g.is_trusted else settings.query_seconds


def _wanted(name: str | None, results: Sequence[Format] = RESULTS) -> Wanted:
    """Return what the client takes: a format by short *name* or media type when it gives one, else by its Accept."""
    if name is None or "/" in name:
        return negotiate.wanted(name or request.headers.get("Accept"), results)
    if name not in BY_SHORT_NAME:
        raise QueryRefused(f"The format {name!r} is unknown; ask for one of {', '.join(BY_NAME)}.")
    return BY_SHORT_NAME[name]


def _request(fields: Fields) -> Request:
    """Return the request in *fields*; raises QueryRefused where it has not exactly one query."""
    if values(fields, "update"):
        raise QueryRefused("This endpoint only reads; it takes no update.")
    queries = values(fields, "query")
    if len(queries) != 1:
        raise QueryRefused(
            f"The request has {len(queries)} queries; send one, as the parameter `query` or as the body."
        )
    default, named = (values(fields, name) or None for name in ("default-graph-uri", "named-graph-uri"))
    return Request(_text(queries[0]), Dataset(default, named), _format(fields), _seconds(values(fields, "timeout")))


def _format(fields: Fields) -> str | None:
    return next(iter(values(fields, "format") or values(fields, "output")), None)


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
