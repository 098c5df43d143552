"""From a question to a response: answered at once, streamed, or told that what the client holds is still right.

Specification: HTTP Semantics (RFC 9110), sections 8.8.3 (ETag) and 13.1.2 (If-None-Match).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from flask import Flask, Response, current_app, request
from pyoxigraph import RdfFormat, Triple, serialize

from lexwire.graph.namespaces import PREFIXES

from .cache.kept import KeptAnswer, Packed
from .engine import Answer, NotAcceptable, Question
from .formats import BY_NAME, Format, Wanted
from .reading import is_repeatable
from .representation import REVALIDATE, VARIES, represented
from .responses import streamed
from .service import Service, service

SAFE = frozenset({"GET", "HEAD", "QUERY"})

HANGUP, ANSWERS, KEPT, BEGUN = "lexwire.hangup", "lexwire.answers", "lexwire.kept", "lexwire.begun"
"""What a request's environment tells and is told: the client's `Hangup`; each query that was asked with its `Course`;
the kept answer that is sent, in which encoding, of which version of the data; what returns the answer to the request's
query, or raises EngineError, where the engine has taken it up already."""

LOADED = "LEXWIRE_LOADED"
"""Where the application's configuration keeps the version of loaded files."""


def answered(question: Question) -> Response:
    """Return the answer to *question*, or 304 where the client holds it already; raises EngineError.

    An answer that is here whole has a strong tag, of its bytes; one that is sent as it comes has a weak one, of the
    question, since rows that no ORDER BY orders may come in another order.  That is left off where the release changed
    while the engine took the question up.
    """
    tag = tag_of(question)
    if tag and holds(tag):
        return not_modified(tag)
    answer = asked(question)
    start = next(answer.chunks, b"")
    if answer.is_whole():
        return _whole(answer, start)
    response = streamed(answer, start)
    if tag and tag == tag_of(question):
        mark(response, tag)
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


def asked(question: Question) -> Answer:
    """Put *question* to the engine, which stops when the client hangs up; raises EngineError."""
    begun = request.environ.pop(BEGUN, None)
    answer = begun() if begun else service().engine.run(replace(question, hangup=request.environ.get(HANGUP)))
    request.environ.setdefault(ANSWERS, []).append((question.query, answer.course))
    return answer


def _whole(answer: Answer, start: bytes) -> Response:
    """Return *answer*, of which all is here, in the encoding that the client likes best."""
    found = represented(answer, start, request.headers.get("Accept-Encoding"))
    if holds(found.tag):
        return not_modified(found.tag, is_weak=False)
    if isinstance(found.kept, Packed) and found.encoding is None:
        response = streamed(answer, start)
    else:
        response = Response(found.body, headers=found.headers())
        if isinstance(answer, KeptAnswer) and data_version() is not None:
            request.environ[KEPT] = found.kept, found.encoding, data_version()
    mark(response, found.tag, is_weak=False)
    return response


def written(triples: Iterable[Triple], format_: Format | None, tag: str | None = None) -> Response:
    """Return *triples* whole in *format_*, or 304 where the client holds them already; NotAcceptable without format.

    Without a *tag* it comes from the triples, not from the bytes: the serializer declares prefixes in any order.
    """
    if format_ is None:
        raise NotAcceptable
    assert isinstance(format_.native, RdfFormat)
    found = list(triples)
    tag = tag or digest("\n".join([format_.name, *sorted(map(str, found))]).encode())
    if holds(tag):
        return not_modified(tag)
    body = serialize(found, format=format_.native, prefixes=PREFIXES)
    response = Response(body, content_type=format_.content_type, headers={"Vary": VARIES})
    mark(response, tag)
    return response


def rows(query: str, seconds: float | None = None) -> list[dict[str, dict[str, str]]]:
    """Return the solutions of a SELECT *query* as its JSON results write them; raises EngineError."""
    answer = asked(Question(query, Wanted(BY_NAME["json"], None), seconds=seconds))
    found: list[dict[str, dict[str, str]]] = json.loads(answer.read())["results"]["bindings"]
    return found


def holds_true(pattern: str) -> bool:
    """Return whether the data has what *pattern* asks for; raises EngineError."""
    return b"true" in asked(Question(f"ASK {{ {pattern} }}", Wanted(BY_NAME["json"], None))).read()


def tag_of(question: Question) -> str | None:
    """Return the entity tag of the answer to *question*; None where two answers may differ.

    It is weak: rows that no ORDER BY orders may come in another order.
    """
    version = data_version()
    if version is None or request.method not in SAFE or not is_repeatable(question.query):
        return None
    wanted = [each.name if each else "" for each in (question.wanted.results, question.wanted.graph)]
    parts = [version, question.query, question.base, question.dataset.default, question.dataset.named, *wanted]
    return digest(repr(parts).encode())


def data_version() -> str | None:
    """Return what names the data that is served; None where it may change unseen, as behind a remote engine."""
    return version_from(service(), current_app)


def version_of(app: Flask) -> str | None:
    """Return what names the data that *app* answers from now; see `data_version`."""
    return version_from(app.extensions["lexwire"], app)


def version_from(served: Service, app: Flask) -> str | None:
    """Return what names the data that *served* answers from, as a part of *app*; see `data_version`."""
    release = served.release
    return release.id if release else app.config.get(LOADED)


def version_of_files(files: tuple[str, ...]) -> str | None:
    """Return a name for what *files* hold now; None where there are none."""
    states = [(name, Path(name).stat().st_mtime_ns, Path(name).stat().st_size) for name in files]
    return digest(repr(states).encode()) if states else None


def digest(data: bytes) -> str:
    """Return a short fingerprint of *data*."""
    return hashlib.sha256(data).hexdigest()[:32]


def holds(tag: str) -> bool:
    """Return whether the client says that it holds the representation with *tag*."""
    return request.method in SAFE and request.if_none_match.contains_weak(tag) and not request.if_none_match.star_tag


def not_modified(tag: str, is_weak: bool = True) -> Response:
    """Return 304: what the client holds is still right."""
    response = Response(status=304, headers={"Vary": VARIES})
    mark(response, tag, is_weak)
    return response


def mark(response: Response, tag: str, is_weak: bool = True) -> None:
    """Give *response* its entity tag; the answer to a POST has none, for it is no representation of the address."""
    if request.method in SAFE:
        response.set_etag(tag, weak=is_weak)
    response.headers["Cache-Control"] = REVALIDATE
