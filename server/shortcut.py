"""The short way of a plain query: past the application, and without a thread while a worker evaluates it.

Whatever is unusual about the request or its answer takes the long way, with what was begun, so that each thing is said
in one place only.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from flask import Flask
from werkzeug import Request
from werkzeug.exceptions import HTTPException

from . import answering, marked, protocol
from .brief import PUBLIC, Ready
from .cache.kept import Kept, KeptAnswer
from .engine import Answer, QueryRefused, Question
from .environ import Environ
from .face import Face
from .fields import decoded, values
from .public import placed
from .representation import REVALIDATE, represented
from .responses import MAX_ADDRESS, check_address
from .service import SERVING, Service
from .watch.note import Asked, note_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

PATH = "/sparql"
SHORT = 128 << 10
"""Bytes that are encoded in a millisecond or two; an engine has not more of an answer here when that begins."""
_UNUSUAL = ("HTTP_AUTHORIZATION", "HTTP_IF_NONE_MATCH")
"""Headers that only the application knows how to take."""
_SILENCE = cast("StartResponse", None)
"""What nobody calls."""


class Shortcut:
    """Reads requests and writes responses; who asks the engine in between decides how to wait."""

    def __init__(self, app: Flask, face: Face) -> None:
        """Lead past *app*; *face* remembers what was sent."""
        self._app, self._face = app, face
        self._service: Service = app.extensions["lexwire"]
        self._placed = placed(_nothing, self._service.settings)

    def question(self, environ: Environ) -> Question | None:
        """Return the question that a request asks, None for one that has to take the long way.

        The environment knows from now on which service of the moment answers it.
        """
        if environ["REQUEST_METHOD"] != "GET" or environ["PATH_INFO"] != PATH or any(map(environ.get, _UNUSUAL)):
            return None
        if len(environ["QUERY_STRING"]) + len(PATH) > MAX_ADDRESS:
            return None
        if "text/html" in environ.get("HTTP_ACCEPT", ""):
            return None
        try:
            found = self._read(environ)
        except (QueryRefused, HTTPException):
            return None
        environ[SERVING] = self._service.now()
        note_of(environ).asked = Asked(found.query)
        return found

    def _read(self, environ: Environ) -> Question:
        """Return the question; raises QueryRefused or HTTPException where there is something wrong with it."""
        seen = dict(environ)
        self._placed(seen, _SILENCE)
        request = Request(seen)
        check_address(request)
        fields = decoded(request.query_string)
        if values(fields, marked.FIELD):
            raise QueryRefused("A byte order mark is put before an answer by the long way only.")
        asked = protocol.request(fields)
        wanted = asked.wanted(request.headers.get("Accept"))
        seconds = asked.seconds and min(asked.seconds, self._service.settings.query_seconds)
        hangup = environ.get(answering.HANGUP)
        return Question(asked.query, wanted, asked.dataset, request.base_url, seconds, hangup=hangup)

    def ready(self, environ: Environ, question: Question, answer: Answer) -> Ready:
        """Return the response with *answer*, of which all is here."""
        note = note_of(environ)
        note.answers = [(question.query, answer.course)]
        found = represented(answer, next(answer.chunks, b""), environ.get("HTTP_ACCEPT_ENCODING"))
        body, tag = found.body, ("ETag", f'"{found.tag}"')
        headers = [*found.headers(), tag, ("Cache-Control", REVALIDATE), *PUBLIC, ("Content-Length", str(len(body)))]
        version = answering.version_from(environ[SERVING], self._app)
        if isinstance(answer, KeptAnswer) and version is not None:
            self._face.remember(environ, (found.kept, found.encoding, version), headers)
        return Ready("200 OK", headers, body)


def is_short(answer: Answer) -> bool:
    """Return whether all of *answer* is here, and so little that encoding it holds nobody up."""
    if isinstance(answer, KeptAnswer):
        return isinstance(answer.kept, Kept) and len(answer.kept.body) <= SHORT
    return answer.is_whole()


def _nothing(_: Environ, __: "StartResponse") -> Iterable[bytes]:
    """Stand where the application would."""
    return ()
