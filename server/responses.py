"""What every answer has in common: streamed bodies, safe headers, and errors that say what to do."""

from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from lexwire.graph.problems import LexwireError

from .engine import Answer, NotAcceptable, QueryRefused
from .formats import GRAPHS, RESULTS
from .negotiate import prefers_html

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def streamed(answer: Answer) -> Response:
    """Return *answer* as a response that is sent as it is made."""
    return Response(answer.chunks, content_type=answer.format.content_type, headers={"Vary": "Accept"})


def problem(status: int, message: str) -> Response:
    """Return an error as a page for browsers and as plain text for everyone else."""
    if prefers_html(request.headers.get("Accept")):
        title = f"{status} {HTTPStatus(status).phrase}"
        return Response(
            render_template("problem.html", title=title, message=message),
            status,
            content_type="text/html; charset=utf-8",
        )
    return Response(f"{message}\n", status, content_type="text/plain; charset=utf-8")


def harden(app: Flask) -> None:
    """Give *app* its error handlers and the headers of every answer."""

    @app.errorhandler(QueryRefused)
    def refused(error: QueryRefused) -> Response:
        return problem(400, str(error))

    @app.errorhandler(NotAcceptable)
    def not_acceptable(_: NotAcceptable) -> Response:
        kinds = ", ".join(each.media_type for each in (*RESULTS, *GRAPHS))
        return problem(406, f"The answer cannot be written in a format that you accept; ask for one of {kinds}.")

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        response = problem(error.code or 500, error.description or error.name)
        if allowed := getattr(error, "valid_methods", None):
            response.headers["Allow"] = ", ".join(sorted(allowed))
        return response

    @app.errorhandler(LexwireError)
    def lexwire(error: LexwireError) -> Response:
        app.logger.error("%s", error)
        return problem(503, "The data cannot be read just now; try again in a moment.")

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        app.logger.exception("unexpected error", exc_info=error)
        return problem(500, InternalServerError.description)

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("Access-Control-Allow-Origin", "*")
        if response.mimetype == "text/html":
            response.headers.setdefault("Content-Security-Policy", _POLICY)
        return response
