"""HTTP connections that may not be held open for nothing, and that only requests come out of.

Specification: HTTP/1.1 (RFC 9112), sections 2.3 (head of a message), 3.2 (Host), 7.1.2 (trailers), 9.3 (persistent
connections); HTTP Semantics (RFC 9110), section 7.8 (Upgrade).
"""

import asyncio

import httptools
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

HEAD_SECONDS = 20.0
"""Seconds for sending a request's head, from the connection's start or the head's first byte."""
TAKE_SECONDS = 30.0
"""Seconds for taking enough of what was sent that more can be, though it be the head of the next answer."""
CLOSE_SECONDS = 10.0
"""Seconds for taking what was sent when the connection is closed."""
MAX_ADDRESS, MAX_HEAD = 64_000, 96 << 10
"""Bytes of a request's address, above which even the parser gives up, and of its whole head."""
FIELD = 32
"""Bytes that a header counts beside its own, since many short ones take memory too (RFC 9113, section 6.5.2)."""
PIPELINED = 64
"""Requests that may wait on a connection, which is read on meanwhile so that its end is noticed."""
LOOK = 5.0
_BAD, _LONG_ADDRESS, _LONG_HEAD = b"400 Bad Request", b"414 URI Too Long", b"431 Request Header Fields Too Large"
_REFUSAL = (
    b"HTTP/1.1 %b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n"
    b"Access-Control-Allow-Origin: *\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n\r\n%b\n"
)


class Patient(HttpToolsProtocol):
    """Uvicorn's protocol with an end to patience, which it has only between requests."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait for a request."""
        super().connection_made(transport)
        self._head_since: float | None = self.loop.time()
        self._closing_since: float | None = None
        self._full_since: float | None = None
        self._head_bytes = 0
        self._answered: RequestResponseCycle | None = None
        self._stays = b""
        self._timer = self.loop.call_later(LOOK, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop looking, and tell the request that is being answered; Uvicorn tells only the one that came last."""
        self._timer.cancel()
        if self._answered is not None and not self._answered.response_complete:
            self._answered.disconnected = True
            self._answered.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; a request to go on in another protocol is answered in this one, with the body that it has."""
        self._unset_keepalive_if_required()
        try:
            while data:
                data = self._fed(data)
        except httptools.HttpParserError:
            self.send_400_response("")

    def _fed(self, data: bytes) -> bytes:
        """Let the parser read *data*, and return what is to be read anew; raises HttpParserError."""
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self.parser = httptools.HttpRequestParser(self)
            data, self._stays = self._stays + data[upgrade.args[0] :], b""
            return data
        return b""

    def on_message_begin(self) -> None:
        """Start to wait for the rest of a head."""
        super().on_message_begin()
        self._head_since, self._head_bytes = self.loop.time(), 0

    def on_url(self, url: bytes) -> None:
        """Count the address."""
        self._count(len(url), MAX_ADDRESS, _LONG_ADDRESS)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a header, and pass over one that comes after the body: it is none that proxies have looked at."""
        self._count(len(name) + len(value) + FIELD, MAX_HEAD, _LONG_HEAD)
        if self._head_since is not None:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Wait for nothing more; raises ValueError where the head is not that of a request to this server."""
        self._head_since = None
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (not hosts and self.parser.get_http_version() == "1.1") or self._is_tunnel():
            raise ValueError(_BAD)
        if self.parser.should_upgrade():
            self._stays = self._head_without_upgrade()
            return
        super().on_headers_complete()
        if len(self.pipeline) > PIPELINED:
            raise ValueError(_BAD)
        if self.pipeline:
            self.flow.resume_reading()

    def on_message_complete(self) -> None:
        """Go on to the answer, unless the request is to be read anew."""
        if not self._stays:
            super().on_message_complete()

    def pause_writing(self) -> None:
        """Start to wait for the client to take what was sent."""
        super().pause_writing()
        self._full_since = self.loop.time()

    def resume_writing(self) -> None:
        """Wait for that no more."""
        super().resume_writing()
        self._full_since = None

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  says nothing that helps
        """Answer what is no request."""
        self._refuse(_BAD)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._answered = cycle
        super()._start_asgi_task(cycle, app)

    def _is_tunnel(self) -> bool:
        return bool(self.parser.get_method() == b"CONNECT")

    def _head_without_upgrade(self) -> bytes:
        """Return the head of the request as it would be had its client not asked for another protocol."""
        kept = [each for each in self.headers if each[0] not in {b"connection", b"upgrade"}]
        if any(name == b"connection" and b"close" in value.lower() for name, value in self.headers):
            kept.append((b"connection", b"close"))
        lines = [b"%b %b HTTP/1.1" % (self.parser.get_method(), self.url), *(b"%b: %b" % each for each in kept)]
        return b"\r\n".join([*lines, b"", b""])

    def _count(self, more: int, most: int, status: bytes) -> None:
        """Add to the size of the head; raises ValueError, which ends the connection, where that is too large."""
        self._head_bytes += more
        if self._head_bytes > most:
            self._refuse(status)
            raise ValueError(status)

    def _refuse(self, status: bytes) -> None:
        """Answer with *status* and close; where another request is being answered, close after that instead."""
        if self.transport.is_closing():
            return
        if self._answered is not None and not self._may_interrupt(self._answered):
            self._answered.keep_alive = False
            return
        text = b"Invalid HTTP request (%b)." % status
        self.transport.write(_REFUSAL % (status, len(text) + 1, text))
        self.transport.close()

    def _may_interrupt(self, cycle: RequestResponseCycle) -> bool:
        """Return whether nothing of an answer would be lost."""
        is_broken_itself = cycle is self.cycle and cycle.more_body and not cycle.response_started
        return cycle.response_complete or is_broken_itself

    def _look(self) -> None:
        now = self.loop.time()
        if self.transport.is_closing():
            self._closing_since = self._closing_since or now
        waits = (self._head_since, HEAD_SECONDS), (self._full_since, TAKE_SECONDS), (self._closing_since, CLOSE_SECONDS)
        if any(since is not None and now - since > most for since, most in waits):
            self.transport.abort()
        self._timer = self.loop.call_later(LOOK, self._look)
