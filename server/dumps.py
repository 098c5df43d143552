"""The dumps: a page that lists them, and the files under the release's name and under ``latest``."""

from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as BaseResponse

from lexwire.graph.dump import FORMS
from lexwire.graph.release import Release, releases

from .service import service

blueprint = Blueprint("dumps", __name__)

FOREVER = 365 * 24 * 3600
TYPES = {
    **{form.name: form.media_type for form in FORMS},
    "cube.ttl": "text/turtle",
    "dcat.ttl": "text/turtle",
    "report.ttl": "text/turtle",
    "shapes.ttl": "text/turtle",
    "context.jsonld": "application/ld+json",
    "report.html": "text/html",
    "build.json": "application/json",
    "queries.json": "application/json",
    "SHA256SUMS": "text/plain",
}


@blueprint.get("/dumps/")
def listing() -> str:
    """Show the files of the current release."""
    release = service().release or abort(404, "This server serves loaded files, not a release; there are no dumps.")
    lines = (release.folder / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = [(name, (release.folder / name).stat().st_size, digest) for name, digest in sorted(sums.items())]
    return render_template("dumps.html", release=release.id, files=files)


@blueprint.get("/dumps/latest/<name>")
def latest(name: str) -> BaseResponse:
    """Lead to the file of the current release."""
    release = service().release or abort(404, "This server serves loaded files, not a release; there are no dumps.")
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
