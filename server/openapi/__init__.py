"""The description of the HTTP interface that tools read.

Specification: OpenAPI 3.1.1.
"""

import json
from importlib.metadata import version

from flask import Blueprint, Response, request

from ..answering import digest, holds, mark
from ..answering import not_modified as still_right
from .interface import paths
from .operations import Data, components

blueprint = Blueprint("openapi", __name__)

ABOUT = """A read-only SPARQL 1.1 endpoint with the read side of the Graph Store Protocol, linked data and dumps.

HEAD is answered wherever GET is, and OPTIONS everywhere. `/sparql` answers the method QUERY too, which OpenAPI 3.1 has
no word for: its body is that of POST, and its answer has an entity tag like that of GET."""
LICENCE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}


@blueprint.get("/openapi.json")
def read() -> Response:
    """Send the description, or 304 where the client holds it."""
    body = json.dumps(document(request.url_root.rstrip("/")), ensure_ascii=False)
    tag = digest(body.encode())
    if holds(tag):
        return still_right(tag)
    response = Response(body, content_type="application/json")
    mark(response, tag)
    return response


def document(address: str) -> Data:
    """Return the description of the server whose public address is *address*."""
    return {
        "openapi": "3.1.1",
        "info": {"title": "Lexwire", "version": version("lexwire"), "description": ABOUT, "license": LICENCE},
        "servers": [{"url": address}],
        "paths": paths(),
        "components": components(),
    }
