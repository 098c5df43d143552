"""The work that each server gets, the saved queries with their defaults, and whether two servers answer it alike."""

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from time import monotonic
from urllib.parse import quote, urlsplit

from pyoxigraph import RdfFormat, parse

from lexwire.queries import catalogue

QUERY_SECONDS = 60
"""How long one answer may take."""
LATE = 8
"""How many queries may take longer until a server is not asked on."""
RESULTS, GRAPH = "application/sparql-results+json", "text/turtle"
ENCODING = "gzip"
"""What the clients of all servers take, as browsers and the usual libraries do; few servers give it."""
GZIP = b"\x1f\x8b"
UNREADABLE = (ValueError, KeyError, SyntaxError, OSError, EOFError)
"""What is raised by a body that is no answer."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A saved query with its default values."""

    name: str
    query: str
    accept: str
    """The one media type that is asked for."""

    def target(self, address: str) -> str:
        """Return path and query string of the GET request to the endpoint at *address*."""
        parts = urlsplit(address)
        return f"{parts.path}?{parts.query and f'{parts.query}&'}query={quote(self.query, safe='')}"

    def rows(self, body: bytes) -> int:
        """Return how many rows or triples *body* holds, as it is or in gzip, 0 or 1 for a boolean."""
        if body.startswith(GZIP):
            body = gzip.decompress(body)
        if self.accept == GRAPH:
            return len({quad.triple for quad in parse(body, format=RdfFormat.TURTLE)})
        read = json.loads(body)
        return int(read["boolean"]) if "boolean" in read else len(read["results"]["bindings"])


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said to one query."""

    seconds: float
    rows: int = 0
    bytes: int = 0
    failure: str = ""
    """Why it counts as none: a status, a time-out, what cannot be read."""


class TooSlow(Exception):
    """A server that is late with too many queries; the message names them."""

    def __init__(self, found: Mapping[str, Answer]) -> None:
        """Keep what it answered until then."""
        self.found = found
        late = [name for name, answer in found.items() if answer.seconds > QUERY_SECONDS]
        super().__init__(f"over {QUERY_SECONDS} s: {', '.join(late)}")


def asks() -> tuple[Ask, ...]:
    """Return all saved queries, in the order of the catalogue."""
    kinds = {"select": RESULTS, "ask": RESULTS}
    return tuple(Ask(each.name, each.bind({}), kinds.get(each.form, GRAPH)) for each in catalogue().values())


class Client:
    """One connection to an endpoint, kept alive, and made anew after a fault."""

    def __init__(self, address: str) -> None:
        """Connect to *address* with the first request."""
        self._address = address
        self._connection = HTTPConnection(urlsplit(address).netloc, timeout=QUERY_SECONDS)

    def get(self, ask: Ask) -> tuple[int, bytes]:
        """Return status and body; 504 stands for an answer cut off by Virtuoso's time, 0 for none."""
        headers = {"Accept": ask.accept, "Accept-Encoding": ENCODING}
        try:
            self._connection.request("GET", ask.target(self._address), headers=headers)
            response = self._connection.getresponse()
            body = response.read()
        except (OSError, HTTPException):
            self.close()
            return 0, b""
        return 504 if response.headers.get("X-SQL-State") else response.status, body

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def answers(address: str, mix: Iterable[Ask], late: int = LATE) -> dict[str, Answer]:
    """Ask each query once, one after the other; return the answers by name.  Raises TooSlow where *late* are late."""
    client = Client(address)
    found: dict[str, Answer] = {}
    for ask in mix:
        found[ask.name] = _answer(client, ask)
        if sum(answer.seconds > QUERY_SECONDS for answer in found.values()) >= late:
            raise TooSlow(found)
    client.close()
    return found


def _answer(client: Client, ask: Ask) -> Answer:
    started = monotonic()
    status, body = client.get(ask)
    seconds = monotonic() - started
    if seconds > QUERY_SECONDS:
        return Answer(seconds, failure=f"over {QUERY_SECONDS} s")
    if status != 200:
        return Answer(seconds, failure=f"status {status}" if status else "connection lost")
    try:
        return Answer(seconds, ask.rows(body), len(body))
    except UNREADABLE as error:
        return Answer(seconds, failure=f"unreadable: {str(error)[:60]}")
