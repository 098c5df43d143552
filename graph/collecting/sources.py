"""What a collection is read from: the files of folders, in one order on every machine, each with a name of its own."""

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

KINDS = {".txt": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".warc": "warc", ".warc.gz": "warc"}
"""What is read of a folder, by the end of a file's name; all else in it is left aside."""

LONGEST = 120
"""The most characters of an article's name, so that every file system takes it with an ending."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its *path*, its *name* below the folder that was given, its *kind* and its articles' *id*."""

    path: Path
    name: str
    kind: str
    id: str


def kind_of(file: Path) -> str | None:
    """Return ``text``, ``html`` or ``warc`` by the end of the name of *file*, None where it is none of these."""
    return next((kind for end, kind in KINDS.items() if file.name.lower().endswith(end)), None)


def sources(paths: Iterable[Path], refused: list[tuple[str, str]]) -> list[Source]:
    """Return the files among and below *paths*, ordered by name; folders that cannot be read are added to *refused*.

    A file that was named itself is text where its name does not tell. Hidden files are left aside, and each folder
    is entered once, whatever links lead to it. Files whose articles would be called the same all get a part of a
    hash of their names.
    """
    named = {file: name for path in paths for file, name in _files(path, refused)}
    found = sorted(named.items(), key=lambda item: (item[1], str(item[0])))
    often = Counter(slug(name) for _, name in found)
    return [
        Source(file, name, kind_of(file) or "text", slug(name) if often[slug(name)] == 1 else told_apart(name))
        for file, name in found
    ]


def slug(name: str) -> str:
    """Return the id of the article in the file *name*: the name without its ending, folders joined by hyphens."""
    end = next((end for end in KINDS if name.lower().endswith(end)), "")
    plain = name[: len(name) - len(end)].replace("/", "-").strip("-.") or "article"
    return plain if len(plain.encode()) <= LONGEST else f"{_cut(plain)}-{_digest(name)}"


def told_apart(name: str) -> str:
    """Return an id for the file *name* that no other file's has."""
    return f"{_cut(slug(name))}-{_digest(name)}"


def page_id(host: str, address: str, fetched: str) -> str:
    """Return the id of the page of *host* at *address*, as it was when it was *fetched*."""
    plain = re.sub(r"[^a-z0-9]+", "-", host.lower().removeprefix("www.")).strip("-") or "page"
    return f"{plain[:60]}-{fetched[:10]}-{_digest(f'{address} {fetched}')}"


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def _cut(name: str) -> str:
    return name.encode()[: LONGEST - 13].decode("utf-8", "ignore")


def _files(path: Path, refused: list[tuple[str, str]]) -> Iterator[tuple[Path, str]]:
    """Yield each file at or below *path*, absolute, with its name below it."""
    start = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    if not start.is_dir():
        yield start, _readable(start.name)
        return
    for file in _walked(start, set(), refused):
        yield file, _readable(file.relative_to(start).as_posix())


def _walked(folder: Path, entered: set[Path], refused: list[tuple[str, str]]) -> Iterator[Path]:
    """Yield the files below *folder* that can be articles; a folder that links lead to again is entered once."""
    real = folder.resolve()
    if real in entered:
        return
    entered.add(real)
    try:
        entries = sorted(folder.iterdir(), key=lambda each: each.name)
    except OSError as error:
        refused.append((str(folder), f"The folder cannot be read ({error.strerror}); mend that and run again."))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walked(entry, entered, refused)
        elif kind_of(entry):
            yield entry


def _readable(name: str) -> str:
    """Return *name* with what is not UTF-8 in it replaced, so that it can be written."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
