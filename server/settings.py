"""What an operator decides: where the data lies and how it is served."""

import json
import os
from dataclasses import asdict, dataclass
from typing import Literal

VARIABLE = "LEXWIRE_SETTINGS"
"""The environment variable through which `lexwire serve` hands its settings to the processes of the server."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a server."""

    data: str = "data"
    """Folder whose current release is served."""
    load: tuple[str, ...] = ()
    """RDF files to serve in place of a release."""
    default_graph: Literal["union", "stored"] = "union"
    """What a query sees that names no graph: the union of all named graphs, or the store's own default graph."""
    rows_on_a_page: int = 1000
    """How many rows a page shows; data formats have them all."""
    proxies: int = 0
    """How many proxies stand in front, whose ``X-Forwarded-*`` headers tell the public address; with 0 none counts."""

    engine: str | None = None
    """Address of a remote SPARQL endpoint that answers in place of the embedded engine."""
    cache_megabytes: int = 64
    """How much memory the result cache may take; 0 turns it off."""
    query_workers: int = 4
    """How many processes evaluate queries, one query at a time each."""
    query_seconds: float = 30.0
    """The deadline of a query, evaluation and sending together; a request may lower it."""
    query_megabytes: int = 2048
    """How much memory a worker may take for a query, over what it has at its start."""
    query_nesting: int = 500
    """How deep a query's brackets may be nested."""
    queries_waiting: int = 16
    """How many queries may wait for a free worker; the next is told to come back later."""
    query_patience: float = 10.0
    """How many seconds a query waits for a free worker before it is told to come back later."""

    def to_environment(self) -> None:
        """Put the settings where child processes find them."""
        os.environ[VARIABLE] = json.dumps(asdict(self))

    @classmethod
    def from_environment(cls) -> "Settings":
        """Return the settings that the parent process put there; the defaults where it put none."""
        fields = json.loads(os.environ.get(VARIABLE, "{}"))
        return cls(**fields | {"load": tuple(fields.get("load", ()))})
