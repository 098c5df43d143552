"""Record files that are no plain YAML: each is refused with its line, and nothing in it is run or blown up."""

import subprocess
import sys
from pathlib import Path

import pytest

from lexwire.graph import records

from .bad_records import refusal
from .record_files import RECORD, edited, file, line_of

NOT_YAML: dict[str, tuple[str | bytes, int | None, str, str]] = {
    # the file, the line to which the message points, what is wrong, and the mend
    "alias": (
        edited({"crimes: [telecom-fraud]": "crimes: &a [telecom-fraud]"}), line_of("crimes: [telecom", RECORD),
        "uses a YAML anchor or alias", "write the value out",
    ),
    "nested bomb of aliases": (
        "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)), 1,
        "uses a YAML anchor or alias", "write the value out",
    ),
    "list that holds itself": ("article:\n  - &a [*a]\n", 2, "uses a YAML anchor or alias", "write the value out"),
    "tag that calls a function": (
        "article:\n  id: !!python/object/apply:os.system ['touch OWNED']\n", 2, "could not determine a constructor",
        "correct the line",
    ),
    "tag that makes an object": (
        "article: !!python/object/new:subprocess.Popen [['touch', 'OWNED']]\n", 1, "could not determine a constructor",
        "correct the line",
    ),
    "tag that imports a module": (
        "!!python/module:antigravity {}\n", 1, "could not determine a constructor", "correct the line",
    ),
    "tag of its own": ("a: 1\nb: !secret x\n", 2, "could not determine a constructor", "correct the line"),
    "key that comes twice": (
        edited({"    printed: more": "    value: 9\n    printed: more"}), line_of("- id: charged", RECORD),
        "a key comes twice",
        "correct the line",
    ),
    "key that comes twice at the top": (f"{RECORD}actors: []\n", 1, "a key comes twice", "correct the line"),
    "key that is a list": ("a: 1\n? [b]\n: 2\n", 2, "unhashable key", "correct the line"),
    "tab for indentation": (edited({"  id: 2031": "\tid: 2031"}), 2, "cannot start any token", "correct the line"),
    "quote that is never closed": (edited({"gist: The": 'gist: "The'}), None, "is not plain YAML", "correct the line"),
    "brace that is never closed": (
        edited({"basis: inherited}": "basis: inherited"}), line_of("basis: inherited", RECORD) + 1,
        "is not plain YAML", "correct the line",
    ),
    "two documents": ("a: 1\n---\nb: 2\n", 2, "another document", "correct the line"),
    "day that is not in the calendar": (
        edited({"published: 2031-05-06": "published: 2031-02-30"}), line_of("published", RECORD), "day", "correct",
    ),
    "control character": (
        edited({"gist: The": "gist: \x07The"}), line_of("gist", RECORD), "control characters", "correct",
    ),
    "not UTF-8": (
        RECORD.replace("thefts", "thèfts").encode("latin-1"), line_of("gist", RECORD), "is not UTF-8 text",
        "save the file as UTF-8",
    ),
    "UTF-16": (RECORD.encode("utf-16"), 1, "is not UTF-8 text", "save the file as UTF-8"),
    "empty file": (b"", 1, "the record: input should be a valid dictionary", "correct the value"),
    "comments only": (b"# nothing yet\n", 1, "the record: input should be a valid dictionary", "correct the value"),
    "list at the top": ("- a\n- b\n", 1, "the record: input should be a valid dictionary", "correct the value"),
    "words at the top": ("hello\n", 1, "the record: input should be a valid dictionary", "correct the value"),
    "number of a thousand digits": (
        edited({"value: 4000": f"value: {'9' * 5000}"}), line_of("value: 4000", RECORD), "digits", "correct",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_YAML)
def test_a_file_that_is_no_plain_yaml_is_refused(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names file, line, fault and mend; nothing in the file is run or blown up."""
    monkeypatch.chdir(tmp_path)
    text, line, what, mend = NOT_YAML[case]
    path = file(tmp_path, text)
    message = refusal(path)
    assert message.startswith(f"{path}:{line or ''}")
    assert not line or message.startswith(f"{path}:{line}: ")
    assert what in message
    assert mend in message.rpartition("; ")[2]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("opening", ["[", "- "])
def test_a_deeply_nested_file_is_refused(opening: str, tmp_path: Path) -> None:
    """A file of brackets is refused like any other, and does not take the process down."""
    path = file(tmp_path, opening * 200_000)
    code = "import sys; from pathlib import Path; from lexwire.graph import records; records.read(Path(sys.argv[1]))"
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.returncode
    assert "lexwire.graph.records.RecordError: " in run.stderr


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    """A file is not read beyond the size that a record can have."""
    path = file(tmp_path, b"")
    with path.open("r+b") as sparse:
        sparse.truncate(records.BYTES_AT_MOST + 1)
    assert refusal(path) == f"{path}: has more than 16 MiB; give each article a record of its own."
