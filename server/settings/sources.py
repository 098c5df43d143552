"""Where settings come from: a flag counts more than the environment, that more than a file, that more than a default.

Specification: TOML 1.0.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lexwire.graph.problems import UsageError

from ..engine.exchange import checked as checked_address
from ..engine.outbound import Outside
from . import VARIABLE, Settings
from .options import PREFIX, Option, Value, from_text, from_toml, nearest, options

FILE = "LEXWIRE_SETTINGS_FILE"
"""The environment variable that names the file; the flag `--settings` counts more."""
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Effective:
    """The settings that count, and for each where it came from."""

    settings: Settings
    sources: Mapping[str, str]


def effective(flags: Mapping[str, object], environ: Mapping[str, str], file: str | None = None) -> Effective:
    """Return the settings that *flags*, *environ* and *file* make together; a flag that is None or empty was not given.

    Raises UsageError, which names file, variable or flag, where a name is unknown, a value cannot be, or two exclude
    one another.
    """
    name = file or environ.get(FILE)
    found = {each: (option.default, DEFAULT) for each, option in options().items()}
    found |= _in_file(Path(name)) if name else {}
    found |= _in_environment(environ)
    found |= _in_flags(flags)
    settings = Settings(**{each: value for each, (value, _) in found.items()})  # type: ignore[arg-type]
    result = Effective(settings, {each: source for each, (_, source) in found.items()})
    _check(result)
    return result


Found = dict[str, tuple[Value, str]]


def _in_file(path: Path) -> Found:
    try:
        lines = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); give a file with settings.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is no TOML ({error}); write lines such as query_seconds = 30.") from None
    for name in lines:
        if name not in options():
            raise UsageError(f"{path}: there is no setting {name!r}; {nearest(name, options())}")
    return {name: (from_toml(options()[name], value, f"{path}: {name}"), str(path)) for name, value in lines.items()}


def _in_environment(environ: Mapping[str, str]) -> Found:
    known = {option.variable: option for option in options().values()}
    given = {name: text for name, text in environ.items() if name.startswith(PREFIX) and name not in {VARIABLE, FILE}}
    for name in given:
        if name not in known:
            raise UsageError(f"There is no setting for the variable {name}; {nearest(name, known)}")
    return {known[name].name: (from_text(known[name], text, name), name) for name, text in given.items()}


def _in_flags(flags: Mapping[str, object]) -> Found:
    given = [(options()[name], value) for name, value in flags.items() if value is not None and value != ()]
    return {option.name: (_of_flag(option, value), option.flag or "") for option, value in given}


def _of_flag(option: Option, value: object) -> Value:
    """Return the value of a flag: text that is yet to be read, a switch, or all texts of one that was repeated."""
    if isinstance(value, bool) or not isinstance(value, tuple | str):
        return bool(value)
    return from_text(option, value, option.flag or "") if isinstance(value, str) else tuple(map(str, value))


def _check(found: Effective) -> None:
    """Raise UsageError where values that are right one by one cannot be served together, or name what is not there."""
    settings, sources = found.settings, found.sources
    for name in settings.load:
        if not Path(name).is_file():
            raise UsageError(f"{sources['load']}: there is no file {name}; give RDF files.")
    if settings.engine and settings.load:
        raise UsageError(
            f"{sources['engine']} and {sources['load']} each name what is served; give one of engine and load."
        )
    if settings.engine:
        checked_address(settings.engine)
    if settings.public_url and not _is_address(settings.public_url):
        raise UsageError(
            f"{sources['public_url']} cannot be {settings.public_url!r}; give an address like https://kg.example/law."
        )
    if settings.texts and not Path(settings.texts).is_dir():
        raise UsageError(
            f"{sources['texts']}: there is no folder {settings.texts}; give one with the texts of articles."
        )
    Outside(settings.service, settings.bounds, settings.service_private).close()


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
    except ValueError:
        return False
