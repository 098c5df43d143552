"""The endpoints that SERVICE may ask: a list, bounds, and their answers as SPARQL writes them.

Specifications: SPARQL 1.1 Protocol, section 2.1; SPARQL 1.1 Query Results JSON Format; RDF 1.1 Concepts, section 3.5
(skolem IRIs).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from secrets import token_hex
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from lexwire.graph.namespaces import BASE
from lexwire.graph.problems import UsageError
from lexwire.queries.binding import written

from ..formats import BY_NAME
from . import EngineFailed, Hangup, Overloaded, QueryRefused, TimedOut
from .exchange import Deadline, Endpoint, Limits, Reply, checked, seconds_to_wait
from .guard import Resolve, guarded, resolved

JSON = BY_NAME["json"]
MOST_CONNECTIONS = 4
"""How many connections lead to one endpoint at a time, so that a slow one takes few of the server's threads."""
DEEPEST = 64
"""How deep an answer's brackets may be nested, which its parser goes down by recursion."""
_IRI = re.compile(r"https?://[^\x00-\x20<>\"{}|^`\\#@/\x7f-\U0010ffff]+[^\x00-\x20<>\"{}|^`\\#\x7f-\U0010ffff]*")
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NO_BRACKETS = bytes(sorted(set(range(256)) - set(_STEPS)))


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one query may take from other endpoints, all its clauses together."""

    seconds: float = 10.0
    megabytes: float = 4.0
    rows: int = 50_000


class Purse:
    """What a query has left of its bounds."""

    def __init__(self, bounds: Bounds, seconds: float, hangup: Hangup | None = None) -> None:
        """Begin with *bounds*, and no more than *seconds*; at a *hangup* nothing more is wanted."""
        self._bounds, self.hangup = bounds, hangup
        self._deadline = Deadline(min(bounds.seconds, seconds), "What is asked of other endpoints")
        self._bytes, self._rows = int(bounds.megabytes * (1 << 20)), bounds.rows

    def seconds(self) -> float:
        """Return the seconds that are left; raises TimedOut where none are."""
        return self._deadline.left()

    def pay_bytes(self, number: int, name: str) -> None:
        """Take *number* bytes; raises QueryRefused where fewer are left."""
        self._bytes -= number
        if self._bytes < 0:
            most = f"{self._bounds.megabytes:g} MiB"
            raise QueryRefused(f"{name} answers with more than the {most} that a query may take; ask it for less.")

    def pay_row(self, name: str) -> None:
        """Take one row; raises QueryRefused where none is left."""
        self._rows -= 1
        if self._rows < 0:
            most = f"{self._bounds.rows:,} rows"
            raise QueryRefused(f"{name} answers with more than the {most} that a query may take; ask it for less.")


@dataclass(frozen=True, slots=True)
class Solutions:
    """Solutions as SPARQL writes them: the variables, and for each row the terms that are bound."""

    variables: tuple[str, ...]
    rows: list[dict[str, str]]


class Outside:
    """The other endpoints, by the exact IRI: nothing that is not listed is ever called."""

    def __init__(
        self, endpoints: Sequence[str], bounds: Bounds, private: bool = False, resolve: Resolve = resolved
    ) -> None:
        """Make no connection yet; raises UsageError where an IRI is no address of an endpoint.

        Addresses that are not public are called only where *private* says so; *resolve* stands in for the system's.
        """
        self.bounds = bounds
        limits = Limits(connect=3.0, total=bounds.seconds, connections=MOST_CONNECTIONS, wait=0.5)
        self._endpoints = {
            iri: Endpoint(_checked(iri), {}, limits, name_of(iri), guarded(name_of(iri), private, resolve))
            for iri in endpoints
        }

    @property
    def iris(self) -> tuple[str, ...]:
        """Return the IRIs of the endpoints that may be asked."""
        return tuple(self._endpoints)

    def ask(self, iri: str, query: str, purse: Purse) -> Solutions:
        """Return what the endpoint answers to a SELECT *query*; its blank nodes become IRIs of this answer alone.

        Raises QueryRefused where it refuses or answers too much, TimedOut, Overloaded, EngineFailed; all name it.
        """
        name = name_of(iri)
        reply = self._endpoints[iri].post([("query", query)], JSON.media_type, purse.seconds(), purse.hangup)
        try:
            _check(reply, name)
            body = bytearray()
            for chunk in reply.body:
                purse.pay_bytes(len(chunk), name)
                body += chunk
        finally:
            reply.body.close()
        return _read(bytes(body), purse, name)

    def close(self) -> None:
        """Close the connections."""
        for endpoint in self._endpoints.values():
            endpoint.close()


def name_of(iri: str) -> str:
    """Return how a sentence begins that tells of an endpoint; what cannot be printed is shown as its number."""
    return f"The endpoint <{shown(iri)}>"


def shown(text: str) -> str:
    """Return the first characters of *text*, those that cannot be printed as numbers."""
    return "".join(each if each.isprintable() else f"\\u{ord(each):04X}" for each in text[:200])


def _checked(iri: str) -> str:
    """Return *iri*; raises UsageError where it is no plain http or https IRI."""
    if _IRI.fullmatch(iri) is None:
        raise UsageError(
            f"SERVICE cannot be opened for {iri!r}; give the endpoint's http or https address in ASCII, as queries "
            "write it, without password and fragment."
        )
    checked(iri)
    return iri


def _check(reply: Reply, name: str) -> None:
    """Raise the error that *reply* stands for; no redirect is followed, which would lead past the guard."""
    match reply.status:
        case 200:
            _check_whole(reply, name)
        case 400:
            raise QueryRefused(f"{name} refuses what it is asked (400); try the pattern of SERVICE there.")
        case 408 | 504:
            raise TimedOut(f"{name} says that the query ran too long ({reply.status}); ask it for less.")
        case 429 | 503:
            seconds = seconds_to_wait(reply.headers.get("Retry-After"))
            raise Overloaded(f"{name} has too much to do ({reply.status}); try again in a moment.", seconds)
        case _:
            raise EngineFailed(f"{name} gives no answer but the status {reply.status}; ask its operator.")


def _check_whole(reply: Reply, name: str) -> None:
    """Raise EngineFailed where *reply* is in another format, or known to be a part of the answer (as Virtuoso says)."""
    if reply.media_type not in {JSON.media_type, *JSON.aliases}:
        raise EngineFailed(f"{name} does not answer with SPARQL results in JSON; ask another one.")
    if reply.headers.get("X-SQL-State") == "S1TAT" or reply.headers.get("X-SPARQL-MaxRows"):
        raise EngineFailed(f"{name} gives a part of the answer only; ask it for less.")


def _read(body: bytes, purse: Purse, name: str) -> Solutions:
    if _depth(body) > DEEPEST:
        raise EngineFailed(f"{name} answers with what are no SPARQL results in JSON; ask another one.")
    found = None
    try:
        found = parse_query_results(body, format=QueryResultsFormat.JSON)
        if not isinstance(found, QuerySolutions):
            raise ValueError
        return _solutions(found, purse, name)
    except (SyntaxError, ValueError):
        raise EngineFailed(f"{name} answers with what are no SPARQL results in JSON; ask another one.") from None
    finally:
        del found  # else an error's frames would hold it, and another thread might be the one that drops it


def _solutions(found: QuerySolutions, purse: Purse, name: str) -> Solutions:
    genid = f"{BASE}.well-known/genid/{token_hex(8)}/"
    names = tuple(each.value for each in found.variables)
    rows = []
    try:
        for row in found:
            purse.pay_row(name)
            rows.append({each: _term(term, genid) for each in names if (term := row[each]) is not None})
    finally:
        del found
    return Solutions(names, rows)


def _depth(body: bytes) -> int:
    """Return how deep the brackets of a JSON text are nested."""
    return max(accumulate(map(_STEPS.__getitem__, _STRING.sub(b"", body).translate(None, _NO_BRACKETS))), default=0)


def _term(term: NamedNode | BlankNode | Literal | Triple, genid: str) -> str:
    """Return *term* as SPARQL writes it where no variable may stand."""
    match term:
        case BlankNode():
            return f"<{genid}{quote(term.value, safe='')}>"
        case Triple():
            parts = (_term(part, genid) for part in (term.subject, term.predicate, term.object))
            return f"<<( {' '.join(parts)} )>>"
        case _:
            return written(term)
