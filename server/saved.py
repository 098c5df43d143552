"""Saved queries: a catalogue, a page with a form and its result for each, and the data in every format."""

from difflib import get_close_matches

from flask import Blueprint, Response, abort, jsonify, render_template, request

from lexwire.queries import Query, QueryError, catalogue

from .engine import Dataset, QueryRefused
from .formats import BY_NAME, GRAPHS, Format, Wanted
from .negotiate import prefers_html
from .responses import problem, streamed
from .service import service
from .tables import table

blueprint = Blueprint("saved", __name__)


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
                "default": each.default,
                "optional": each.optional,
            }
            for each in query.parameters.values()
        ],
        "view": query.view,
        "formats": [format_.name for format_ in _formats(query)],
        "href": f"/queries/{query.name}",
    }


def _formats(query: Query) -> list[Format]:
    graph = query.form in {"construct", "describe"}
    return [each for each in BY_NAME.values() if (each in GRAPHS) == graph]


@blueprint.get("/queries/<name>")
def page(name: str) -> Response | str:
    """Show a saved query with its form and result to browsers, its data to everyone else."""
    query = _found(name)
    values = {key: value for key, value in request.args.items() if value}
    if not prefers_html(request.headers.get("Accept")):
        return _described_or_data(query, values)
    try:
        bound = query.bind(values)
        result = (
            None
            if query.form in {"construct", "describe"}
            else table(service().engine, bound, service().settings.rows_on_a_page)
        )
        fault = None
    except (QueryError, QueryRefused) as error:
        bound, result, fault = query.text, None, str(error)
    text = render_template(
        "query.html", query=query, values=values, bound=bound, result=result, fault=fault, formats=_formats(query)
    )
    return Response(text, 400 if fault else 200, content_type="text/html; charset=utf-8")


def _described_or_data(query: Query, values: dict[str, str]) -> Response:
    graph = query.form in {"construct", "describe"}
    return _data(query, values, "ttl" if graph else "json")


@blueprint.get("/queries/<name>.<suffix>")
def data(name: str, suffix: str) -> Response:
    """Send the answer of a saved query in the format of the *suffix*, or its text as ``.rq``."""
    query = _found(name)
    if suffix == "rq":
        return Response(query.text, content_type="application/sparql-query; charset=utf-8")
    if suffix not in BY_NAME:
        abort(404, f"The format {suffix!r} is unknown; ask for one of {', '.join(BY_NAME)} or rq.")
    return _data(query, dict(request.args.items()), suffix)


def _data(query: Query, values: dict[str, str], suffix: str) -> Response:
    format_ = BY_NAME[suffix]
    try:
        bound = query.bind({key: value for key, value in values.items() if value})
    except QueryError as error:
        return problem(400, str(error))
    wanted = Wanted(None, format_) if format_ in GRAPHS else Wanted(format_, None)
    return streamed(service().engine.run(bound, Dataset(), wanted))


def _found(name: str) -> Query:
    """Return the saved query called *name*; 404 with the nearest names where there is none."""
    query = catalogue().get(name)
    if query is None:
        near = get_close_matches(name, catalogue(), 3)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        abort(404, f"There is no saved query {name!r}; /queries lists all.{hint}")
    return query
