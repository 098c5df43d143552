"""Attacks over real connections: slow, idle, rude and impatient clients, while others are answered as before.

Afterwards the server has all its workers, and no more connections, files or memory than before.
"""

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.client import IncompleteRead
from pathlib import Path
from socket import SHUT_WR, socket
from time import perf_counter, sleep

import pytest

from lexwire.graph.release import Release

from .processes import eventually
from .siege import (
    ENDLESS,
    SILENT,
    Target,
    again_and_again,
    answers,
    asking,
    besieged,
    drip,
    everything,
    many,
    posting,
    sip,
)

LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
"""Its answer is larger than what server, system and client hold in memory for one connection."""
SMALL_ROOM = 4096
MORE_MEGABYTES = 64
"""What a server may have kept of its memory after an attack, for the next one."""


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Target]:
    with besieged(data, "--query-seconds", "20") as found:
        yield found


@pytest.fixture
def target(server: Target) -> Iterator[Target]:
    yield from unharmed(server)


def unharmed(server: Target) -> Iterator[Target]:
    """Give *server* to be attacked, after which it has to be as it was."""
    assert eventually(server.is_idle)
    before = server.state()
    yield server
    assert eventually(lambda: server.is_idle() and server.is_as(before), 10), (before, server.state())
    assert server.stands()
    assert server.state().megabytes < before.megabytes + MORE_MEGABYTES


def test_slow_readers(target: Target) -> None:
    """What they have not taken waits in memory and files, not in workers."""
    with many(target, 40, SMALL_ROOM) as readers:
        for each in readers:
            each.sendall(asking(LARGE))
            assert each.recv(12) == b"HTTP/1.1 200"
        assert eventually(target.is_idle, 30)
        with again_and_again(partial(sip, readers), 1):
            for _ in range(4):
                assert target.stands()
                sleep(0.5)


@pytest.mark.parametrize("number", [40, 400])
def test_slow_writers(target: Target, number: int) -> None:
    """More of them than requests may wait take nobody's place, whether it is the head or the body that is slow."""
    with many(target, number) as bodies, many(target, 40) as heads:
        for each in bodies:
            each.sendall(posting(b"", length=200))
        with again_and_again(drip(bodies, b"ASK {}" * 33), 0.2), again_and_again(drip(heads, asking("ASK {}")), 0.2):
            for _ in range(4):
                assert target.stands()
                sleep(0.5)


def test_what_came_slowly_is_answered(target: Target) -> None:
    with target.connect() as client:
        for byte in posting(b"ASK {}", "Connection: close"):
            client.send(bytes([byte]))
        (answer,) = answers(everything(client))
    assert (answer.status, answer.body) == (200, b'{"head":{},"boolean":true}')


def test_idle_connections(target: Target) -> None:
    with many(target, 500):
        for _ in range(4):
            assert target.stands()


@pytest.mark.parametrize("more", [b"", asking("ASK {}")], ids=["", "with another request behind"])
def test_hang_ups_before_the_first_byte(target: Target, more: bytes) -> None:
    """A query that nobody waits for any more ends at once."""
    for _ in range(100):
        with target.connect() as client:
            client.sendall(asking(SILENT) + more)
            sleep(0.02)
    assert eventually(target.is_idle, 1)


def test_hang_ups_before_the_first_byte_all_at_once(target: Target) -> None:
    """Those that wait for a worker leave too."""
    with many(target, 18) as clients:
        for each in clients:
            each.sendall(asking(SILENT))
        assert eventually(lambda: not target.is_idle())
        sleep(0.3)
    assert eventually(target.is_idle, 1)


def test_hang_ups_in_the_middle(target: Target) -> None:
    for _ in range(100):
        with target.connect(SMALL_ROOM) as client:
            client.sendall(asking(ENDLESS))
            assert client.recv(1000).startswith(b"HTTP/1.1 200")
    assert eventually(target.is_idle, 1)


def test_hang_ups_in_a_request(target: Target) -> None:
    for request in (asking("ASK {}"), posting(b"ASK {}")):
        for length in range(1, len(request), 3):
            with target.connect() as client:
                client.sendall(request[:length])


def test_who_sends_no_more_may_listen_on(target: Target) -> None:
    """A half-closed connection is one that is closed, as for most servers: that is said here, and no thread is lost."""
    with target.connect() as client:
        client.sendall(asking(SILENT))
        client.shutdown(SHUT_WR)
        assert eventually(target.is_idle, 1)


def test_pipelined_requests_are_answered_in_their_order(target: Target) -> None:
    asked = [asking(f"SELECT ({number} AS ?n) {{}}") for number in range(60)]
    found = target.say(*asked, asking("ASK {}", "Connection: close", suffix="json"))
    assert [each.body for each in found[:60]] == [f"n\r\n{number}\r\n".encode() for number in range(60)]
    assert len(found) == 61


