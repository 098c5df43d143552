"""The JSON Schema of record files: what editors show, and that the packaged one is the newest."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from lexwire.graph import records

from .bad_records import BAD
from .record_files import RECORD, edited


class _AsJson(yaml.CSafeLoader):
    """Reads YAML as the JSON that editors see: days stay text."""


_AsJson.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


@cache
def validator() -> jsonschema.Draft202012Validator:
    """Return a validator of the schema."""
    return jsonschema.Draft202012Validator(json.loads(records.schema()))


def as_json(text: str | bytes) -> Any:  # noqa: ANN401 (YAML data)
    """Return what an editor makes of a record file."""
    return yaml.load(text, _AsJson)


def test_the_schema_is_a_schema() -> None:
    """The JSON Schema keeps the rules of its own draft."""
    jsonschema.Draft202012Validator.check_schema(json.loads(records.schema()))


@pytest.mark.parametrize("path", records.paths([records.packaged()]), ids=lambda path: path.stem)
def test_the_schema_accepts_the_packaged_records(path: Path) -> None:
    """An editor shows no fault in what Lexwire ships."""
    assert [error.message for error in validator().iter_errors(as_json(path.read_bytes()))] == []


def test_the_schema_accepts_the_good_record() -> None:
    """An editor shows no fault in the record above."""
    assert [error.message for error in validator().iter_errors(as_json(RECORD))] == []


SEEN_BY_SCHEMA = [
    "missing field", "missing list of anchors", "missing article", "empty list of anchors",
    "wrong type: words for a number",
    "wrong type: a number for words", "wrong type: one for many", "wrong type: many for one", "wrong type: nothing",
    "truth value for a number", "unknown field", "unknown field in an anchor", "unknown field in the record",
    "key in capitals",
    "span before the text", "checksum of another length", "body of one line number", "season",
]  # fmt: skip


@pytest.mark.parametrize("case", SEEN_BY_SCHEMA)
def test_the_schema_refuses_what_it_can_see(case: str) -> None:
    """A fault of form is underlined while one types."""
    assert list(validator().iter_errors(as_json(edited(BAD[case][0]))))


def test_the_packaged_schema_is_this_one() -> None:
    """The schema file that record files name in their first line is up to date."""
    assert (records.packaged() / "record.schema.json").read_text(encoding="utf-8") == records.schema()
    for path in records.paths([records.packaged()]):
        assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=record.schema.json\n")
