"""What pages load beside themselves: styles, scripts and pictures, compressed once and kept by browsers.

Scripts are made from ``client/`` when the package is built.  An address names the bytes it leads to, by a digest in the
query or in the file's name, so that a browser need never ask again.
"""

import hashlib
import mimetypes
import re
from functools import lru_cache
from importlib.resources import files

from flask import Blueprint, Flask, Response, abort, request, url_for

from .cache import encoding as encodings

blueprint = Blueprint("assets", __name__)

_TEXTS = {"text/javascript", "text/css", "image/svg+xml", "application/json"}
_NAME = re.compile(r"(?:[\w-]+/)*[\w-]+(?:\.[\w-]+)+", re.ASCII)
_HASHED = re.compile(r"-[A-Z0-9]{8}\.\w+$")
"""The names that esbuild gives to pieces which several scripts share."""
FOREVER = "public, max-age=31536000, immutable"


@blueprint.get("/static/<path:name>")
def static(name: str) -> Response:
    """Send a file that pages load."""
    if not (data := read(name)):
        abort(404, f"There is no file {name!r}.")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    encoding = encodings.chosen(request.headers.get("Accept-Encoding")) if kind in _TEXTS else None
    response = Response(_encoded(name, encoding) if encoding else data, content_type=kind)
    if kind in _TEXTS:
        response.headers["Content-Type"] = f"{kind}; charset=utf-8"
        response.vary.add("Accept-Encoding")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.set_etag(f"{_digest(name)}{encoding or ''}")
    is_named = request.args.get("v") == _digest(name) or _HASHED.search(name)
    response.headers["Cache-Control"] = FOREVER if is_named else "no-cache"
    response.make_conditional(request)
    return response


@lru_cache(64)
def read(name: str) -> bytes:
    """Return the bytes of the file called *name*; none where there is no such file."""
    file = files(__package__).joinpath("static", *name.split("/"))
    return file.read_bytes() if _NAME.fullmatch(name) and file.is_file() else b""


@lru_cache(64)
def _encoded(name: str, encoding: str) -> bytes:
    return encodings.encoded(read(name), encoding)


@lru_cache(64)
def _digest(name: str) -> str:
    return hashlib.sha256(read(name)).hexdigest()[:12]


def address(name: str) -> str:
    """Return the address of the file called *name*, which names its bytes too."""
    return url_for("assets.static", name=name, v=_digest(name))


def offer(app: Flask) -> None:
    """Let *app* send assets, and its templates link to them."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset"] = address
