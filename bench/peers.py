"""Lexwire's endpoint beside other SPARQL servers, in one run: same machine, same dump, same queries, asked in turns.

usage: python -m bench.peers [--sizes 1,100] [--folder DIR] [--runs 3] [--servers oxigraph,virtuoso,…]

DIR keeps the releases that are built and the servers that are installed; remove it to begin anew.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from time import strftime
from typing import Any

from lexwire.graph.release import current

from . import streaming
from .contest import Answers, Contest, contest, passes, unlike
from .load import CONNECTIONS, SECONDS
from .mix import QUERY_SECONDS, asks
from .servers import PEERS, built, started

STREAMED = 100
"""The size at which streaming is measured."""
NOT_MEASURED = f"""\
Requests a second (w: wrk asked, p: Python), medians; ratios of medians, with least–most of a turn; alone: times longer
that the peer takes for a query than warm and cold Lexwire, one query at a time, as geometric mean over the queries.
Not measured: a network (all is loopback); a machine of its own for the load (server and client share the cores);
writes; queries with other values than the defaults; more than {CONNECTIONS} connections; the time to load.
Peers have no result cache; "warm" is Lexwire with its own, as it comes, "cold" is without.
A query that a peer answers otherwise (number of rows), or not within {QUERY_SECONDS} s, is left out on both sides."""


def main() -> None:
    """Measure, print tables, and write all of it to results.json in the folder."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chosen = arguments()
    if not shutil.which("wrk"):
        print("wrk is missing (apt-get install wrk): Python's client measures all, and understates quick servers.")
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()}
    report: dict[str, Any] = {"date": strftime("%Y-%m-%d %H:%M"), "machine": machine, "sizes": {}}
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {chosen.runs} turns of about {SECONDS:.0f} s")
    for size in chosen.sizes:
        report["sizes"][size] = measured(size, chosen)
        if size == STREAMED and "oxigraph" in chosen.servers:
            found = streaming.measure(built(size, chosen.folder), chosen.folder)
            report["streaming"] = asdict(found) | {"difference": found.difference}
            print(f"\n{found}")
        (chosen.folder / "results.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    print(f"\n{NOT_MEASURED}\nAll figures: {chosen.folder / 'results.json'}")


def arguments() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description="Compare Lexwire with its peers.")
    parser.add_argument("--sizes", default=[1, 100], type=lambda text: [int(each) for each in text.split(",")])
    parser.add_argument("--folder", default=Path("build/bench"), type=Path)
    parser.add_argument("--runs", default=3, type=int)
    parser.add_argument("--servers", default=list(PEERS), type=lambda text: text.split(","))
    found = parser.parse_args()
    found.folder = found.folder.resolve()
    return found


def measured(size: int, chosen: argparse.Namespace) -> dict[str, Any]:
    """Measure one size and return its part of the report."""
    data, mix = built(size, chosen.folder), asks()
    quads = json.loads((current(data).folder / "build.json").read_text())["quads"]
    print(f"\n×{size:,}: {5 * size:,} records, {quads:,} quads, release {current(data).id}")
    with started(chosen.servers, size, data, chosen.folder) as servers:
        known = passes(servers, mix)
        _tell(known, servers.reasons)
        contests = []
        for peer in (each for each in chosen.servers if each in known):
            contests.append(contest(peer, servers.addresses, mix, known, chosen.runs))
            print(line(contests[-1]), flush=True)
    return {
        "quads": quads,
        "queries": len(mix),
        "answers": {name: {query: asdict(answer) for query, answer in each.items()} for name, each in known.items()},
        "not_run": servers.reasons,
        "contests": {each.peer: each.report() for each in contests},
    }


def _tell(known: dict[str, Answers], reasons: dict[str, str]) -> None:
    """Print who is missing, who answers what otherwise, and the head of the table."""
    for name, reason in reasons.items():
        print(f"not run: {name}: {reason}")
    for name, each in known.items():
        for query, how in unlike(each, known["warm"]).items():
            print(f"  left out for {name}: {query} ({how})")
    head = f"{'peer':<16}{'queries':>8}{'warm':>14}{'cold':>14}{'peer':>14}"
    print(f"{head}{'warm/peer':>24}{'cold/peer':>24}{'alone':>14}")


def line(found: Contest) -> str:
    """Return a contest as a line of the table; w and p tell who asked, wrk or Python."""
    rates = "".join(f"{found.median(each):>12,.1f} {runs[0].tool[0]}" for each, runs in found.runs.items())
    ratios = ""
    for server in ("warm", "cold"):
        ratio, least, most = found.ratio(server)
        ratios += f"{f'{ratio:,.2f} ({least:,.2f}–{most:,.2f})':>24}"
    times = " ".join(f"{found.alone[each]:,.2f}" for each in ("warm", "cold"))
    failed = sum(run.failed for runs in found.runs.values() for run in runs)
    notes = f"   {failed} failed" * bool(failed) + "".join(f"   changed: {each}" for each in found.changed)
    return f"{found.peer:<16}{found.queries:>8}{rates}{ratios}{times:>14}{notes}"


if __name__ == "__main__":
    main()
