"""What the catalogue tells of its queries: to people by folder, to tools in JSON."""

from collections.abc import Mapping

from flask import url_for

from lexwire.queries import Parameter, Query
from lexwire.queries.paging import refusal

from ..engine import Engine
from ..formats import ANSWERS, GRAPHS, RESULTS, Format
from ..tables import table

CHOICES = 500
"""How many values a form offers; any other may be typed."""


def by_folder(queries: Mapping[str, Query]) -> dict[str, list[Query]]:
    """Return the queries of each folder, in their order."""
    folders: dict[str, list[Query]] = {}
    for query in queries.values():
        folders.setdefault(query.folder, []).append(query)
    return folders


def described(query: Query) -> dict[str, object]:
    """Return what a tool needs to know to call *query*."""
    return {
        "name": query.name,
        "folder": query.folder,
        "title": dict(query.title),
        "description": dict(query.description),
        "tags": list(query.tags),
        "parameters": [_parameter(each) for each in query.parameters.values()],
        "view": query.view,
        "columns": list(query.columns),
        "pages": refusal(query) is None,
        "formats": [format_.name for format_ in formats(query)],
        "href": url_for("saved.page", name=query.name),
    }


def _parameter(parameter: Parameter) -> dict[str, object]:
    values = parameter.values
    return {
        "name": parameter.name,
        "label": dict(parameter.label),
        "type": parameter.type,
        "base": parameter.base,
        "values": [choice.value for choice in values] if isinstance(values, tuple) else None,
        "default": parameter.default,
        "optional": parameter.optional,
    }


def formats(query: Query) -> tuple[Format, ...]:
    """Return the formats in which the answer of *query* can be had."""
    if query.form in {"construct", "describe"}:
        return GRAPHS
    return ANSWERS if query.form == "ask" else RESULTS


def options(query: Query, engine: Engine) -> dict[str, list[tuple[str, str]]]:
    """Return the values that each parameter of *query* may take, with labels; none where any will do."""
    return {name: _choices(parameter, engine) for name, parameter in query.parameters.items()}


def _choices(parameter: Parameter, engine: Engine) -> list[tuple[str, str]]:
    if isinstance(parameter.values, tuple):
        return [(each.value, each.label.get("en", each.value)) for each in parameter.values]
    choices = parameter.choices()
    rows = table(engine, choices, CHOICES).rows if choices else []
    return [((value.iri or value.text).removeprefix(parameter.base or ""), label.text) for value, label, *_ in rows]
