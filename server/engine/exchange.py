"""HTTP to a remote endpoint: pooled connections, one deadline over a whole exchange, failures in an engine's words."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from socket import socket
from time import monotonic, sleep, time
from typing import cast
from urllib.parse import urlencode

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, Timeout, connection_from_url
from urllib3.connection import HTTPConnection, HTTPSConnection
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

from . import EngineFailed, Overloaded, TimedOut

CHUNK = 64 << 10
PAUSE = 0.1
"""Seconds before a second try, in which a server that restarts may be back."""

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long an exchange may take, in seconds, and how many may go on at a time."""

    connect: float = 5.0
    first_byte: float | None = None
    """From the request to the first byte of the answer; None for as long as the whole may take."""
    total: float = 30.0
    connections: int = 32


USUAL = Limits()


class Deadline:
    """The moment by which an exchange must be over."""

    def __init__(self, seconds: float) -> None:
        """Start the clock."""
        self._seconds = seconds
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; raises TimedOut where none are."""
        left = self._end - monotonic()
        if left <= 0:
            raise TimedOut(f"The query ran longer than {self._seconds:g} seconds; ask for less, or for longer.")
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


class _Plain(HTTPConnection):
    """A connection that remembers its socket, on which the answer may be read after the connection gave it up."""

    wire: socket

    def connect(self) -> None:
        super().connect()
        self.wire = self.sock


class _Secure(HTTPSConnection):
    wire: socket

    def connect(self) -> None:
        super().connect()
        self.wire = self.sock


class Endpoint:
    """The remote's address with its pool of connections."""

    def __init__(self, url: str, headers: Mapping[str, str], limits: Limits) -> None:
        """Make no connection yet; raises UsageError where *url* is none that can be asked."""
        self._limits = limits
        self._path = checked(url)
        self._headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "lexwire"} | dict(headers)
        self._pool: HTTPConnectionPool = connection_from_url(url, maxsize=limits.connections, block=True)
        self._pool.ConnectionCls = _Secure if self._pool.scheme == "https" else _Plain

    def post(self, fields: Fields, accept: str, seconds: float | None) -> Reply:
        """Post a form and return the reply, of whose body the first bytes are there.

        A connection that is refused, or reset before any byte, is tried once more: reading twice does no harm.  Raises
        TimedOut, Overloaded where all connections are taken, EngineFailed.
        """
        deadline = Deadline(self._limits.total if seconds is None else seconds)
        try:
            response = self._tried(urlencode(fields).encode(), {**self._headers, "Accept": accept}, deadline)
        except EmptyPoolError:
            raise Overloaded("All connections to the remote engine are taken; try again in a moment.") from None
        except NewConnectionError:  # a kind of ConnectTimeoutError, for history's sake
            raise EngineFailed("The remote engine cannot be reached; try again in a moment.") from None
        except ConnectTimeoutError:
            raise TimedOut("The remote engine cannot be reached in time; try again in a moment.") from None
        except ReadTimeoutError:
            raise TimedOut("The remote engine does not answer in time; ask for less, or for longer.") from None
        except (HTTPError, OSError):
            raise EngineFailed("The remote engine cannot be reached; try again in a moment.") from None
        body = _body(response, deadline)
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
            pool_timeout=cast("int", min(limits.connect, left)),  # a float does too
            preload_content=False,
        )


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


def _body(response: BaseHTTPResponse, deadline: Deadline) -> Generator[bytes, None, None]:
    """Yield nothing once the first bytes are there, then the bytes as they come.

    So the generator is under way from the start, and closing it always gives the connection back: whole when the answer
    was read to its end, closed otherwise.
    """
    whole = False
    try:
        chunk = _read(response, deadline)
        yield b""
        while chunk:
            yield chunk
            chunk = _read(response, deadline)
        whole = True
    finally:
        if not whole:
            response.close()
        response.release_conn()


def _read(response: BaseHTTPResponse, deadline: Deadline) -> bytes:
    left = deadline.left()
    try:
        if response.connection is not None:
            cast("_Plain | _Secure", response.connection).wire.settimeout(left)
        return response.read1(CHUNK)
    except ReadTimeoutError:
        raise TimedOut("The remote engine does not go on in time; ask for less, or for longer.") from None
    except (HTTPError, OSError):
        raise EngineFailed("The remote engine broke its answer off; ask again.") from None
