"""Responses that need neither the application nor a thread: whole, and made at once."""

import json
from dataclasses import dataclass
from http import HTTPStatus

from werkzeug.wrappers import Request

from .environ import Environ
from .language import spoken
from .negotiate import prefers_problem_json
from .sentences import translated
from .watch.note import Headers

_EXPOSED = (
    "Accept-Query, Allow, Content-Location, ETag, Link, Location, Retry-After, Server-Timing, X-Request-Id, "
    "X-Total-Count"
)
PUBLIC: Headers = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", _EXPOSED),
]
"""What every answer carries; any page may read what is public (Fetch Standard, section 3.2)."""
_BRIEF: Headers = [*PUBLIC, ("Cache-Control", "no-store"), ("Vary", "Accept, Accept-Language")]


@dataclass(frozen=True, slots=True)
class Ready:
    """A response that is whole."""

    status: str
    headers: Headers
    body: bytes

    @property
    def code(self) -> int:
        """Return the status as a number."""
        return int(self.status[:3])


def refused(environ: Environ, status: int, message: str, **headers: str) -> Ready:
    """Return an error with a *message*: problem details (RFC 9457) for who asks for JSON, plain text for others.

    The message is told in the language that the request asks for.  In the names of further *headers* an underscore
    stands for a hyphen.
    """
    phrase, tag = HTTPStatus(status).phrase, spoken(Request(environ))
    message = translated(message, tag)
    if prefers_problem_json(environ.get("HTTP_ACCEPT")):
        details = {"type": "about:blank", "title": phrase, "status": status, "detail": message}
        kind, text = "application/problem+json", json.dumps(details, ensure_ascii=False)
    else:
        kind, text = "text/plain; charset=utf-8", message
    body = f"{text}\n".encode()
    further = [(name.replace("_", "-"), value) for name, value in headers.items()]
    head = [("Content-Type", kind), ("Content-Language", tag), ("Content-Length", str(len(body))), *_BRIEF, *further]
    return Ready(f"{status} {phrase.upper()}", head, body)
