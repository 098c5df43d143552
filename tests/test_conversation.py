"""Whether a query ran too long or broke, told by when the worker's end of the channel closed; and who closes ours."""

import gc
from socket import socketpair
from threading import Timer
from time import sleep

import pytest

from lexwire.server.engine import EngineError, EngineFailed, Overloaded, TimedOut
from lexwire.server.engine.conversation import Conversation, NotTaken
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


@pytest.mark.parametrize(
    ("patience", "is_gone", "expected"),
    [
        (0.1, False, Overloaded),
        (5.0, True, NotTaken),
    ],
)
def test_a_worker_that_never_begins(patience: float, is_gone: bool, expected: type[Exception]) -> None:
    ours, theirs = socketpair()
    with theirs:
        talk = Conversation(ours, 1.0, patience)
        if is_gone:
            theirs.close()
        with pytest.raises(expected):
            while talk.is_graph() is None:
                sleep(0.01)
    assert ours.fileno() == -1


def test_a_cycle_that_holds_a_conversation_is_collected_without_a_warning() -> None:
    ours, theirs = socketpair()
    ended: list[bool] = []
    talk = Conversation(ours, 1.0, 5.0)
    talk.at_end(lambda: ended.append(True))
    cycle: list[object] = [talk]
    cycle.append(cycle)
    del ours, talk, cycle
    with theirs:
        gc.collect()
        assert (theirs.recv(1), ended) == (b"", [True])
