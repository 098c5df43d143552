"""What a worker does: read files and slices of archives, and extract the facts of articles, a batch at a time."""

import threading
from dataclasses import dataclass, replace
from datetime import date

from .. import filing
from ..extract import page
from ..extract.syntax import ModelError
from ..problems import LexwireError
from ..reader import Reader
from . import reading
from .articles import Harvest, Text
from .sources import Source

_TURN = threading.Lock()  # a worker with several threads has one spaCy pipeline, whose vocabulary is not shared safely


@dataclass(frozen=True, slots=True)
class Files:
    """Files to read; *alone* tells that no other work may be under way, as it may end its worker."""

    sources: tuple[Source, ...]
    alone: bool = False

    def singles(self) -> "list[Files]":
        """Return the files one by one, to find the one that ends its worker."""
        return [Files((source,), alone=True) for source in self.sources]


@dataclass(frozen=True, slots=True)
class Slice:
    """Up to *most* pages of an archive from *offset* on; those *left* after them are to be read one by one, too.

    With *unread* it is only told where the next page begins.
    """

    source: Source
    offset: int
    most: int
    alone: bool = False
    left: int = 0
    unread: bool = False

    def singles(self) -> "list[Slice]":
        """Return the first page; the others follow it one by one, as only it tells where the next begins."""
        return [Slice(self.source, self.offset, 1, alone=True, left=self.most - 1)]

    def following(self, offset: int, most: int) -> "Slice":
        """Return the slice after this one, which begins at *offset*: of *most* pages, or one of those left."""
        if self.left:
            return Slice(self.source, offset, 1, alone=True, left=self.left - 1)
        return Slice(self.source, offset, most)


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles whose facts are to be found."""

    texts: tuple[Text, ...]
    alone: bool = False

    def singles(self) -> "list[Batch]":
        """Return the articles one by one."""
        return [Batch((text,), alone=True) for text in self.texts]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an article: its file's *content*, or *why* there is none."""

    id: str
    content: str = ""
    why: str | None = None


Brought = list[tuple[Source, Harvest | str]]
"""For each file what it brought, or why it cannot be read for now."""


def read(work: Files | Slice, published: date | None) -> Brought:
    """Return what each file or the slice of *work* brings; *published* counts where no page tells its day."""
    if isinstance(work, Slice):
        return [_tried(work.source, work, published)]
    return [_tried(source, None, published) for source in work.sources]


def _tried(source: Source, part: Slice | None, published: date | None) -> tuple[Source, Harvest | str]:
    try:
        if part is None:
            return source, reading.file_read(source, published)
        if part.unread:
            return source, reading.slice_passed(source, part.offset, part.most)
        return source, reading.slice_read(source, part.offset, part.most, published)
    except OSError as error:
        return source, f"The file cannot be read ({error.strerror or error}); mend that and run the command again."


def extract(batch: Batch, reader: Reader, form: str) -> list[Written]:
    """Return the files' contents for the articles of *batch*, in one of `filing.FORMATS`.

    Raises ModelError where the language model is missing.
    """
    with _TURN:
        return [_written(text, reader, form) for text in batch.texts]


def _written(text: Text, reader: Reader, form: str) -> Written:
    article = text.article
    try:
        read = replace(page.read(text.text), published=article.published)
        facts = reader.read(read).facts
    except ModelError:
        raise
    except LexwireError as error:
        return Written(article.id, why=str(error))
    except Exception as error:
        return Written(article.id, why=f"Its facts cannot be extracted ({type(error).__name__}: {error}); report it.")
    filed = filing.Filed(article.id, read, facts, article.title, article.url, article.publisher)
    return Written(article.id, filing.FORMATS[form](filed))
