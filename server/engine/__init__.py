"""What answers queries: one small protocol, whatever stands behind it."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol

from ..formats import Format, Wanted


class EngineError(Exception):
    """A query is not answered; the message says why, in one sentence."""


class QueryRefused(EngineError):
    """The reason lies in the query."""


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


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer on its way: its format, and its bytes as they are made; closing the chunks stops the query."""

    format: Format
    chunks: Generator[bytes, None, None]

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
