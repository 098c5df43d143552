"""The embedded engine: worker processes over a release's own store, which a query can neither hang nor crash."""

from functools import partial
from pathlib import Path
from socket import socket, socketpair
from threading import Lock
from time import monotonic
from weakref import finalize, ref

from . import Answer, EngineFailed, Overloaded, Question, TimedOut
from .begun import Begun, finished
from .call import Call
from .conversation import Conversation
from .crew import Crew
from .frames import asked
from .limits import Limits

USUAL = Limits()

Open = dict[object, ref[Conversation] | None]
"""The conversations that have not ended, by their place."""

LOOK = 1.0
"""Seconds between two looks whether the keeper lives."""


class LocalEngine:
    """Answers from the Oxigraph store in a folder, whose default graph a query sees that names none."""

    def __init__(self, folder: Path, limits: Limits = USUAL, is_temporary: bool = False) -> None:
        """Start the workers; a temporary folder is removed when the engine ends.

        Raises LexwireError where the store cannot be opened.
        """
        self._folder, self._limits, self._is_temporary = folder, limits, is_temporary
        self._lock = Lock()
        self._open: Open = {}
        self._is_closed = False
        self._crews = [Crew(folder, limits, is_temporary)]
        self._crews[0].ready()
        self._looked = monotonic()
        self._end = finalize(self, _end, self._open, self._crews)

    def run(self, question: Question) -> Answer:
        """Start to answer *question*; see `Engine.run`."""
        return finished(self.begin(question))

    def begin(self, question: Question) -> Begun:
        """Hand *question* to the workers; see `begun`."""
        seconds = question.time(self._limits.seconds)
        if not seconds > 0:
            raise TimedOut("The query was given no time.")
        place = self._admitted()
        dismiss = partial(self._dismiss, place)  # which keeps the engine alive as long
        try:
            return Call(question, partial(self._conversing, question, seconds, place), dismiss)
        except BaseException:
            dismiss()
            raise

    def close(self) -> None:
        """End the workers, and with them the answers under way."""
        with self._lock:
            self._is_closed = True
        self._end()

    @property
    def load(self) -> tuple[int, int]:
        """Return how many questions are being answered, and how many wait."""
        asked = len(self._open)
        return min(asked, self._limits.workers), max(asked - self._limits.workers, 0)

    @property
    def replaced(self) -> int:
        """Return how many workers were started in place of others."""
        return self._crews[0].replaced

    def _admitted(self) -> object:
        """Return a place among the open questions; raises Overloaded where there are too many."""
        place = object()
        with self._lock:
            if self._is_closed:
                raise EngineFailed("The server is closing; try again in a moment.")
            if len(self._open) >= self._limits.workers + self._limits.waiting:
                raise Overloaded(f"{self._limits.waiting} queries wait already; try again in a moment.")
            self._open[place] = None
        return place

    def _dismiss(self, place: object) -> None:
        self._open.pop(place, None)

    def _conversing(self, question: Question, seconds: float, place: object, is_again: bool) -> Conversation:
        """Return a conversation in which a worker is asked; raises NotTaken, Overloaded."""
        if is_again:
            self._looked = 0.0
        is_queued = len(self._open) > self._limits.workers
        patience = min(self._limits.patience, question.patience or self._limits.patience)
        ours, theirs = socketpair()
        talk = Conversation(ours, seconds, patience if is_queued else None)
        self._open[place] = ref(talk)
        if question.hangup:
            question.hangup.then(talk.break_off)
        with theirs:
            talk.ask(asked(question, seconds, is_queued), partial(self._hand, theirs))
        return talk

    def _hand(self, channel: socket) -> None:
        """Give a worker its end of *channel*, and let go of it."""
        self._staffed().hand(channel)
        channel.close()

    def _staffed(self) -> Crew:
        """Return the crew, a new one where its keeper is gone: the old workers end when nobody uses them."""
        with self._lock:
            if monotonic() - self._looked > LOOK and not self._is_closed:
                if not self._crews[0].is_kept:
                    self._crews[0] = Crew(self._folder, self._limits, self._is_temporary)
                self._looked = monotonic()
            return self._crews[0]


def _end(open_: Open, crews: list[Crew]) -> None:
    """Break off all conversations, then end the workers."""
    for reference in list(open_.values()):
        if reference and (talk := reference()):
            talk.break_off()
    crews[0].close()
