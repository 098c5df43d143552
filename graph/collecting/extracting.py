"""The second half of a collection's work: the facts of each source, found once and filed once."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from ..extract.page import PageError
from ..filing import put
from . import charsets
from .articles import Article, Text
from .crew import Crew, CrewError
from .gathering import TEXTS
from .journal import Journal
from .order import Order, Show
from .working import Batch, Written, extract

ARTICLES = 8
"""Articles that a worker extracts at a time, about three seconds' work."""


class Extracting:
    """The extraction of the sources *found*, as far as the *journal* has not got it already; *failed* may pass."""

    def __init__(
        self,
        order: Order,
        journal: Journal,
        found: Mapping[str, Sequence[Article]],
        places: Mapping[str, tuple[Article, str]],
        show: Show,
    ) -> None:
        """Look for what is left; files of articles that are no source any more are taken away."""
        self.failed: list[tuple[str, str]] = []
        self._order, self._journal, self._places, self._show = order, journal, places, show
        self._drop([id for id in journal.written if id not in found])  # noqa: A001 - the guide's own word
        self._pending = [id for id in found if not self._is_done(id)]  # noqa: A001
        self._done = 0

    @property
    def pending(self) -> bool:
        """Tell whether any article is left."""
        return bool(self._pending)

    def run(self, client: Any) -> None:  # noqa: ANN401 - distributed's client
        """Extract what is left with the workers of *client*."""
        reader, form = self._order.reader, self._order.form
        crew: Crew[Batch, list[Written]] = Crew(client, partial(extract, reader=reader, form=form))
        for batch, written in crew.results(self._batches()):
            if isinstance(written, CrewError):
                self._file([Written(text.article.id, why=str(written)) for text in batch.texts])
            else:
                self._file(written)

    def _file(self, written: Sequence[Written]) -> None:
        """Write the files of a batch, then tell the journal."""
        for each in written:
            if each.why is None:
                put(self._facts(each.id), each.content)
        self._journal.add_written({each.id: each.why for each in written})
        self._journal.commit()
        self._done += len(written)
        self._show("extracting", self._done, len(self._pending), self._done)

    def _facts(self, id: str) -> Path:  # noqa: A002
        return self._order.folder / f"{id}.{self._order.form}"

    def _is_done(self, id: str) -> bool:  # noqa: A002
        return id in self._journal.written and (self._journal.written[id] is not None or self._facts(id).exists())

    def _drop(self, ids: Sequence[str]) -> None:
        for id in ids:  # noqa: A001
            self._facts(id).unlink(missing_ok=True)
        if ids:
            self._journal.drop(ids)

    def _batches(self) -> Iterator[Batch]:
        texts = (text for id in self._pending if (text := self._text(id)))  # noqa: A001
        while some := tuple(islice(texts, ARTICLES)):
            yield Batch(some)

    def _text(self, id: str) -> Text | None:  # noqa: A002
        """Return the text of an article from where it is kept, or None where it is gone."""
        article, path = self._places[id]
        file = self._order.folder / TEXTS / f"{id}.txt" if article.kept else Path(path)
        try:
            return Text(article, file.read_text("utf-8") if article.kept else charsets.plain(file.read_bytes()))
        except (OSError, PageError) as error:
            self.failed.append(
                (article.source, f"{file} cannot be read any more ({error}); put it back and run again.")
            )
            return None
