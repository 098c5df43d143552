"""For operators: whether the server lives, whether it answers, and its figures."""

from threading import Timer

from flask import Blueprint, Response, abort, current_app

from .engine import EngineError, Hangup, Overloaded, Question
from .formats import RESULTS, Wanted
from .service import Service, service
from .watch.watcher import Watch

blueprint = Blueprint("health", __name__)

SECONDS = 5.0
"""How long the readiness query may take, waiting included."""
QUERY = "ASK { ?s ?p ?o BIND(NOW() AS ?now) }"
"""Asks whether there is any data; what changes each time is never answered from a cache."""


@blueprint.get("/health/live")
def live() -> Response:
    """Say that the process runs."""
    return _said("live")


@blueprint.get("/health/ready")
def ready() -> Response:
    """Say whether a query over the data is answered.

    A server whose workers are all taken is ready, but busy: its clients, sent elsewhere, would take down the next one.
    """
    here, hangup = service(), Hangup()
    timer = Timer(SECONDS, hangup.say)
    timer.start()
    try:
        holds = b"true" in here.engine.run(_question(hangup)).read()
        return _said("ready") if holds else _said("no data", 503)
    except Overloaded:
        return _said("busy")
    except EngineError as error:
        if _is_busy(here):
            return _said("busy")
        return _said(f"no answer within {SECONDS:g} s" if hangup.is_said else str(error), 503)
    finally:
        timer.cancel()


@blueprint.get("/metrics")
def metrics() -> Response:
    """Tell the figures of the server to Prometheus."""
    watch: Watch = current_app.extensions["lexwire.watch"]
    if watch.metrics is None:
        abort(404)
    body, kind = watch.metrics.told()
    return Response(body, content_type=kind, headers={"Cache-Control": "no-store"})


def _question(hangup: Hangup) -> Question:
    return Question(QUERY, Wanted(RESULTS[0], None), seconds=SECONDS, hangup=hangup)


def _is_busy(here: Service) -> bool:
    """Return whether all query workers are taken."""
    running, _ = here.parts.load()
    return running >= here.settings.query_workers


def _said(word: str, status: int = 200) -> Response:
    return Response(
        f"{word}\n", status, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
    )
