"""A whole answer as one client gets it: which encoding, and the head that tells of it.

Specifications: HTTP Semantics (RFC 9110), sections 8.4 and 8.8.3; Server Timing (W3C), section 3.
"""

from dataclasses import dataclass

from .cache.encoding import WORTH, chosen
from .cache.kept import Kept, KeptAnswer, Packed
from .engine import Answer, Course
from .watch.note import Headers

VARIES = "Accept, Accept-Encoding"
"""What a representation depends on."""
REVALIDATE = "public, no-cache"
"""Keep it, but ask each time: a new release may have come, and asking costs no evaluation."""
_ORIGINS = {"evaluated": "miss", "shared": "shared", "kept": "hit"}


@dataclass(frozen=True, slots=True)
class Representation:
    """An answer, of which all is here, in an encoding; None for none."""

    kept: Kept | Packed
    encoding: str | None
    course: Course

    @property
    def tag(self) -> str:
        """Return the strong entity tag, which names the bytes."""
        return f"{self.kept.tag}-{self.encoding}" if self.encoding else self.kept.tag

    @property
    def body(self) -> bytes:
        """Return the bytes."""
        return self.kept.in_encoding(self.encoding)

    def headers(self) -> Headers:
        """Return the head, without what tells of the bytes to a cache."""
        coded = [("Content-Encoding", self.encoding)] if self.encoding else []
        kind = ("Content-Type", self.kept.format.content_type)
        return [kind, ("Vary", VARIES), *coded, ("Server-Timing", timing(self.course))]


def represented(answer: Answer, start: bytes, accept_encoding: str | None) -> Representation:
    """Return *answer*, of which *start* was read and the rest is here, in the encoding that the client likes best."""
    if isinstance(answer, KeptAnswer):
        kept = answer.kept
    else:
        kept = Kept(answer.format, start + answer.read(), answer.course.rows)
    return Representation(kept, _encoding(kept, accept_encoding), answer.course)


def _encoding(kept: Kept | Packed, accept: str | None) -> str | None:
    if isinstance(kept, Packed):
        return chosen(accept, is_streamed=True)
    return chosen(accept) if len(kept.body) >= WORTH else None


def timing(course: Course) -> str:
    """Return how an answer came about, as far as that is known when its head is sent."""
    parts = {"queue": course.queue, "evaluation": course.evaluation, "serialization": course.serialization}
    told = [f"{name};dur={seconds * 1000:.3f}" for name, seconds in parts.items() if seconds is not None]
    return ", ".join([f"cache;desc={_ORIGINS[course.origin]}", *told])
