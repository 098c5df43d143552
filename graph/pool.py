"""Work spread over processes: in order, a few items ahead, and gone with the process that started it."""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from multiprocessing.process import BaseProcess
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 2
"""Items under way for each process, so that none waits and memory stays bounded."""


def pool(jobs: int) -> AbstractContextManager[Executor | None]:
    """Return *jobs* worker processes, or None in their place where one is asked for."""
    if jobs <= 1:
        return nullcontext()
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """End this worker when its parent is killed, which leaves the parent no time to say so."""
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_exit_after, args=(parent,), daemon=True).start()


def _exit_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def in_order(executor: Executor | None, function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Yield ``function(item)`` for each of *items*, in their order."""
    if executor is None:
        yield from map(function, items)
        return
    pending: deque[Future[R]] = deque()
    for item in items:
        pending.append(executor.submit(function, item))
        if len(pending) > AHEAD * (os.cpu_count() or 1):
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()
