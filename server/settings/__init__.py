"""What an operator decides: where the data lies and how it is served.

The text under each field is its description everywhere: in the help of `lexwire serve` and in docs/settings.md.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any, Literal, NamedTuple

from ..engine.limits import Limits
from ..engine.outbound import Bounds

VARIABLE = "LEXWIRE_SETTINGS"
"""The environment variable through which `lexwire serve` hands its settings to the processes of the server."""

_LIMITS, _BOUNDS = Limits(), Bounds()


class Within(NamedTuple):
    """The least and the most that a number may be."""

    least: float
    most: float


class Shown(NamedTuple):
    """What stands in the help for a value."""

    word: str


SECRET = "secret"  # noqa: S105
"""Marks what others must not read: it is given by file or environment, never by flag, and never shown."""

Secret = Annotated[str | None, SECRET]
File = Annotated[str | None, Shown("FILE")]
Address = Annotated[str | None, Shown("URL")]
Seconds = Annotated[float, Within(0.001, 86_400), Shown("SECONDS")]


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a server."""

    data: Annotated[str, Shown("FOLDER")] = "data"
    """Folder whose current release is served; a release is built there when there is none."""
    load: Annotated[tuple[str, ...], Shown("FILE")] = ()
    """RDF files to serve in place of a release."""
    default_graph: Literal["union", "stored"] = "union"
    """What a query sees that names no graph: the union of all named graphs, or the store's own default graph."""
    engine: Address = None
    """Address of a remote SPARQL endpoint that answers in place of the embedded engine."""
    engine_authorization: Secret = field(default=None, repr=False)
    """What the header Authorization tells that endpoint, as in `Basic …` or `Bearer …`."""

    host: str = "127.0.0.1"
    """Address to listen at; `0.0.0.0` and `::` are all of the machine's."""
    port: Annotated[int, Within(0, 65_535)] = 8000
    """Port to listen at; with 0 the system chooses one."""
    workers: Annotated[int, Within(1, 64)] = 1
    """How many server processes there are, each with its own cache, query workers and rate limit."""
    proxies: Annotated[int, Within(0, 16)] = 0
    """How many proxies stand in front, whose `X-Forwarded-*` headers tell the public address and the client's."""
    public_url: Address = None
    """Address of this server as the public knows it, in place of what requests and proxies tell."""

    query_workers: Annotated[int, Within(1, 256)] = _LIMITS.workers
    """How many processes evaluate queries, one query at a time each."""
    query_seconds: Seconds = _LIMITS.seconds
    """The deadline of a query, evaluation and writing together; a request may lower it with `timeout=`."""
    query_megabytes: Annotated[int, Within(64, 1 << 20), Shown("MIB")] = _LIMITS.megabytes
    """How much memory a worker may take for a query, over what it has at its start."""
    query_nesting: Annotated[int, Within(1, 10_000)] = _LIMITS.nesting
    """How deep a query's brackets may be nested."""
    queries_waiting: Annotated[int, Within(0, 1000)] = _LIMITS.waiting
    """How many queries may wait for a free worker; the next is told to come back later."""
    query_patience: Seconds = _LIMITS.patience
    """How many seconds a query waits for a free worker before it is told to come back later."""
    rows_on_a_page: Annotated[int, Within(1, 100_000)] = 1000
    """How many rows a page shows; data formats have them all."""
    cache_megabytes: Annotated[int, Within(0, 1 << 20), Shown("MIB")] = 64
    """How much memory the result cache may take; 0 turns it off."""

    token: Secret = field(default=None, repr=False)
    """Who sends it as `Authorization: Bearer …` may raise `timeout=` above `query_seconds`; 16 characters or more."""
    token_seconds: Seconds = 600.0
    """The longest deadline that a request with the token may ask for."""
    rate: Annotated[float, Within(0, 1_000_000)] = 0.0
    """Requests per second that a client may make in the long run, an IPv6 client being its /64; 0 sets no limit."""
    rate_burst: Annotated[int, Within(1, 1_000_000)] = 20
    """Requests that a client may make at once after a pause."""

    service: Annotated[tuple[str, ...], Shown("IRI")] = ()
    """IRIs of the endpoints that SERVICE may ask, each exactly as queries write it; with none it is closed."""
    service_private: bool = False
    """Whether those endpoints may lie in a private network or on this machine."""
    service_seconds: Seconds = _BOUNDS.seconds
    """The deadline of all that a query asks of other endpoints, which is part of its own."""
    service_megabytes: Annotated[float, Within(0.001, 4096), Shown("MIB")] = _BOUNDS.megabytes
    """How much other endpoints may answer to one query, together."""
    service_rows: Annotated[int, Within(1, 1_000_000_000)] = _BOUNDS.rows
    """How many solutions other endpoints may give to one query, together."""

    log: File = None
    """File to which a line is added for each query and each failure, `-` for standard error."""
    log_queries: bool = False
    """Whether the log has the text of queries, and not only its fingerprint."""
    log_clients: bool = False
    """Whether the log has the addresses of clients."""
    metrics: bool = True
    """Whether `/metrics` tells its figures to Prometheus."""

    texts: Annotated[str | None, Shown("FOLDER")] = None
    """Folder of article texts, each called by the id of its article with `.txt`, for pages to show with their facts."""

    @property
    def limits(self) -> Limits:
        """Return the limits of the embedded engine."""
        return Limits(
            self.query_workers,
            self.query_seconds,
            self.query_megabytes,
            self.query_nesting,
            self.queries_waiting,
            self.query_patience,
        )

    @property
    def bounds(self) -> Bounds:
        """Return what one query may take from other endpoints."""
        return Bounds(self.service_seconds, self.service_megabytes, self.service_rows)

    def to_environment(self) -> None:
        """Put the settings where child processes find them."""
        os.environ[VARIABLE] = json.dumps(asdict(self))

    @classmethod
    def from_environment(cls) -> "Settings":
        """Return the settings that the parent process put there; the defaults where it put none."""
        fields: dict[str, Any] = json.loads(os.environ.get(VARIABLE) or "{}")
        return cls(**fields | {name: tuple(value) for name, value in fields.items() if isinstance(value, list)})
