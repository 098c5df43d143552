"""Sending a response to a client that may be slow: piece by piece, and nothing looks whole that is not.

Specification: ASGI 3.0, HTTP connection scope.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from contextlib import closing
from typing import Any

from ..watch.note import Headers, Note
from .spool import Spool

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PIECE = 64 << 10
STALL_SECONDS = 30.0
"""Seconds within which a client must take the next piece of an answer."""


class Gone(Exception):
    """The client has hung up, or does not go on in time."""


def noting(send: Send, note: Note) -> Send:
    """Return *send* so that it notes how much was sent, and that it was all."""

    async def noted(message: MutableMapping[str, Any]) -> None:
        await send(message)
        note.sent += len(message.get("body", b""))
        note.is_whole = message["type"] == "http.response.body" and not message.get("more_body")

    return noted


async def send_whole(send: Send, status: int, headers: Headers, body: bytes) -> None:
    """Send a response that is here."""
    await send_head(send, status, headers)
    if len(body) <= PIECE:
        await send({"type": "http.response.body", "body": body})
        return
    for start in range(0, len(body), PIECE):
        await _piece(send, body[start : start + PIECE], start + PIECE < len(body))


async def send_spooled(send: Send, spool: Spool) -> None:
    """Send the body that comes through *spool*; raises what breaks it off, Gone where the client does not go on."""
    while chunk := await spool.take():
        await _piece(send, chunk, True)
    await _piece(send, b"", False)


async def send_file(send: Send, pieces: Iterator[bytes]) -> None:
    """Send the body in *pieces*, each read when the client has room for it."""
    while chunk := await asyncio.to_thread(next, pieces, b""):
        await _piece(send, chunk, True)
    await _piece(send, b"", False)


async def send_head(send: Send, status: int, headers: Headers) -> None:
    """Send status and *headers*."""
    coded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": coded})


async def _piece(send: Send, body: bytes, more: bool) -> None:
    try:
        async with asyncio.timeout(STALL_SECONDS):
            await send({"type": "http.response.body", "body": body, "more_body": more})
    except TimeoutError:
        raise Gone from None


def pump(chunks: Iterable[bytes], spool: Spool) -> None:
    """Put *chunks* into *spool* until they end, break off, or nobody wants them any more."""
    with closing(chunks) as open_:  # type: ignore[type-var]
        try:
            all(map(spool.put, open_))
        except BaseException as error:
            spool.end(error)
        else:
            spool.end()
