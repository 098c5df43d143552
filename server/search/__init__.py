"""Search: names of everything in the graph that has a page, of the saved queries and of the ontology's terms."""

import json
import sqlite3
from typing import Any, cast

from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for

from ..addresses import here
from ..answering import data_version, digest, holds, mark, not_modified
from ..engine import Engine, EngineFailed, QueryRefused
from ..fields import decoded
from ..language import language
from ..negotiate import prefers_html
from ..responses import problem
from ..sentences import told
from ..service import service
from .entries import KINDS
from .gathering import gathered
from .index import Hit, Index, Page
from .keeper import Keeper, Kept
from .matching import Sought
from .reading import FURTHEST, LONGEST, sought

blueprint = Blueprint("search", __name__)
_KEEPER = "lexwire.search"
_EMPTY = "Nothing is sought; give some letters of a name in the field q."


@blueprint.record_once
def _keep(state: Any) -> None:  # noqa: ANN401 (Flask's BlueprintSetupState)
    """Give the application an index of its own."""
    state.app.extensions[_KEEPER] = Keeper()


@blueprint.get("/search")
def page() -> Response:
    """Show what is found to browsers, send it as JSON to everyone else."""
    if not prefers_html(request.headers.get("Accept")):
        return data()
    try:
        wanted = sought(decoded(request.query_string))
    except QueryRefused as error:
        return _shown(None, None, True, told(str(error)))
    if not wanted.text:
        return _shown(wanted, None, True)
    kept = _kept()
    return _shown(wanted, kept.index.search(wanted, language()), kept.index.is_complete)


@blueprint.get("/search.json")
def data() -> Response:
    """Send what is found as JSON, or 304 where the client holds it already."""
    wanted = sought(decoded(request.query_string))
    if not wanted.text:
        return problem(400, _EMPTY)
    kept = _kept()
    tag = digest(repr((kept.version, wanted, language(), request.script_root)).encode()) if kept.version else None
    if tag and holds(tag):
        return not_modified(tag)
    told = _told(wanted, kept.index.search(wanted, language()), kept.index.is_complete)
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    response = Response(body, content_type="application/json")
    response.vary.update(("Accept", "Accept-Language"))
    if tag:
        mark(response, tag)
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


def _kept() -> Kept:
    """Return the index of the data that is served; raises EngineError."""
    keeper, engine = cast("Keeper", current_app.extensions[_KEEPER]), service().engine
    return keeper.kept(data_version(), lambda: _made(engine))


def _made(engine: Engine) -> Index:
    """Return an index of the data of *engine*; raises EngineError."""
    try:
        return Index(gathered(engine))
    except sqlite3.Error as error:
        raise EngineFailed(f"The index of names cannot be written ({error}); make room for temporary files.") from None


def _told(wanted: Sought, found: Page, is_complete: bool) -> dict[str, object]:
    return {
        "query": wanted.text,
        "kind": wanted.kind,
        "language": language(),
        "limit": wanted.limit,
        "offset": wanted.offset,
        "hits": [_hit(each) for each in found.hits],
        "more": not found.is_last,
        "complete": is_complete,
    }


def _hit(hit: Hit) -> dict[str, object]:
    """Return a hit as JSON tells of it."""
    entry, title, detail = hit.entry, hit.entry.title(language()), hit.entry.detail(language())
    return {
        "label": title.text,
        "language": title.language or None,
        "kind": entry.kind,
        "iri": None if entry.kind == "query" else entry.iri,
        "href": _address(hit),
        "detail": detail.text,
        "detailLanguage": detail.language or None,
        "matched": {"text": hit.matched.text, "language": hit.matched.language or None} if hit.matched else None,
        "match": hit.how,
    }


def _address(hit: Hit) -> str:
    if hit.entry.kind == "query":
        return url_for("saved.page", name=hit.entry.iri)
    return here(hit.entry.iri) or ""


def _shown(wanted: Sought | None, found: Page | None, is_complete: bool, fault: str = "") -> Response:
    text = render_template(
        "search.html",
        sought=wanted,
        hits=[_hit(each) for each in found.hits] if found else [],
        is_last=not found or found.is_last,
        is_complete=is_complete,
        fault=fault,
        kinds=KINDS,
        longest=LONGEST,
        furthest=FURTHEST,
    )
    response = make_response(text, 400 if fault else 200)
    response.headers["Cache-Control"] = "no-cache"
    response.vary.update(("Accept", "Accept-Language"))
    return response
