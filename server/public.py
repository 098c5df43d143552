"""The address by which the public knows this server, where its operator or its proxies tell it.

Specification: PEP 3333, URL reconstruction.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.middleware.proxy_fix import ProxyFix

from .environ import Environ
from .settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication


class Public:
    """Lets an application believe that each request was sent to one address."""

    def __init__(self, app: "WSGIApplication", url: str) -> None:
        """Stand before *app*; the path of *url* is what a proxy in front takes off the paths of requests."""
        parts = urlsplit(url)
        self._app = app
        self._told = {
            "wsgi.url_scheme": parts.scheme,
            "HTTP_HOST": parts.netloc,
            "SCRIPT_NAME": parts.path.rstrip("/"),
        }

    def __call__(self, environ: Environ, start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        environ.update(self._told)
        return self._app(environ, start_response)


def placed(app: "WSGIApplication", settings: Settings) -> "WSGIApplication":
    """Return *app* so that it knows its public address from what its operator or its proxies tell."""
    if settings.public_url:
        app = Public(app, settings.public_url)
    if count := settings.proxies:
        app = ProxyFix(app, count, count, count, count, count)
    return app
