"""From a file with the text of an article to a file with its facts."""

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from . import recording
from .extract import page
from .extract.guide import Facts, to_json
from .reader import Reader

MOST_BYTES = 4 << 20
"""The largest file that is read; longer texts are no article."""
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d-\d\d-\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Filed:
    """What is known of an article: its *id*, the page as it was *read*, its *facts*, and where it appeared."""

    id: str
    read: page.Page
    facts: Facts
    title: str
    url: str | None = None
    publisher: str | None = None
    remarks: tuple[str, ...] = ()
    """What a person should know of how the facts were found."""


def extracted(file: Path, published: date | None, reader: Reader) -> Filed:
    """Return the article in *file* with the facts that *reader* finds.

    The day of publication is the one given, else the one in the file's name, else the one that the text states.
    Raises PageError where the file holds no article in a supported language, and what the reader raises.
    """
    read = page.read(_text(file), published or day_in(file.stem))
    found = reader.read(read)
    return Filed(file.stem, read, found.facts, headline(read), None, read.publisher, found.remarks)


def headline(read: page.Page) -> str:
    """Return the words of a page's headline."""
    return read.text[read.headline.start : read.headline.end]


def day_in(name: str) -> date | None:
    """Return the day that a file's *name* has in it, as in ``2024-02-24-crackdown``; None where it has none."""
    match = _DAY.search(name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def plain(filed: Filed) -> dict[str, object]:
    """Return the article as the annotation guide's JSON object."""
    return to_json(filed.id, filed.url, filed.publisher, filed.title, filed.read.published, filed.facts)


def _json(filed: Filed) -> str:
    return json.dumps(plain(filed), ensure_ascii=False, indent=1) + "\n"


def _yaml(filed: Filed) -> str:
    return recording.to_yaml(recording.record(filed.read, filed.facts, filed.id).record)


FORMATS: Mapping[str, Callable[[Filed], str]] = MappingProxyType({"json": _json, "yaml": _yaml})
"""What an article's file can hold, by the ending of its name: a function from the article to the file's text."""


def write(filed: Filed, folder: Path, form: str = "json") -> Path:
    """Write the article into *folder* in one of `FORMATS`, whole or not at all, and return the file."""
    name = recording.article_id(filed.id, filed.read) if form == "yaml" else filed.id
    return put(folder / f"{name}.{form}", FORMATS[form](filed))


def put(file: Path, text: str) -> Path:
    """Write *text* as *file* so that it is there whole, on the disk, or not at all; return the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".{file.name}.part")
    try:
        with aside.open("w", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
    return file


def _text(file: Path) -> str:
    if file.stat().st_size > MOST_BYTES:
        raise page.PageError(f"The file has more than {MOST_BYTES >> 20} MiB; give the text of one article.")
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise page.PageError("The text is not UTF-8; save it so.") from None
