"""A million rows: how long until the first byte of them, beside Oxigraph's own server, and in how much memory."""

import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from time import perf_counter, sleep
from urllib.parse import quote, urlsplit

from .mix import RESULTS
from .servers import Place, built, lexwire, oxigraph, resident

TURNS = 7
LIMIT = 1_000_000
MEBIBYTE = 1 << 20
WITHOUT_CACHE = ("--cache-megabytes", "0")
"""So memory tells of streaming alone: Lexwire keeps answers packed, in as much memory as its cache may have."""


@dataclass(frozen=True, slots=True)
class Streaming:
    """What was measured; milliseconds and MiB."""

    rows: int
    """The rows that came; fewer than a million where the graph has fewer triples."""
    mebibytes: float
    """The length of one answer."""
    lexwire: list[float]
    """Milliseconds from the request to the first byte of the body, by turn."""
    oxigraph: list[float]
    before: list[float]
    """Sum of the resident memory of Lexwire's processes, and the largest of them, after one such answer."""
    during: list[float]
    """The same, the most that was seen while the others came."""
    after: list[float]

    @property
    def difference(self) -> float:
        """Return by how many milliseconds Lexwire's median is later."""
        return statistics.median(self.lexwire) - statistics.median(self.oxigraph)

    def __str__(self) -> str:
        """Return both findings in two lines."""
        ours, its = statistics.median(self.lexwire), statistics.median(self.oxigraph)
        memory = ", ".join(
            f"{when} {total:.0f} (largest process {largest:.0f})"
            for when, (total, largest) in {"before": self.before, "during": self.during, "after": self.after}.items()
        )
        return (
            f"first byte of {self.rows:,} rows ({self.mebibytes:,.0f} MiB), median of {TURNS}: "
            f"Lexwire {ours:.2f} ms, Oxigraph {its:.2f} ms, difference {self.difference:+.2f} ms\n"
            f"Lexwire's memory in MiB: {memory}"
        )


def measure(data: Path, installed: Path) -> Streaming:
    """Start both servers over the release in *data* and ask them in turns; the whole answer is read each time."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        ours, its = Place(data, Path(one), installed), Place(data, Path(two), installed)
        with lexwire(ours, *WITHOUT_CACHE) as (address, process), oxigraph(its) as other:
            rows = first_byte(address, LIMIT)[1].count(b'"s":')
            first_byte(other, LIMIT)
            before, times = memory(process), []
            with sampled(process) as during:
                for turn in range(1, TURNS + 1):
                    mine, body = first_byte(address, LIMIT + turn)
                    times.append((mine, first_byte(other, LIMIT + turn)[0]))
            after = memory(process)
    most = [max(each[i] for each in during) for i in range(2)]
    return Streaming(rows, len(body) / MEBIBYTE, [a for a, _ in times], [b for _, b in times], before, most, after)


def first_byte(address: str, limit: int) -> tuple[float, bytes]:
    """Return the milliseconds to the first byte of the body, and the body; no two limits, so that no cache answers."""
    parts = urlsplit(address)
    query = quote(f"SELECT * {{ ?s ?p ?o }} LIMIT {limit}")
    connection = HTTPConnection(parts.netloc, timeout=60)
    connection.connect()
    started = perf_counter()
    connection.request("GET", f"{parts.path}?query={query}", headers={"Accept": RESULTS})
    response = connection.getresponse()
    first = response.read(1)
    milliseconds = (perf_counter() - started) * 1000
    body = first + response.read()
    connection.close()
    assert response.status == 200, body[:200]
    return milliseconds, body


def memory(process: int) -> list[float]:
    """Return the MiB of *process* and all below it together, and of the largest of them."""
    found = resident(process)
    return [sum(found) / MEBIBYTE, max(found) / MEBIBYTE]


@contextmanager
def sampled(process: int) -> Iterator[list[list[float]]]:
    """Give a list that takes the memory of *process* ten times a second until the end of the block."""
    found, ended = [memory(process)], Event()

    def sample() -> None:
        while not ended.is_set():
            found.append(memory(process))
            sleep(0.1)

    thread = Thread(target=sample)
    thread.start()
    try:
        yield found
    finally:
        ended.set()
        thread.join()


if __name__ == "__main__":
    cache = Path(sys.argv[1] if sys.argv[1:] else "build/bench")
    print(measure(built(100, cache), cache))
