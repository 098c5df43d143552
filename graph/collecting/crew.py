"""Workers on this machine or on a Dask cluster: work handed out a little ahead, and none lost with a worker.

What was under way on a worker that ended is done again piece by piece, one piece at a time and with nothing beside
it, so that the piece that ends its worker is known for certain; it is given up at its third worker.
"""

import logging
import os
import socket
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Generic, Protocol, Self, TypeVar
from urllib.parse import urlsplit

from ..problems import LexwireError
from .libraries import library

AHEAD = 2
"""Pieces of work handed out for each thread of a worker, so that none waits and memory stays bounded."""

TRIES = 3
"""Workers that a piece of work may end before it is given up."""

GIVEN_UP = f"It ended {TRIES} workers; leave it out."
"""Why work is given up."""

PATIENCE = 60
"""Seconds that a cluster may take to have a worker."""


class CrewError(LexwireError):
    """There are no workers, or no longer."""


class Work(Protocol):
    """A piece of work: whether it must be done *alone*, and its parts."""

    @property
    def alone(self) -> bool:
        """Tell whether nothing else may be under way."""

    def singles(self) -> list[Self]:
        """Return the smallest pieces that it consists of."""


W = TypeVar("W", bound=Work)
R = TypeVar("R")


@contextmanager
def local(workers: int) -> Iterator[Any]:
    """Give the client of *workers* processes on this machine, which end with this one however it ends."""
    distributed, dask = library("distributed"), library("dask")
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    settings = {"distributed.scheduler.allowed-failures": 0, "distributed.worker.daemon": True}
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(settings))
        stack.enter_context(warnings.catch_warnings())
        # The scheduler opens a port for pages even without them; that another run has it already is nobody's concern.
        warnings.filterwarnings("ignore", "Port .* is already in use", UserWarning)
        cluster = stack.enter_context(
            distributed.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )
        )
        yield stack.enter_context(distributed.Client(cluster))


@contextmanager
def joined(address: str) -> Iterator[Any]:
    """Give the client of the cluster at *address*; raises CrewError where there is none, or none with workers."""
    distributed = library("distributed")
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        _knock(address)
        client = distributed.Client(address, timeout=PATIENCE)
        client.wait_for_workers(1, timeout=PATIENCE)
    except (OSError, TimeoutError, ValueError) as error:
        raise CrewError(f"No cluster with workers answers at {address} ({error}); start its scheduler first.") from None
    with client:
        _refuse_strangers(client, address)
        yield client


def _knock(address: str) -> None:
    """Raise OSError at once where nobody listens at *address*, for which the client would wait."""
    place = urlsplit(address)
    if not place.hostname or not place.port:
        raise ValueError("an address is written tcp://HOST:PORT")
    socket.create_connection((place.hostname, place.port), PATIENCE).close()


def _refuse_strangers(client: Any, address: str) -> None:  # noqa: ANN401 - distributed's client
    """Raise CrewError where a worker has no Lexwire, or another one than this process."""
    own = version()
    try:
        other = next((found for found in client.run(version).values() if found != own), own)
    except Exception as error:
        other = f"none ({error})"
    if other != own:
        raise CrewError(f"The workers at {address} have Lexwire {other} where {own} is needed; install that there.")


def version() -> str:
    """Return the version of Lexwire in this process."""
    from importlib.metadata import version

    return version("lexwire")


class Crew(Generic[W, R]):
    """The workers of a *client* that carry out one *function*."""

    def __init__(self, client: Any, function: Callable[[W], R]) -> None:  # noqa: ANN401 - distributed's client
        """Make the crew; nothing is under way before `results`."""
        self._client, self._function = client, function
        self._added: deque[W] = deque()
        self._suspects: deque[tuple[W, int]] = deque()
        self._running: dict[Any, tuple[W, int]] = {}

    def add(self, work: W) -> None:
        """Add *work* that a result led to."""
        if work.alone:
            self._suspects.append((work, 0))
        else:
            self._added.append(work)

    def results(self, work: Iterable[W]) -> Iterator[tuple[W, R | CrewError]]:
        """Yield each piece of *work*, and each that is added meanwhile, with its result, in no certain order.

        An error in the place of a result says why the work was given up. Raises CrewError where the workers are
        lost, and what the function raises.
        """
        following, done = iter(work), library("distributed").as_completed()
        while self._hand_out(following, done):
            future = next(done)
            own, deaths = self._running.pop(future)
            if future.status == "finished":
                yield own, future.result()
            elif (given_up := self._ended(own, deaths, future)) is not None:
                yield own, given_up
            future.release()

    def _hand_out(self, following: Iterator[W], done: Any) -> bool:  # noqa: ANN401
        """Hand out what the workers have room for; return whether anything is under way."""
        room = AHEAD * max(1, sum(self._client.nthreads().values()))
        while len(self._running) < room and (own := self._next(following)) is not None:
            self._submit(own, 0, done)
        if not self._running and self._suspects:
            self._submit(*self._suspects.popleft(), done)
        return bool(self._running)

    def _next(self, following: Iterator[W]) -> W | None:
        return self._added.popleft() if self._added else next(following, None)

    def _submit(self, work: W, deaths: int, done: Any) -> None:  # noqa: ANN401
        future = self._client.submit(self._function, work, pure=False)
        self._running[future] = work, deaths
        done.add(future)

    def _ended(self, work: W, deaths: int, future: Any) -> CrewError | None:  # noqa: ANN401
        """Have *work* done again whose worker ended, or return why it is given up."""
        error = future.exception() if future.status == "error" else None
        if not isinstance(error, library("distributed").KilledWorker):
            raise error or CrewError("The cluster was lost; run the command again to go on from here.")
        if not work.alone:
            self._suspects.extend((single, 0) for single in work.singles())
            return None
        deaths += 1 + (getattr(error, "allowed_failures", None) or 0)
        if deaths < TRIES:
            self._suspects.append((work, deaths))
            return None
        return CrewError(GIVEN_UP)


def processes() -> int:
    """Return how many workers fit this machine: one for each core."""
    return os.cpu_count() or 1
