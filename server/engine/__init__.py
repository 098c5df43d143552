"""What answers queries: one small protocol, whatever stands behind it."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal, Protocol

from ..formats import Format, Wanted


class EngineError(Exception):
    """A query is not answered; the message says why, in one sentence."""


class QueryRefused(EngineError):
    """The reason lies in the query."""


class ServiceClosed(QueryRefused):
    """The query is right, but asks by SERVICE what this server does not ask."""


class NotAcceptable(EngineError):
    """The client takes no format in which the kind of answer that its query has can be written."""


class TimedOut(EngineError):
    """The query ran longer than it may."""


class Overloaded(EngineError):
    """Too many queries wait already; the client may try again in *seconds*."""

    def __init__(self, message: str, seconds: int = 1) -> None:
        """Keep after how many *seconds* another try makes sense."""
        super().__init__(message)
        self.seconds = seconds


class EngineFailed(EngineError):
    """What evaluates the query broke, or used more memory than it may; others are answered as before."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The RDF dataset that the protocol asks for: IRIs of default and named graphs; None where it says nothing.

    Specification: SPARQL 1.1 Protocol, section 2.1.4.
    """

    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None

    @property
    def is_given(self) -> bool:
        """Return whether the protocol names any graph."""
        return self.default is not None or self.named is not None


class Hangup:
    """Whether the one who asks has hung up, and what is to be done then."""

    def __init__(self) -> None:
        """Nobody has hung up yet."""
        self._lock = Lock()
        self._then: list[Callable[[], object]] = []
        self.is_said = False

    def then(self, do: Callable[[], object]) -> None:
        """Call *do* once it is said, at once if it was."""
        with self._lock:
            if not self.is_said:
                self._then.append(do)
                return
        do()

    def say(self) -> None:
        """Say that the one who asks has gone."""
        with self._lock:
            self.is_said = True
            agreed, self._then = self._then, []
        for do in agreed:
            do()


@dataclass(frozen=True, slots=True)
class Question:
    """One query to an engine: its text, the dataset it is put to, the formats that the client takes, and its limits."""

    query: str
    wanted: Wanted
    dataset: Dataset = Dataset()
    base: str | None = None
    """What relative IRIs are resolved against (SPARQL 1.1 Query, section 4.1.1)."""
    seconds: float | None = None
    """The deadline; None for the engine's own."""
    is_trusted: bool = False
    """Whether the deadline may be longer than the engine's own."""
    hangup: Hangup | None = field(default=None, compare=False)
    """Tells the engine that nobody waits any more, so that the query is stopped."""
    patience: float | None = None
    """The seconds that it may wait for a free worker; None for the engine's own."""

    def time(self, usual: float) -> float:
        """Return the seconds for it at an engine that gives *usual* ones, of which only some clients may want more."""
        if self.seconds is None:
            return usual
        return self.seconds if self.is_trusted else min(self.seconds, usual)


@dataclass(slots=True)
class Course:
    """How an answer came about; the figures are filled in as they become known, and None where nobody tells them."""

    origin: Literal["evaluated", "shared", "kept"] = "evaluated"
    """Whether it was evaluated for this question, for an equal one at the same time, or before."""
    queue: float | None = None
    """Seconds until a worker was free."""
    evaluation: float | None = None
    """Seconds until the first solution could be written, or all of them where the query sorts or counts."""
    serialization: float | None = None
    """Seconds for writing, in which the engine finds the further solutions."""
    rows: int | None = None
    """Solutions or triples."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer on its way: its format, and its bytes as they are made; closing the chunks stops the query."""

    format: Format
    chunks: Generator[bytes, None, None]
    course: Course = field(default_factory=Course)
    is_whole: Callable[[], bool] = lambda: False
    """Whether all that is left of it is here, so that reading it to its end takes no waiting."""

    def read(self) -> bytes:
        """Return the whole answer."""
        return b"".join(self.chunks)


class Engine(Protocol):
    """Answers queries over one dataset."""

    def run(self, question: Question) -> Answer:
        """Start to answer *question* and return the answer, in the format wanted for its kind.

        Raises EngineError before the first byte; a failure after it is raised by the answer's chunks.
        """
        ...

    def close(self) -> None:
        """Let go of processes and connections; the engine answers nothing afterwards."""
        ...
