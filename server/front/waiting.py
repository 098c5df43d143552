"""Waiting in an event loop for an answer to begin."""

import asyncio
from contextlib import suppress

from ..engine import Answer, EngineError, Hangup
from ..engine.begun import Begun, Pending, Wait, Work, finished


async def settled(begun: Begun, hangup: Hangup) -> Answer | Work:
    """Return the answer once it has begun, or the work that makes it; raises EngineError.

    Who stops waiting has hung up: others may wait for the same answer, and hear so that there is none.
    """
    if isinstance(begun, Answer) or callable(begun):
        return begun
    try:
        return await _begins(begun)
    except asyncio.CancelledError:
        hangup.say()
        begun.stop()
        with suppress(EngineError):
            finished(begun).chunks.close()
        raise


async def _begins(pending: Pending) -> Answer:
    while True:
        await _until(pending.wait())
        if answer := pending.look():
            return answer


async def _until(wait: Wait) -> None:
    """Wait until the channel can be read, or the time is over."""
    if wait.channel is None:
        await asyncio.sleep(wait.seconds)
        return
    loop, ready = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(wait.channel, ready.set)
    timer = loop.call_later(wait.seconds, ready.set)
    try:
        await ready.wait()
    finally:
        timer.cancel()
        loop.remove_reader(wait.channel)
