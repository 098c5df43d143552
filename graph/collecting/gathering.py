"""The first half of a collection's work: every file read once, its articles' texts kept, the journal told."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from ..filing import put
from .articles import Harvest
from .crew import GIVEN_UP, Crew, CrewError
from .journal import Journal, Stamp
from .order import Order, Show
from .sources import Source
from .working import Brought, Files, Slice, read

TEXTS = "texts"
"""The folder beside the facts with the texts that are kept of web pages."""

FILES = 32
"""Files that a worker reads at a time."""

PAGES = 200
"""Pages of an archive that a worker reads at a time; most of them stay before the gate."""


class Gathering:
    """The reading of *sources* into the folder of an *order*, as far as the *journal* has not got it already."""

    def __init__(self, order: Order, sources: Sequence[Source], journal: Journal, show: Show) -> None:
        """Look at each source; what has changed since it was read is forgotten. *failed* is what may pass."""
        self.failed: list[tuple[str, str]] = []
        self._order, self._journal, self._show = order, journal, show
        self._stamps: dict[Path, Stamp] = {}
        self._pending = [(source, at) for source in sources if (at := self._where(source)) is not None]
        self._done = self._pages = 0

    @property
    def pending(self) -> bool:
        """Tell whether anything is left to read."""
        return bool(self._pending)

    def run(self, client: Any) -> None:  # noqa: ANN401 - distributed's client
        """Read what is left with the workers of *client*."""
        crew: Crew[Files | Slice, Brought] = Crew(client, partial(read, published=self._order.published))
        for work, brought in crew.results(self._work()):
            for source, harvest in self._told(work, brought, crew.add):
                self._keep(source, work, harvest)
                if isinstance(work, Slice) and harvest.following is not None:
                    crew.add(work.following(harvest.following, PAGES))
            self._journal.commit()

    def _where(self, source: Source) -> int | None:
        """Return where in *source* to go on, None where all of it was read or it cannot be."""
        try:
            found = source.path.stat()
        except OSError as error:
            self.failed.append((source.name, f"The file cannot be read ({error.strerror}); mend that and run again."))
            return None
        self._stamps[source.path] = found.st_size, found.st_mtime_ns
        known = self._journal.read.get(str(source.path))
        if known is None:
            return 0
        if known.stamp == self._stamps[source.path]:
            return known.following
        for id in self._journal.forget(str(source.path)):  # noqa: A001 - the guide's own word
            (self._order.folder / f"{id}.{self._order.form}").unlink(missing_ok=True)
            (self._order.folder / TEXTS / f"{id}.txt").unlink(missing_ok=True)
        return 0

    def _work(self) -> Iterator[Files | Slice]:
        yield from (Slice(source, at, PAGES) for source, at in self._pending if source.kind == "warc")
        files = (source for source, _ in self._pending if source.kind != "warc")
        while some := tuple(islice(files, FILES)):
            yield Files(some)

    def _told(
        self, work: Files | Slice, brought: Brought | CrewError, add: Callable[[Files | Slice], None]
    ) -> Iterator[tuple[Source, Harvest]]:
        """Yield what *work* brought to be kept; what was given up counts as read and broken."""
        if not isinstance(brought, CrewError):
            for source, harvest in brought:
                if isinstance(harvest, str):
                    self.failed.append((source.name, harvest))
                else:
                    yield source, harvest
        elif isinstance(work, Files):
            yield work.sources[0], Harvest(pages=1, failed=[(work.sources[0].name, str(brought))])
        else:
            add(Slice(work.source, work.offset, 1, alone=True, left=work.left, unread=True))

    def _keep(self, source: Source, work: Files | Slice, harvest: Harvest) -> None:
        """Write the texts that *harvest* keeps, then tell the journal."""
        offset = work.offset if isinstance(work, Slice) else 0
        if isinstance(work, Slice) and work.unread:
            harvest.failed.append((f"{source.name}#{offset}", GIVEN_UP))
        for text in harvest.articles:
            if text.article.kept:
                put(self._order.folder / TEXTS / f"{text.article.id}.txt", text.text)
        self._journal.add_reading(source, self._stamps[source.path], offset, harvest)
        self._pages += harvest.pages
        size = self._stamps[source.path][0]
        self._done += (size if harvest.following is None else harvest.following) - offset
        self._show(
            "reading", self._done, sum(self._stamps[each.path][0] - at for each, at in self._pending), self._pages
        )