def test_far_too_many_pipelined_requests(target: Target) -> None:
    """They are not all taken in; the connection ends."""
    with target.connect() as client, pytest.raises(OSError, match=r"reset|Broken pipe"):
        while True:
            client.sendall(asking("ASK {}") * 1000)
    assert target.stands()


# patience ends


IMPATIENT = {
    "front__patient__HEAD_SECONDS": 1,
    "front__patient__TAKE_SECONDS": 1,
    "front__patient__CLOSE_SECONDS": 1,
    "front__patient__LOOK": 0.1,
    "front__receiving__BODY_SECONDS": 1,
    "running__KEEP_ALIVE": 1,
    "front__sending__STALL_SECONDS": 1,
}


@pytest.fixture(scope="module")
def hasty_server(data: Path) -> Iterator[Target]:
    with besieged(data, **IMPATIENT) as found:
        yield found


@pytest.fixture
def hasty(hasty_server: Target) -> Iterator[Target]:
    yield from unharmed(hasty_server)


def test_a_stalled_reader_is_broken_off(hasty: Target) -> None:
    """The connection ends without the end of the chunked body, so that nothing looks whole that is not."""
    with hasty.connect(SMALL_ROOM) as client:
        client.sendall(asking(ENDLESS))
        start = client.recv(1000)
        sleep(4)
        data = start + _ends(client)
    assert data.startswith(b"HTTP/1.1 200")
    assert not data.endswith(b"0\r\n\r\n")
    with pytest.raises(IncompleteRead):
        answers(data)


def test_a_slow_head_is_closed(hasty: Target) -> None:
    with hasty.connect() as client, again_and_again(drip([client], b"GET /sparql HTTP/1.1\r\nHost: x\r\n" * 9), 0.1):
        assert _ends(client) == b""


@pytest.mark.parametrize("start", [b"", b"G", asking("ASK {}")[:-2]])
def test_a_silent_client_is_closed(hasty: Target, start: bytes) -> None:
    with hasty.connect() as client:
        client.sendall(start)
        assert _ends(client) == b""


def test_an_idle_connection_is_closed(hasty: Target) -> None:
    with hasty.connect() as client:
        client.sendall(asking("ASK {}", suffix="json"))
        (answer,) = answers(_ends(client))
        assert answer.status == 200


@pytest.mark.parametrize("start", [b"", b"ASK"])
def test_a_slow_body_is_told_of(hasty: Target, start: bytes) -> None:
    with hasty.connect() as client:
        client.sendall(posting(start, length=200))
        (answer,) = answers(_ends(client))
        assert (answer.status, answer.headers["Connection"]) == (408, "close")
        assert b"in time" in answer.body


def test_who_asks_on_and_never_listens_is_closed(hasty: Target) -> None:
    """Small answers, none of which is long enough to be waited for, fill a connection too."""
    query = "SELECT * { ?a ?b ?c } LIMIT 150"
    idle = hasty.state().files
    with many(hasty, 20, SMALL_ROOM) as clients:
        assert eventually(lambda: hasty.state().files >= idle + 15, 10)
        for each in clients:
            each.sendall(asking(query) * 60)
        assert eventually(lambda: hasty.state().files <= idle + 5, 30)


def _ends(client: socket) -> bytes:
    """Return what comes until the connection ends, which is soon."""
    started = perf_counter()
    found = everything(client)
    assert perf_counter() - started < 4
    return found


ENDING = """
import gc, sys
from contextlib import suppress
from pathlib import Path
from lexwire.server.cache import CachedEngine
from lexwire.server.engine import Question, TimedOut
from lexwire.server.engine.limits import Limits
from lexwire.server.engine.local import LocalEngine
from lexwire.server.formats import BY_NAME, Wanted
from tests.processes import eventually, keepers, parents
engine = CachedEngine(LocalEngine(Path(sys.argv[1]), Limits(workers=1, seconds=0.2)), lambda: "now", 1)
(keeper,) = keepers()
gc.disable()
with suppress(TimedOut):
    engine.run(Question(sys.argv[2], Wanted(BY_NAME["json"], None)))
del engine
print(eventually(lambda: keeper not in parents()))
"""


def test_an_engine_ends_though_a_query_failed_on_it(release: Release) -> None:
    """What a failure remembers of its course must not hold the processes of a former release.

    It is looked at in a process of its own, where no other test's libraries hold what they saw in passing.
    """
    command = [sys.executable, "-c", ENDING, str(release.store), SILENT]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent.parent, check=False)
    assert (done.stdout, done.stderr) == ("True\n", "")
