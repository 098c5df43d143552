"""Reading a file of a collection or a slice of an archive: which pages are articles, and what each is called."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from .. import filing
from ..extract import page as pages
from ..extract.page import PageError
from . import archive, charsets, dating, gate, webpage
from .articles import Article, Harvest, Text
from .likeness import signature
from .sources import Source, page_id

NO_PROSE = "no prose"
"""What a page is counted as that has no sentence besides its headline and its furniture."""

_SENTENCE = re.compile(r"(?<!\S)(?:\S+\s+){6}\S*[.!?]")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page comes from: the article's *id*, its *source*, its *address*, and the *latest* day it can be of."""

    id: str
    source: str
    address: str | None
    latest: date


def file_read(source: Source, published: date | None) -> Harvest:
    """Return the article in a file of text or HTML; *published* counts where nothing in the page tells the day.

    Raises OSError where the file cannot be read, which may pass.
    """
    harvest, origin = Harvest(), Origin(source.id, source.name, None, date.today() + timedelta(days=1))
    _add(harvest, source.name, lambda: _file(source, origin, published))
    return harvest


def slice_read(source: Source, offset: int, most: int, published: date | None) -> Harvest:
    """Return the articles among up to *most* pages of an archive, from the record at *offset* on."""
    harvest = Harvest()
    try:
        for record in archive.pages(source.path, offset, most):
            if isinstance(record, int):
                harvest.following = record
            elif isinstance(record, archive.ArchiveBroken):
                harvest.failed.append((source.name, str(record)))
            else:
                _add(harvest, f"{source.name}#{record.offset}", _of_record(source, record, published))
    except archive.ArchiveBroken as error:
        harvest.failed.append((source.name, str(error)))
    return harvest


def slice_passed(source: Source, offset: int, most: int) -> Harvest:
    """Return where the archive goes on after *most* pages from *offset* on, none of which is looked into."""
    found = [each for each in archive.pages(source.path, offset, most) if isinstance(each, int)]
    return Harvest(pages=most, following=found[0] if found else None)


def _of_record(source: Source, record: archive.Record, published: date | None) -> Callable[[], Text | str]:
    fetched = record.fetched.strftime("%Y-%m-%dT%H:%M:%SZ")
    host = urlsplit(record.address).hostname or "page"
    own = page_id(host, record.address, fetched)
    origin = Origin(own, f"{source.name}#{record.offset}", record.address, record.fetched.date() + timedelta(days=1))
    return lambda: _html(record.data, record.charset, origin, published)


def _add(harvest: Harvest, where: str, article: Callable[[], Text | str]) -> None:
    """Add to *harvest* an article, the reason that there is none, or what is broken."""
    harvest.pages += 1
    try:
        found = article()
    except PageError as error:
        harvest.failed.append((where, str(error)))
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError) as error:
        harvest.failed.append((where, f"The page cannot be parsed ({type(error).__name__}); leave it out."))
    else:
        harvest.count(found) if isinstance(found, str) else harvest.articles.append(found)


def _file(source: Source, origin: Origin, published: date | None) -> Text | str:
    most = archive.MOST_BYTES if source.kind == "html" else filing.MOST_BYTES
    if source.path.stat().st_size > most:
        raise PageError(f"The file has more than {most >> 20} MiB; give the text of one article.")
    data = source.path.read_bytes()
    if source.kind == "html":
        return _html(data, None, origin, published)
    return _plain(charsets.plain(data), origin, published)


def _plain(text: str, origin: Origin, published: date | None) -> Text | str:
    """Return the article in a plain *text*, or what it is counted as."""
    if gate.is_prose(text) and (reason := gate.text_shut_for(text)):
        return reason
    read = pages.read(text)
    told = {"name": filing.day_in(origin.source), "text": read.published}
    return _article(read, origin, told, published, None)


def _html(data: bytes, charset: str | None, origin: Origin, published: date | None) -> Text | str:
    """Return the article in a web page, or what it is counted as; most are let go before they are parsed."""
    if not data.strip():
        raise PageError("The page is empty; give the words of an article.")
    text = charsets.page(data, charset) if charsets.wide(data) else None
    if reason := gate.shut_for(text.encode() if text else data):
        return reason
    kept = webpage.kept(text or charsets.page(data, charset), origin.address)
    if kept is None:
        return NO_PROSE
    if reason := gate.text_shut_for(kept.text):
        return reason
    read = pages.read(kept.text)
    return _article(read, origin, {**kept.told, "text": read.published}, published, kept)


def _article(
    read: pages.Page, origin: Origin, told: dating.Told, published: date | None, kept: webpage.Kept | None
) -> Text | str:
    if not any(_SENTENCE.search(read.text, start, end) for start, end in read.paragraphs):
        return NO_PROSE
    article = Article(
        id=origin.id,
        source=origin.source,
        url=kept.url if kept else None,
        publisher=(kept and kept.publisher) or read.publisher,
        title=kept.title if kept else filing.headline(read).strip(),
        published=dating.chosen(told, origin.latest) or published,
        dates=dating.differing(told),
        kept=kept is not None,
        likeness=signature(" ".join(read.text[start:end] for start, end in read.paragraphs)),
    )
    return Text(article, read.text)
