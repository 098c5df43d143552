"""The manifest of a collection: each source on a line, with the papers that carried it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..filing import put
from .articles import Article
from .journal import Journal
from .likeness import resemblance

MANIFEST = "manifest.jsonl"


def write_manifest(
    folder: Path, found: Mapping[str, Sequence[Article]], journal: Journal, places: Mapping[str, tuple[Article, str]]
) -> Path:
    """Write the manifest of the sources *found* whose facts are written, ordered by id, and return the file."""
    lines = [_line(places[id][0], found[id]) for id in sorted(found) if journal.written.get(id, "") is None]  # noqa: A001
    return put(folder / MANIFEST, "".join(lines))


def _line(source: Article, carriers: Sequence[Article]) -> str:
    alike = [_told(each) | {"resemblance": round(resemblance(source.likeness, each.likeness), 3)} for each in carriers]
    return json.dumps(_told(source) | {"carriers": alike}, ensure_ascii=False) + "\n"


def _told(article: Article) -> dict[str, Any]:
    plain = article.plain()
    return {name: plain[name] for name in ("id", "source", "url", "publisher", "title", "published", "dates")}
