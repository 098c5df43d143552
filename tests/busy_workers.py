"""Queries that keep the workers of an embedded engine busy, and which of its processes are so."""

from threading import Thread
from time import sleep

from lexwire.server.engine import Question
from lexwire.server.engine.local import LocalEngine
from lexwire.server.formats import BY_NAME, Wanted
from tests.processes import eventually, keepers, runs, started, workers

ANY = Wanted(BY_NAME["json"], BY_NAME["nt"])
ASK = Question("ASK { ?s ?p ?o }", ANY)
TRUE = b'{"head":{},"boolean":true}'
ENDLESS = Question("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", ANY)
SILENT = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", ANY)
"""A query that runs for hours, and says nothing before its end."""


def keeper_of(_: LocalEngine) -> int:
    """Return the newest keeper of this process."""
    return max(keepers(), key=started)


def in_background(engine: LocalEngine, question: Question) -> list[BaseException]:
    """Ask *question* in a thread and return the list into which its error is put."""
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            engine.run(question).read()
        except BaseException as error:
            errors.append(error)

    Thread(target=ask, daemon=True).start()
    return errors


def busy(keeper: int) -> set[int]:
    """Return the workers that compute just now."""
    return {each for each in workers(keeper) if runs(each)}


def the_busy_one(keeper: int) -> int:
    """Return the worker that is busy now and a moment later."""
    found: set[int] = set()

    def stays() -> bool:
        nonlocal found
        found = busy(keeper)
        sleep(0.05)
        return len(found) == 1 and busy(keeper) == found

    assert eventually(stays)
    return found.pop()
