"""A soak: clients of all kinds ask for minutes, while workers and keepers are killed and new releases come.

`python -m bench.soak --minutes 10` prints what came of it, and ends with 1 where an answer was wrong or a request hung.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Event, Thread
from time import monotonic, sleep

from lexwire.graph import records
from lexwire.graph.build import build
from tests.processes import eventually, keepers, workers
from tests.siege import State, Target, besieged

from .soakers import Current, Soaker, Tally, right

SECONDS = 2.0
"""The deadline of a query on the server."""
CLIENTS = ("ask", "ask", "ask", "ask", "ask_too_much", "leave", "listen_slowly")
PAUSE = (1.0, 4.0)
"""The least and the most between two kills, in seconds."""
KEEPERS = 10
"""One of so many kills is that of the keeper."""


@dataclass(frozen=True)
class Releases:
    """Two releases: of all packaged records, and of all but one."""

    served: Path
    """The folder that is served; its current release changes."""
    folders: dict[str, Path]
    """Where the records of each lie."""

    def turn(self, to: str) -> None:
        """Build the release *to* and make it current."""
        build([self.folders[to]], self.served, jobs=1)


def prepared(folder: Path) -> Releases:
    """Return releases in *folder*, of which the first is current."""
    files = records.paths([records.packaged()])
    fewer = folder / "fewer"
    fewer.mkdir()
    for file in files[1:]:
        shutil.copy(file, fewer)
    found = Releases(folder / "served", {"all": records.packaged(), "fewer": fewer})
    found.turn("all")
    return found


def killed(target: Target, end: Event, counts: Counter[str], dice: Random) -> None:
    """Kill workers, and now and then the keeper, until *end*."""
    while not end.wait(dice.uniform(*PAUSE)):
        with suppress(ValueError, ProcessLookupError, IndexError):  # there may be two keepers for a moment, or none
            is_keeper = dice.randrange(KEEPERS) == 0
            keeper = dice.choice(sorted(keepers(target.process)))
            os.kill(keeper if is_keeper else dice.choice(sorted(workers(keeper))), signal.SIGKILL)
            counts["keepers" if is_keeper else "workers"] += 1


def soak(target: Target, releases: Releases, minutes: float) -> tuple[Tally, Counter[str], list[State]]:
    """Let all clients ask for so many *minutes*; return what came, what was killed, and looks at the server."""
    tally, counts, end, current = Tally(), Counter[str](), Event(), Current("all")
    answers = {name: right(_alone(releases, name)) for name in releases.folders}
    makers = [(name, Soaker(target.port, answers, current, tally, end, Random(n))) for n, name in enumerate(CLIENTS)]
    threads = [Thread(target=getattr(soaker, name), daemon=True) for name, soaker in makers]
    threads.append(Thread(target=killed, args=(target, end, counts, Random(99)), daemon=True))
    states = [target.state()]
    for each in threads:
        each.start()
    for name in ("fewer", "all"):
        sleep(minutes * 20)
        releases.turn(name)
        current.turn(name)
        states.append(target.state())
    sleep(minutes * 20)
    end.set()
    latest = monotonic() + 60
    for each in threads:
        each.join(max(0.0, latest - monotonic()))
    tally.hung += [f"{each.name} did not end" for each in threads if each.is_alive()]
    return tally, counts, states[:2]


def _alone(releases: Releases, name: str) -> Path:
    """Return a folder with nothing but the release *name*."""
    folder = releases.served.with_name(f"alone-{name}")
    build([releases.folders[name]], folder, jobs=1)
    return folder


def told(tally: Tally, kills: Counter[str], states: list[State], leaks: list[str]) -> None:
    """Print what came of it."""
    for kind, number in sorted(tally.counts.items()):
        print(f"{number:8,}  {kind}")
    print(f"{sum(tally.counts.values()):8,}  requests, the slowest in {tally.slowest:.1f} s")
    print(f"killed: {kills['workers']} workers, {kills['keepers']} keepers")
    print("server, MiB at start, middle, end: " + ", ".join(f"{each.megabytes:.0f}" for each in states))
    print("files: " + ", ".join(str(each.files) for each in states))
    print(f"wrong: {len(tally.wrong)}", *tally.wrong[:10], sep="\n  ")
    print(f"hung: {len(tally.hung)}", *tally.hung[:10], sep="\n  ")
    print(f"leaked: {', '.join(leaks) or 'nothing'}")


def main() -> None:
    """Soak, print, and end with 1 where anything was wrong or hung."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory() as folder:
        releases = prepared(Path(folder))
        with besieged(releases.served, "--query-seconds", str(SECONDS)) as target:
            tally, kills, states = soak(target, releases, minutes)
            leaks = leaked(target, states[0])
            told(tally, kills, [*states, target.state()], leaks)
            stands = target.control() == target.right
    print("the control query is answered as before" if stands else "the control query is answered OTHERWISE")
    sys.exit(1 if tally.wrong or tally.hung or not stands else 0)


def leaked(target: Target, before: State) -> list[str]:
    """Return what the server has of the machine beyond what it had, once it had time to let go."""
    if eventually(lambda: target.is_as(before), 30):
        return []
    now = target.state()
    return [
        f"{len(now.processes)} processes in place of {len(before.processes)}",
        f"{now.files} files, not {before.files}",
    ]


if __name__ == "__main__":
    main()
