"""What answers queries: one small protocol, whatever stands behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from ..formats import Format, Wanted


class QueryRefused(Exception):
    """The query cannot be answered, for a reason that lies in the query; the message says which."""


class NotAcceptable(Exception):
    """The client takes no format in which the kind of answer that its query has can be written."""


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
class Answer:
    """An answer on its way: its format, and its bytes as they are made."""

    format: Format
    chunks: Iterator[bytes]

    def read(self) -> bytes:
        """Return the whole answer."""
        return b"".join(self.chunks)


class Engine(Protocol):
    """Answers queries over one dataset."""

    def run(self, query: str, dataset: Dataset, wanted: Wanted) -> Answer:
        """Start *query* over *dataset* and return the answer in the format *wanted* for its kind.

        Raises QueryRefused where the query is at fault, NotAcceptable where no wanted format fits. A failure after
        the start is raised by the answer's chunks.
        """
        ...
