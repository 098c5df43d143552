"""From the facts that were extracted to the record of the article: the same facts in the words of the ontology.

Nothing is invented on the way. What a record cannot say truthfully is left out of it and told.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from .. import facts, iris
from ..extract.guide import Facts
from ..extract.page import Page
from .drafting import Draft, LeftOut, Unresolved, body
from .events import events, statements
from .figures import statistics
from .names import actor_key, actors, crimes, laws
from .resolving import Known, known
from .yaml_text import to_yaml

__all__ = ["LeftOut", "Recorded", "Unresolved", "article_id", "record", "to_yaml"]

BY = "Lexwire extractor"
_TITLE_LETTERS = 300


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record, what of the facts it does not hold, and the names that no authority file knows."""

    record: facts.Record
    left_out: tuple[LeftOut, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()


def record(read: Page, found: Facts, stem: str, names: Known | None = None, day: date | None = None) -> Recorded:
    """Return the facts *found* in the article *read* as its record.

    *stem* is the name of the text's file, after which the article is called; *names* are the actors, laws and places
    that are known (those of the ontology when not given), *day* is the one of the extraction (today). The record names
    the text by the SHA-256 of its UTF-8 bytes without a byte order mark.
    """
    draft = Draft.of(read, names or known(), day or date.today())
    base = facts.Record(
        article=_source(draft, stem),
        origin=facts.Origin(status="extracted", by=BY, date=draft.day),
        actors=actors(draft, found.actors),
        laws=laws(draft, found.laws),
        crimes=crimes(draft, found.crimes),
    )
    figures = statistics(draft, found.statistics, base.actors)
    whole = base.model_copy(
        update={
            "article": _published_by(draft, base),
            "statistics": tuple(figures.values()),
            "events": events(draft, found.events, base),
            "statements": statements(draft, found.statements, base, figures, found.statistics),
        }
    )
    return Recorded(whole, tuple(draft.left_out), tuple(draft.unresolved))


def article_id(stem: str, read: Page) -> str:
    """Return what the article is called: its day or ``undated``, then the words of the file's name or its headline."""
    day = read.published.isoformat() if read.published else "undated"
    words = iris.slug(re.sub(rf"{day}|^undated\b", " ", stem)) or iris.slug(_title(read))
    digest = hashlib.sha256(read.text.encode()).hexdigest()[:12]
    return f"{day}-{words[:100].strip('-') or digest}"


def _source(draft: Draft, stem: str) -> facts.Source:
    read = draft.page
    return facts.Source(
        id=article_id(stem, read),
        title=_title(read),
        published=read.published,
        sha256=hashlib.sha256(read.text.encode()).hexdigest(),
        length=len(read.text),
        body=body(read),
    )


def _published_by(draft: Draft, base: facts.Record) -> facts.Source:
    """Return the article with its publisher, where the record may speak of it."""
    name = draft.page.publisher
    key = actor_key(draft, name, base.actors) if name else None
    if name and key is None:
        draft.miss("publisher", name, None, draft.known.actors)
    return base.article.model_copy(update={"publisher": key})


def _title(read: Page) -> str:
    """Return the headline on one line, without what a record cannot hold."""
    words = "".join(each if each.isprintable() else " " for each in read.text[read.headline.start : read.headline.end])
    return " ".join(words.split())[:_TITLE_LETTERS] or "Untitled"
