"""The HTTP face of a release: SPARQL, graphs, saved queries, linked data, dumps and pages."""

from flask import Flask

from . import (
    answering,
    assets,
    description,
    dumps,
    editor,
    figures,
    graph_store,
    health,
    openapi,
    pages,
    resources,
    saved,
    search,
    sparql,
)
from .addresses import here
from .cache import SHARE
from .face import Face
from .language import speak
from .public import placed
from .responses import harden
from .service import Service
from .watch import journal
from .watch.metrics import Metrics
from .watch.watcher import Watch


def create_app(service: Service) -> Flask:
    """Return the WSGI application that serves *service*; raises UsageError where its log cannot be written."""
    app, settings = Flask(__name__, static_folder=None), service.settings
    watch = Watch(settings, journal.opened(settings), Metrics(service) if settings.metrics else None)
    app.extensions |= {"lexwire": service, "lexwire.watch": watch}
    app.config[answering.LOADED] = answering.version_of_files(settings.load)
    app.jinja_env.filters["here"] = here
    app.url_map.strict_slashes = False
    for module in (
        *(sparql, description, graph_store, resources, saved, dumps, health, openapi, pages, search, editor),
        figures,
    ):
        app.register_blueprint(module.blueprint)
    assets.offer(app)
    speak(app)
    harden(app)
    app.wsgi_app = placed(app.wsgi_app, settings)  # type: ignore[assignment,method-assign]
    room = int(settings.cache_megabytes * (1 << 20)) // SHARE
    app.wsgi_app = Face(app.wsgi_app, lambda: answering.version_of(app), room, watch)  # type: ignore[method-assign]
    return app
