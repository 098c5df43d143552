"""What is noted of one request while it is answered, for the log and for the figures."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from time import perf_counter, time
from typing import Literal

from ..engine import Course, EngineError, NotAcceptable, Overloaded, QueryRefused, TimedOut
from ..environ import Environ

NOTE = "lexwire.note"
"""Where a request's environment has its note."""
ID = "X-Request-Id"
Headers = list[tuple[str, str]]

Outcome = Literal[
    "answered",
    "not-modified",
    "refused",
    "timed-out",
    "overloaded",
    "failed",
    "broken-off",
    "left",
    "limited",
]
"""How a request ended; the last but two are answers that were not sent whole."""
_BLAMED: dict[type[EngineError], Outcome] = {
    QueryRefused: "refused",
    NotAcceptable: "refused",
    TimedOut: "timed-out",
    Overloaded: "overloaded",
}
_BY_STATUS: dict[int, Outcome] = {304: "not-modified", 429: "limited"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The query that a request asks, and the name of the saved query that it is."""

    text: str
    name: str | None = None
    fingerprint: str = field(init=False)
    """The first 16 hexadecimal digits of the text's SHA-256."""

    def __post_init__(self) -> None:
        """Take the fingerprint."""
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        object.__setattr__(self, "fingerprint", digest[:16])


@dataclass(slots=True)
class Note:
    """One request, from its first byte to its last."""

    method: str = ""
    path: str = ""
    client: str = ""
    """The client's network address."""
    id: str = field(default_factory=lambda: token_hex(8))
    """Names the request, here and in the answer's header X-Request-Id."""
    is_quiet: bool = False
    """Whether it is an operator's own, which is neither logged nor counted nor limited."""
    time: float = field(default_factory=time)
    started: float = field(default_factory=perf_counter)
    asked: Asked | None = None
    answers: Sequence[tuple[str, Course]] = ()
    """Each query that was put to the engine, with its course."""
    status: int = 0
    sent: int = 0
    """Bytes of the body that were sent."""
    is_whole: bool = False
    """Whether all of it was."""
    early: Outcome | None = None
    """How it ended, where the status does not tell that."""

    def marked(self, headers: Headers) -> Headers:
        """Return *headers* with the name of the request."""
        return [*headers, (ID, self.id)]

    def blame(self, error: EngineError) -> None:
        """Note why the query is not answered."""
        self.cut(next((outcome for kind, outcome in _BLAMED.items() if isinstance(error, kind)), "failed"))

    def cut(self, outcome: Outcome) -> None:
        """Note how the request ended, unless its client had left before."""
        if self.early != "left":
            self.early = outcome

    @property
    def outcome(self) -> Outcome:
        """Return how the request ended."""
        return self.early or _BY_STATUS.get(self.status) or _by_class(self.status)

    @property
    def origin(self) -> str | None:
        """Return where the answer came from: ``miss``, ``shared`` or ``hit``; None where nothing was asked."""
        return _ORIGINS[self.answers[-1][1].origin] if self.answers else None

    @property
    def rows(self) -> int | None:
        """Return how many solutions or triples the answer has, where that is known."""
        return self.answers[-1][1].rows if self.answers else None

    def seconds(self, stage: Literal["queue", "evaluation", "serialization"]) -> float | None:
        """Return how long a stage took, in all the request's queries together; None where nobody tells."""
        told = [seconds for _, course in self.answers if (seconds := getattr(course, stage)) is not None]
        return sum(told) if told else None


_ORIGINS = {"evaluated": "miss", "shared": "shared", "kept": "hit"}


def _by_class(status: int) -> Outcome:
    if status < 400:
        return "answered"
    return "refused" if status < 500 else "failed"


def note_of(environ: Environ) -> Note:
    """Return the note of a request."""
    found: Note = environ.setdefault(NOTE, Note())
    return found
