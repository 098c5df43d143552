"""What every answer has in common: streamed bodies, safe headers, CORS, and errors that say what to do."""

import json
import re
from collections.abc import Generator, Sequence
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, render_template, request
from pyoxigraph import NamedNode
from werkzeug import wrappers
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    InternalServerError,
    NotFound,
    RequestEntityTooLarge,
    RequestURITooLarge,
)
from werkzeug.wsgi import ClosingIterator

from lexwire.graph.problems import LexwireError

from .brief import PUBLIC
from .cache import encoding as encodings
from .engine import Answer, EngineError, NotAcceptable, Overloaded, QueryRefused, ServiceClosed
from .formats import GRAPHS, RESULTS
from .language import language
from .negotiate import prefers_html, prefers_problem_json
from .representation import VARIES, timing
from .sentences import told
from .watch.note import note_of

MAX_BODY = 1 << 20
"""Bytes of a request's body; a longer query is no query that a person or a tool wrote."""
_DRAINED = 16 << 20
"""Bytes of a body that are read, though it is refused, so that its sender is ready to hear why."""
MAX_ADDRESS = 32 << 10
"""Bytes of a request's address; a longer query is sent by POST."""
_TOO_LONG = f"The body has more than {MAX_BODY:,} bytes; send a shorter query."

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
"""What a page may load, and who may show it in a frame (Content Security Policy Level 3)."""
_POSITION = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<reason>.*)", re.DOTALL)
_CLASS = re.compile(r",? ?\[(?:_|'[^]]*)\]")
"""A class of characters in the engine's list of what it expected."""
_TAKEN = "Accept, Accept-Language, Authorization, Cache-Control, Content-Type, If-None-Match, X-Requested-With"


def streamed(answer: Answer, start: bytes) -> Response:
    """Return *answer*, of which *start* is here, as a response that is sent as it is made."""
    chunks = _joined(start, answer.chunks)
    next(chunks)
    encoding = encodings.chosen(request.headers.get("Accept-Encoding"), is_streamed=True)
    body = ClosingIterator(encodings.streamed(chunks) if encoding else chunks, [chunks.close, answer.chunks.close])
    response = Response(body, content_type=answer.format.content_type, headers={"Vary": VARIES})
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["Server-Timing"] = timing(answer.course)
    return response


def _joined(start: bytes, rest: Generator[bytes, None, None]) -> Generator[bytes, None, None]:
    """Yield nothing, so that closing is always heard, then *start* and the *rest*."""
    try:
        yield b""
        yield start
        yield from rest
    finally:
        rest.close()


def problem(status: int, message: str, links: Sequence[tuple[str, str]] = (), **members: int) -> Response:
    """Return an error: a page for browsers, problem details (RFC 9457) for who asks for JSON, plain text for others.

    The *message*, a sentence in English, is told in the language of the page.  *links* lead to what may have been
    meant, each an address and its label; *members* extend the problem details.
    """
    accept, message = request.headers.get("Accept"), told(message)
    title = f"{status} {HTTPStatus(status).phrase}"
    if prefers_html(accept):
        body = render_template("problem.html", title=title, message=message, links=links)
        response = Response(body, status, content_type="text/html; charset=utf-8")
    elif prefers_problem_json(accept):
        details = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": message}
        body = json.dumps(details | members, ensure_ascii=False)
        response = Response(f"{body}\n", status, content_type="application/problem+json")
    else:
        hints = "".join(f"  {address}  {label}\n" for address, label in links)
        response = Response(f"{message}\n{hints}", status, content_type="text/plain; charset=utf-8")
    response.headers["Content-Language"] = language()
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["Cache-Control"] = "no-store"
    return response


def refusal(error: QueryRefused) -> Response:
    """Return 400 for a query that cannot be answered, with line and column where the engine tells them."""
    found = _POSITION.fullmatch(str(error))
    place = {name: int(found[name]) for name in ("line", "column")} if found else {}
    return problem(400, sentence(error), (), **place)


def sentence(error: EngineError) -> str:
    """Return what *error* tells, in one sentence."""
    found = _POSITION.fullmatch(str(error))
    if found is None:
        return str(error)
    expected = _CLASS.sub("", " ".join(found["reason"].split())).removesuffix("expected")
    place = f"line {found['line']}, column {found['column']}"
    return f"The query cannot be read at {place}: {expected or 'nothing may stand here'}."


