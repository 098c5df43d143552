"""The figures of all articles to choose from: as a chart and a table, each with the words that it rests on."""

from typing import Any, Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from .. import things
from ..answering import rows
from ..language import language
from ..things.figures import chart, figure
from ..things.lists import FIGURE_DAY
from .asking import by_field, offering, table_of
from .choice import BASES, NAMES, Choice, ChoiceError, choice
from .offers import offers

blueprint = Blueprint("figures", __name__)

SIZE: Final = 100
"""How many figures a page shows."""


@blueprint.get("/figures")
def page() -> Response:
    """Show the figures that the address chooses, and what else can be chosen.

    A form sends its open fields, too; they are left out of the address that people keep and pass on.
    """
    try:
        chosen = choice(request.args)
        if any(request.args.get(name) == "" for name in NAMES):
            return make_response(redirect(_address(chosen, 0)))
        return _page(chosen, "")
    except ChoiceError as error:
        return _page(Choice(), str(error))


def _page(chosen: Choice, fault: str) -> Response:
    offered = by_field(rows(offering(chosen)))
    section = things.Section("rows", chosen.pattern(), FIGURE_DAY, size=SIZE)
    found = things.found([section], things.Place("rows", things.start_of(request.args)))["rows"]
    iris = {iri for values in offered.values() for iri, _number in values}
    iris |= {BASES[name] + value for name, value in chosen.fields().items() if name in BASES}
    names = things.neighbours(found.nodes, iris)
    shown = [figure(each, names) for each in found.nodes]
    text = render_template(
        "figures.html",
        chosen=chosen,
        offers=offers(offered, names, chosen),
        figures=shown,
        chart=chart(shown),
        found=found,
        pages=_pages(chosen, found),
        exports=[(name, _export(chosen, name)) for name in ("csv", "json", "tsv", "xml")],
        editor=url_for("sparql.get", query=table_of(chosen, language())),
        fault=fault,
    )
    return Response(text, 400 if fault else 200, content_type="text/html; charset=utf-8")


def _pages(chosen: Choice, found: things.Found) -> dict[str, str]:
    """Return where the figures before and after those on the page are."""
    starts = {"earlier": max(found.start - SIZE, 0)} if found.start else {}
    starts |= {"later": found.start + SIZE} if found.last < found.total else {}
    return {name: _address(chosen, start) for name, start in starts.items()}


def _address(chosen: Choice, start: int) -> str:
    fields: dict[str, Any] = chosen.fields() | ({"from": str(start)} if start else {})
    return url_for("figures.page", **fields)


def _export(chosen: Choice, name: str) -> str:
    return url_for("sparql.get", query=table_of(chosen, language()), format=name)
