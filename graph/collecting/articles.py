"""An article of a collection as the journal keeps it, and the text of one on its way to a worker."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from .dating import iso


@dataclass(frozen=True, slots=True)
class Article:
    """An article that passed the gate.

    *source* is its file below the folder that was given, with ``#offset`` for a record of an archive; *dates* is what
    each place tells of the day of publication where they differ; *kept* tells that its text is one of ours, written
    beside the facts; *likeness* is the hexadecimal MinHash of its words.
    """

    id: str
    source: str
    url: str | None
    publisher: str | None
    title: str
    published: date | None
    dates: Mapping[str, str]
    kept: bool
    likeness: str

    @property
    def order(self) -> tuple[date, str]:
        """Return what decides which of several carriers is the source: the earlier day, then the id."""
        return self.published or date.max, self.id

    def plain(self) -> dict[str, Any]:
        """Return the article for JSON."""
        return asdict(self) | {"published": self.published and self.published.isoformat()}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Article":
        """Return the article that *plain* tells."""
        return cls(**{**plain, "published": iso(plain["published"])})


@dataclass(frozen=True, slots=True)
class Text:
    """The text of an article, with what was told of it: all that a worker needs."""

    article: Article
    text: str


@dataclass(slots=True)
class Harvest:
    """What reading a file or a slice of one brought.

    *pages* were looked at; *counts* tells how many of them were let go, by reason; *failed* where and why each broken
    one was; *following* where in the file to go on, None at its end.
    """

    pages: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)
    articles: list[Text] = field(default_factory=list)
    following: int | None = None

    def count(self, reason: str) -> None:
        """Count a page that was let go for *reason*."""
        self.counts[reason] = self.counts.get(reason, 0) + 1
