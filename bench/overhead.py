"""What the embedded engine costs over calling the store in the same process, and how fast a dead worker is replaced."""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import cast

from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from lexwire.graph.release import current
from lexwire.graph.store import read
from lexwire.server.engine import Question
from lexwire.server.engine.limits import Limits
from lexwire.server.engine.local import LocalEngine
from lexwire.server.formats import BY_NAME, Wanted

POINT = "SELECT ?p ?o { <https://w3id.org/lexwire/ns#Law> ?p ?o }"
QUESTION = Question(POINT, Wanted(BY_NAME["json"], None))
ROUNDS = 3000


def seconds(do: Callable[[], object]) -> float:
    """Return how long *do* takes."""
    started = perf_counter()
    do()
    return perf_counter() - started


def replaced(engine: LocalEngine) -> float:
    """Kill the only worker and return the seconds until its successor's first answer."""
    (keeper,) = children(os.getpid())
    (worker,) = children(keeper)
    os.kill(worker, signal.SIGKILL)
    return seconds(lambda: engine.run(QUESTION).read())


def children(process: int) -> list[int]:
    """Return the processes that *process* started and that still run."""
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        found += [int(each) for each in (task / "children").read_text().split()]
    return found


def median(times: list[float]) -> str:
    """Return the median of *times* in milliseconds."""
    return f"{statistics.median(times) * 1000:.3f} ms"


def main() -> None:
    """Print the medians, of a release that is built for it or of the one in the folder given."""
    with tempfile.TemporaryDirectory() as built:
        data = sys.argv[1] if sys.argv[1:] else built
        if data == built:
            build = [sys.executable, "-m", "lexwire.server.cli", "build", "--out", built]
            subprocess.run(build, check=True, capture_output=True)
        measure(current(Path(data)).store)


def solutions(store: Store) -> QuerySolutions:
    """Ask the point query in this process."""
    return cast("QuerySolutions", store.query(POINT))


def measure(folder: Path) -> None:
    """Ask in turns, so that whatever else the machine does slows both alike."""
    store = read(folder)
    engine = LocalEngine(folder)
    inside, through = [], []
    for _ in range(ROUNDS):
        inside.append(seconds(lambda: solutions(store).serialize(format=QueryResultsFormat.JSON)))
        through.append(seconds(lambda: engine.run(QUESTION).read()))
    engine.close()
    print(f"point query in process: median {median(inside)} of {ROUNDS}")
    print(f"through the engine:     median {median(through)}")
    print(f"more by                 {(statistics.median(through) - statistics.median(inside)) * 1000:.3f} ms")
    single = LocalEngine(folder, Limits(workers=1))
    kills = [replaced(single) for _ in range(20)]
    single.close()
    print(
        f"from SIGKILL to the successor's first answer: median {median(kills)}, worst {max(kills) * 1000:.1f} ms of 20"
    )


if __name__ == "__main__":
    main()
