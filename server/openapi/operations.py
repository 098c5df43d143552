"""The words in which OpenAPI tells of operations: parameters, headers, answers and errors that many of them share.

Specifications: OpenAPI 3.1.1; Problem Details for HTTP APIs (RFC 9457).
"""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

from ..formats import GRAPHS, RESULTS, Format

Data = dict[str, Any]

TEXT: Data = {"type": "string"}
PAGE: Data = {"text/html": {"schema": TEXT}}
EVERYWHERE = (400, 405, 408, 413, 414, 429, 431, 503)
"""Statuses of errors that any request may bring about, whatever its path."""

_ERRORS = {
    400: "The request cannot be understood; of a query that cannot be read, the line and the column are told.",
    401: "The token is not the one of this server; who sends none is answered too.",
    403: "The query asks an endpoint by SERVICE that is closed here.",
    404: "There is nothing of this name.",
    405: "The path does not know the method; Allow tells those it knows.",
    406: "The answer cannot be written in a format that the client accepts.",
    408: "The body did not come in time.",
    413: "The body is too long.",
    414: "The address is too long; a query can be sent by POST.",
    415: "The body is neither a form nor a query, or is not UTF-8.",
    429: "The client asks more often than it may.",
    431: "The head of the request is too long.",
    503: "There is no answer within the time limit, or too much to do just now; the detail says which.",
}
_TOLD = {401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After"}
"""The header that an error always has."""

HEADERS = {
    "Allow": "The methods that the path knows.",
    "ETag": "Names the representation, for If-None-Match; not sent where two answers to the same request may differ.",
    "Link": "Where what belongs to it is: what a document describes, the other pages of an answer (RFC 8288).",
    "Location": "Where the description is.",
    "Retry-After": "Seconds after which another try makes sense.",
    "Server-Timing": "Whether the answer was kept, and how long the query waited, was evaluated and was written.",
    "Vary": "The headers of the request that the answer depends on.",
    "WWW-Authenticate": "What is wrong with the token (RFC 6750).",
    "X-Request-Id": "Names the request in the server's log.",
    "X-Total-Count": "How many rows the whole answer has, where that is known soon.",
}
_NUMBERS = {"Retry-After": 1, "X-Total-Count": 0}
"""Headers that are whole numbers, and the least that each may be."""

PROBLEM: Data = {
    "description": "Problem details (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"const": "about:blank"},
        "title": {"type": "string", "description": "The words for the status."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "minLength": 1, "description": "What is wrong and how to mend it."},
        "line": {"type": "integer", "minimum": 1, "description": "Where a query cannot be read."},
        "column": {"type": "integer", "minimum": 1},
    },
}
TERM: Data = {
    "type": "object",
    "required": ["type", "value"],
    "properties": {"type": {"enum": ["uri", "literal", "bnode", "triple"]}, "xml:lang": TEXT, "datatype": TEXT},
}
RESULT: Data = {
    "description": "SPARQL 1.1 Query Results JSON Format: solutions, or a yes or no.",
    "type": "object",
    "required": ["head"],
    "oneOf": [{"required": ["results"]}, {"required": ["boolean"]}],
    "properties": {
        "head": {"type": "object", "properties": {"vars": {"type": "array", "items": TEXT}}},
        "boolean": {"type": "boolean"},
        "results": {
            "type": "object",
            "required": ["bindings"],
            "properties": {
                "bindings": {
                    "type": "array",
                    "items": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Term"}},
                }
            },
        },
    },
}


def components() -> Data:
    """Return what operations refer to by name."""
    return {
        "schemas": {"Problem": PROBLEM, "Result": RESULT, "Term": TERM},
        "headers": {name: _header(name, about) for name, about in HEADERS.items()},
        "responses": {str(status): _error(status, about) for status, about in _ERRORS.items()},
        "securitySchemes": {
            "token": {
                "type": "http",
                "scheme": "bearer",
                "description": "The operator's token, where there is one: it allows a longer `timeout`.",
            }
        },
    }


def operation(
    name: str, summary: str, answers: Data, errors: Sequence[int] = (), parameters: Sequence[Data] = (), **more: object
) -> Data:
    """Return an operation called *name* with its *answers* by status, and the *errors* beyond those of every one."""
    statuses = sorted({*EVERYWHERE, *errors})
    told = {str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses}
    held = [parameter("If-None-Match", "Entity tags of what the client holds.", TEXT, "header")]
    taken = [*parameters, *(held if "304" in answers else [])]
    return {"operationId": name, "summary": summary, "parameters": taken, **more, "responses": {**answers, **told}}


def answer(about: str, content: Data, *headers: str, always: Iterable[str] = ()) -> Data:
    """Return a response with its *content* by media type; it may have *headers*, and has some *always*."""
    body = {"content": content} if content else {}
    return {"description": about, "headers": _headers(headers, [*always, "X-Request-Id"]), **body}


def not_modified() -> Data:
    """Return the response to a client that holds the representation already."""
    return answer("The client holds the answer already, as its If-None-Match says.", {}, always=("ETag", "Vary"))


def parameter(name: str, about: str, schema: Data, where: str = "query", **more: object) -> Data:
    """Return a parameter; one of the path is required."""
    required = {"required": True} if where == "path" else {}
    return {"name": name, "in": where, "description": about, **required, **more, "schema": schema}


def media(formats: Iterable[Format]) -> Data:
    """Return the content of an answer that comes in any of *formats*."""
    return {each.media_type: {"schema": _schema(each)} for each in formats}


def anything() -> Data:
    """Return the content of an answer to a query of any kind."""
    return media((*RESULTS, *GRAPHS))


def _schema(format_: Format) -> Data:
    if format_ == RESULTS[0]:
        return {"$ref": "#/components/schemas/Result"}
    return {"type": ["object", "array"]} if format_.media_type.endswith("+json") else TEXT


def _error(status: int, about: str) -> Data:
    content = {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
        "text/plain": {"schema": TEXT},
        "text/html": {"schema": TEXT},
    }
    told = [_TOLD[status]] if status in _TOLD else []
    possible = ["Retry-After"] if status == 503 else []
    return {
        "description": f"{HTTPStatus(status).phrase}. {about}",
        "headers": _headers([*possible, "X-Request-Id"], told),
        "content": content,
    }


def _headers(possible: Iterable[str], always: Iterable[str]) -> Data:
    """Return headers by name, those that are *always* sent as such."""
    referred = {name: {"$ref": f"#/components/headers/{name}"} for name in possible}
    return referred | {name: {**_header(name, HEADERS[name]), "required": True} for name in always}


def _header(name: str, about: str) -> Data:
    number = {"type": "integer", "minimum": _NUMBERS.get(name)}
    return {"description": about, "schema": number if name in _NUMBERS else TEXT}
