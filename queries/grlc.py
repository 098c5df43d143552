"""A saved query as grlc reads it: its decorators above, and parameters as variables whose names tell their types.

Format: the README of grlc (CLARIAH), "Decorator syntax" and "Parameters"; what it knows of a parameter is in the name,
``?_name_iri`` or, for an optional one, ``?__name_iri``.
"""

import json
from collections.abc import Callable, Iterator
from typing import Final

from .binding import Token, tokens
from .paging import refusal
from .parameters import Parameter
from .query import Query

PAGE: Final = 100
"""How many rows grlc asks for at a time."""
_SUFFIXES: Final[dict[str, Callable[[Parameter], str]]] = {
    "iri": lambda _: "_iri",
    "string": lambda _: "",
    "language-string": lambda parameter: f"_{parameter.language}",
    "integer": lambda _: "_integer",
    "decimal": lambda _: "_decimal",
    "date": lambda _: "_date",
    "year": lambda _: "_gYear",
    "boolean": lambda _: "_boolean",
}


def decorated(query: Query, endpoint: str) -> str:
    """Return *query* with grlc's decorators, which send it to the SPARQL *endpoint*.

    grlc puts a value into the text without looking at what is in it; IRIs are told to it in full.
    """
    return "".join([*(f"#+ {line}\n" for line in _decorators(query, endpoint)), "\n", _body(query)])


def variable(parameter: Parameter) -> str:
    """Return the variable, without its sign, that stands for *parameter*: an underscore would end its name."""
    first, *rest = parameter.name.split("_")
    name = first + "".join(word.capitalize() for word in rest)
    return f"{'__' if parameter.optional else '_'}{name}{_SUFFIXES[parameter.type](parameter)}"


def _decorators(query: Query, endpoint: str) -> Iterator[str]:
    yield f"summary: {_quoted(query.title['en'])}"
    yield f"description: {_quoted(query.description.get('en', query.title['en']))}"
    yield f"endpoint: {_quoted(endpoint)}"
    yield "endpoint_in_url: False"
    yield "method: GET"
    if refusal(query) is None:
        yield f"pagination: {PAGE}"
    yield from _listed("tags", [_quoted(tag) for tag in query.tags or (query.folder,)])
    parameters = query.parameters.values()
    yield from _listed("defaults", [_default(query, each, each.default) for each in parameters if each.default])
    closed = [each for each in parameters if isinstance(each.values, tuple) and each.values]
    yield from _listed("enumerate", [line for each in closed for line in _allowed(query, each)])


def _listed(key: str, items: list[str]) -> Iterator[str]:
    """Yield the lines of a list; an item that starts with a space goes on with the one before."""
    if items:
        yield f"{key}:"
        yield from (f"    {item}" if item.startswith(" ") else f"  - {item}" for item in items)


def _default(query: Query, parameter: Parameter, text: str) -> str:
    return f"{_name(parameter)}: {_value(query, parameter, text)}"


def _allowed(query: Query, parameter: Parameter) -> Iterator[str]:
    """Yield the values that *parameter* takes; those that a query tells are left out, which grlc would ask wrongly."""
    yield f"{_name(parameter)}:"
    for choice in parameter.values if isinstance(parameter.values, tuple) else ():
        yield f" - {_value(query, parameter, choice.value)}"


def _name(parameter: Parameter) -> str:
    return variable(parameter).lstrip("_").partition("_")[0]


def _value(query: Query, parameter: Parameter, text: str) -> str:
    return _quoted(parameter.term(text, query.prefixes).value)


def _quoted(text: str) -> str:
    """Return *text* as a YAML scalar on one line, which JSON's strings are."""
    return json.dumps(text, ensure_ascii=False)


def _body(query: Query) -> str:
    names = {f"${name}": f"?{variable(each)}" for name, each in query.parameters.items()}
    return "".join(_named(token, names) for token in tokens(query.body))


def _named(token: Token, names: dict[str, str]) -> str:
    return names.get(token.text, token.text) if token.kind == "variable" else token.text
