"""What a curator decided on the facts of an article: an append-only log, and its fold over the extracted record.

The log has one JSON object a line.  Nothing in it is ever changed: who takes a decision back adds a line that says so.
"""

import errno
import fcntl
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import ValidationError

from ..facts import Record
from ..problems import LexwireError
from .decision import Decision, in_force
from .folding import Fold


class Stale(LexwireError):
    """Somebody decided meanwhile, in another tab or another program."""


def decided(record: Record, text: str, decisions: Iterable[Decision]) -> Record:
    """Return *record* as its curators left it, every anchor in its place in *text*.

    What they accepted, corrected or added is reviewed, by them and on that day; what they rejected is gone, and with it
    each reference to it.  A decision whose words stand in the text no more is not carried out.
    """
    return folded(record, text, decisions).record


def folded(record: Record, text: str, decisions: Iterable[Decision]) -> Fold:
    """Return what `decided` does, and beside it what is to be looked at again and what has gone."""
    fold = Fold.of(record, text)
    for each in in_force(decisions):
        fold = fold.after(each)
    return fold.settled()


def read(path: Path) -> tuple[Decision, ...]:
    """Return the decisions in the log at *path*, none where there is no log; a torn last line is no decision.

    Raises LexwireError where any other line is no decision, or the file cannot be read.
    """
    return _parsed(path, _lines(path))


def torn(path: Path) -> str | None:
    """Return a sentence where the last line at *path* was cut off in mid-write: what is lost, and that no more is."""
    lines = _lines(path)
    if not lines or _is_whole(lines[-1]):
        return None
    before = len(lines) - 1
    return (
        f"{path}:{before + 1}: was cut off while it was written and is passed over; the {before} before it are whole."
    )


def append(path: Path, decision: Decision, after: int | None = None) -> None:
    """Add *decision* to the log at *path*, and return when it is on the disk; a torn last line makes way.

    Raises Stale where *after* is given and is not the number of decisions in the log, LexwireError where the log cannot
    be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            _write(file.fileno(), path, decision, after)
        _sync_folder(path.parent)
    except OSError as error:
        raise LexwireError(
            f"{path} cannot be written ({error.strerror}); see to the folder and decide again."
        ) from None


def _write(file: int, path: Path, decision: Decision, after: int | None) -> None:
    lines = _lines(path)
    if after is not None and len(_parsed(path, lines)) != after:
        raise Stale("Somebody decided meanwhile; look at what there is now and decide again.")
    if lines and not _is_whole(lines[-1]):
        os.ftruncate(file, os.fstat(file).st_size - len(lines[-1]))
    elif lines and not lines[-1].endswith(b"\n"):
        os.write(file, b"\n")
    line = decision.model_dump_json(exclude_defaults=True).encode() + b"\n"
    start = os.fstat(file).st_size
    if os.write(file, line) != len(line):
        os.ftruncate(file, start)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(file)


def _sync_folder(folder: Path) -> None:
    """Make the name of a new file last, as its content does."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LexwireError(f"{path} cannot be read ({error.strerror}); see to the file and its rights.") from None


def _parsed(path: Path, lines: Sequence[bytes]) -> tuple[Decision, ...]:
    whole = lines if not lines or _is_whole(lines[-1]) else lines[:-1]
    return tuple(_decision(path, number, line) for number, line in enumerate(whole, 1))


def _decision(path: Path, number: int, line: bytes) -> Decision:
    try:
        return Decision.model_validate_json(line)
    except ValidationError as error:
        what = error.errors(include_url=False)[0]["msg"]
        raise LexwireError(f"{path}:{number}: is no decision ({what}); mend the line or take it out.") from None


def _is_whole(line: bytes) -> bool:
    """Return whether *line* is a JSON object to its end: no beginning of one is an object too."""
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
