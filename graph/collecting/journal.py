"""The journal of a collection: what was read and what is written, so that a run that was killed goes on.

It is a file of JSON lines, added to and brought to the disk a batch at a time; what a line tells has happened before.
A last line that was torn is cut off, and its work done again. When all is done the journal is written anew in the
order of its sources, so that the same sources leave the same folder however the run went.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ..filing import put
from ..problems import LexwireError
from .articles import Article, Harvest
from .sources import Source

FOLDER = ".lexwire"
_NAME = "journal.jsonl"
Stamp = tuple[int, int]
"""The size of a file in bytes and the time of its last change in nanoseconds, which tell whether it is the same."""


class JournalError(LexwireError):
    """The folder cannot be gone on with."""


@dataclass(slots=True)
class Readings:
    """What was read of one file so far: *following* is where to go on, None at the end of the file."""

    stamp: Stamp
    following: int | None = 0
    pages: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)

    def add(self, line: Mapping[str, Any]) -> None:
        """Add what a line of the journal tells of a slice."""
        self.following = line["following"]
        self.pages += line["pages"]
        for reason, count in line["counts"].items():
            self.counts[reason] = self.counts.get(reason, 0) + count
        self.failed += [(where, why) for where, why in line["failed"]]
        self.articles += [Article.of(each) for each in line["articles"]]


class Journal:
    """The journal in a folder: *read* by the path of each source, and *written*: why not, or None, by article."""

    def __init__(self, folder: Path, made_with: Mapping[str, str | None]) -> None:
        """Open the journal of *folder*, or begin one; raises JournalError where that is not possible now."""
        self.read: dict[str, Readings] = {}
        self.written: dict[str, str | None] = {}
        self._folder, self._header = folder, {"journal": 1, **made_with}
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        with ExitStack() as held:
            self._lock = held.enter_context(_locked(folder / FOLDER / "lock"))
            self._file: IO[bytes] = held.enter_context(self._path.open("a+b"))
            self._replay()
            held.pop_all()

    def close(self) -> None:
        """Let another run have the folder."""
        with self._lock, self._file:
            pass

    def add_reading(self, source: Source, stamp: Stamp, offset: int, harvest: Harvest) -> None:
        """Note what the slice of *source* from *offset* on brought."""
        self._add(
            {
                "read": str(source.path),
                "stamp": stamp,
                "offset": offset,
                "following": harvest.following,
                "pages": harvest.pages,
                "counts": harvest.counts,
                "failed": harvest.failed,
                "articles": [text.article.plain() for text in harvest.articles],
            }
        )

    def add_written(self, written: Mapping[str, str | None]) -> None:
        """Note that articles have their files, or why not."""
        self._add({"written": dict(written)})

    def forget(self, path: str) -> list[str]:
        """Forget a source, which has changed; return its articles, whose files are out of date."""
        gone = [article.id for article in self.read[path].articles]
        self._add({"forget": path})
        return gone

    def drop(self, ids: Iterable[str]) -> None:
        """Note that articles have no files any more."""
        self._add({"drop": sorted(ids)})

    def commit(self) -> None:
        """Bring all that was added to the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def compact(self) -> None:
        """Write the journal anew, in the order of its sources."""
        put(self._path, "".join(_line(each) for each in self._compacted()))
        self._file.close()
        self._file = self._path.open("ab")

    @property
    def _path(self) -> Path:
        return self._folder / FOLDER / _NAME

    def _replay(self) -> None:
        """Take in every whole line, and cut off the rest."""
        self._file.seek(0)
        whole = 0
        for number, line in enumerate(self._file):
            try:
                told = json.loads(line) if line.endswith(b"\n") else None
            except ValueError:
                told = None
            if told is None:
                break
            self._refuse_other(told) if number == 0 else self._apply(told)
            whole += len(line)
        self._file.truncate(whole)
        if not whole:
            self._file.write(_line(self._header).encode())

    def _refuse_other(self, header: Mapping[str, Any]) -> None:
        if header != self._header:
            raise JournalError(
                f"{self._folder} was filled by another version or with other options; choose another folder with -o."
            )

    def _add(self, line: Mapping[str, Any]) -> None:
        self._file.write(_line(line).encode())
        self._apply(json.loads(_line(line)))

    def _apply(self, line: Mapping[str, Any]) -> None:
        match line:
            case {"read": path, "stamp": [size, changed], "offset": offset}:
                readings = self.read.setdefault(path, Readings((size, changed), offset))
                if readings.following == offset:
                    readings.add(line)
            case {"written": written}:
                self.written |= written
            case {"forget": path}:
                self._drop(article.id for article in self.read.pop(path).articles)
            case {"drop": ids}:
                self._drop(ids)

    def _drop(self, ids: Iterable[str]) -> None:
        for id in ids:  # noqa: A001 - the guide's own word
            self.written.pop(id, None)

    def _compacted(self) -> list[dict[str, Any]]:
        read = [
            {
                "read": path,
                "stamp": each.stamp,
                "offset": 0,
                "following": each.following,
                "pages": each.pages,
                "counts": dict(sorted(each.counts.items())),
                "failed": each.failed,
                "articles": [article.plain() for article in each.articles],
            }
            for path, each in sorted(self.read.items())
        ]
        return [self._header, *read, {"written": dict(sorted(self.written.items()))}]


def _line(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=True, separators=(",", ":")) + "\n"


def _locked(file: Path) -> IO[bytes]:
    """Return *file*, opened and held until it is closed or its process ends."""
    opened = file.open("wb")
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        opened.close()
        raise JournalError(f"Another run fills {file.parent.parent}; wait for its end.") from None
    return opened
