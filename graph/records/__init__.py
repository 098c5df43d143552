"""Reading record files: YAML in, `facts.Record` out, or a sentence for every fault with file, line and mend."""

import json
import re
from collections.abc import Hashable, Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from ..consistency import Fault, faults
from ..facts import Record
from ..lexicon import lexicon
from ..problems import LexwireError, Problem, UsageError

BYTES_AT_MOST = 16 << 20
"""A record of one article has tens of kilobytes; what is larger is no record."""

DEPTH_AT_MOST = 64
"""A record is nested five deep."""

_OPENING = re.compile(rf"[\[\]{{}}]|^[ ?-]{{{2 * DEPTH_AT_MOST},}}", re.MULTILINE)
"""Brackets, and the indentation that block nesting takes."""


class RecordError(LexwireError):
    """A record file is refused."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the *problems*; the message is one line for each."""
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class _Loader(yaml.CSafeLoader):
    """PyYAML's safe loader (no tags but YAML's own); dates stay text, no key may come twice, faults tell their line."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (so it is in PyYAML)
        start: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for start, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: ANN401 (any YAML value)
        """Return the value at *node*."""
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from None

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Return the mapping at *node*."""
        mapping = super().construct_mapping(node, deep)
        if len(mapping) != len(node.value):
            raise yaml.constructor.ConstructorError(None, None, "a key comes twice in one mapping", node.start_mark)
        return mapping


def packaged() -> Path:
    """Return the folder of the records that Lexwire ships."""
    return Path(str(files(__name__)))


def paths(folders: Iterable[Path]) -> list[Path]:
    """Return the record files in *folders*, sorted by article.

    Raises UsageError where a folder is missing, RecordError where two files are for one article.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"{folder} is not a folder; name a folder of record files.")
        for path in sorted(folder.glob("*.yaml")):
            if path.stem in found:
                what = f"the article {path.stem!r} has a record already, {found[path.stem]}"
                raise RecordError([Problem(str(path), what, "keep one of the two files")])
            found[path.stem] = path
    return [found[name] for name in sorted(found)]


def read(path: Path) -> Record:
    """Return the record in the file at *path*; raises RecordError where there is none that holds."""
    text = _text(path)
    record = parsed(path, text)
    if found := faults(record, lexicon()):
        raise _refused(path, text, found)
    return record


def parsed(path: Path, text: str | None = None) -> Record:
    """Return the record that the file at *path* spells, whether its names and references hold or not.

    *text* is the file's, where it has been read. Raises RecordError where the file is no record of its article.
    """
    text = _text(path) if text is None else text
    data = _data(path, text)
    try:
        record = Record.model_validate(data)
    except ValidationError as error:
        found = [_schema_fault(each) for each in error.errors(include_url=False, include_context=False)]
        raise _refused(path, text, found) from None
    if found := _name_fault(path, record):
        raise _refused(path, text, found)
    return record


def _refused(path: Path, text: str, found: Iterable[Fault]) -> RecordError:
    lines = _Lines(text)
    return RecordError(Problem(f"{path}:{lines.at(f.path)}: {field_name(f.path)}", f.what, f.mend) for f in found)


def _name_fault(path: Path, record: Record) -> list[Fault]:
    """Return a fault where the file is not called after its article, by which a build knows their order."""
    if path.stem == record.article.id:
        return []
    return [
        Fault(
            ("article", "id"),
            f"the article {record.article.id!r} is in a file of another name",
            f"call the file {record.article.id}.yaml",
        )
    ]


def read_all(folders: Iterable[Path]) -> list[Record]:
    """Return all records in *folders*, ordered by article; raises RecordError with the problems of every file."""
    found: list[Record] = []
    problems: list[Problem] = []
    for path in paths(folders):
        try:
            found.append(read(path))
        except RecordError as error:
            problems += error.problems
    if problems:
        raise RecordError(problems)
    return found


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(BYTES_AT_MOST + 1)
    except OSError as error:
        raise RecordError(
            [Problem(str(path), f"cannot be read ({error.strerror})", "check the file and its rights")]
        ) from None
    if len(data) > BYTES_AT_MOST:
        raise RecordError(
            [Problem(str(path), f"has more than {BYTES_AT_MOST >> 20} MiB", "give each article a record of its own")]
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RecordError([Problem(f"{path}:{line}", "is not UTF-8 text", "save the file as UTF-8")]) from None


def _data(path: Path, text: str) -> object:
    try:
        _refuse_nesting(path, text)
        _refuse_aliases(path, text)
        return yaml.load(text, _Loader)  # noqa: S506 (_Loader is a safe loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise RecordError([Problem(place, f"is not plain YAML ({error.problem})", "correct the line")]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        what = f"is not plain YAML ({error.reason})"
        raise RecordError([Problem(f"{path}:{line}", what, "correct the line")]) from None


def _refuse_nesting(path: Path, text: str) -> None:
    """Refuse a file that is nested so deep that YAML's own parser, which recurses in C, would end the process."""
    depth = 0
    for match in _OPENING.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], DEPTH_AT_MOST)
        if depth >= DEPTH_AT_MOST:
            line = text.count("\n", 0, match.start()) + 1
            what = f"is nested more than {DEPTH_AT_MOST} deep"
            raise RecordError([Problem(f"{path}:{line}", what, "write the record flat")])


def _refuse_aliases(path: Path, text: str) -> None:
    """Refuse anchors and aliases, by which a small file can stand for a huge one."""
    if "&" not in text and "*" not in text:
        return
    for event in yaml.parse(text, _Loader):
        if getattr(event, "anchor", None) and event.start_mark:
            place = f"{path}:{event.start_mark.line + 1}"
            raise RecordError([Problem(place, "uses a YAML anchor or alias", "write the value out")])


_MENDS = {
    "missing": "add the field",
    "extra_forbidden": "remove it, or correct its name",
    "too_short": "give at least one",
}


def _schema_fault(error: Any) -> Fault:  # noqa: ANN401 (pydantic's own error record)
    what = error["msg"].removeprefix("Value error, ")
    what = what[:1].lower() + what[1:]
    given = error["input"]
    if isinstance(given, str | int | float) and error["type"] not in {"value_error", "extra_forbidden"}:
        what = f"{what}, not {given!r}"
    return Fault(tuple(error["loc"]), what, _MENDS.get(error["type"], "correct the value"))


def field_name(path: tuple[str | int, ...]) -> str:
    """Return a path as people write it: ``statistics[3].period.end``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".") or "the record"


class _Lines:
    """Finds the line on which a field of a YAML text stands."""

    def __init__(self, text: str) -> None:
        self._root = yaml.compose(text, yaml.CSafeLoader)

    def at(self, path: tuple[str | int, ...]) -> int:
        """Return the line of the deepest node on *path*, counted from 1."""
        node, line = self._root, 1
        for step in path:
            if isinstance(node, yaml.MappingNode):
                found = [(key, value) for key, value in node.value if key.value == str(step)]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                found = [(node.value[step], node.value[step])]
            else:
                found = []
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        return line


@cache
def schema() -> str:
    """Return the JSON Schema of a record file, as editors read it for completion and checks."""
    body = Record.model_json_schema(mode="validation")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Lexwire record"}
    return json.dumps({**head, **{k: v for k, v in body.items() if k != "title"}}, indent=2, ensure_ascii=False) + "\n"
