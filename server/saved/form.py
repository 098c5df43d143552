"""The form of a saved query: a field for each parameter, as its type and its values ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lexwire.queries import Parameter, Query, QueryError

from ..language import _, chosen
from .choices import Choices
from .values import LANGUAGE

SELECTED: Final = 40
"""How many values a list to choose from has at most; more are searched as one types."""
LISTED: Final = 500
"""How many names a page carries for that; more are asked of the search."""
_KINDS: Final = {
    "id/actor/": "actor",
    "id/law/": "law",
    "id/event/": "event",
    "id/statistic/": "statistic",
    "id/statement/": "statement",
    "article/": "article",
    "scheme/crime/": "crime",
    "scheme/": "term",
}
"""Kinds of the search by how the path of a parameter's base begins; the first that fits counts."""
_INPUTS: Final = {"date": "date", "integer": "number", "decimal": "number"}
_MISSING: Final = "The query needs a value here; give one such as %(example)s."
_NOT_ALLOWED: Final = "The %(name)s does not take %(value)s; choose one of: %(allowed)s."
_WRONG: Final = "The %(name)s is of type %(type)s and does not take %(value)s; give a value such as %(example)s."
_UNKNOWN: Final = "This is none of the values that the graph offers for it."


@dataclass(frozen=True, slots=True)
class Field:
    """A field as a template writes it."""

    name: str
    label: str
    input: str
    """``select``, or the type of an input; a wrong value stands in one that shows any."""
    value: str
    """What stands in it: a code in a list to choose from, a name where names can be typed."""
    options: tuple[tuple[str, str], ...] = ()
    """Codes with their names."""
    is_optional: bool = False
    search: str = ""
    """The kind of the search that finds more of its values."""
    base: str = ""
    fault: str = ""
    hint: str = ""
    is_pages: bool = False
    """Whether leaving it open means the language of the page."""


def fields(query: Query, values: Mapping[str, str], choices: Mapping[str, Choices]) -> list[Field]:
    """Return the fields of *query*, filled with *values*, where its parameters have *choices*."""
    wrong = faults(query, values)
    return [
        _field(parameter, values, choices.get(name, Choices({})), wrong.get(name, ""))
        for name, parameter in query.parameters.items()
    ]


def faults(query: Query, values: Mapping[str, str]) -> dict[str, str]:
    """Return for each parameter whose value cannot be one what is wrong, in a sentence of the page's language."""
    found = {name: _fault(query, parameter, values) for name, parameter in query.parameters.items()}
    return {name: fault for name, fault in found.items() if fault}


def _fault(query: Query, parameter: Parameter, values: Mapping[str, str]) -> str:
    value = values.get(parameter.name, parameter.default)
    if not value:
        return "" if parameter.optional else _(_MISSING, example=parameter.example)
    try:
        parameter.term(value, query.prefixes)
    except QueryError:
        return _sentence(parameter, value)
    return ""


def _sentence(parameter: Parameter, value: str) -> str:
    told = {"name": chosen(parameter.label), "value": f"“{value[:80]}”"}
    if isinstance(parameter.values, tuple) and parameter.values:
        return _(_NOT_ALLOWED, **told, allowed=", ".join(choice.value for choice in parameter.values))
    return _(_WRONG, **told, type=parameter.type, example=parameter.example)


def _field(parameter: Parameter, values: Mapping[str, str], choices: Choices, fault: str) -> Field:
    value = values.get(parameter.name, "" if parameter.name == LANGUAGE else parameter.default or "")
    is_list = 0 < len(choices.names) <= SELECTED and choices.is_whole
    is_known = not value or fault or not choices.names or not choices.is_whole or value in choices.names
    is_carried = len(choices.names) <= LISTED and choices.is_whole
    return Field(
        name=parameter.name,
        label=chosen(parameter.label),
        input="select" if is_list else "text" if fault else _INPUTS.get(parameter.type, "text"),
        value=value if is_list or not is_carried else choices.name(value),
        options=tuple(choices.names.items()) if is_carried else (),
        is_optional=parameter.optional,
        search="" if is_list or is_carried else _kind(parameter),
        base=parameter.base or "",
        fault=fault,
        hint="" if is_known else _(_UNKNOWN),
        is_pages=parameter.name == LANGUAGE and parameter.default is not None,
    )


def _kind(parameter: Parameter) -> str:
    path = (parameter.base or "").partition("/lexwire/")[2]
    return next((kind for start, kind in _KINDS.items() if path.startswith(start)), "")
