"""What is to be done with a collection, and what was."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..reader import USUAL, Reader

Show = Callable[[str, int, int, int], None]
"""Shows progress: the step, how much of it is done and how much there is, and the number of pages or articles done."""


@dataclass(frozen=True, slots=True)
class Order:
    """Fill *folder* with the facts found below *paths*.

    *published* is the day of publication where no page tells it, *reader* what finds the facts, *form* one of
    `filing.FORMATS`.
    """

    paths: tuple[Path, ...]
    folder: Path
    published: date | None = None
    reader: Reader = USUAL
    form: str = "json"


@dataclass(frozen=True, slots=True)
class Report:
    """What came of the files that were named.

    *pages* were looked at, *articles* have their facts written, *carriers* are other papers' copies of them, *counts*
    tells how many pages were let go by reason, *failed* where and why each broken one was.
    """

    pages: int
    articles: int
    carriers: int
    counts: Mapping[str, int]
    failed: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Return the report as one line."""
        let_go = [f"{count:,} {reason}" for reason, count in sorted(self.counts.items())]
        articles, them = ("article", "it") if self.articles == 1 else ("articles", "them")
        parts = [f"{self.articles:,} {articles}", f"{self.carriers:,} carriers of {them}", *let_go]
        return f"{', '.join(parts)}, {len(self.failed):,} failed; {self.pages:,} pages in all."
