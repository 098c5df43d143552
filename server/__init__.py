"""The HTTP face of a release: SPARQL, graphs, saved queries, linked data, dumps and pages."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from . import answering, description, dumps, graph_store, health, pages, resources, saved, sparql
from .addresses import here
from .responses import harden
from .service import Service


def create_app(service: Service) -> Flask:
    """Return the WSGI application that serves *service*."""
    app = Flask(__name__)
    app.extensions["lexwire"] = service
    app.config[answering.LOADED] = answering.version_of_files(service.settings.load)
    app.jinja_env.filters["here"] = here
    app.url_map.strict_slashes = False
    for module in (sparql, description, graph_store, resources, saved, dumps, health, pages):
        app.register_blueprint(module.blueprint)
    harden(app)
    if count := service.settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, count, count, count, count, count)  # type: ignore[method-assign]
    return app
