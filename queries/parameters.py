"""Parameters of saved queries: what values they take, and the RDF term that a value stands for."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from .binding import QueryError, Term, bound

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_CODE: Final = re.compile(r"[^\W_][\w.~/-]*", re.ASCII)
_SCHEMES: Final = frozenset({"urn", "tag", "mailto", "tel", "info", "did"})
"""Schemes of IRIs without "//"; any other word before a colon is a prefix, and one that the query does not declare."""
_NUMBERS: Final = {
    "integer": re.compile(r"[+-]?[0-9]{1,40}"),
    "decimal": re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?"),
    "boolean": re.compile(r"true|false"),
}
_EXAMPLES: Final = {
    "iri": "https://example.org/thing",
    "string": "text",
    "language-string": "text",
    "integer": "12",
    "decimal": "12.5",
    "date": "2024-02-24",
    "year": "2024",
    "boolean": "true",
}
"""The types of parameters, each with a value that it takes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a parameter may take, and what to call it."""

    value: str
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A ``$name`` of a query that takes a value."""

    name: str
    label: Mapping[str, str]
    type: str
    default: str | None = None
    """The value where none is given."""
    optional: bool = False
    """Whether it may stay a variable, which matches anything; an empty value asks for that."""
    values: tuple[Choice, ...] | str = ()
    """The only values allowed; or a SPARQL SELECT of ?value and ?label that may use ``$language``; or neither."""
    base: str | None = None
    """What a bare code is appended to, for IRIs."""
    language: str = "en"
    """The language of a language-string."""

    @property
    def example(self) -> str:
        """Return a value of the right type: the default, the first allowed one, or any."""
        first = self.values[0].value if isinstance(self.values, tuple) and self.values else _EXAMPLES[self.type]
        return first if self.default is None else self.default

    def choices(self, language: str = "en") -> str | None:
        """Return the SPARQL SELECT of possible values with labels in *language*; None where there is none."""
        return bound(self.values, {"language": Literal(language)}) if isinstance(self.values, str) else None

    def term(self, value: str, prefixes: Mapping[str, str]) -> Term:
        """Return the term that *value* stands for, in a query that declares *prefixes*.

        Raises QueryError where the value is of the wrong type or not among the allowed ones.
        """
        if isinstance(self.values, tuple) and self.values and value not in {choice.value for choice in self.values}:
            allowed = ", ".join(choice.value for choice in self.values)
            raise QueryError(f"Parameter {self.name} does not take {_quoted(value)}; choose one of: {allowed}.")
        try:
            return _MAKERS[self.type](self, value, prefixes)
        except ValueError:
            example = _EXAMPLES[self.type] if value == self.example else self.example
            raise QueryError(
                f"Parameter {self.name} is of type {self.type} and does not take {_quoted(value)}; "
                f"give a value such as {example}."
            ) from None


def types() -> frozenset[str]:
    """Return the names of the types that a parameter may have."""
    return frozenset(_EXAMPLES)


def _quoted(value: str) -> str:
    return ascii(value if len(value) <= 80 else f"{value[:80]}…")


def _iri(parameter: Parameter, value: str, prefixes: Mapping[str, str]) -> Term:
    prefix, colon, local = value.partition(":")
    if colon and prefix in prefixes and not local.startswith("//"):
        return NamedNode(prefixes[prefix] + local)
    if parameter.base and _CODE.fullmatch(value):
        return NamedNode(parameter.base + value)
    if "://" not in value and prefix not in _SCHEMES:
        raise ValueError(value)
    return NamedNode(value)


def _number(parameter: Parameter, value: str, _: Mapping[str, str]) -> Term:
    if not _NUMBERS[parameter.type].fullmatch(value):
        raise ValueError(value)
    return Literal(value, datatype=NamedNode(XSD + parameter.type))


def _date(_: Parameter, value: str, __: Mapping[str, str]) -> Term:
    if dt.date.fromisoformat(value).isoformat() != value:
        raise ValueError(value)
    return Literal(value, datatype=NamedNode(XSD + "date"))


def _year(_: Parameter, value: str, __: Mapping[str, str]) -> Term:
    dt.date.fromisoformat(f"{value}-01-01")
    if len(value) != 4:
        raise ValueError(value)
    return Literal(value, datatype=NamedNode(XSD + "gYear"))


_MAKERS: Final[dict[str, Callable[[Parameter, str, Mapping[str, str]], Term]]] = {
    "iri": _iri,
    "string": lambda _, value, __: Literal(value),
    "language-string": lambda parameter, value, _: Literal(value, language=parameter.language),
    "integer": _number,
    "decimal": _number,
    "boolean": _number,
    "date": _date,
    "year": _year,
}
