"""The page of a saved query: its form, its answer with a picture, and all that leads on from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from flask import render_template, request, url_for

from lexwire.queries import Query
from lexwire.queries.paging import Page, paged

from .. import marked, snippets
from ..language import chosen
from ..service import service
from ..tables import Cell, Table, table
from ..things import Name, neighbours
from ..things.figures import Chart
from .answers import Rows, has_pages, leading, rows_of
from .changes import Change, change
from .choices import Choices
from .citation import WAYS, citation
from .form import fields
from .groups import Strips
from .listing import formats
from .pictures import MOST, picture
from .pinning import FIELD, Standing, is_as_then, permalink
from .tracing import traces
from .values import LANGUAGE, address, complete

SOURCES: Final = "sources"
"""The field of an address that asks where each row comes from."""
_VIEWS: Final = {"timeline": "Timeline", "bar": "BarChart", "graph": "Graph"}
"""What a comment of the editor calls the views."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query is answered, as its page shows it."""

    text: str
    """The query with its values."""
    rows: Rows
    picture: Chart | Strips | None = None
    change: Change | None = None
    is_as_then: bool = True
    """Whether the release was built with the query as it is now."""


def answer(query: Query, text: str, standing: Standing) -> Answer:
    """Return the answer to *query*, which is *text* with its values, as the request's address wants it.

    Raises QueryError where the address asks for what is no page, and EngineError.
    """
    engine, most = service().engine, service().settings.rows_on_a_page
    found = rows_of(query, text, engine, request.args, most)
    drawn = _pictured(query, text, found)
    names = _names([*found.rows, *drawn.rows])
    wanted = traces(found.columns, found.rows) if request.args.get(SOURCES) == "1" else None
    shown = picture(query, drawn, names, lambda number: _href(query, found, number))
    since = change(query, text, engine, standing.newest.engine) if standing.is_old else None
    is_same = not standing.is_pinned or is_as_then(query)
    return Answer(text, replace(found, names=names, traces=wanted), shown, since, is_same)


def _names(rows: Sequence[Sequence[Cell]]) -> dict[str, Name]:
    """Return what the IRIs in *rows* are called, those of the graph's own things."""
    iris = {cell.iri for row in rows for cell in row if cell.iri}
    names = neighbours((), iris)
    return {iri: names.of(iri) for iri in iris if names.node(iri).said}


def _pictured(query: Query, text: str, found: Rows) -> Table:
    """Return the rows for a picture: of all pages, as far as a picture has room."""
    if query.view in {"table", "graph"} or found.is_whole:
        return Table(found.columns, found.rows, len(found.rows))
    engine = service().engine
    if has_pages(query):
        return table(engine, paged(query, text, Page(1, MOST)), MOST)
    return leading(query, text, engine, MOST)


def _href(query: Query, found: Rows, number: int) -> str:
    """Return where the row of that *number* is: on this page, else on its own."""
    if found.first <= number <= found.last or not found.size:
        return f"#row-{number}"
    asked = {**request.args, "page": str((number - 1) // found.size + 1)}
    return f"{address('saved.page', query, asked)}#row-{number}"


def rendered(
    query: Query,
    values: Mapping[str, str],
    choices: Mapping[str, Choices],
    standing: Standing,
    found: Answer | None,
    fault: str = "",
) -> str:
    """Return the page of *query* with what was *found*, or with the *fault* of what was asked."""
    return render_template(
        "query.html",
        query=query,
        fields=fields(query, _typed(values), choices),
        answer=found,
        fault=fault,
        standing=standing,
        shown=found.text if found else query.body,
        **_leading_on(query, values, standing, found),
    )


def _typed(values: Mapping[str, str]) -> dict[str, str]:
    """Return *values* as the form shows them: the language of the page stands in none."""
    return {name: value for name, value in values.items() if name != LANGUAGE or LANGUAGE in request.args}


def _leading_on(query: Query, values: Mapping[str, str], standing: Standing, found: Answer | None) -> dict[str, Any]:
    """Return what leads on from an answer: data, the editor, lines to copy, the permalink and how to cite it."""
    if found is None:
        return {}
    pinned = {FIELD: standing.release.id} if standing.release and standing.is_pinned else {}
    plain = address("saved.page", query, {}, is_whole=True)
    endpoint = url_for("sparql.get", _external=True, lang=None)
    return {
        "downloads": _downloads(query, {**values, **pinned}),
        "editor": url_for("sparql.get", query=_for_the_editor(query, found.text)),
        "permalink": permalink(query, values, standing.release, is_whole=False) if standing.release else "",
        "snippets": snippets.saved(plain, {**complete(query, values), **pinned}, query.form, endpoint, found.text),
        "cited": _cited(query, values, standing, pinned),
        "with_sources": _with(SOURCES, "1"),
        "without_sources": _with(SOURCES, None),
        "newest": _with(FIELD, None),
    }


def _with(field: str, value: str | None) -> str:
    """Return the address of this page with another *value* of a field."""
    kept = {name: each for name, each in request.args.items() if name != field}
    asked = kept | ({field: value} if value else {})
    return f"{request.script_root}{request.path}{'?' if asked else ''}{urlencode(asked)}"


def _for_the_editor(query: Query, text: str) -> str:
    return f"#defaultView:{_VIEWS[query.view]}\n{text}" if query.view in _VIEWS else text


def _downloads(query: Query, asked: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return each way to have the answer as data: its format, what it is called, and its address."""
    found = [(each.name, each.name, address("saved.data", query, asked, each.name)) for each in formats(query)]
    if query.form == "select":
        found.append(("csv", "excel", address("saved.data", query, {**asked, marked.FIELD: "1"}, "csv")))
    return found


def _cited(
    query: Query, values: Mapping[str, str], standing: Standing, pinned: Mapping[str, str]
) -> list[tuple[str, str, str, str]]:
    """Return each way of citing the answer: its suffix, its name, its text, and where it is as a file."""
    if standing.release is None:
        return []
    link, asked = permalink(query, values, standing.release), {**values, **pinned}
    cited = citation(standing.release, query.name, chosen(query.title), link)
    return [
        (suffix, name, write(cited), address("saved.cite", query, asked, suffix))
        for suffix, (name, _type, write) in WAYS.items()
    ]
