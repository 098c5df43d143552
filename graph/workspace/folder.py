"""Where a curator's work lies, and how it is written: whole or not at all.

records/{id}.yaml      an article's facts as the extractor found them
texts/{id}.txt         its untouched text, which is never published
decisions/{id}.jsonl   what curators decided on these facts
authority/*.ttl        actors, laws and places that the ontology lacks
"""

from dataclasses import dataclass
from pathlib import Path

DEFAULT = Path("workspace")
"""The workspace of a command that names none."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The workspace in the folder *root*, which need not exist yet."""

    root: Path

    @property
    def records(self) -> Path:
        """Return the folder of the records."""
        return self.root / "records"

    def record(self, name: str) -> Path:
        """Return the file of the facts of the article called *name*, as they were extracted."""
        return self.records / f"{name}.yaml"

    @property
    def texts(self) -> Path:
        """Return the folder of the texts."""
        return self.root / "texts"

    def text(self, name: str) -> Path:
        """Return the file of the article's text."""
        return self.texts / f"{name}.txt"

    def decisions(self, name: str) -> Path:
        """Return the log of the decisions on the article's facts."""
        return self.root / "decisions" / f"{name}.jsonl"

    def authority(self, kind: str) -> Path:
        """Return the file of the added actors, laws or places; *kind* is actor, law or place."""
        return self.root / "authority" / f"{kind}s.ttl"

    def names(self) -> list[str]:
        """Return the ids of all articles, sorted."""
        return sorted(path.stem for path in self.records.glob("*.yaml"))
