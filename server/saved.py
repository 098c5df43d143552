"""Saved queries: a catalogue, a page with a form and its result for each, and the data in every format."""

from difflib import get_close_matches

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for

from lexwire.queries import Parameter, Query, QueryError, catalogue

from .answering import answered
from .engine import QueryRefused, Question
from .formats import BY_NAME, GRAPHS, RESULTS, Format, Wanted
from .negotiate import prefers_html
from .responses import problem
from .service import service
from .tables import table
from .watch.note import Asked, note_of

blueprint = Blueprint("saved", __name__)

CHOICES = 500
"""How many values a form offers; any other may be typed."""


@blueprint.get("/queries")
def listing() -> Response | str:
    """List the saved queries: a page, or JSON."""
    if prefers_html(request.headers.get("Accept")):
        return render_template("queries.html", folders=_by_folder())
    return jsonify([_described(each) for each in catalogue().values()])


def _by_folder() -> dict[str, list[Query]]:
    folders: dict[str, list[Query]] = {}
    for query in catalogue().values():
        folders.setdefault(query.folder, []).append(query)
    return folders


def _described(query: Query) -> dict[str, object]:
    """Return what a tool needs to know to call *query*."""
    return {
        "name": query.name,
        "folder": query.folder,
        "title": dict(query.title),
        "description": dict(query.description),
        "tags": list(query.tags),
        "parameters": [
            {
                "name": each.name,
                "label": dict(each.label),
                "type": each.type,
                "base": each.base,
                "values": [choice.value for choice in each.values] if isinstance(each.values, tuple) else None,
                "default": each.default,
                "optional": each.optional,
            }
            for each in query.parameters.values()
        ],
        "view": query.view,
        "formats": [format_.name for format_ in _formats(query)],
        "href": url_for("saved.page", name=query.name),
    }


def _formats(query: Query) -> tuple[Format, ...]:
    """Return the formats in which the answer of *query* can be had."""
    if query.form in {"construct", "describe"}:
        return GRAPHS
    return RESULTS[:2] if query.form == "ask" else RESULTS


def _options(query: Query) -> dict[str, list[tuple[str, str]]]:
    """Return the values that each parameter of *query* may take, with labels; none where any will do."""
    return {name: _choices(parameter) for name, parameter in query.parameters.items()}


def _choices(parameter: Parameter) -> list[tuple[str, str]]:
    if isinstance(parameter.values, tuple):
        return [(each.value, each.label.get("en", each.value)) for each in parameter.values]
    choices = parameter.choices()
    rows = table(service().engine, choices, CHOICES).rows if choices else []
    return [((value.iri or value.text).removeprefix(parameter.base or ""), label.text) for value, label, *_ in rows]


def _values(query: Query) -> dict[str, str]:
    """Return the request's values; an empty one stands only where it means "any"."""
    optional = {name for name, parameter in query.parameters.items() if parameter.optional}
    return {name: value for name, value in request.args.items() if value or name in optional}


@blueprint.get("/queries/<name>")
def page(name: str) -> Response:
    """Show a saved query with its form and result to browsers, send its data to everyone else."""
    query = _found(name)
    values = _values(query)
    if not prefers_html(request.headers.get("Accept")):
        return _data(query, values, _formats(query)[0].name)
    try:
        return _page(query, values, _bound(query, values))
    except (QueryError, QueryRefused) as error:
        return _page(query, values, None, str(error))


def _page(query: Query, values: dict[str, str], bound: str | None, fault: str = "") -> Response:
    """Return the page of *query* with the answer of its *bound* text, or with the *fault* of its values."""
    is_table = bound is not None and query.form in {"select", "ask"}
    text = render_template(
        "query.html",
        query=query,
        values=values,
        options=_options(query),
        bound=bound or query.body,
        result=table(service().engine, bound, service().settings.rows_on_a_page) if bound and is_table else None,
        fault=fault,
        formats=_formats(query),
    )
    return Response(text, 400 if fault else 200, content_type="text/html; charset=utf-8")


@blueprint.get("/queries/<name>.<suffix>")
def data(name: str, suffix: str) -> Response:
    """Send the answer of a saved query in the format of the *suffix*, or its text as ``.rq``."""
    query = _found(name)
    if suffix == "rq":
        return Response(query.text, content_type="application/sparql-query; charset=utf-8")
    if suffix not in BY_NAME:
        abort(404, f"The format {suffix!r} is unknown; ask for one of {', '.join(BY_NAME)} or rq.")
    return _data(query, _values(query), suffix)


def _data(query: Query, values: dict[str, str], suffix: str) -> Response:
    format_ = BY_NAME[suffix]
    try:
        bound = _bound(query, values)
    except QueryError as error:
        return problem(400, str(error))
    wanted = Wanted(None, format_) if format_ in GRAPHS else Wanted(format_, None)
    return answered(Question(bound, wanted))


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
