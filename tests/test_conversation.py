"""Whether a query ran too long or broke, told by when the worker's end of the channel closed."""

from socket import socketpair
from threading import Timer
from time import sleep

import pytest

from lexwire.server.engine import EngineError, EngineFailed, TimedOut
from lexwire.server.engine.conversation import Conversation
from lexwire.server.engine.frames import TAKEN, Frame


@pytest.mark.parametrize(
    ("late", "ended", "expected"),
    [
        (0.0, 1.0, TimedOut),
        (0.1, 1.0, TimedOut),  # a busy machine: that the worker has begun, and counts, is heard later
        (0.0, 0.4, EngineFailed),
        (0.1, 0.4, EngineFailed),
    ],
)
def test_a_worker_that_ends(late: float, ended: float, expected: type[EngineError]) -> None:
    ours, theirs = socketpair()
    talk = Conversation(ours, 1.0, 5.0)
    theirs.sendall(bytes(Frame(TAKEN, b"")))
    Timer(ended, theirs.close).start()
    sleep(late)
    with pytest.raises(expected):
        while talk.is_graph() is None:
            sleep(0.01)
