"""Lexwire against one peer: the queries that both answer alike, asked in turns, and the ratio of what each manages."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .load import Run, chosen
from .mix import LATE, Answer, Ask, TooSlow, answers
from .servers import UNSTOPPABLE, Started

Answers = Mapping[str, Answer]
"""What one server answers, by the query's name."""


@dataclass(frozen=True, slots=True)
class Contest:
    """The runs of Lexwire with its cache, without it, and of a peer, over the same queries."""

    peer: str
    queries: int
    runs: Mapping[str, Sequence[Run]]
    """By server: ``warm``, ``cold`` and the peer's name."""
    alone: Mapping[str, float]
    """How many times longer the peer takes for a query, asked alone, than ``warm`` and ``cold``: the geometric mean,
    in which a long query counts no more than a short one."""
    changed: Sequence[str]
    """Queries with other rows after the runs than before, each with its server; none, if all is well."""

    def median(self, server: str) -> float:
        """Return the median of a server's requests a second."""
        return statistics.median(run.rate for run in self.runs[server])

    def ratio(self, server: str) -> tuple[float, float, float]:
        """Return the ratio of medians, ``warm`` or ``cold`` to the peer's, and the turns' least and most."""
        turns = [our.rate / its.rate for our, its in zip(self.runs[server], self.runs[self.peer], strict=True)]
        return self.median(server) / self.median(self.peer), min(turns), max(turns)

    def report(self) -> dict[str, Any]:
        """Return all of it for a file."""
        runs = {server: [asdict(run) | {"rate": run.rate} for run in each] for server, each in self.runs.items()}
        medians = {server: self.median(server) for server in self.runs}
        ratios = {server: self.ratio(server) for server in ("warm", "cold")}
        return {
            "queries": self.queries,
            "changed": self.changed,
            "medians": medians,
            "ratios": ratios,
            "alone": self.alone,
            "runs": runs,
        }


def passes(servers: Started, mix: Sequence[Ask]) -> dict[str, Answers]:
    """Ask each server each query once and return the answers; a server that is too slow is stopped."""
    found: dict[str, Answers] = {}
    for server, address in list(servers.addresses.items()):
        try:
            found[server] = answers(address, mix, 1 if server in UNSTOPPABLE else LATE)
        except TooSlow as error:
            servers.stop(server, f"{error}; {_until_then(error.found, found.get('cold', {}))}")
    if missing := {"warm", "cold"} - set(found):
        raise SystemExit(f"Lexwire itself is not measured: {[servers.reasons[each] for each in missing]}")
    return found


def _until_then(its: Answers, ours: Answers) -> str:
    """Tell how long a server took for what it was asked, and cold Lexwire for the same, where it was asked before."""
    told = f"{sum(each.seconds for each in its.values()):,.0f} s for {len(its)} queries"
    return f"{told}, {sum(ours[name].seconds for name in its):,.1f} s in cold Lexwire" if ours else told


def unlike(peer: Answers, ours: Answers) -> dict[str, str]:
    """Return the queries that *peer* answers otherwise than we do, or not at all, and in what."""
    found = {}
    for name, our in ours.items():
        its = peer[name]
        if our.failure or its.failure:
            found[name] = its.failure or f"Lexwire: {our.failure}"
        elif its.rows != our.rows:
            found[name] = f"{its.rows:,} rows for {our.rows:,}"
    return found


def contest(
    peer: str, addresses: Mapping[str, str], mix: Sequence[Ask], known: Mapping[str, Answers], turns: int
) -> Contest:
    """Measure warm, cold, peer, warm, cold, peer …, over the queries that all three answer alike."""
    out = unlike(known[peer], known["warm"]) | unlike(known["cold"], known["warm"])
    same = [ask for ask in mix if ask.name not in out]
    loads = {server: chosen(addresses[server], same, known[server]) for server in ("warm", "cold", peer)}
    runs: dict[str, list[Run]] = {server: [] for server in loads}
    for _ in range(turns):
        for server, load in loads.items():
            runs[server].append(load.run())
    after = {server: answers(addresses[server], same, len(same) + 1) for server in loads}
    changed = [
        f"{server}: {name}"
        for server, each in after.items()
        for name in each
        if each[name].rows != known[server][name].rows
    ]
    alone = {server: _times(after[peer], after[server]) for server in ("warm", "cold")}
    return Contest(peer, len(same), runs, alone, changed)


def _times(its: Answers, ours: Answers) -> float:
    return statistics.geometric_mean(its[name].seconds / ours[name].seconds for name in ours)
