"""The embedded engine: a release's own store, evaluated in this process, streamed through a pipe."""

import os
from collections.abc import Generator
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import IO

from pyoxigraph import Store

from ..formats import Format
from . import Answer, Question
from .evaluation import chosen, evaluate, write

CHUNK = 64 << 10


class LocalEngine:
    """Answers from an Oxigraph store."""

    def __init__(self, store: Store) -> None:
        """Take a *store*, whose default graph a query sees that names none."""
        self._store = store

    def run(self, question: Question) -> Answer:
        """Start to answer *question*; see `Engine.run`.

        Oxigraph's results must be made, read and dropped in one thread, so each query has its own.
        """
        reader, writer = os.pipe()
        format_: Future[Format] = Future()
        end: Future[None] = Future()
        Thread(target=self._answer, args=(question, writer, format_, end), daemon=True).start()
        try:
            return Answer(format_.result(), _chunks(reader, end))
        except BaseException:
            os.close(reader)
            raise

    def close(self) -> None:
        """Let go of nothing: the store is closed with the process."""

    def _answer(self, question: Question, writer: int, format_: Future[Format], end: Future[None]) -> None:
        output = os.fdopen(writer, "wb", CHUNK)
        try:
            self._write(question, output, format_)
            output.flush()
            end.set_result(None)
        except BaseException as error:
            # without its traceback, whose frames hold results that must not be dropped in another thread
            (end if format_.done() else format_).set_exception(error.with_traceback(None))
        finally:
            with suppress(OSError):  # the client may be gone, and what was buffered for it with it
                output.close()

    def _write(self, question: Question, output: IO[bytes], format_: Future[Format]) -> None:
        results = evaluate(self._store, question)
        best = chosen(results, question.wanted)
        format_.set_result(best)
        write(results, best, output)


def _chunks(reader: int, end: Future[None]) -> Generator[bytes, None, None]:
    """Yield what comes through the pipe.

    Raises what ended it early, so that nobody takes a broken answer for a whole one.
    """
    with os.fdopen(reader, "rb", 0) as source:
        while chunk := source.read(CHUNK):
            yield chunk
        end.result()
