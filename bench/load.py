"""Requests a second: from wrk where a server is quick, else from four threads that ask whole rounds of the mix."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain, repeat
from random import Random
from threading import local
from time import perf_counter
from typing import Literal
from urllib.parse import urlsplit

from .mix import ENCODING, QUERY_SECONDS, UNREADABLE, Answer, Ask, Client

CONNECTIONS = 4
SECONDS = 4.0
"""How long a run should take; one of the Python client takes at least a whole round."""
QUICK = 250.0
"""Requests a second from which wrk is used: its runs then hold twenty rounds, so that the part of the last one does
not count, while Python's own work, a third of a millisecond a request, would."""

Tool = Literal["wrk", "python"]

HEADERS = f'{{Accept = each[2], ["Accept-Encoding"] = "{ENCODING}"}}'
SCRIPT = """\
local requests, last = {}, 0
function init()
  for i, each in ipairs({TARGETS}) do requests[i] = wrk.format("GET", each[1], HEADERS) end
end
function request()
  last = last % #requests + 1
  return requests[last]
end
function done(all)
  local e = all.errors
  local failed = e.status + e.connect + e.read + e.write + e.timeout
  print(string.format('{"requests": %d, "seconds": %.6f, "failed": %d}', all.requests, all.duration / 1e6, failed))
end
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run against one server."""

    tool: Tool
    requests: int
    seconds: float
    failed: int
    """Requests without an answer, with a status other than 200, or (Python's only) with other rows than expected."""

    @property
    def rate(self) -> float:
        """Return requests a second."""
        return self.requests / self.seconds


@dataclass(frozen=True, slots=True)
class Load:
    """How one server is measured with one mix: chosen once by a quick trial, then the same in each run."""

    address: str
    mix: Sequence[Ask]
    expected: Mapping[str, Answer]
    """What this server answered before, by the query's name."""
    tool: Tool
    rounds: int

    def run(self) -> Run:
        """Measure once."""
        if self.tool == "wrk":
            return wrk(self.address, self.mix)
        return rounds(self.address, self.mix, self.rounds, self.expected)


def chosen(address: str, mix: Sequence[Ask], expected: Mapping[str, Answer]) -> Load:
    """Try a round, or as many as fit in a second, and return how the server shall be measured.

    A server that needs long is not tried: one round a run it will be.
    """
    if sum(expected[ask.name].seconds for ask in mix) > 4 * CONNECTIONS * SECONDS:
        return Load(address, mix, expected, "python", 1)
    trial = rounds(address, mix, 1, expected)
    if trial.seconds < 1:
        trial = rounds(address, mix, max(1, int(1 / trial.seconds)), expected)
    tool: Tool = "wrk" if trial.rate > QUICK and shutil.which("wrk") else "python"
    return Load(address, mix, expected, tool, max(1, round(SECONDS * trial.rate / len(mix))))


def wrk(address: str, mix: Sequence[Ask]) -> Run:
    """Let wrk ask *mix* in its order, again and again, for `SECONDS`."""
    targets = ", ".join(f"{{{json.dumps(ask.target(address))}, {json.dumps(ask.accept)}}}" for ask in mix)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT.replace("TARGETS", targets).replace("HEADERS", HEADERS))
        script.flush()
        options = ["--threads", "1", "--connections", str(CONNECTIONS), "--timeout", f"{QUERY_SECONDS}s"]
        command = ["wrk", *options, "--duration", f"{SECONDS:.0f}s", "--script", script.name]
        url = f"http://{urlsplit(address).netloc}/"
        done = subprocess.run([*command, url], check=True, capture_output=True, text=True)
    return Run("wrk", **json.loads(done.stdout.splitlines()[-1]))


def rounds(address: str, mix: Sequence[Ask], number: int, expected: Mapping[str, Answer]) -> Run:
    """Ask all of *mix* so many times, in an order that is mixed but always the same."""
    work = list(chain.from_iterable(repeat(mix, number)))
    Random(1).shuffle(work)
    mine = local()
    bodies: dict[tuple[Ask, int], bytes] = {}
    with ThreadPoolExecutor(CONNECTIONS, initializer=partial(_connect, mine, address)) as threads:
        started = perf_counter()
        failed = sum(threads.map(partial(_fails, mine, bodies), work))
        seconds = perf_counter() - started
    failed += sum(not _is(expected[ask.name], ask, body) for (ask, _), body in bodies.items())
    return Run("python", len(work), seconds, failed)


def _is(expected: Answer, ask: Ask, body: bytes) -> bool:
    """Return whether *body* is an answer to *ask* with as many rows as *expected*."""
    try:
        return ask.rows(body) == expected.rows
    except UNREADABLE:
        return False


def _connect(mine: local, address: str) -> None:
    mine.client = Client(address)


def _fails(mine: local, bodies: dict[tuple[Ask, int], bytes], ask: Ask) -> bool:
    """Ask, and keep one body of each length to be counted when the time is no longer taken."""
    client: Client = mine.client
    status, body = client.get(ask)
    if status == 200:
        bodies.setdefault((ask, len(body)), body)
    return status != 200
