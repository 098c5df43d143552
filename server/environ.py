"""A request as ASGI hands it over → the same as WSGI applications read it.

Specifications: ASGI 3.0, HTTP connection scope; PEP 3333, environ variables.
"""

import sys
from collections.abc import Iterable, MutableMapping
from io import BytesIO
from typing import Any

Scope = MutableMapping[str, Any]
Environ = dict[str, Any]


def environ(scope: Scope) -> Environ:
    """Return the environment of the request in *scope*, whose body is empty so far."""
    host, port = scope.get("server") or ("localhost", None)
    found: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "RAW_URI": scope["raw_path"].decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    _add_headers(found, scope["headers"])
    return found


def _add_headers(found: Environ, headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Add the *headers*; one with an underscore is passed over, for it could pass for another one's name."""
    for name, value in headers:
        if b"_" in name:
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        text = value.decode("latin-1")
        found[key] = f"{found[key]},{text}" if key in found else text


def with_body(found: Environ, body: bytes) -> Environ:
    """Return the environment with its *body*, whose length counts in place of what was announced."""
    kept = {name: value for name, value in found.items() if name != "HTTP_TRANSFER_ENCODING"}
    return kept | {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
