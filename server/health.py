"""Whether the server lives, and whether it answers."""

from flask import Blueprint, Response

from .engine import Question
from .formats import RESULTS, Wanted
from .service import service

blueprint = Blueprint("health", __name__)


@blueprint.get("/health/live")
def live() -> Response:
    """Say that the process runs."""
    return Response("live\n", content_type="text/plain")


@blueprint.get("/health/ready")
def ready() -> Response:
    """Say whether a query over the data is answered."""
    answer = service().engine.run(Question("ASK { ?s ?p ?o }", Wanted(RESULTS[0], None)))
    holds = b"true" in answer.read()
    return Response("ready\n" if holds else "no data\n", 200 if holds else 503, content_type="text/plain")
