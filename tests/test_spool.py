"""What a slow client has not taken yet: in memory, then on disk, always in order, and never held by a worker."""

import asyncio
from collections.abc import Generator
from threading import Event, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexwire.server.front.sending import pump
from lexwire.server.front.spool import Disk, Spool

ENOUGH = 1 << 20


async def all_of(spool: Spool) -> bytes:
    """Return everything that comes through *spool*."""
    found = b""
    while chunk := await spool.take():
        found += chunk
    spool.leave()
    return found


@given(
    st.lists(st.binary(min_size=1, max_size=50), max_size=40),
    st.integers(0, 100),
    st.lists(st.integers(0, 39), max_size=20),
)
@settings(max_examples=200, deadline=None)
def test_what_is_put_comes_out_in_order(chunks: list[bytes], in_memory: int, pauses: list[int]) -> None:
    """However much fits into memory, and whenever the reader takes a chunk between two others that are put."""

    async def both() -> bytes:
        spool = Spool(asyncio.get_running_loop(), in_memory, Disk(ENOUGH))
        found = b""
        for number, chunk in enumerate(chunks):
            assert spool.put(chunk)
            if number in pauses:
                found += await spool.take() or b""
        spool.end()
        return found + await all_of(spool)

    assert asyncio.run(both()) == b"".join(chunks)


def test_a_writer_in_a_thread_and_a_reader_in_a_loop() -> None:
    chunks = [bytes([number % 256]) * 3_000 for number in range(500)]

    async def both() -> bytes:
        spool = Spool(asyncio.get_running_loop(), 10_000, Disk(ENOUGH * 2))
        Thread(target=pump, args=(iter_closed(chunks, Event()), spool)).start()
        return await all_of(spool)

    assert asyncio.run(both()) == b"".join(chunks)


def iter_closed(chunks: list[bytes], closed: Event) -> Generator[bytes, None, None]:
    """Yield *chunks*, and tell when the generator is closed."""
    try:
        yield from chunks
    finally:
        closed.set()


def test_who_puts_waits_when_disk_is_full_too_and_goes_when_the_reader_left() -> None:
    closed = Event()

    async def leave() -> bool:
        spool = Spool(asyncio.get_running_loop(), 10, Disk(100))
        writer = Thread(target=pump, args=(iter_closed([b"x" * 50] * 100, closed), spool))
        writer.start()
        await asyncio.sleep(0.05)
        waits = writer.is_alive() and not closed.is_set()
        spool.leave()
        writer.join(5)
        return waits

    assert asyncio.run(leave())
    assert closed.wait(5)


def test_what_breaks_the_answer_is_raised_before_all_that_waits() -> None:
    def broken() -> Generator[bytes, None, None]:
        yield b"a"
        raise ValueError("broken")

    async def take() -> None:
        spool = Spool(asyncio.get_running_loop(), 10, Disk(100))
        pump(broken(), spool)
        with pytest.raises(ValueError, match="broken"):
            await spool.take()

    asyncio.run(take())


def test_the_disk_is_shared_and_comes_back() -> None:
    """One answer waits while another one has the disk, and goes on when that has ended."""

    async def both() -> bytes:
        disk, loop = Disk(100), asyncio.get_running_loop()
        first, second = Spool(loop, 10, disk), Spool(loop, 10, disk)
        assert first.put(b"a" * 10)
        assert first.put(b"b" * 90)
        writer = Thread(target=pump, args=(iter_closed([b"c" * 10, b"d" * 50], Event()), second))
        writer.start()
        assert await second.take() == b"c" * 10
        assert second.put(b"e" * 5)
        first.leave()
        found = await all_of(second)
        writer.join(5)
        assert disk.take(100)
        return found

    assert sorted(asyncio.run(both())) == sorted(b"d" * 50 + b"e" * 5)
