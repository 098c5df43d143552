"""The dumps: a page that lists them, and the files under the release's name and under ``latest``."""

import json
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as BaseResponse

from lexwire.graph.release import Release, releases

from ..answering import digest, holds, mark, not_modified
from ..service import service
from ..tables import short
from .comparing import data, since
from .files import TYPES, files
from .loading import ways

blueprint = Blueprint("dumps", __name__)

FOREVER = 365 * 24 * 3600
SHOWN = 50
"""How many things of each sort of change the page names; /dumps/changes.json names more."""


@blueprint.get("/dumps/")
def listing() -> str:
    """Show the files of the current release, how to load them, and what changed since the release before."""
    release = _current()
    sources = {name: _address(release, name) for name in ("lexwire.nq.gz", "SHA256SUMS")}
    return render_template(
        "dumps.html",
        release=release.id,
        files=files(release),
        ways=ways(_address(release, "")),
        sources=sources,
        sides=since(release, _known()),
        shown=SHOWN,
        short=short,
    )


@blueprint.get("/dumps/changes.json")
def changes() -> Response:
    """Send what changed since the release before, or 304 where the client holds it."""
    release = _current()
    body = json.dumps(data(release, since(release, _known())), ensure_ascii=False)
    tag = digest(body.encode())
    if holds(tag):
        return not_modified(tag)
    response = Response(body, content_type="application/json")
    mark(response, tag)
    return response


def _current() -> Release:
    return service().release or abort(404, "This server serves loaded files, not a release; there are no dumps.")


def _address(release: Release, name: str) -> str:
    return url_for("dumps.file", release=release.id, name=name, _external=True)


@blueprint.get("/dumps/latest/<name>")
def latest(name: str) -> BaseResponse:
    """Lead to the file of the current release."""
    release = _current()
    if name.removesuffix(".gz") not in TYPES:
        abort(404, "The release has no file of that name; /dumps/ lists what there is.")
    return redirect(url_for("dumps.file", release=release.id, name=name), 302)


@blueprint.get("/dumps/<release>/<name>")
def file(release: str, name: str) -> Response:
    """Send a file of a release; a dump whose name lacks ``.gz`` is sent gzip-encoded to clients that take it."""
    path = _path(release, name)
    if path is not None:
        return _sent(path, name, "application/gzip" if name.endswith(".gz") else TYPES[name])
    packed = _path(release, f"{name}.gz")
    if packed is None:
        abort(404, f"The release {release!r} has no file {name!r}; /dumps/ lists what there is.")
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        abort(406, f"{name} is kept compressed: accept gzip (curl --compressed), or fetch {name}.gz.")
    response = _sent(packed, name, TYPES[name])
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _path(release: str, name: str) -> Path | None:
    """Return the file called *name* of the release called *release*; only known names are looked up."""
    if name.removesuffix(".gz") not in TYPES:
        return None
    known = {each.id: each for each in _known()}
    path = known[release].folder / name if release in known else None
    return path if path and path.is_file() else None


def _known() -> list[Release]:
    return releases(Path(service().settings.data).resolve()) if service().release else []


def _sent(path: Path, name: str, media_type: str) -> Response:
    response = send_file(path, media_type, download_name=name, conditional=True, max_age=FOREVER)
    response.cache_control.immutable = True
    response.cache_control.public = True
    if media_type == "text/html":  # the validation report is one file with its style in it
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response
