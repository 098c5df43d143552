"""The SPARQL endpoint: queries by GET, by POST as a form or as it stands, and by QUERY.

Specifications: SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013), section 2.1; the HTTP QUERY method.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request

from . import description, negotiate
from .answering import answered
from .engine import Dataset, QueryRefused, Question
from .fields import Fields, decoded, utf8, values
from .formats import ANSWERS, BY_NAME, BY_SHORT_NAME, RESULTS, Format, Wanted
from .reading import calls_service, form, without_silent_services
from .responses import body, problem

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
    wanted = _wanted(asked.format, ANSWERS if form(asked.query) == "ASK" else RESULTS)
    query = without_silent_services(asked.query)
    if calls_service(query):
        return problem(403, "SERVICE is closed here; query the other endpoint itself and join the answers.")
    return answered(Question(query, wanted, asked.dataset, request.base_url, asked.seconds))


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
