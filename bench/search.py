"""How quickly the search answers: making the index, its size, and the times of about two hundred different searches.

usage: python -m bench.search [--sizes 1,100] [--folder DIR]

DIR keeps the releases that are built, as for bench.peers.
"""

import argparse
import json
import os
import statistics
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter

from lexwire.server.search.entries import KINDS
from lexwire.server.search.folding import is_han
from lexwire.server.search.gathering import Gathered, gathered
from lexwire.server.search.index import Index
from lexwire.server.search.matching import Sought
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from tests.browser.serving import served

from .servers import built

EACH = 25
"""Searches of each of the eight ways to type a name."""
WORST = (
    "a",
    "e",
    "s",
    "an",
    "in",
    "the",
    "ing",
    "tion",
    "of the in",
    "a b c d e f g h i j k l m n",
    "zzzzqqqqzzzz",
    "个人信习" * 50,
)
STATUS = Path("/proc/self/status")


def main() -> None:
    """Measure each size and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description="Measure the search.")
    parser.add_argument("--sizes", default=[1, 100], type=lambda text: [int(each) for each in text.split(",")])
    parser.add_argument("--folder", default=Path("build/bench"), type=Path)
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for size in chosen.sizes:
        measure(size, built(size, chosen.folder.resolve()))


def measure(size: int, data: Path) -> None:
    """Print what the search over the release in *data*, of that *size*, takes."""
    service = opened(Settings(str(data)))
    start, before = perf_counter(), resident()
    found = gathered(service.engine)
    read = perf_counter()
    index = Index(found)
    made = perf_counter()
    service.engine.close()
    names = sum(len(each.names) for each in found.entries)
    print(
        f"\n×{size}: {len(found.entries):,} things, {names:,} names; read in {read - start:.2f} s, indexed in", end=" "
    )
    print(f"{made - read:.2f} s; index {index.size / 1e6:.1f} MB; most memory +{resident() - before:.0f} MiB", end=" ")
    searches = typed(found)
    del found
    print(f"for a moment, +{resident('VmRSS') - before:.0f} MiB after; {len(searches)} searches")
    tell("index", [(each, timed(lambda each=each: index.search(each, "en"))) for each in searches])  # type: ignore[misc]
    over_http(data, searches)


def over_http(data: Path, searches: list[Sought]) -> None:
    """Print the round trips of *searches* to a server of its own, over new connections, one after another."""
    with served(data) as address:
        first = timed(lambda: fetched(address, Sought("court")))
        print(f"  first search over HTTP, which makes the index: {first:.0f} ms")
        tell("HTTP", [(each, timed(lambda each=each: fetched(address, each))) for each in searches])  # type: ignore[misc]


def typed(found: Gathered) -> list[Sought]:
    """Return what people may type, from the names that there are: always the same for the same names."""
    random = Random(7)
    names = [name.text for entry in found.entries for name in entry.names if len(name.text) <= 80]
    latin = [each for each in names if len(each) > 7 and not any(map(is_han, each))]
    chinese = [each for each in names if len(each) > 3 and all(map(is_han, each))]
    texts = [
        *islice(_of(latin, random, lambda text: text), EACH),
        *islice(_of(latin, random, lambda text: text[: random.randint(1, 6)]), EACH),
        *islice(_of(latin, random, lambda text: random.choice(text.split())[:5]), EACH),
        *islice(_of(latin, random, lambda text: text[2:7]), EACH),
        *islice(_of(latin, random, lambda text: _wrong(text, random)), EACH),
        *islice(_of(chinese, random, lambda text: text), EACH),
        *islice(_of(chinese, random, lambda text: text[1 : random.randint(2, 4)]), EACH),
        *islice(_of(chinese, random, lambda text: f"{text[:1]}错{text[2:]}"), EACH),
        *WORST,
    ]
    different = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    return [Sought(text, random.choice([None, None, None, *KINDS])) for text in different]


def _of(names: list[str], random: Random, make: Callable[[str], str]) -> Iterator[str]:
    while True:
        yield make(random.choice(names))


def _wrong(text: str, random: Random) -> str:
    """Return *text* with two letters turned, or one left out."""
    place = random.randrange(1, len(text) - 2)
    return text[:place] + (text[place + 1] + text[place] if random.random() < 0.5 else "") + text[place + 2 :]


def fetched(address: str, sought: Sought) -> int:
    """Return the bytes of the answer to a search."""
    fields = {"q": sought.text, "limit": 10} | ({"kind": sought.kind} if sought.kind else {})
    with urllib.request.urlopen(f"{address}/search.json?{urllib.parse.urlencode(fields)}") as response:
        body = response.read()
    assert "hits" in json.loads(body)
    return len(body)


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds *work* takes."""
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def tell(where: str, times: list[tuple[Sought, float]]) -> None:
    """Print the median, the 95th percentile and the worst of *times*."""
    milliseconds = sorted(time for _, time in times)
    slowest, worst = max(times, key=lambda each: each[1])
    late = statistics.quantiles(milliseconds, n=20)[-1]
    print(f"  {where}: median {statistics.median(milliseconds):.2f} ms, 95 % {late:.2f} ms,", end=" ")
    print(f"worst {worst:.2f} ms ({slowest.text[:40]!r}, kind {slowest.kind})", flush=True)


def resident(field: str = "VmHWM") -> float:
    """Return MiB of this process's memory: the most so far, or now with ``VmRSS``."""
    lines = dict(line.split(":", 1) for line in STATUS.read_text().splitlines())
    return int(lines[field].split()[0]) / 1024


if __name__ == "__main__":
    main()
