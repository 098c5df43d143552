"""The settings as flags of a command."""

import os
from collections.abc import Callable
from functools import reduce, wraps
from typing import Any

import click

from .options import Option, options, shown
from .sources import FILE, effective


def settable(command: Callable[..., None]) -> Callable[..., None]:
    """Give *command* a flag for each setting and for the file of settings; it is called with what they all make."""

    @wraps(command)
    def wrapped(settings: str | None, **values: object) -> None:
        flags = {name: values.pop(name) for name in options() if name in values}
        command(effective(flags, os.environ, settings), **values)

    flags = [_flag(option) for option in options().values() if option.flag]
    file = click.option(
        "--settings", metavar="FILE", help=f"TOML file of settings, one line for each; else {FILE} names it."
    )
    return reduce(lambda decorated, flag: flag(decorated), [*reversed(flags), file], wrapped)


def _flag(option: Option) -> Callable[..., Any]:
    assert option.flag
    about = option.about.replace("`", "").replace("%", "%%")
    if option.kind is bool:
        names = f"{option.flag}/--no-{option.flag.removeprefix('--')}"
        return click.option(names, option.name, default=None, help=f"{about}  [{shown(option.default)}]")
    return click.option(
        option.flag,
        option.name,
        metavar=None if option.choices else option.word,
        type=click.Choice(option.choices) if option.choices else _type(option),
        multiple=option.kind is tuple,
        help=f"{about}{f'  [{shown(option.default)}]' if option.default not in {None, ()} else ''}",
    )


def _type(option: Option) -> click.ParamType[Any]:
    """Return what a shell completes; the value is checked with those of other sources."""
    return click.Path() if option.word in {"FILE", "FOLDER"} else click.STRING
