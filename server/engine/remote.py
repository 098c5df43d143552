"""The remote engine: any SPARQL 1.1 endpoint over HTTP, under the contract of the embedded one.

Specification: SPARQL 1.1 Protocol, section 2.1 (query operation).
"""

import json
import logging
import re
from collections.abc import Generator, Sequence
from functools import cache

from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, Store

from lexwire.graph.problems import UsageError
from lexwire.queries.binding import tokens

from ..formats import GRAPHS, RESULTS, Format, Wanted
from . import Answer, EngineError, EngineFailed, NotAcceptable, Overloaded, QueryRefused, Question, TimedOut
from .evaluation import keywords, refuse_service
from .exchange import USUAL, Endpoint, Fields, Limits, Reply, seconds_to_wait

AUTHORIZATION = "LEXWIRE_ENGINE_AUTHORIZATION"
"""The environment variable with the value of the Authorization header, as in ``Basic …`` or ``Bearer …``."""

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "DEFINE"}
"""Words of updates, which some endpoints carry out though they came as a query; and Virtuoso's word for fetching."""
_RELATIVE = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)")
_UNCLEAN = re.compile(r"[\x00-\x1f\x7f]+")
_log = logging.getLogger(__name__)


class RemoteEngine:
    """Answers from an endpoint elsewhere."""

    def __init__(self, url: str, authorization: str | None = None, limits: Limits = USUAL) -> None:
        """Take the endpoint's address and what the header Authorization says; no connection is made yet.

        Raises UsageError where the address is no http or https address, or the header would be none.
        """
        if authorization and _UNCLEAN.search(authorization):
            raise UsageError(f"{AUTHORIZATION} holds a line break or a control character; give it in one line.")
        self._endpoint = Endpoint(url, {"Authorization": authorization} if authorization else {}, limits)
        self._seconds, self._closed = limits.total, False

    def run(self, question: Question) -> Answer:
        """Start to answer *question*; see `Engine.run`."""
        if self._closed:
            raise EngineFailed("The engine is closed.")
        form = asked_form(question.query)
        formats = acceptable(form, question.wanted)
        fields = _fields(question)
        accept = RESULTS[0].media_type if form == "ASK" else _accept(formats)
        reply = self._endpoint.post(fields, accept, question.time(self._seconds), question.hangup)
        if form == "ASK":
            return _truth(reply, formats[0])
        return _guarded(reply, formats)

    def close(self) -> None:
        """Close the connections; see `Engine.close`."""
        self._closed = True
        self._endpoint.close()


def asked_form(query: str) -> str | None:
    """Return the form of *query* in capitals, None where its word is written with escapes.

    Raises QueryRefused where the query would reach beyond the endpoint, or is none.
    """
    refuse_service(query)
    words = keywords(query)
    if found := sorted(words & UPDATES):
        raise QueryRefused(f"This endpoint only reads; it takes no {found[0]}.")
    if not words.intersection(FORMS):
        raise QueryRefused(f"The query has none of {', '.join(FORMS)}; begin it with one of them.")
    plain = (token.text.upper() for token in tokens(query) if token.kind == "word")
    return next((word for word in plain if word in FORMS), None)


def acceptable(form: str | None, wanted: Wanted) -> list[Format]:
    """Return the formats in which the client takes an answer of that *form*; raises NotAcceptable where in none.

    Only those of the right kind are asked for where the form is known: some endpoints write solutions as Turtle, or a
    graph as rows, when the header lets them.
    """
    kinds = {"SELECT": [wanted.results], "ASK": [wanted.results]}.get(form or "", [wanted.graph])
    formats = [each for each in (kinds if form else [wanted.results, wanted.graph]) if each]
    if not formats or (form == "ASK" and formats[0].name in {"csv", "tsv"}):
        raise NotAcceptable
    return formats


def _accept(formats: Sequence[Format]) -> str:
    """Return the Accept header; a second kind of answer is liked a little less, so that there is no tie."""
    return ", ".join(each.media_type + (";q=0.9" if rank else "") for rank, each in enumerate(formats))