def harden(app: Flask) -> None:
    """Give *app* its limits, its error handlers and the headers of every answer."""
    app.before_request(_limit)
    app.after_request(_encode)
    app.after_request(_headers)
    app.register_error_handler(EngineError, _engine_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(LexwireError, _lexwire_error)
    app.register_error_handler(Exception, _unexpected_error)


def _limit() -> None:
    """Raise 413 or 414 where the request is longer than any that is meant, 400 where it names no address."""
    check_address(request)
    request.max_content_length = MAX_BODY + 1
    if len(request.query_string) + len(request.path) > MAX_ADDRESS:
        raise RequestURITooLarge(f"The address has more than {MAX_ADDRESS:,} bytes; send the query by POST.")
    if (request.content_length or 0) > MAX_BODY:
        _drain()
        raise RequestEntityTooLarge(_TOO_LONG)


def check_address(request: wrappers.Request) -> None:
    """Raise BadRequest where *request*, or a proxy for it, names no address of this server that can be one.

    Relative IRIs and the service description need it (RFC 9112, section 3.2).
    """
    if not request.host:
        raise BadRequest("The Host header names no host; give the one that the request is for.")
    try:
        root = f"{request.scheme}://{request.host}{request.root_path.rstrip('/')}/"
        _ = NamedNode(root), urlsplit(root).port
    except ValueError:
        raise BadRequest("Host and X-Forwarded headers name no address; look after the proxy.") from None


def body() -> bytes:
    """Return the request's body; raises RequestEntityTooLarge where it is too long, though it did not say so before.

    Werkzeug cuts a body without Content-Length at its limit; a query cut short would be another query.
    """
    data = request.get_data(cache=False)
    if len(data) > MAX_BODY:
        raise RequestEntityTooLarge(_TOO_LONG)
    return data


def _engine_error(error: EngineError) -> Response:
    note_of(request.environ).blame(error)
    match error:
        case ServiceClosed():  # not 400, which would tell of a query that SPARQL does not know
            return problem(403, str(error))
        case QueryRefused():
            return refusal(error)
        case NotAcceptable():
            return not_acceptable()
        case Overloaded():
            response = problem(503, str(error))
            response.headers["Retry-After"] = str(error.seconds)
            return response
        case _:
            return problem(503, str(error))


def not_acceptable() -> Response:
    """Return 406 with the list of what there is."""
    kinds = ", ".join(each.media_type for each in (*RESULTS, *GRAPHS))
    return problem(406, f"The answer cannot be written in a format that you accept; ask for one of {kinds}.")


def _http_error(error: HTTPException) -> Response:
    response = problem(error.code or 500, _told(error))
    if allowed := getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(allowed)
    return response


def _told(error: HTTPException) -> str:
    """Return what *error* tells, in a sentence of our own where it is one of the usual ones."""
    if isinstance(error, RequestEntityTooLarge):
        return _TOO_LONG
    if isinstance(error, NotFound) and error.description == NotFound.description:
        return f"There is nothing at {request.path}; search for a name, or begin at the home page."
    return error.description or error.name


def _lexwire_error(error: LexwireError) -> Response:
    _log(error)
    return problem(503, "The data cannot be read just now; try again in a moment.")


def _unexpected_error(error: Exception) -> Response:
    _log(error)
    return problem(500, InternalServerError.description)


def _log(error: Exception) -> None:
    current_app.logger.error("%s: %s", type(error).__name__, error, exc_info=error)


def policy(**changed: str) -> str:
    """Return the policy of a page, with some directives *changed*, whose names have ``_`` for ``-``."""
    directives = POLICY | {name.replace("_", "-"): value for name, value in changed.items()}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _headers(response: Response) -> Response:
    """Add what every answer carries; any page may read what is public (Fetch Standard, section 3.2)."""
    for name, value in PUBLIC:
        response.headers.setdefault(name, value)
    if "Allow" in response.headers:
        response.headers["Allow"] = ", ".join(sorted(response.headers["Allow"].split(", ")))
    if request.method == "OPTIONS" and "Allow" in response.headers:
        response.headers["Access-Control-Allow-Methods"] = response.headers["Allow"]
        response.headers["Access-Control-Allow-Headers"] = _TAKEN
        response.headers["Access-Control-Max-Age"] = "86400"
    if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
        response.headers.setdefault("Content-Security-Policy", policy())
        response.headers.setdefault("Content-Language", language())
        response.vary.add("Accept-Language")
    return response


def _encode(response: Response) -> Response:
    """Encode a body that is here whole and was not encoded yet, if that saves anything and the client takes it."""
    if response.is_streamed or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    if response.status_code not in {200, 404} or len(response.get_data()) < encodings.WORTH:
        return response
    response.vary.add("Accept-Encoding")
    if encoding := encodings.chosen(request.headers.get("Accept-Encoding")):
        response.set_data(encodings.encoded(response.get_data(), encoding))
        response.headers["Content-Encoding"] = encoding
    return response


def _drain() -> None:
    """Read a body that is refused, as far as that is reasonable."""
    source = request.environ["wsgi.input"]
    left = min(request.content_length or 0, _DRAINED)
    while left > 0 and (piece := source.read(min(left, 1 << 16))):
        left -= len(piece)
