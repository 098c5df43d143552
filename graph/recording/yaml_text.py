"""A record as its YAML file: what is small stands on one line, what is not given is not written."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import yaml
from pydantic import BaseModel

from ..facts import Anchor, Origin, Period, Record, Role


class _OnOneLine(dict[str, object]):
    """A mapping in braces."""


class _InBrackets(list[object]):
    """A list in brackets."""


class _Dumper(yaml.CSafeDumper):
    """PyYAML's safe dumper, without the aliases that records may not have; days stand bare, as text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (so it is in PyYAML)
        start: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for start, resolvers in yaml.CSafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's own signature
        """Return that every value is written out."""
        return True


def _flow(dumper: _Dumper, data: _OnOneLine) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True)


def _bracketed(dumper: _Dumper, data: _InBrackets) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)


def _number(dumper: _Dumper, data: Decimal) -> yaml.Node:
    """Represent a number as a bare one where that is read again as the same, and as text otherwise."""
    plain = format(data, "f")
    if "." not in plain:
        return dumper.represent_scalar("tag:yaml.org,2002:int", plain)
    kept = Decimal(str(float(plain))) == data and "e" not in str(float(plain))
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if kept else 'str'}", plain)


_Dumper.add_representer(_OnOneLine, _flow)
_Dumper.add_representer(_InBrackets, _bracketed)
_Dumper.add_representer(Decimal, _number)


def to_yaml(record: Record) -> str:
    """Return the text of the file that `records.read` reads as *record* again."""
    return yaml.dump(
        _plain(record), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120, default_flow_style=False
    )


def _plain(value: object) -> object:
    """Return *value* as mappings, lists and scalars, without the fields that have their default."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        given = {
            name: _plain(getattr(value, name))
            for name in sorted(fields, key=lambda name: name != "id")
            if getattr(value, name) != fields[name].get_default(call_default_factory=True)
        }
        return _OnOneLine(given) if isinstance(value, Anchor | Period | Origin | Role) else given
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [*map(_plain, value)] if any(isinstance(each, BaseModel) for each in value) else _InBrackets(value)
    return value.isoformat() if isinstance(value, date) else value
