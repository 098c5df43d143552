"""The values that the graph has for a parameter, with their names: what a form offers, and what may be typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lexwire.queries import Parameter, Query

from ..engine import Engine
from ..language import _, chosen, language
from ..tables import table

READ: Final = 5000
"""How many values are read; of others only the code can be typed."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Values of one parameter by code, each with what it is called in the language of the page."""

    names: Mapping[str, str]
    is_whole: bool = True

    def name(self, code: str) -> str:
        """Return what *code* is called where that leads back to it, else the code itself."""
        name = self.names.get(code, code)
        return name if self.code(name) == code else code

    def code(self, typed: str) -> str:
        """Return the code that somebody means who *typed* a code or a name, else what was typed."""
        found = self._known(typed)
        return typed if typed in self.names or len(found) != 1 else found[0]

    def _known(self, name: str) -> list[str]:
        wanted = name.strip().casefold()
        return [code for code, each in self.names.items() if each.casefold() == wanted]


def offered(query: Query, engine: Engine) -> dict[str, Choices]:
    """Return the choices of each parameter that has any; raises EngineError."""
    found = {name: _choices(parameter, engine) for name, parameter in query.parameters.items()}
    return {name: choices for name, choices in found.items() if choices.names}


def _choices(parameter: Parameter, engine: Engine) -> Choices:
    if isinstance(parameter.values, tuple):
        told = {"true": _("yes"), "false": _("no")} if parameter.type == "boolean" else {}
        return Choices({each.value: chosen(each.label) or each.value for each in parameter.values} or told)
    asked = parameter.choices(language())
    if asked is None:
        return Choices({})
    found = table(engine, asked, READ)
    names: dict[str, str] = {}
    for value, label, *_rest in found.rows:
        names.setdefault((value.iri or value.text).removeprefix(parameter.base or ""), label.text or value.text)
    return Choices(names, found.total == len(found.rows))


def meant(values: Mapping[str, str], choices: Mapping[str, Choices]) -> dict[str, str]:
    """Return *values* with the code in the place of each name that was typed."""
    return {name: choices[name].code(value) if name in choices else value for name, value in values.items()}
