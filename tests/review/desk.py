"""A curator's desk: a workspace, and the real `lexwire review` that serves its article."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lexwire.graph.facts import Fact
from lexwire.graph.workspace import decisions
from lexwire.graph.workspace.folder import Folder
from lexwire.server.review.sheet import Sheet

from ..command import ENVIRONMENT, LEXWIRE
from ..reviewing import ID


@dataclass(frozen=True, slots=True)
class Desk:
    """A workspace, the process that serves its article, and the address that it printed."""

    folder: Folder
    process: subprocess.Popen[str]
    address: str
    told: str
    """What it said when it started."""

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def steps(self) -> tuple[decisions.Decision, ...]:
        return decisions.read(self.folder.decisions(ID))

    def facts(self) -> dict[str, Fact]:
        record = Sheet.of(self.folder, ID).record
        return {each.id: each for facts in record.facts().values() for each in facts}


def started(folder: Path, *words: str) -> Desk:
    command = [*LEXWIRE, "review", ID, "--workspace", str(folder), "--by", "Ada", "--no-browser", *words]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
    assert process.stderr is not None
    told = process.stderr.readline()
    if "passed over" in told:
        told += process.stderr.readline()
    found = re.search(r"http://\S+", told)
    assert found, told
    return Desk(Folder(folder), process, found[0], told)


@contextmanager
def reviewing(folder: Path) -> Iterator[Desk]:
    desk = started(folder)
    try:
        yield desk
    finally:
        desk.process.terminate()
        desk.process.communicate(timeout=10)
