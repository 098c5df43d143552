"""The processes behind an embedded engine, as the operating system lists them."""

import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep


def parents() -> dict[int, int]:
    """Return the parent of each process that runs."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            found[int(folder.name)] = int(parent)
    return found


def keepers(of: int | None = None) -> set[int]:
    """Return the keepers that a process started, this one when none is given."""
    started = {child for child, parent in parents().items() if parent == (of or os.getpid())}
    return {each for each in started if b"keeper.py" in _command(each)}


def workers(keeper: int) -> set[int]:
    """Return the workers of *keeper*."""
    return {child for child, parent in parents().items() if parent == keeper}


def started(process: int) -> int:
    """Return when *process* started, in ticks since the machine did; numbers of processes begin anew at some point."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19])


def descendants(of: int) -> set[int]:
    """Return the processes that a process started, and those that they started."""
    found, family = parents(), {of}
    while more := {child for child, parent in found.items() if parent in family} - family:
        family |= more
    return family - {of}


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def runs(process: int) -> bool:
    """Return whether any thread of *process* is on a processor or waits for one."""
    try:
        states = [(task / "stat").read_text() for task in Path(f"/proc/{process}/task").iterdir()]
    except OSError:
        return False
    return any(state.rpartition(")")[2].split()[0] == "R" for state in states)


def eventually(holds: Callable[[], object], seconds: float = 5.0) -> bool:
    """Return whether *holds* becomes true in time."""
    latest = monotonic() + seconds
    while not holds():
        if monotonic() > latest:
            return False
        sleep(0.005)
    return True
