"""The header of a query file: the lines ``#+ `` at its top, which together are one YAML mapping."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from itertools import takewhile
from typing import Any, Final

import yaml

from .binding import QueryError
from .parameters import Choice, Parameter, types

VIEWS: Final = ("table", "timeline", "bar", "graph")
LANGUAGES: Final = ("en", "zh")
_KEYS: Final = ("title", "description", "tags", "parameters", "view", "expect")
_PARAMETER_KEYS: Final = ("label", "type", "default", "optional", "values", "base", "language")
RESERVED: Final = frozenset({"page", "page_size", "bom", "lang", "release", "sources", "format", "q"})
"""Fields of a saved query's address that are the server's own, so that no parameter may be called so."""

Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the query answers on the packaged records, with the parameters' defaults."""

    columns: tuple[str, ...] = ()
    """The variables of a SELECT, in order."""
    rows: int | None = None
    """The number of rows, or of triples."""
    result: tuple[Row, ...] | None = None
    """All rows: the text of literals, IRIs shortened by the file's own prefixes, None where nothing is bound."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says of the query."""

    title: Mapping[str, str] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    view: str = "table"
    expect: Expectation = Expectation()


def split(text: str) -> tuple[list[str], str]:
    """Return the header lines of *text* without their mark, and the body below."""
    lines = list(StringIO(text, newline="\n"))
    head = list(takewhile(lambda line: line.startswith("#+"), lines))
    return [line[2:].removeprefix(" ") for line in head], "".join(lines[len(head) :])


def read(lines: list[str], where: str) -> Header:
    """Return the header in *lines* of the file *where*; raises QueryError with file and line where it is wrong."""
    section, line = "header", 1
    try:
        root = _mapping(lines)
        data: dict[str, Any] = yaml.load("".join(lines), Loader=yaml.CSafeLoader)
        known = _known(data, _KEYS)
        starts = {key.value: key.start_mark.line + 1 for key, _ in root.value}
        made: dict[str, Any] = {}
        for section, value in known.items():
            line = starts[section]
            made[section] = _READERS[section](value)
        _needs("title" in made, "there is no title; add one with an English text")
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.line + 1 if error.problem_mark else line
        raise QueryError(f"{where}:{at}: the header is no YAML ({error.problem}); mend that line.") from None
    except yaml.YAMLError:
        raise QueryError(f"{where}:1: the header is no YAML; remove its control characters.") from None
    except QueryError as error:
        raise QueryError(f"{where}:{line}: {section}: {error}.") from None
    except (ValueError, RecursionError):
        raise QueryError(f"{where}:1: the header has a date or number that is none; put it in quotes.") from None
    return Header(**made)


def _needs(condition: bool, message: str) -> None:
    if not condition:
        raise QueryError(message)


def _mapping(lines: list[str]) -> yaml.MappingNode:
    """Return the root of the header after checking that it has no aliases and no key twice."""
    text = "".join(lines)
    aliases = (event for event in yaml.parse(text, Loader=yaml.CSafeLoader) if isinstance(event, yaml.AliasEvent))
    _needs(next(aliases, None) is None, "YAML aliases are not allowed; write the value out")
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if not isinstance(root, yaml.MappingNode):
        raise QueryError("it is no mapping; write lines such as title: {en: ..., zh: ...}")
    _unique(root)
    return root


def _unique(node: yaml.Node) -> None:
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        _needs(
            len(keys) == len(node.value) and len(set(keys)) == len(keys), "a key comes twice or is no word; rename it"
        )
        for _, value in node.value:
            _unique(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _unique(value)


def _known(data: object, keys: tuple[str, ...]) -> dict[str, Any]:
    """Return *data* as a mapping that has only *keys*."""
    if not isinstance(data, dict):
        raise QueryError("it is no mapping; write key: value")
    unknown = ", ".join(sorted(str(key) for key in data if key not in keys))
    _needs(not unknown, f"{unknown} is not known here; use only {', '.join(keys)}")
    return data


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise QueryError(f"{value!r} is no text; put it in quotes")
    return value


def _texts(value: object) -> Mapping[str, str]:
    """Return a text in one or both languages, English at least."""
    found = {language: _text(text).strip() for language, text in _known(value, LANGUAGES).items()}
    _needs(
        bool(found.get("en")) and all(found.values()),
        "the English text is missing or a text is empty; write {en: ..., zh: ...}",
    )
    return found


def _items(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise QueryError(f"{value!r} is no list; write [one, two]")
    return value


def _strings(value: object) -> tuple[str, ...]:
    return tuple(_text(item) for item in _items(value))


def _view(value: object) -> str:
    view = _text(value)
    _needs(view in VIEWS, f"{view} is no view; use one of {', '.join(VIEWS)}")
    return view


def _parameters(value: object) -> Mapping[str, Parameter]:
    if not isinstance(value, dict):
        raise QueryError("it is no mapping; write name: {label: ..., type: ...}")
    return {name: _parameter(_text(name), each) for name, each in value.items()}


def _parameter(name: str, value: object) -> Parameter:
    data = _known(value, _PARAMETER_KEYS)
    _needs(name.isascii() and name.isidentifier(), f"{name!r} is no name for a parameter; use letters, digits and _")
    _needs(name not in RESERVED, f"{name} means something of its own in addresses; give the parameter another name")
    _needs(_text(data.get("type")) in types(), f"{name} has no known type; use one of {', '.join(sorted(types()))}")
    _needs(
        isinstance(data.get("optional", False), bool), f"{name}: optional is neither true nor false; write one of them"
    )
    texts = {key: _text(data[key]) for key in ("type", "default", "base", "language") if key in data}
    return Parameter(
        name,
        label=_texts(data.get("label")),
        optional=data.get("optional", False),
        values=_values(data.get("values", [])),
        type=texts.pop("type"),
        **texts,
    )


def _values(value: object) -> tuple[Choice, ...] | str:
    if isinstance(value, str):
        return value
    choices = (_known(item, ("value", "label")) for item in _items(value))
    return tuple(Choice(_text(choice.get("value")), _texts(choice.get("label"))) for choice in choices)


def _expect(value: object) -> Expectation:
    data = _known(value, ("columns", "rows", "result"))
    rows, result = data.get("rows"), data.get("result")
    _needs(rows is None or type(rows) is int, "rows is no number; write rows: 3")
    table = None if result is None else tuple(map(_row, _items(result)))
    return Expectation(_strings(data.get("columns", [])), rows, table)


def _row(value: object) -> Row:
    return tuple(None if cell is None else _text(cell) for cell in _items(value))


_READERS: Final = {
    "title": _texts,
    "description": _texts,
    "tags": _strings,
    "parameters": _parameters,
    "view": _view,
    "expect": _expect,
}
