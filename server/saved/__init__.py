"""Saved queries: a catalogue, a page with a form and its result for each, and the data in every format."""

from difflib import get_close_matches

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for

from lexwire.queries import Query, QueryError, catalogue
from lexwire.queries.examples import triples
from lexwire.queries.grlc import decorated

from ..answering import written
from ..engine import QueryRefused
from ..formats import BY_NAME
from ..negotiate import prefers_html, wanted
from ..responses import problem
from ..service import service
from ..tables import table
from ..watch.note import Asked, note_of
from .listing import by_folder, described, formats, options
from .sending import sent

blueprint = Blueprint("saved", __name__)

FIELDS = frozenset({"page", "page_size", "bom", "lang"})
"""Fields of an address that tell how the answer is wanted, and are no values of parameters."""


@blueprint.get("/queries")
def listing() -> Response | str:
    """List the saved queries: a page, or JSON."""
    if prefers_html(request.headers.get("Accept")):
        return render_template("queries.html", folders=by_folder(catalogue()))
    return jsonify([described(each) for each in catalogue().values()])


@blueprint.get("/.well-known/sparql-examples")
def examples() -> Response:
    """Send the catalogue as RDF, with this server's endpoint as the one that answers."""
    format_ = wanted(request.headers.get("Accept")).graph
    return written(triples(catalogue().values(), url_for("sparql.get", _external=True)), format_)


@blueprint.get("/queries/<name>")
def page(name: str) -> Response:
    """Show a saved query with its form and result to browsers, send its data to everyone else."""
    query = _found(name)
    values = _values(query)
    if not prefers_html(request.headers.get("Accept")):
        return _data(query, values, formats(query)[0].name)
    try:
        return _page(query, values, _bound(query, values))
    except (QueryError, QueryRefused) as error:
        return _page(query, values, None, str(error))


def _values(query: Query) -> dict[str, str]:
    """Return the request's values; an empty one stands only where it means "any"."""
    optional = {name for name, parameter in query.parameters.items() if parameter.optional}
    given = request.args.items()
    return {name: value for name, value in given if name not in FIELDS and (value or name in optional)}


def _page(query: Query, values: dict[str, str], bound: str | None, fault: str = "") -> Response:
    """Return the page of *query* with the answer of its *bound* text, or with the *fault* of its values."""
    engine, is_table = service().engine, bound is not None and query.form in {"select", "ask"}
    text = render_template(
        "query.html",
        query=query,
        values=values,
        options=options(query, engine),
        bound=bound or query.body,
        result=table(engine, bound, service().settings.rows_on_a_page) if bound and is_table else None,
        fault=fault,
        formats=formats(query),
    )
    return Response(text, 400 if fault else 200, content_type="text/html; charset=utf-8")


@blueprint.get("/queries/<name>.<suffix>")
def data(name: str, suffix: str) -> Response:
    """Send the answer of a saved query in the format of the *suffix*, or its text as ``.rq``."""
    query = _found(name)
    if suffix == "rq":
        return _text(query.text)
    if suffix not in BY_NAME:
        abort(404, f"The format {suffix!r} is unknown; ask for one of {', '.join(BY_NAME)} or rq.")
    return _data(query, _values(query), suffix)


@blueprint.get("/queries/<name>.grlc.rq")
def grlc(name: str) -> Response:
    """Send the text of a saved query as grlc reads it, with this server as its endpoint."""
    return _text(decorated(_found(name), url_for("sparql.get", _external=True)))


def _text(query: str) -> Response:
    return Response(query, content_type="application/sparql-query; charset=utf-8")


def _data(query: Query, values: dict[str, str], suffix: str) -> Response:
    try:
        return sent(query, values, _bound(query, values), BY_NAME[suffix])
    except QueryError as error:
        return problem(400, str(error))


def _bound(query: Query, values: dict[str, str]) -> str:
    """Return the text of *query* with its *values*, which is noted; raises QueryError where one is wrong."""
    text = query.bind(values)
    note_of(request.environ).asked = Asked(text, query.name)
    return text


def _found(name: str) -> Query:
    """Return the saved query called *name*; 404 with the nearest names where there is none."""
    query = catalogue().get(name)
    if query is None:
        near = get_close_matches(name, catalogue(), 3)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        abort(404, f"There is no saved query {name!r}; /queries lists all.{hint}")
    return query
