"""What the catalogue tells of its queries: to people by folder, to tools in JSON."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for

from lexwire.graph.checks import Check, last
from lexwire.graph.release import Release
from lexwire.queries import Parameter, Query
from lexwire.queries.paging import refusal

from ..formats import ANSWERS, GRAPHS, RESULTS, Format
from ..language import _


@dataclass(frozen=True, slots=True)
class Listed:
    """A query as the catalogue shows it."""

    query: Query
    check: Check | None
    """What the last check of the release found; None where there was none."""

    @property
    def words(self) -> str:
        """Return all that it is found by, in lower case."""
        query = self.query
        texts = [
            *query.title.values(),
            *query.description.values(),
            query.name,
            query.folder,
            *query.tags,
            *map(_, query.tags),
        ]
        return " ".join(texts).casefold()


def listed(queries: Iterable[Query], release: Release | None) -> list[Listed]:
    """Return *queries* with what the last check over *release* found."""
    checks = last(release) if release else {}
    return [Listed(query, checks.get(query.name)) for query in queries]


def checked(found: Iterable[Listed]) -> dt.datetime | None:
    """Return when any of *found* was last checked; None where none was."""
    return max((each.check.at for each in found if each.check), default=None)


def sought(found: Iterable[Listed], typed: str) -> list[Listed]:
    """Return those of *found* in which all words stand that somebody *typed*, in either language."""
    words = typed.casefold().split()
    return [each for each in found if all(word in each.words for word in words)]


def by_folder(found: Iterable[Listed]) -> dict[str, list[Listed]]:
    """Return what is *found* by folder, in its order."""
    folders: dict[str, list[Listed]] = {}
    for each in found:
        folders.setdefault(each.query.folder, []).append(each)
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


def _parameter(parameter: Parameter) -> Mapping[str, object]:
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
