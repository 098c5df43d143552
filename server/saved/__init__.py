"""Saved queries: a catalogue, a page with a form and its result for each, and the data in every format."""

from collections.abc import Mapping
from difflib import get_close_matches

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from lexwire.queries import Query, QueryError, catalogue
from lexwire.queries.examples import triples
from lexwire.queries.grlc import decorated

from .. import archive
from ..answering import written
from ..engine import QueryRefused
from ..formats import BY_NAME
from ..language import chosen
from ..negotiate import prefers_html, wanted
from ..responses import problem
from ..sentences import told
from ..service import service
from ..watch.note import Asked, note_of
from .choices import Choices, meant, offered
from .citation import WAYS, citation
from .columns import spoken
from .form import faults
from .listing import by_folder, checked, described, formats, listed, sought
from .pinning import Standing, is_as_then, kept, permalink, pin
from .sending import sent
from .shown import answer, rendered
from .values import address, given, on_a_page

blueprint = Blueprint("saved", __name__)
blueprint.record_once(archive.install)
blueprint.add_app_template_filter(spoken)


@blueprint.get("/queries")
def listing() -> Response | str:
    """List the saved queries: a page, or JSON."""
    if not prefers_html(request.headers.get("Accept")):
        return jsonify([described(each) for each in catalogue().values()])
    release, typed = service().release, request.args.get("q", "").strip()[:200]
    found = listed(catalogue().values(), release)
    shown = {each.query.name for each in sought(found, typed)}
    return render_template(
        "queries.html", folders=by_folder(found), shown=shown, release=release, at=checked(found), typed=typed
    )


@blueprint.get("/.well-known/sparql-examples")
def examples() -> Response:
    """Send the catalogue as RDF, with this server's endpoint as the one that answers."""
    format_ = wanted(request.headers.get("Accept")).graph
    return written(triples(catalogue().values(), url_for("sparql.get", _external=True)), format_)


@blueprint.get("/queries/<name>")
def page(name: str) -> BaseResponse:
    """Show a saved query with its form and result to browsers, send its data to everyone else."""
    query, standing = _found(name), pin()
    typed = given(query, request.args)
    if not prefers_html(request.headers.get("Accept")):
        return _data(query, typed, formats(query)[0].name, standing)
    choices = offered(query, service().engine)
    values = meant(typed, choices)
    if values != typed:
        return redirect(address("saved.page", query, {**request.args, **values}), 303)
    return _page(query, on_a_page(query, values), choices, standing)


def _page(query: Query, values: dict[str, str], choices: Mapping[str, Choices], standing: Standing) -> Response:
    """Return the page of *query* with its answer, or with what is wrong about its *values*."""
    wrong = faults(query, values)
    try:
        found = None if wrong else answer(query, _bound(query, values), standing)
        text, status = rendered(query, values, choices, standing, found), 400 if wrong else 200
    except (QueryError, QueryRefused) as error:
        text, status = rendered(query, values, choices, standing, None, told(str(error))), 400
    return Response(text, status, content_type="text/html; charset=utf-8")


@blueprint.get("/queries/<name>.<suffix>")
def data(name: str, suffix: str) -> Response:
    """Send the answer of a saved query in the format of the *suffix*, or its text as ``.rq``."""
    query = _found(name)
    if suffix == "rq":
        return _text(query.text)
    if suffix not in BY_NAME:
        abort(404, f"The format {suffix!r} is unknown; ask for one of {', '.join(BY_NAME)} or rq.")
    return _data(query, given(query, request.args), suffix, pin())


@blueprint.get("/queries/<name>.grlc.rq")
def grlc(name: str) -> Response:
    """Send the text of a saved query as grlc reads it, with this server as its endpoint."""
    return _text(decorated(_found(name), url_for("sparql.get", _external=True)))


@blueprint.get("/queries/<name>.cite.<suffix>")
def cite(name: str, suffix: str) -> Response:
    """Send how to cite the answer of a saved query over a release."""
    query, standing = _found(name), pin()
    if suffix not in WAYS:
        abort(404, f"Citations come as {', '.join(WAYS)}, and not as {suffix[:40]!a}.")
    if standing.release is None:
        abort(404, "This server has no release that could be cited.")
    values = on_a_page(query, given(query, request.args))
    try:
        query.terms(values)
    except QueryError as error:
        return problem(400, str(error))
    _name, media_type, write = WAYS[suffix]
    link = permalink(query, values, standing.release)
    cited = citation(standing.release, query.name, chosen(query.title), link)
    response = Response(write(cited), content_type=f"{media_type}; charset=utf-8")
    response.vary.add("Accept-Language")
    return response


def _text(query: str) -> Response:
    return Response(query, content_type="application/sparql-query; charset=utf-8")


def _data(query: Query, values: dict[str, str], suffix: str, standing: Standing) -> Response:
    try:
        text = _bound(query, values)
        is_for_good = standing.is_pinned and is_as_then(query)  # asked first: an older release has one worker
        return kept(sent(query, values, text, BY_NAME[suffix]), standing, is_for_good)
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
