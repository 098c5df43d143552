"""Settings as they are shown: a table for a terminal, TOML for a pipe, Markdown for the documentation."""

import json

from rich.console import Console
from rich.table import Table as Grid

from .options import Option, Value, options, shown
from .sources import DEFAULT, Effective

_INTRODUCTION = """\
# Settings
Each setting can be given in three ways. A flag of `lexwire serve` counts more than a variable of the environment, that
more than a line of the file that `--settings FILE` or `LEXWIRE_SETTINGS_FILE` names, and that more than the default.

- The file is TOML without sections: `query_seconds = 30`.
- In a variable, several values are separated by spaces, and quoted as in a shell.
- Secrets have no flag, for all users of a machine see what its processes are started with.
- An unknown name is an error, in the file and among the variables that begin with `LEXWIRE_` alike; in Kubernetes set
  `enableServiceLinks: false`, which else makes such variables for a service called lexwire.

`lexwire settings` shows what counts and where it came from. It also writes this page: `lexwire settings --markdown`.

| setting | default | value | meaning |
|---|---|---|---|
"""


def table(found: Effective) -> None:
    """Print the settings that count, their values and their sources."""
    grid = Grid("setting", "value", "from", header_style="bold")
    for option in options().values():
        value = getattr(found.settings, option.name)
        source = found.sources[option.name]
        text = "(set, not shown)" if option.is_secret and value else shown(value)
        grid.add_row(option.name, text, source, style="dim" if source == DEFAULT else "")
    Console(markup=False, highlight=False).print(grid)


def toml(found: Effective) -> str:
    """Return the settings that count as a file of settings, in which secrets are only remarked."""
    return "".join(
        _line(each, getattr(found.settings, each.name), found.sources[each.name]) for each in options().values()
    )


def _line(option: Option, value: Value, source: str) -> str:
    if value is None:
        return f"# {option.name} is not set\n"
    if option.is_secret:
        return f"# {option.name} is set by {source}, and not shown\n"
    return f"{option.name} = {_literal(value)}  # {source}\n"


def _literal(value: Value) -> str:
    """Return *value* as TOML writes it, which JSON does too but for a character that none of ours has."""
    return json.dumps(value, ensure_ascii=False)


def markdown() -> str:
    """Return the page of the documentation that explains the settings."""
    return _INTRODUCTION + "".join(map(_row, options().values()))


def _row(option: Option) -> str:
    flag = f"`{option.flag}`" if option.flag else "no flag"
    if option.kind is bool:
        flag = f"{flag}, `--no-{option.name.replace('_', '-')}`"
    default = f"`{shown(option.default)}`" if option.default not in {None, ()} else "none"
    names = f"`{option.name}`<br>`{option.variable}`<br>{flag}"
    return f"| {names} | {default} | {option.wanted} | {option.about.replace('|', chr(92) + '|')} |\n"
