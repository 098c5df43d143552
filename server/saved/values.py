"""The values that an address gives to the parameters of a saved query, and those that its page adds."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import url_for

from lexwire.queries import Choice, Query

from ..language import language

FIELDS = frozenset({"page", "page_size", "bom", "lang", "release", "sources"})
"""Fields of an address that tell how the answer is wanted, and are no values of parameters."""
LANGUAGE = "language"
"""The parameter whose value is the language of the page where the address gives none."""


def given(query: Query, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the values in the *fields* of an address; an empty one stands only where it means "any"."""
    optional = {name for name, parameter in query.parameters.items() if parameter.optional}
    return {name: value for name, value in fields.items() if name not in FIELDS and (value or name in optional)}


def on_a_page(query: Query, values: Mapping[str, str]) -> dict[str, str]:
    """Return *values* with the language of the page, where *query* asks for one and knows it."""
    parameter = query.parameters.get(LANGUAGE)
    if parameter is None or LANGUAGE in values:
        return dict(values)
    known = parameter.values if isinstance(parameter.values, tuple) else ()
    return {**values, LANGUAGE: language()} if language() in _codes(known) else dict(values)


def _codes(choices: tuple[Choice, ...]) -> set[str]:
    return {choice.value for choice in choices}


def complete(query: Query, values: Mapping[str, str]) -> dict[str, str]:
    """Return *values* with the defaults of the other parameters, so that another default changes no answer later."""
    defaults = {name: each.default for name, each in query.parameters.items() if each.default is not None}
    return {**defaults, **values}


def address(endpoint: str, query: Query, fields: Mapping[str, str], suffix: str = "", is_whole: bool = False) -> str:
    """Return where *endpoint* sends what *fields* ask of *query*, as a path or with *is_whole* the whole address.

    Whatever the fields are called, they are fields of the address and nothing else.
    """
    steps = {"name": query.name} | ({"suffix": suffix} if suffix else {})
    path = url_for(endpoint, _external=is_whole, lang=None, **steps)
    return f"{path}?{urlencode(fields)}" if fields else path
