"""Around the application: what can be answered at once, without asking it.

An answer that was sent before, of the same release, to a request that is the same to the letter, is sent again as it
was: neither is its query read nor the application called.
"""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import ref

from werkzeug.http import parse_etags
from werkzeug.wsgi import ClosingIterator

from .answering import ANSWERS, KEPT
from .brief import Ready
from .cache.kept import Kept, Packed
from .cache.shelf import OVERHEAD, Shelf
from .engine import Course
from .environ import Environ
from .watch.note import Asked, Headers, Note, note_of
from .watch.watcher import Watch

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

_DECISIVE = (
    "QUERY_STRING",
    "PATH_INFO",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_HOST",
    "wsgi.url_scheme",
    "SCRIPT_NAME",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
)
"""What an answer to GET depends on beside the data; who asks is none of it."""
_TIMING = "Server-Timing"

Told = tuple[Kept | Packed, str | None, str]
"""A kept answer, its encoding, and the version of the data that it comes from."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent once: the version of the data, the query, the answer while it is kept, its encoding and head."""

    version: str
    asked: Asked | None
    kept: ref[Kept | Packed]
    encoding: str | None
    headers: Headers
    tag: str


class Face:
    """The application as servers call it (PEP 3333)."""

    def __init__(self, app: "WSGIApplication", version: Callable[[], str | None], room: int, watch: Watch) -> None:
        """Stand before *app*; *version* names the data that it answers from, *room* are the bytes to remember in."""
        self._app, self._version, self.watch = app, version, watch
        self._sent: Shelf[Sent] = Shelf(room)

    def __call__(self, environ: Environ, start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        note = self.watch.begin(environ)
        ready = self.at_once(environ)
        if ready:
            note.status = ready.code
            start_response(ready.status, note.marked(ready.headers))
        body: Iterable[bytes] = [ready.body] if ready else self.asked(environ, start_response)
        chunks = self._noted(note, body)
        next(chunks)
        return ClosingIterator(chunks, [chunks.close, *([body.close] if hasattr(body, "close") else [])])

    def at_once(self, environ: Environ) -> Ready | None:
        """Return the response to a request that needs no thought, None for one that does; never waits."""
        note = note_of(environ)
        return self.watch.limited(environ, note) or self._again(environ, note)

    def _again(self, environ: Environ, note: Note) -> Ready | None:
        """Return what was sent before; who shows a token goes to the application, which looks at it."""
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_AUTHORIZATION" in environ:
            return None
        sent = self._sent.get(_key(environ))
        kept = sent.kept() if sent and sent.version == self._version() else None
        if sent is None or kept is None:
            return None
        note.asked, note.answers = sent.asked, [("", Course("kept", rows=kept.rows))]
        return _again(sent, kept, environ.get("HTTP_IF_NONE_MATCH"))

    def asked(self, environ: Environ, start_response: "StartResponse") -> Iterable[bytes]:
        """Ask the application, and remember its answer where it is a kept one."""
        key, note = _key(environ), note_of(environ)
        note.answers = environ.setdefault(ANSWERS, [])

        def start(status: str, headers: Headers, *rest: object) -> object:
            told = environ.get(KEPT)
            if told and environ["REQUEST_METHOD"] == "GET" and status.startswith("200"):
                self._remember(key, note.asked, told, headers)
            note.status = int(status[:3])
            return start_response(status, note.marked(headers), *rest)  # type: ignore[arg-type]

        return self._app(environ, start)  # type: ignore[arg-type]

    def _noted(self, note: Note, body: Iterable[bytes]) -> Generator[bytes, None, None]:
        """Yield nothing, so that closing is always heard, then what is in *body*; note how much of it is taken."""
        early, note.early = note.early, "left"
        try:
            yield b""
            for chunk in body:
                note.sent += len(chunk)
                yield chunk
            note.early = early
        except Exception:
            note.early = "broken-off"
            raise
        finally:
            self.watch.end(note)

    def remember(self, environ: Environ, told: Told, headers: Headers) -> None:
        """Remember what is sent to a request of that *environ* in a response with these *headers*."""
        self._remember(_key(environ), note_of(environ).asked, told, headers)

    def _remember(self, key: tuple[str, ...], asked: Asked | None, told: Told, headers: Headers) -> None:
        kept, encoding, version = told
        head = [(name, value) for name, value in headers if name != _TIMING]
        tag = dict(headers).get("ETag", "")
        size = OVERHEAD + sum(map(len, key)) + sum(len(name) + len(value) for name, value in head)
        size += len(asked.text) if asked else 0
        self._sent.put(key, Sent(version, asked, ref(kept), encoding, [*head, (_TIMING, "cache;desc=hit")], tag), size)


def _key(environ: Environ) -> tuple[str, ...]:
    return tuple([environ.get(name, "") for name in _DECISIVE])


def _again(sent: Sent, kept: Kept | Packed, held: str | None) -> Ready:
    """Return what was sent, or 304 to a client that has it already (RFC 9110, section 13.1.2)."""
    if held and parse_etags(held).contains_weak(sent.tag.strip('"')):
        head = [(name, value) for name, value in sent.headers if name not in {"Content-Length", "Content-Type"}]
        return Ready("304 NOT MODIFIED", head, b"")
    return Ready("200 OK", sent.headers, kept.in_encoding(sent.encoding))
