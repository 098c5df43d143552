"""A whole collection: read, told apart, extracted and filed, from where the last run ended.

Only this process writes: workers get work and give results, so a worker's death leaves nothing half-written, and the
machines of a cluster need no more than to see the files that are read.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack, closing
from pathlib import Path
from typing import Any

from ..problems import LexwireError
from .articles import Article
from .crew import version
from .extracting import Extracting
from .gathering import TEXTS, Gathering
from .journal import FOLDER, Journal
from .likeness import carriers
from .manifest import write_manifest
from .order import Order, Report, Show
from .sources import Source, sources

Opening = Callable[[], AbstractContextManager[Any]]
"""Opens the client of the workers, once and only where there is work."""


def collected(order: Order, workers: Opening, show: Show) -> Report:
    """Carry out *order* with *workers*, going on from where the last run into its folder ended.

    Raises LexwireError where no more can be done now: no workers, no language model, a full disk.
    """
    try:
        return _collected(order, workers, show)
    except OSError as error:
        what = error.filename or order.folder
        raise LexwireError(
            f"{what} cannot be written ({error.strerror}); make room and run the command again to go on."
        ) from None


def _collected(order: Order, workers: Opening, show: Show) -> Report:
    refused: list[tuple[str, str]] = []
    listed = sources(order.paths, refused)
    made_with = {"lexwire": version(), "model": str(order.reader), "published": str(order.published or "")}
    with closing(Journal(order.folder, {**made_with, "format": order.form})) as journal, ExitStack() as stack:
        _sweep(order.folder)
        opened: list[Any] = []

        def client() -> Any:  # noqa: ANN401 - distributed's client
            if not opened:
                opened.append(stack.enter_context(workers()))
            return opened[0]

        gathering = Gathering(order, listed, journal, show)
        if gathering.pending:
            gathering.run(client())
        places = unique(journal)
        found = carriers(article for article, _ in places.values())
        extracting = Extracting(order, journal, found, places, show)
        if extracting.pending:
            extracting.run(client())
        write_manifest(order.folder, found, journal, places)
        journal.compact()
        return _report(listed, journal, found, [*refused, *gathering.failed, *extracting.failed])


def _sweep(folder: Path) -> None:
    """Take away what a kill left of files that were being written; nobody else writes here now."""
    for place in (folder, folder / TEXTS, folder / FOLDER):
        for file in place.glob(".*.part"):
            file.unlink()


def unique(journal: Journal) -> dict[str, tuple[Article, str]]:
    """Return each article once, with the path of its source: a page that two archives have is the first one's."""
    found: dict[str, tuple[Article, str]] = {}
    for path, readings in journal.read.items():
        for article in readings.articles:
            other = found.get(article.id)
            if other is None or (article.source, path) < (other[0].source, other[1]):
                found[article.id] = article, path
    return found


def _report(
    listed: Iterable[Source], journal: Journal, found: dict[str, list[Article]], failed: list[tuple[str, str]]
) -> Report:
    """Return what came of the files that are *listed*; the folder may have more of earlier runs."""
    readings = [journal.read[str(source.path)] for source in listed if str(source.path) in journal.read]
    own = {article.id: article.source for each in readings for article in each.articles}
    counts: Counter[str] = Counter()
    for each in readings:
        counts.update(each.counts)
    broken = [(source, why) for id, source in own.items() if (why := journal.written.get(id))]  # noqa: A001
    failed = [*failed, *(line for each in readings for line in each.failed), *broken]
    return Report(
        pages=sum(each.pages for each in readings),
        articles=sum(id in own and journal.written.get(id, "") is None for id in found),  # noqa: A001
        carriers=sum(article.id in own for each in found.values() for article in each),
        counts=counts,
        failed=tuple(sorted(failed)),
    )
