"""The settings as options: the name, description, kind and range of each, and how a value is read that someone gave."""

import ast
import inspect
import math
import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from types import NoneType
from typing import Literal, get_args, get_origin, get_type_hints

from lexwire.graph.problems import UsageError

from . import SECRET, Settings, Shown, Within

ANY = Within(-math.inf, math.inf)
Value = str | int | float | bool | tuple[str, ...] | None

PREFIX = "LEXWIRE_"
_SWITCH = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{16,}=*")
_KINDS = {int: "a whole number", float: "a number", bool: "true or false", str: "a text", tuple: "a list of texts"}


@dataclass(frozen=True, slots=True)
class Option:
    """One setting: what a flag, a variable and a line in a file have in common."""

    name: str
    about: str
    kind: type
    default: Value
    is_optional: bool = False
    is_secret: bool = False
    choices: tuple[str, ...] = ()
    within: Within = ANY
    word: str = "TEXT"
    """What stands for a value in the help."""

    @property
    def variable(self) -> str:
        """Return the name of its environment variable."""
        return PREFIX + self.name.upper()

    @property
    def flag(self) -> str | None:
        """Return its flag; a secret has none, since all users of a machine see what its processes are started with."""
        return None if self.is_secret else f"--{self.name.replace('_', '-')}"

    @property
    def wanted(self) -> str:
        """Return what a value must be, as an error says it."""
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        if self.within.most < math.inf:
            return f"{_KINDS[self.kind]} from {self.within.least:,g} to {_plain(self.within.most)}"
        return _KINDS[self.kind]


@cache
def options() -> dict[str, Option]:
    """Return the options by name, in the order of `Settings`."""
    hints, abouts, usual = get_type_hints(Settings, include_extras=True), _abouts(), Settings()
    return {name: _option(name, hints[name], getattr(usual, name), abouts[name]) for name in abouts}


def _abouts() -> dict[str, str]:
    """Return the text under each field of `Settings`."""
    (found,) = ast.parse(inspect.getsource(Settings)).body
    assert isinstance(found, ast.ClassDef)
    return {
        field.target.id: " ".join(text.value.value.split())
        for field, text in pairwise(found.body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }


def _option(name: str, hint: object, default: Value, about: str) -> Option:
    marks = getattr(hint, "__metadata__", ())
    bare = getattr(hint, "__origin__", hint) if marks else hint
    choices = get_args(bare) if get_origin(bare) is Literal else ()
    is_optional = NoneType in get_args(bare)
    kind = str if choices or is_optional else get_origin(bare) or bare
    assert isinstance(kind, type)
    within = next((each for each in marks if isinstance(each, Within)), ANY)
    word = next((each.word for each in marks if isinstance(each, Shown)), "NUMBER" if kind in {int, float} else "TEXT")
    return Option(name, about, kind, default, is_optional, SECRET in marks, choices, within, word)


def from_text(option: Option, text: str, where: str) -> Value:
    """Return the value that *text* stands for; raises UsageError, which names *where* it was found."""
    try:
        match option.kind.__name__:
            case "tuple":
                return tuple(shlex.split(text))
            case "bool":
                return _SWITCH[text.strip().lower()]
            case "int" | "float":
                return checked(option, option.kind(text), where)
            case _:
                return checked(option, text, where)
    except (ValueError, KeyError):
        raise _fault(option, text, where) from None


def from_toml(option: Option, value: object, where: str) -> Value:
    """Return *value*, which TOML has types for; raises UsageError where it is of another type."""
    if option.kind is tuple and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    if option.kind is float and type(value) is int:
        value = float(value)
    if type(value) is option.kind and isinstance(value, str | int | float):
        return checked(option, value, where)
    raise _fault(option, value, where)


def checked(option: Option, value: str | float, where: str) -> Value:
    """Return *value*, None for an empty text where there may be none; raises UsageError where it is out of range."""
    if value == "" and option.is_optional:
        return None
    is_right = value in option.choices if option.choices else value != ""
    if isinstance(value, int | float):
        is_right = math.isfinite(value) and option.within.least <= value <= option.within.most
    if option.name == "token" and not _TOKEN.fullmatch(str(value)):
        raise UsageError(
            f"{where} is no token; give 16 characters or more of the kind that `openssl rand -hex 32` writes."
        )
    if not is_right or (isinstance(value, str) and not value.isprintable()):
        raise _fault(option, value, where)
    return value


def shown(value: Value) -> str:
    """Return *value* as an operator writes it."""
    match value:
        case bool():
            return str(value).lower()
        case float():
            return f"{value:g}"
        case tuple():
            return " ".join(value)
        case _:
            return "" if value is None else str(value)


def _fault(option: Option, value: object, where: str) -> UsageError:
    told = "" if option.is_secret else f" {value!r}"
    return UsageError(f"{where} cannot be{told}; give {option.wanted}.")


def _plain(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:g}"


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the end of a sentence on an unknown *name*: what may have been meant."""
    near = get_close_matches(name, list(names), 1)
    return f"did you mean {near[0]}?" if near else "`lexwire settings` lists all."
