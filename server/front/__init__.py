"""The application for an asynchronous server: clients that are slow to ask or to listen hold no thread and no worker.

Specification: ASGI 3.0.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn, cast

from flask import Flask
from werkzeug.wsgi import ClosingIterator, FileWrapper

from ..answering import BEGUN, HANGUP
from ..brief import Ready, refused
from ..engine import EngineError, Hangup
from ..engine.begun import begun
from ..environ import Environ, Scope, environ, with_body
from ..face import Face
from ..service import SERVING, Service
from ..shortcut import Shortcut, is_short
from ..watch.note import Headers, Note, note_of
from .receiving import Crowded, Inlet, Receive, hear
from .sending import Gone, Send, noting, pump, send_file, send_head, send_spooled, send_whole
from .spool import Disk, Spool
from .waiting import settled

SPARE = 12
"""Requests that are worked on at a time beside the queries that may run and wait, so that pages are answered too."""
ASIDE = 2
"""Requests of operators that are answered at a time, whatever clients do."""
WAITING = 256
"""Requests that may wait for a thread; the next is told to come back later."""
IN_MEMORY, ON_DISK = 1 << 20, 4 << 30
"""Bytes that clients have not taken yet: of one answer in memory, and of all together in files."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A response whose head is known; its body is whole, or comes in pieces."""

    status: int
    headers: Headers
    body: bytes | None
    pieces: Iterable[bytes] = ()


class Pool:
    """Threads, and the pieces of work that they do or that wait for them; who sends or receives holds none."""

    def __init__(self, threads: int, name: str) -> None:
        """Start none before it is needed."""
        self._threads = ThreadPoolExecutor(threads, name)
        self._most = threads + WAITING
        self.pieces = 0

    @property
    def is_full(self) -> bool:
        """Return whether nothing more may wait."""
        return self.pieces >= self._most

    def do(self, work: Callable[..., Any], *words: object) -> "asyncio.Future[Any]":
        """Return the result of *work*, done in a thread."""
        done = asyncio.get_running_loop().run_in_executor(self._threads, work, *words)
        self.pieces += 1
        done.add_done_callback(self._count_off)
        return done

    def _count_off(self, _: object) -> None:
        self.pieces -= 1

    def close(self) -> None:
        """Take no more work."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class Front:
    """An ASGI application over a WSGI one."""

    def __init__(self, app: Flask) -> None:
        """Stand before *app*, as `create_app` returns it."""
        assert isinstance(app.wsgi_app, Face)
        self._face: Face = app.wsgi_app
        self._service: Service = app.extensions["lexwire"]
        limits = self._service.settings.limits
        self._shortcut = Shortcut(app, self._face)
        self._clients = Pool(limits.workers + limits.waiting + SPARE, "lexwire")
        self._operators = Pool(ASIDE, "lexwire-aside")
        self._inlet, self._disk = Inlet(), Disk(ON_DISK)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hear of the server's start and end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._attend(environ(scope), receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Say that all is well at the start, and let go of everything at the end."""
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for each in (self._service.engine, self._clients, self._operators, self._face.watch):
            each.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _attend(self, asked: Environ, receive: Receive, send: Send) -> None:
        """Answer a request, and note how it went."""
        note = self._face.watch.begin(asked)
        try:
            ready = self._face.at_once(asked)
            if ready:
                await _tell(send, note, ready)
            else:
                await self._think(asked, note, receive, noting(send, note))
        except Gone:
            note.early = "left"
        except BaseException:
            note.cut("broken-off")
            raise
        finally:
            self._face.watch.end(note)

    async def _think(self, asked: Environ, note: Note, receive: Receive, send: Send) -> None:
        """Let the application answer in a thread, and stop it when the client hangs up."""
        pool = self._operators if note.is_quiet else self._clients
        try:
            body = await self._inlet.received(receive)
        except TimeoutError:
            await _tell(send, note, refused(asked, 408, "The body did not come in time.", Connection="close"))
        except Crowded:
            await _refuse(asked, note, send)
        else:
            await self._in_turn(with_body(asked, body), pool, receive, send)

    async def _in_turn(self, asked: Environ, pool: Pool, receive: Receive, send: Send) -> None:
        """Answer a request that is here whole, if not too many wait already."""
        if pool.is_full:
            await _refuse(asked, note_of(asked), send)
            return
        await self._watched(asked, pool, receive, send)

    async def _watched(self, asked: Environ, pool: Pool, receive: Receive, send: Send) -> None:
        note, hangup = note_of(asked), Hangup()
        asked[HANGUP] = hangup
        watch = asyncio.create_task(hear(receive, hangup, note))
        try:
            if not await self._shortly(asked, hangup, send):
                await self._answer(asked, pool, send)
        except EngineError:  # its head is sent: all that can be done is to break it off
            note.cut("broken-off")
        finally:
            watch.cancel()

    async def _shortly(self, asked: Environ, hangup: Hangup, send: Send) -> bool:
        """Answer a plain query here if its answer is short; return whether it was."""
        question = self._shortcut.question(asked)
        if question is None:
            return False
        try:
            answer = await settled(begun(asked[SERVING].engine, question), hangup)
        except EngineError as error:
            asked[BEGUN] = partial(_raise, error)
            return False
        if callable(answer) or not is_short(answer):
            asked[BEGUN] = answer if callable(answer) else lambda: answer
            return False
        await _tell(send, note_of(asked), self._shortcut.ready(asked, question, answer))
        return True

    async def _answer(self, asked: Environ, pool: Pool, send: Send) -> None:
        begun: Begun = await pool.do(_begin, self._face, asked)
        if begun.body is not None:
            await send_whole(send, begun.status, begun.headers, begun.body)
            return
        await send_head(send, begun.status, begun.headers)
        if not isinstance(begun.pieces, ClosingIterator):
            await send_file(send, cast("Iterator[bytes]", begun.pieces))
            return
        spool = Spool(asyncio.get_running_loop(), IN_MEMORY, self._disk)
        pumping = pool.do(pump, begun.pieces, spool)
        try:
            await send_spooled(send, spool)
        finally:
            spool.leave()
            asked[HANGUP].say()
            await pumping


def _raise(error: EngineError) -> NoReturn:
    raise error


def _begin(face: Face, asked: Environ) -> Begun:
    """Ask the application and return its response, with its body where that is short and here already."""
    head: list[tuple[int, Headers]] = []

    def start(status: str, headers: Headers, *_: object) -> None:
        head.append((int(status[:3]), headers))

    body = face.asked(asked, start)  # type: ignore[arg-type]
    is_streamed = "Content-Length" not in dict(head[0][1])
    if isinstance(body, FileWrapper) or (is_streamed and head[0][0] == 200 and asked["REQUEST_METHOD"] != "HEAD"):
        return Begun(*head[0], None, body)
    try:
        return Begun(*head[0], b"".join(body))
    finally:
        if hasattr(body, "close"):
            body.close()


async def _refuse(asked: Environ, note: Note, send: Send) -> None:
    """Tell a client to come back later, on a new connection: its body may be still on its way."""
    note.early = "overloaded"
    message = "Too much to do; try again in a moment."
    await _tell(send, note, refused(asked, 503, message, Retry_After="1", Connection="close"))


async def _tell(send: Send, note: Note, ready: Ready) -> None:
    """Send a response that needed no thought."""
    note.status = ready.code
    await send_whole(send, ready.code, note.marked(ready.headers), ready.body)
    note.sent = len(ready.body)
