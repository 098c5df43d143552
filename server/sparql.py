"""The SPARQL endpoint: query by GET, by POST form and by POST of the query itself.

Specification: SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013), section 2.1.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import Blueprint, Response, render_template, request

from . import negotiate
from .engine import Dataset, QueryRefused, Question
from .formats import BY_NAME, GRAPHS, Wanted
from .responses import problem, streamed
from .service import service

blueprint = Blueprint("sparql", __name__)

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
MAX_BODY = 1 << 20
"""Bytes of a request's body; a longer query is no query that a person or a tool wrote."""


@dataclass(frozen=True, slots=True)
class Request:
    """A query request as the protocol defines it."""

    query: str
    dataset: Dataset
    format: str | None


@blueprint.get("/sparql")
def get() -> Response:
    """Answer a query by GET; without one, show the query page to browsers."""
    fields = _fields(request.query_string)
    if not any(name == "query" for name, _ in fields):
        if negotiate.prefers_html(request.headers.get("Accept")):
            return Response(render_template("sparql.html", query=""))
        return problem(400, "The request has no query; give it as the parameter `query`.")
    return _answer(_request(fields))


@blueprint.post("/sparql")
def post() -> Response:
    """Answer a query by POST, as a form or as it stands."""
    if (request.content_length or 0) > MAX_BODY:
        return problem(413, f"The body has more than {MAX_BODY:,} bytes; send a shorter query.")
    body = request.get_data()
    if request.mimetype == FORM:
        return _answer(_request(_fields(body)))
    if request.mimetype == DIRECT:
        return _answer(_request([("query", _utf8(body)), *_fields(request.query_string)]))
    return problem(415, f"The body must be {FORM} or {DIRECT}.")


def _answer(asked: Request) -> Response:
    answer = service().engine.run(Question(asked.query, _wanted(asked.format), asked.dataset))
    return streamed(answer)


def _wanted(name: str | None) -> Wanted:
    """Return what the client takes: the short *name* of a format when it gives one, else by its Accept header."""
    if name is None:
        return negotiate.wanted(request.headers.get("Accept"))
    format_ = BY_NAME.get(name)
    if format_ is None:
        raise QueryRefused(f"The format {name!r} is unknown; ask for one of {', '.join(BY_NAME)}.")
    return Wanted(None, format_) if format_ in GRAPHS else Wanted(format_, None)


def _request(fields: list[tuple[str, str]]) -> Request:
    """Return the request in *fields*; raises QueryRefused where it has not exactly one query."""
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        raise QueryRefused(f"The request has {len(queries)} queries; send one.")
    if any(name == "update" for name, _ in fields):
        raise QueryRefused("This endpoint only reads; it takes no update.")
    default, named = (_all(fields, name) for name in ("default-graph-uri", "named-graph-uri"))
    formats = _all(fields, "format")
    return Request(queries[0], Dataset(default, named), formats[0] if formats else None)


def _all(fields: list[tuple[str, str]], wanted: str) -> tuple[str, ...] | None:
    return tuple(value for name, value in fields if name == wanted) or None


def _fields(data: bytes) -> list[tuple[str, str]]:
    """Return the decoded fields of a form or query string.

    Raises QueryRefused where they are not UTF-8, which is never replaced.
    """
    try:
        pairs = parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeError:
        raise QueryRefused("The request is not UTF-8 in percent-encoding; encode it so.") from None
    except ValueError:
        raise QueryRefused("The request has more than 100 fields; send fewer.") from None
    return pairs


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise QueryRefused("The query is not UTF-8; encode it so.") from None
