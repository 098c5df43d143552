"""From a file with the text of an article to a file with its facts."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from . import page, pipeline, syntax
from .guide import Facts, to_json

if TYPE_CHECKING:
    from spacy.language import Language

MOST_BYTES = 4 << 20
"""The largest file that is read; longer texts are no article."""
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d-\d\d-\d\d)(?!\d)")


def extracted(file: Path, published: date | None, nlp: "Language") -> tuple[dict[str, object], Facts]:
    """Return the facts of the article in *file*, as JSON's object and as they are, found with *nlp*.

    The day of publication is the one given, else the one in the file's name, else the one that the text states.
    Raises PageError where the file holds no article in a supported language.
    """
    read = page.read(_text(file), published or day_in(file.stem))
    facts = pipeline.facts(syntax.parsed(read, nlp))
    title = read.text[read.headline.start : read.headline.end]
    return to_json(file.stem, None, read.publisher, title, read.published, facts), facts


def day_in(name: str) -> date | None:
    """Return the day that a file's *name* has in it, as in ``2024-02-24-crackdown``; None where it has none."""
    match = _DAY.search(name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def write(facts: Mapping[str, object], folder: Path) -> Path:
    """Write *facts* as JSON into *folder*, whole or not at all, and return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{facts['id']}.json"
    aside = file.with_suffix(".json.part")
    aside.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    aside.replace(file)
    return file


def _text(file: Path) -> str:
    if file.stat().st_size > MOST_BYTES:
        raise page.PageError(f"The file has more than {MOST_BYTES >> 20} MiB; give the text of one article.")
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise page.PageError("The text is not UTF-8; save it so.") from None