def _fields(question: Question) -> Fields:
    """Return the form's fields; raises QueryRefused where the dataset or the base names what is no IRI."""
    dataset = question.dataset
    graphs = [("default-graph-uri", iri) for iri in dataset.default or ()]
    graphs += [("named-graph-uri", iri) for iri in dataset.named or ()]
    try:
        for _, iri in [*graphs, *([("base", question.base)] if question.base else [])]:
            NamedNode(iri)
    except ValueError as error:
        raise QueryRefused(str(error)) from None
    return [("query", based(question.query, question.base)), *graphs]


def based(query: str, base: str | None) -> str:
    """Return *query* with its *base* where it needs one, in the first line, so that lines keep their numbers."""
    relative = (token.kind == "iri" and _RELATIVE.match(token.text) for token in tokens(query))
    return f"BASE <{base}> {query}" if base and any(relative) else query


def _guarded(reply: Reply, formats: Sequence[Format]) -> Answer:
    """Return the answer in *reply*; its connection is dropped where there is none."""
    try:
        _whole(reply)
        return Answer(_format(reply.media_type, formats), reply.body)
    except BaseException:
        reply.body.close()
        raise


def _whole(reply: Reply) -> None:
    """Raise the error that *reply* stands for, or that its answer is known to be cut short."""
    if reply.status != 200:
        raise _error(reply, _first_line(reply))
    if reply.headers.get("X-SQL-State") == "S1TAT":
        raise TimedOut("The remote engine ran out of time and gave a part of the answer; ask for less.")
    if rows := reply.headers.get("X-SPARQL-MaxRows"):
        shown = int(rows) if rows.isascii() and rows.isdigit() else 0
        raise EngineFailed(f"The remote engine cuts answers off at {shown:,} rows; ask for fewer with LIMIT.")


def _format(media_type: str, formats: Sequence[Format]) -> Format:
    for each in formats:
        if media_type in {each.media_type, *each.aliases}:
            return each
    if any(media_type in {each.media_type, *each.aliases} for each in (*RESULTS, *GRAPHS)):
        raise NotAcceptable
    _log.error("The remote engine answers with %r, which is no format of SPARQL.", media_type)
    raise EngineFailed("The remote engine answers in a format that is none of SPARQL's.")


def _error(reply: Reply, line: str) -> EngineError:
    status = reply.status
    if status == 400:
        return QueryRefused(line or "The remote engine refuses the query; it does not say why.")
    if status == 406:
        return NotAcceptable()
    if status in {429, 503}:
        seconds = seconds_to_wait(reply.headers.get("Retry-After"))
        return Overloaded("The remote engine has too much to do; try again in a moment.", seconds)
    if status in {408, 504}:
        return TimedOut("The remote engine says that the query ran too long; ask for less.")
    _log.error("The remote engine answers %d: %s", status, line)
    return EngineFailed(f"The remote engine failed ({status}); others are answered as before.")


def _first_line(reply: Reply) -> str:
    """Return the first line of an error's text; pages and the like have none that tells."""
    if reply.media_type != "text/plain":
        return ""
    text = next(reply.body, b"").decode("utf-8", "replace").strip()
    return _UNCLEAN.sub(" ", text.splitlines()[0])[:500] if text else ""


def _truth(reply: Reply, format_: Format) -> Answer:
    """Return the answer of an ASK, written anew.

    Virtuoso writes it as a solution with a variable of its own, or as no solution, which no client understands.
    """
    _guarded(reply, RESULTS[:1])
    try:
        read = json.loads(b"".join(reply.body))
        holds = read["boolean"] if "boolean" in read else bool(read["results"]["bindings"])
    except (ValueError, TypeError, KeyError):
        raise EngineFailed("The remote engine's answer is no JSON of SPARQL results.") from None
    return Answer(format_, _one(_written(holds is True, format_)))


@cache
def _written(holds: bool, format_: Format) -> bytes:
    result = Store().query("ASK {}" if holds else "ASK { FILTER(false) }")
    assert isinstance(result, QueryBoolean)
    assert isinstance(format_.native, QueryResultsFormat)
    return result.serialize(format=format_.native) or b""


def _one(chunk: bytes) -> Generator[bytes, None, None]:
    yield chunk
