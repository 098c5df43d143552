"""The query page: works without script as a form with a table, and better with it."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, json, render_template, url_for

from lexwire.queries import Query, catalogue
from lexwire.queries.preflight import Remark, remarks

from ..engine import EngineError, Overloaded, QueryRefused, Question, TimedOut
from ..fields import Fields, values
from ..formats import BY_NAME, GRAPHS, RESULTS, Format, Wanted
from ..language import client_texts, language
from ..protocol import request as read_request
from ..reading import form
from ..responses import policy, sentence
from ..sentences import told
from ..service import service
from ..tables import Table, table
from . import described
from .known import known

SHOWN: Final = 200
"""Rows of the table that works without script."""
_SOON: Final = 2.0
"""Seconds that a page waits for its answer: a script then asks anew, and others are offered to wait in full."""
WAIT: Final = "wait"
"""The field of an address whose page waits as long as a query may take."""
_LEAD: Final = 100_000
"""Bytes of a graph that are shown without script."""
FIRST: Final = """PREFIX lw: <https://w3id.org/lexwire/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?statistic ?printed ?comparator ?crime ?article
WHERE {
  ?statistic a lw:ReportedStatistic ;
    lw:valueText ?printed ;
    lw:comparator/skos:prefLabel ?comparator ;
    lw:crime/skos:prefLabel ?crime ;
    lw:reportedIn/rdfs:label ?article .
  FILTER(LANG(?comparator) = "en" && LANG(?crime) = "en")
}
ORDER BY ?article ?printed
LIMIT 100
"""
"""The query that the page begins with: each figure with its words."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a query led to by now: a table, the beginning of a graph, what is wrong with it, or nothing yet."""

    table: Table | None = None
    graph: str | None = None
    is_whole: bool = True
    fault: str | None = None
    is_late: bool = False
    """Whether the answer takes longer than a page waits for it."""
    status: int = 200


def page(fields: Fields) -> Response:
    """Return the page with the query in *fields*, if any, and what it is answered."""
    example = catalogue().get(next(iter(values(fields, "example")), ""))
    text = next(iter(values(fields, "query")), example.bind({}) if example else FIRST)
    outcome = _outcome(fields) if values(fields, "query") else None
    shown = _rendered("sparql.html", text, outcome, fields)
    response = Response(shown, outcome.status if outcome else 200, content_type="text/html; charset=utf-8")
    response.headers["Vary"] = "Accept"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = policy(style_src="'self' 'unsafe-inline'")
    return response


def embedded(fields: Fields) -> Response:
    """Return a page with the answer alone, which any site may show in a frame."""
    text = next(iter(values(fields, "query")), FIRST)
    outcome = _outcome(fields if values(fields, "query") else [("query", text)])
    response = Response(_rendered("embed.html", text, outcome, fields), outcome.status)
    response.headers["Content-Security-Policy"] = policy(style_src="'self' 'unsafe-inline'", frame_ancestors="*")
    return response


def _rendered(template: str, text: str, outcome: Outcome | None, fields: Fields) -> str:
    found: tuple[Remark, ...] = remarks(text, known().vocabulary)
    return render_template(
        template,
        query=text,
        outcome=outcome,
        remarks=[described(each, text) for each in found] if outcome else [],
        folders=_folders(),
        formats=formats(text),
        told=_told(fields),
        shown=SHOWN,
    )


def _told(fields: Fields) -> str:
    """Return what the page's script needs to know, as JSON that no markup can end."""
    told: dict[str, Any] = {
        "endpoint": url_for("sparql.get"),
        "language": language(),
        "texts": client_texts(),
        "view": next(iter(values(fields, "view")), None),
    }
    return json.dumps(told).replace("<", "\\u003c")


def _folders() -> dict[str, list[Query]]:
    folders: dict[str, list[Query]] = {}
    for query in catalogue().values():
        folders.setdefault(query.folder, []).append(query)
    return folders


def formats(text: str) -> tuple[Format, ...]:
    """Return the formats in which the answer of the query *text* can be had."""
    match form(text):
        case "CONSTRUCT" | "DESCRIBE":
            return GRAPHS
        case "ASK":
            return RESULTS[:2]
        case _:
            return RESULTS


def _outcome(fields: Fields) -> Outcome:
    soon = _seconds(fields)
    try:
        asked = read_request(fields)
        if formats(asked.query) is GRAPHS:
            return _graph(asked.query, soon)
        return Outcome(table=table(service().engine, asked.query, SHOWN, soon))
    except EngineError as error:
        if soon and isinstance(error, TimedOut | Overloaded):
            return Outcome(is_late=True)
        is_theirs = isinstance(error, QueryRefused)
        return Outcome(fault=told(sentence(error)), status=400 if is_theirs else 503)


def _seconds(fields: Fields) -> float | None:
    """Return the seconds after which the page comes without its answer; None where it waits for it."""
    return _SOON if service().settings.query_seconds > _SOON and not values(fields, WAIT) else None


def _graph(query: str, seconds: float | None) -> Outcome:
    """Return the beginning of the graph that *query* is answered with, in Turtle."""
    answer = service().engine.run(Question(query, Wanted(None, BY_NAME["ttl"]), seconds=seconds, patience=seconds))
    lead = b"".join(_until(answer.chunks, _LEAD))
    is_whole = len(lead) <= _LEAD
    return Outcome(graph=lead[:_LEAD].decode("utf-8", "ignore"), is_whole=is_whole)


def _until(chunks: Generator[bytes, None, None], most: int) -> Generator[bytes, None, None]:
    """Yield *chunks* until there are more than *most* bytes, and close what they come from."""
    with closing(chunks):
        for chunk in chunks:
            yield chunk
            most -= len(chunk)
            if most < 0:
                return
