"""Receiving a request from a client that may be slow, and hearing that it has gone.

Specification: ASGI 3.0, HTTP connection scope.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ..engine import Hangup
from ..responses import MAX_BODY
from ..watch.note import Note
from .sending import Gone

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

BODY_SECONDS = 30.0
"""Seconds for sending a request's body."""
ROOM = 64 << 20
"""Bytes that all bodies under way may have together: slow ones are many before they fill it."""


class Crowded(Exception):
    """There is no room for more of a body."""


class Inlet:
    """Where bodies come in."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._held = 0

    async def received(self, receive: Receive) -> bytes:
        """Return the request's body, of one that is too long only so much that this shows.

        Raises Gone where the client hangs up, TimeoutError where it takes too long, Crowded where too much comes in.
        """
        body = bytearray()
        try:
            async with asyncio.timeout(BODY_SECONDS):
                while await self._grows(body, receive):
                    pass
        finally:
            self._held -= len(body)
        return bytes(body)

    async def _grows(self, body: bytearray, receive: Receive) -> bool:
        """Add what comes next to *body*, and return whether more will come."""
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        piece = message.get("body", b"")[: MAX_BODY + 1 - len(body)]
        if self._held + len(piece) > ROOM:
            raise Crowded
        body += piece
        self._held += len(piece)
        return bool(message.get("more_body"))


async def hear(receive: Receive, hangup: Hangup, note: Note) -> None:
    """Say it when the client hangs up, which is all that can come now; after the whole answer it may."""
    await receive()
    if not note.is_whole:
        note.early = "left"
    hangup.say()
