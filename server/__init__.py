"""The HTTP face of a release: SPARQL, saved queries, dumps and pages."""

from flask import Flask

from . import dumps, health, pages, saved, sparql
from .responses import harden
from .service import Service


def create_app(service: Service) -> Flask:
    """Return the WSGI application that serves *service*."""
    app = Flask(__name__)
    app.extensions["lexwire"] = service
    app.url_map.strict_slashes = False
    for module in (sparql, saved, dumps, health, pages):
        app.register_blueprint(module.blueprint)
    harden(app)
    return app
