"""HTTP to a remote endpoint: pooled connections, one deadline over a whole exchange, failures in an engine's words."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from socket import socket
from time import monotonic, sleep, time
from typing import cast
from urllib.parse import urlencode

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, Timeout, connection_from_url
from urllib3.connection import HTTPConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    EmptyPoolError,
    HTTPError,
    LocationParseError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
)
from urllib3.util import parse_url

from lexwire.graph.problems import UsageError

from . import EngineFailed, Hangup, Overloaded, TimedOut
from .wire import Call, Plain, Secure, calling

CHUNK = 64 << 10
PAUSE = 0.1
"""Seconds before a second try, in which a server that restarts may be back."""

Fields = list[tuple[str, str]]
Connect = Callable[[HTTPConnection], socket]
"""Gives the socket of a new connection, by its host and port, within its timeout; raises HTTPError or EngineError."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long an exchange may take, in seconds, and how many may go on at a time."""

    connect: float = 5.0
    first_byte: float | None = None
    """From the request to the first byte of the answer; None for as long as the whole may take."""
    total: float = 30.0
    connections: int = 32
    wait: float | None = None
    """For one of the connections to become free; None for as long as making one may take."""


USUAL = Limits()


class Deadline:
    """The moment by which an exchange must be over."""

    def __init__(self, seconds: float, what: str = "The query") -> None:
        """Start the clock; *what* begins the sentence that tells of its end."""
        self._seconds, self._what = seconds, what
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; raises TimedOut where none are."""
        left = self._end - monotonic()
        if left <= 0:
            raise TimedOut(f"{self._what} ran longer than {self._seconds:.3g} seconds; ask for less, or for longer.")
        return left


@dataclass(frozen=True, slots=True)
class Reply:
    """The remote's reply: status, headers, and the body as it comes; closing it drops the connection."""

    status: int
    headers: Mapping[str, str]
    body: Generator[bytes, None, None]

    @property
    def media_type(self) -> str:
        """Return the media type without parameters, in small letters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


class Endpoint:
    """The remote's address with its pool of connections."""

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        limits: Limits,
        name: str = "The remote engine",
        connect: Connect | None = None,
    ) -> None:
        """Make no connection yet; raises UsageError where *url* is none that can be asked.

        *name* begins the sentences of its errors; *connect* makes the connections in place of the system.
        """
        self._limits, self._name = limits, name
        self._path = checked(url)
        self._headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "lexwire"} | dict(headers)
        self._pool: HTTPConnectionPool = connection_from_url(url, maxsize=limits.connections, block=True)
        self._pool.ConnectionCls = _kind(Secure if self._pool.scheme == "https" else Plain, connect)

    def post(self, fields: Fields, accept: str, seconds: float | None, hangup: Hangup | None = None) -> Reply:
        """Post a form and return the reply, of whose body the first bytes are there; it is cut off at a *hangup*.

        A connection that is refused, or reset before any byte, is tried once more: reading twice does no harm.  Raises
        TimedOut, Overloaded where all connections are taken, EngineFailed.
        """
        name = self._name
        deadline = Deadline(self._limits.total if seconds is None else seconds, name)
        call = calling(hangup)
        try:
            response = self._tried(urlencode(fields).encode(), {**self._headers, "Accept": accept}, deadline)
        except EmptyPoolError:
            raise Overloaded(f"{name} has no free connection; try again in a moment.") from None
        except NewConnectionError:  # a kind of ConnectTimeoutError, for history's sake
            raise EngineFailed(f"{name} cannot be reached; try again in a moment.") from None
        except ConnectTimeoutError:
            raise TimedOut(f"{name} cannot be reached in time; try again in a moment.") from None
        except ReadTimeoutError:
            raise TimedOut(f"{name} does not answer in time; ask for less, or for longer.") from None
        except (HTTPError, OSError):
            raise EngineFailed(f"{name} cannot be reached; try again in a moment.") from None
        body = _body(response, deadline, name, call)
        next(body)
        return Reply(response.status, response.headers, body)

    def close(self) -> None:
        """Close the connections that nobody uses; the others are closed when their answers end."""
        self._pool.close()

    def _tried(self, form: bytes, headers: Mapping[str, str], deadline: Deadline) -> BaseHTTPResponse:
        try:
            return self._sent(form, headers, deadline)
        except (NewConnectionError, ProtocolError):
            sleep(min(PAUSE, deadline.left()))
            return self._sent(form, headers, deadline)

    def _sent(self, form: bytes, headers: Mapping[str, str], deadline: Deadline) -> BaseHTTPResponse:
        """Send the request; no redirect is followed, which would carry the credentials elsewhere."""
        limits, left = self._limits, deadline.left()
        timeout = Timeout(connect=min(limits.connect, left), read=min(limits.first_byte or left, left))
        return self._pool.urlopen(
            "POST",
            self._path,
            form,
            headers,
            retries=False,
            redirect=False,
            timeout=timeout,
            pool_timeout=cast("int", min(limits.wait or limits.connect, left)),  # a float does too
            preload_content=False,
        )


def _kind(connection: type[Plain | Secure], connect: Connect | None) -> type[HTTPConnection]:
    """Return the class of connections whose socket *connect* gives; TLS verifies the host's name all the same."""
    if connect is None:
        return connection
    return type(connection.__name__, (connection,), {"_new_conn": lambda self: connect(self)})


def checked(url: str) -> str:
    """Return path and query of *url*; raises UsageError where it is no address of an endpoint."""
    try:
        parts = parse_url(url)
    except LocationParseError:
        raise UsageError(f"{url!r} is no address; give one like http://host:7878/query.") from None
    if parts.scheme not in {"http", "https"} or not parts.host:
        raise UsageError(f"{url!r} is no http or https address; give one like http://host:7878/query.")
    if parts.auth:
        raise UsageError(
            "The engine's address holds a password, which others could read there; put it into the environment."
        )
    return parts.request_uri


def seconds_to_wait(retry_after: str | None) -> int:
    """Return the seconds that a Retry-After header names, as a number or as a date, 1 where it names none.

    Specification: RFC 9110, section 10.2.3.
    """
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), 3600)
    try:
        return max(1, min(round(parsedate_to_datetime(text).timestamp() - time()), 3600))
    except ValueError:
        return 1


def _body(response: BaseHTTPResponse, deadline: Deadline, name: str, call: Call) -> Generator[bytes, None, None]:
    """Yield nothing once the first bytes are there, then the bytes as they come.

    So the generator is under way from the start, and closing it always gives the connection back: whole when the answer
    was read to its end, closed otherwise.
    """
    whole = False
    try:
        chunk = _read(response, deadline, name)
        yield b""
        while chunk:
            yield chunk
            chunk = _read(response, deadline, name)
        whole = True
    finally:
        call.end()
        if not whole:
            response.close()
        response.release_conn()


def _read(response: BaseHTTPResponse, deadline: Deadline, name: str) -> bytes:
    left = deadline.left()
    try:
        if response.connection is not None:
            cast("Plain | Secure", response.connection).wire.settimeout(left)
        return response.read1(CHUNK)
    except ReadTimeoutError:
        raise TimedOut(f"{name} does not go on in time; ask for less, or for longer.") from None
    except (HTTPError, OSError):
        raise EngineFailed(f"{name} broke its answer off; ask again.") from None
