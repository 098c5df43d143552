"""The last time that each saved query was asked over the current release: its rows, and how long they took.

``data/checks.json`` stands beside the releases, which hold nothing that differs from one build to the next.  A build
writes it, and so does each `lexwire query test`.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from .aside import write
from .release import Release

NAME = "checks.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query had, with its parameters' defaults."""

    rows: int
    """Rows, or triples; one for a yes or no."""
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Check(Asked):
    """When that was."""

    at: dt.datetime


def note(release: Release, found: Mapping[str, Asked], at: dt.datetime) -> None:
    """Keep what was *found* over *release*, and of the other queries what was known; raises LexwireError."""
    checks = last(release) | {name: Check(each.rows, round(each.milliseconds, 3), at) for name, each in found.items()}
    told = {"release": release.id, "queries": {name: asdict(each) for name, each in sorted(checks.items())}}
    write(_file(release), f"{json.dumps(told, indent=2, default=dt.datetime.isoformat)}\n".encode())


def last(release: Release) -> dict[str, Check]:
    """Return the last check of each query over *release*; none where there was none, or of another release."""
    try:
        told = json.loads(_file(release).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if told["release"] != release.id:
        return {}
    return {
        name: Check(each["rows"], each["milliseconds"], dt.datetime.fromisoformat(each["at"]))
        for name, each in told["queries"].items()
    }


def _file(release: Release) -> Path:
    return release.folder.parent.parent / NAME
