"""Content negotiation: an Accept header and what we can write → what we write.

Specification: RFC 9110, sections 12.4.2 (quality values) and 12.5.1 (Accept).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .formats import GRAPHS, RESULTS, Format, Wanted

_RANGE = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)/([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*((?:;.*)?)")
_QUALITY = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Range:
    """One media range of an Accept header with its quality."""

    type: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """Return how exactly the range covers *media_type*: 3 by name, 2 by type, 1 as anything, 0 not at all."""
        type_, subtype = media_type.split("/")
        if (self.type, self.subtype) == (type_, subtype):
            return 3
        if (self.type, self.subtype) == (type_, "*"):
            return 2
        return 1 if (self.type, self.subtype) == ("*", "*") else 0


def ranges(accept: str) -> list[Range]:
    """Return the media ranges of an Accept header; what is no media range is passed over."""
    found = []
    for part in re.split(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", accept):
        match = _RANGE.fullmatch(part)
        if match:
            quality = _QUALITY.search(match[3])
            found.append(Range(match[1].lower(), match[2].lower(), float(quality[1]) if quality else 1.0))
    return found


def quality(media_type: str, accepted: Iterable[Range]) -> float:
    """Return the quality that the most specific of the *accepted* ranges gives to *media_type*, 0 where none does."""
    covering = [(each.specificity(media_type), each.quality) for each in accepted]
    return max((rated for rated in covering if rated[0]), default=(0, 0.0))[1]


def rating(format_: Format, accepted: Sequence[Range]) -> float:
    """Return how much a client likes *format_*, by its own media type or by an alias that the client names."""
    named = {f"{each.type}/{each.subtype}": each.quality for each in accepted}
    return max(quality(format_.media_type, accepted), *(named.get(alias, 0.0) for alias in format_.aliases), 0.0)


def best(accept: str | None, formats: Sequence[Format]) -> Format | None:
    """Return the format that a client prefers, the earlier one on a tie; without an Accept header the first."""
    if accept is None or not accept.strip():
        return formats[0]
    accepted = ranges(accept)
    favourite = max(formats, key=lambda each: rating(each, accepted))
    return favourite if rating(favourite, accepted) > 0 else None


def prefers_html(accept: str | None) -> bool:
    """Return whether a client names pages and likes them better than any data format, as browsers do."""
    accepted = [each for each in ranges(accept or "") if each.type != "*"]
    page = max((each.quality for each in accepted if (each.type, each.subtype) == ("text", "html")), default=0.0)
    return page > max(quality(each.media_type, accepted) for each in (*RESULTS, *GRAPHS))


def prefers_problem_json(accept: str | None) -> bool:
    """Return whether a client names JSON and likes it better than plain text (RFC 9457, section 3)."""
    named = {f"{each.type}/{each.subtype}": each.quality for each in ranges(accept or "")}
    liked = max(named.get("application/problem+json", 0.0), named.get("application/json", 0.0))
    return liked > named.get("text/plain", 0.0)


def wanted(accept: str | None, results: Sequence[Format] = RESULTS) -> Wanted:
    """Return the client's preference for both kinds of answer, of which one comes in one of the *results* formats."""
    return Wanted(best(accept, results), best(accept, GRAPHS))
