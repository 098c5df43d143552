"""The page on which a curator turns the extracted facts of one article into reviewed ones."""

from collections.abc import Mapping
from pathlib import Path

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    send_from_directory,
)
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from lexwire.graph.problems import LexwireError
from lexwire.graph.workspace import authority
from lexwire.graph.workspace.decision import KINDS
from lexwire.graph.workspace.decisions import Stale

from .deciding import decide
from .fields import SINGULAR
from .forms import Refused, Values, entered
from .guard import Guard
from .seat import Seat
from .sheet import Sheet
from .view import LETTERS, editing, naming, view

blueprint = Blueprint("review", __name__)
_STYLE = Path(__file__).parent.parent / "static"
"""The look of all our pages."""
_BYTES = 1 << 18
"""A fact has a few hundred bytes."""


def create_app(seat: Seat, guard: Guard) -> Flask:
    """Return the application in which the one at *seat* decides, and which answers only whom *guard* lets in."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = _BYTES
    app.extensions["lexwire.review"] = seat
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["verbatim"] = _verbatim
    guard.protect(app)
    app.register_blueprint(blueprint)
    app.register_error_handler(HTTPException, lambda error: _told(error.code or 500, error.description or error.name))
    app.register_error_handler(Stale, lambda error: _told(409, str(error)))
    app.register_error_handler(LexwireError, lambda error: _told(422, str(error)))
    return app


def _seat() -> Seat:
    seat: Seat = current_app.extensions["lexwire.review"]
    return seat


@blueprint.get("/")
def page() -> str:
    """Show the article and its facts."""
    return render_template("page.html", **_context(_seat().sheet()))


@blueprint.get("/sheet")
def sheet() -> str:
    """Give the page's script what has changed."""
    return render_template("_sheet.html", **_context(_seat().sheet()))


@blueprint.get("/form")
def form() -> str:
    """Show the form of a fact: of the one with that id, or of a new one on the words of an anchor."""
    kind, name, spans = request.args.get("list", ""), request.args.get("id", ""), request.args.getlist("anchor")
    if kind not in KINDS:
        raise LexwireError("The address names no kind of fact; go back to the list.")
    return _form(_seat().sheet(), kind, name, None if name else _beginning(kind, spans), {})


@blueprint.post("/decide")
def decision() -> AnyResponse | tuple[str, int]:
    """Write one decision down; show the form again with a sentence at each field that does not hold."""
    seat, given = _seat(), request.form
    try:
        step = decide(seat.folder, seat.name, seat.by, given)
    except Refused as error:
        return _refused(seat.sheet(), error)
    if _is_script():
        return jsonify(action=step.action, id=step.id)
    return redirect(f"/#fact-{step.id}", 303)


@blueprint.post("/name")
def name() -> AnyResponse:
    """Give an actor or a law that the ontology lacks a line in the authority files of the workspace."""
    seat, given = _seat(), {field: value.strip() for field, value in request.form.items()}
    class_name, known = given.get("class", ""), naming(seat.sheet().lexicon)
    kind = "law" if class_name in known["Law"] else "actor"
    labels = given.get("label_en", ""), given.get("label_zh") or None
    authority.add(seat.folder.root, kind, given.get("key", ""), class_name, *labels, given.get("same_as") or None)
    return jsonify(kind=kind, key=given["key"]) if _is_script() else redirect("/", 303)


@blueprint.get("/look.css")
def look() -> Response:
    """Give the style that all our pages share."""
    return send_from_directory(_STYLE, "style.css")


@blueprint.get("/icon.svg")
def icon() -> Response:
    """Give the icon."""
    return send_from_directory(_STYLE, "icon.svg")


def _context(sheet: Sheet) -> dict[str, object]:
    return {
        "view": view(sheet),
        "seat": _seat(),
        "classes": naming(sheet.lexicon),
        "singular": SINGULAR,
        "letters": LETTERS,
    }


def _form(sheet: Sheet, kind: str, name: str, values: Values | None, faults: Mapping[str, str]) -> str:
    shown = editing(sheet, kind, name, values, faults)
    template = "_form.html" if _is_script() else "form.html"
    return render_template(template, editing=shown, **_context(sheet))


def _beginning(kind: str, spans: list[str]) -> Values:
    """Return what stands in the form of a new fact at first."""
    return {
        "anchor": spans,
        "comparator": ["exact"],
        "unit": ["NUM"],
        "kind": ["level"] if kind == "statistics" else [],
    }


def _refused(sheet: Sheet, error: Refused) -> tuple[str, int]:
    """Show the form of what was refused, with the sentences; the page of an error where there is no form for it."""
    given = request.form
    kind, name, action = (given.get(each, "") for each in ("list", "id", "action"))
    if action not in {"accept", "correct", "add"}:
        return _told(422, str(error))
    values = None if action == "accept" else entered(kind, given)
    return _form(sheet, kind, "" if action == "add" else name, values, error.faults), 422


def _is_script() -> bool:
    """Return whether our own script asks, which puts the answer into the page that there is."""
    return request.headers.get("X-Requested-With") == "fetch"


def _told(status: int, sentence: str) -> tuple[str, int]:
    """Tell what is wrong, as a page or as its text."""
    return (sentence if _is_script() else render_template("told.html", status=status, sentence=sentence)), status


def _verbatim(text: str) -> Markup:
    """Return *text* as HTML that has each of its characters: a bare carriage return would be read as a line feed."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))  # noqa: S704 (escaped before)
