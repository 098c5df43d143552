"""Answers of one release for good: an address that names a release is answered by it, however old it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import Response, abort, g, request
from pyoxigraph import Literal

from lexwire.graph.release import Release
from lexwire.queries import Query
from lexwire.queries.binding import written
from lexwire.queries.examples import SPEX, triples

from ..answering import KEPT, holds_true
from ..archive import archive, known, listed
from ..assets import FOREVER
from ..service import Service, service
from .values import address, complete

FIELD = "release"
"""The field of an address that names a release."""
_SH: Final = "http://www.w3.org/ns/shacl#"
_TEXTS: Final = frozenset({f"{_SH}select", f"{_SH}ask", f"{_SH}construct", f"{SPEX}describe"})
"""Properties that lead from a query to its text."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Which release answers this request, and the service of the newest one."""

    release: Release | None
    """None where loaded files or another engine answer, of which nobody tells when they change."""
    newest: Service
    is_pinned: bool

    @property
    def is_old(self) -> bool:
        """Return whether there is a newer release than the one that answers."""
        return self.release != self.newest.release


def pin() -> Standing:
    """Let the release that the address names answer this request, the newest one where it names none.

    Aborts with 404 where there is no such release; raises LexwireError where it cannot be opened, Overloaded where too
    many others are being asked.
    """
    newest, name = service(), request.args.get(FIELD)
    if not name:
        return Standing(newest.release, newest, False)
    release = _found(newest, name)
    if release != newest.release:
        g.lexwire = Service(newest.settings, archive().engine(release), release, newest.parts)
    return Standing(release, newest, True)


def _found(newest: Service, name: str) -> Release:
    if newest.release is None:
        abort(404, f"This server has no releases to choose from; leave {FIELD} out.")
    if newest.release.id == name:
        return newest.release
    there = known(newest)
    found = next((each for each in there if each.id == name), None)
    if found is None:
        abort(404, f"There is no release {name[:80]!a} here; those that there are: {listed(there)}.")
    return found


def permalink(query: Query, values: Mapping[str, str], release: Release, is_whole: bool = True) -> str:
    """Return the address at which *query* with *values* is answered by *release* for good, whole or as a path."""
    return address("saved.page", query, {**complete(query, values), FIELD: release.id}, is_whole=is_whole)


def is_as_then(query: Query) -> bool:
    """Return whether the release that answers was built with *query* as it is now; raises EngineError.

    A release tells of the catalogue that it was built with.  Another query may give another answer over the same data.
    """
    for told in triples([query]):
        if isinstance(told.object, Literal) and told.predicate.value in _TEXTS:
            return holds_true(f"{told.subject} {told.predicate} {written(told.object)}")
    return False


def kept(response: Response, standing: Standing, is_for_good: bool) -> Response:
    """Return *response*, the data of a release, which may be kept for ever where it *is_for_good*."""
    if is_for_good and response.status_code in {200, 304}:
        response.headers["Cache-Control"] = FOREVER
    if standing.is_old:
        request.environ.pop(KEPT, None)  # what is remembered there is sent as long as the newest release is
    return response
