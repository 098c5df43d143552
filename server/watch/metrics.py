"""Figures for Prometheus.

One process tells its own.  Several, which do not know of one another, write theirs into files of a folder that they
share, and whichever is asked adds all of them up.

Specification: Prometheus text exposition format 0.0.4.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from time import perf_counter, sleep
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, ref

from ..engine.local import LocalEngine
from ..service import Service
from .note import Note

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Gauge, Metric
    from prometheus_client.samples import Sample

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable that names the folder of several processes; it must be set before the first figure is."""
LOOK = 1.0
"""Seconds after which a process of several tells its gauges anew."""
_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 600)
_STAGES = ("queue", "evaluation", "serialization")


class Metrics:
    """Counts the requests of one process; the names of labels and their values are few, whatever is asked."""

    def __init__(self, service: Service) -> None:
        """Count from nought; *service* is asked for what is so at the moment."""
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._service = service
        self._is_one = FOLDER not in os.environ
        self._own = own = CollectorRegistry()
        requests = Counter(
            "lexwire_requests",
            "Requests, by how they ended and the class of their status.",
            ["outcome", "status"],
            registry=own,
        )
        seconds = Histogram(
            "lexwire_query_seconds", "Seconds of requests with a query.", ["stage"], registry=own, buckets=_BOUNDS
        )
        answers = Counter("lexwire_cache_answers", "Queries, by what the cache had.", ["result"], registry=own)
        self._requests = cache(lambda outcome, kind: requests.labels(outcome, f"{kind}xx" if kind else "none"))
        self._total, *stages = [seconds.labels(stage) for stage in ("total", *_STAGES)]
        self._stages = dict(zip(_STAGES, stages, strict=True))
        self._answers = {origin: answers.labels(origin) for origin in ("hit", "shared", "miss")}
        self._sent = Counter("lexwire_sent_bytes", "Bytes of bodies that were sent.", registry=own)
        self._replaced = Counter("lexwire_worker_replacements", "Query workers started for others.", registry=own)
        self._limited = Counter("lexwire_clients_limited", "How often a client went over its rate.", registry=own)
        self._gauges = {
            name: Gauge(f"lexwire_{name}", about, registry=own, multiprocess_mode="livesum")
            for name, about in {
                "cache_bytes": "Bytes of memory that the result cache has taken.",
                "queries_running": "Queries that are being answered.",
                "queries_waiting": "Queries that wait for a worker.",
            }.items()
        }
        self._lock = Lock()
        self._seen: WeakKeyDictionary[LocalEngine, int] = WeakKeyDictionary()
        if not self._is_one:
            _forget_the_dead(Path(os.environ[FOLDER]))
            self._process = _process_gauges(own)
            Thread(target=_keep_fresh, args=(ref(self),), name="lexwire-figures", daemon=True).start()

    def count(self, note: Note) -> None:
        """Count a request that has ended."""
        self._requests(note.outcome, note.status // 100).inc()
        self._sent.inc(note.sent)
        if note.asked:
            self._total.observe(perf_counter() - note.started)
            if origin := note.origin:
                self._answers[origin].inc()
                if origin == "miss":
                    self._observe_stages(note)

    def count_limited(self) -> None:
        """Count a client that begins to ask more often than it may."""
        self._limited.inc()

    def told(self) -> tuple[bytes, str]:
        """Return the figures as Prometheus reads them, and their media type."""
        from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, generate_latest
        from prometheus_client.process_collector import ProcessCollector

        self.refresh()
        told = CollectorRegistry()
        if self._is_one:
            told.register(self._own)  # it collects like any other
            ProcessCollector(registry=told)
        else:
            told.register(_Several(Path(os.environ[FOLDER])))
        told.register(_Release(self._service))
        return generate_latest(told), CONTENT_TYPE_PLAIN_0_0_4

    def refresh(self) -> None:
        """Look at what is so at the moment."""
        parts = self._service.parts
        running, waiting = parts.load()
        taken = sum(each.size for each in list(parts.caches))
        for gauge, value in zip(self._gauges.values(), (taken, running, waiting), strict=True):
            gauge.set(value)
        with self._lock:
            for engine in list(parts.engines):
                replaced, seen = engine.replaced, self._seen.get(engine, 0)
                self._replaced.inc(replaced - seen if replaced >= seen else replaced)
                self._seen[engine] = replaced
        if not self._is_one:
            for sample in _process_samples():
                self._process[sample.name].set(sample.value)

    def _observe_stages(self, note: Note) -> None:
        for stage, histogram in self._stages.items():
            if (seconds := note.seconds(stage)) is not None:  # type: ignore[arg-type]
                histogram.observe(seconds)


class _Several:
    """Adds up what several processes tell in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> "Iterator[Metric]":
        from prometheus_client.multiprocess import MultiProcessCollector

        # The library's own collect breaks on a file that a process has made and not yet written.
        files = [str(file) for file in self._folder.glob("*.db") if _is_written(file)]
        yield from MultiProcessCollector.merge(files)  # type: ignore[no-untyped-call]


def _is_written(file: Path) -> bool:
    try:
        return file.stat().st_size > 0
    except FileNotFoundError:  # of a process that is gone
        return False


class _Release:
    """Tells which release is served."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> "Iterator[Metric]":
        from prometheus_client.metrics_core import InfoMetricFamily

        release = self._service.release
        yield InfoMetricFamily(
            "lexwire_release", "The release that is served.", {"release": release.id if release else ""}
        )


def _process_samples() -> "Iterator[Sample]":
    """Yield what the system tells of this process."""
    from prometheus_client.process_collector import ProcessCollector

    for metric in ProcessCollector(registry=None).collect():
        yield from metric.samples


def _process_gauges(registry: "CollectorRegistry") -> "dict[str, Gauge]":
    """Return gauges for it that carry its number, for there are several processes."""
    from prometheus_client import Gauge

    names = [sample.name for sample in _process_samples()]
    return {each: Gauge(each, "Of a server process.", registry=registry, multiprocess_mode="liveall") for each in names}


def _keep_fresh(reference: "ref[Metrics]") -> None:
    """Tell the gauges of one process again and again, since another one may be asked."""
    while metrics := reference():
        metrics.refresh()
        del metrics
        sleep(LOOK)


def _forget_the_dead(folder: Path) -> None:
    """Remove the gauges of processes that are gone; what they counted stays."""
    from prometheus_client.multiprocess import mark_process_dead

    for file in folder.glob("gauge_live*_*.db"):
        process = file.stem.rpartition("_")[2]
        if not Path(f"/proc/{process}").exists():
            with suppress(FileNotFoundError):
                mark_process_dead(int(process), str(folder))  # type: ignore[no-untyped-call]
