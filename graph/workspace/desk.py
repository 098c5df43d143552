"""A workspace as a build reads it: each record as its curators decided it, with the names that they added."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

from .. import records
from ..consistency import faults
from ..facts import Actor, Law, Record, Source
from ..lexicon import Lexicon, lexicon
from ..problems import LexwireError, Problem, UsageError
from . import authority, decisions
from .folder import Folder

F = TypeVar("F", Actor, Law)


@dataclass(frozen=True, slots=True)
class Desk:
    """The workspace in *folder*, and the authority lines *added* in it as Turtle text."""

    folder: Folder
    added: str

    @classmethod
    def of(cls, root: Path) -> Self:
        """Return the workspace in the folder *root*.

        Raises UsageError where there is none, LexwireError where its authority lines do not hold.
        """
        if not root.is_dir():
            raise UsageError(f"{root} is not a folder; name a workspace, or make one with `lexwire add`.")
        return cls(Folder(root), authority.added(root))

    def folders(self) -> list[Path]:
        """Return the folder of the records, none where nothing was added yet."""
        return [self.folder.records] if self.folder.records.is_dir() else []

    def has(self, path: Path) -> bool:
        """Tell whether the record file at *path* lies here."""
        return path.parent == self.folder.records

    def record(self, path: Path) -> Record:
        """Return the record in the file at *path* as it is to be published.

        Raises RecordError where the record, or what the decisions make of it, does not hold.
        """
        found = named(self._decided(records.parsed(path)), lexicon(self.added))
        wrong = faults(found, lexicon(self.added))
        if wrong:
            raise records.RecordError(
                Problem(f"{path}: as decided: {records.field_name(f.path)}", f.what, f.mend) for f in wrong
            )
        return found

    def _decided(self, record: Record) -> Record:
        name = record.article.id
        try:
            steps = decisions.read(self.folder.decisions(name))
            return decisions.decided(record, self._text(record.article), steps) if steps else record
        except LexwireError as error:
            raise records.RecordError([Problem(name, str(error).rstrip("."), "see to the workspace")]) from None

    def _text(self, article: Source) -> str:
        path = self.folder.text(article.id)
        data = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(data).hexdigest() != article.sha256:
            raise LexwireError(f"{path} is not the text of the record that was decided on; add the article again.")
        return data.decode("utf-8")


def named(record: Record, known: Lexicon) -> Record:
    """Return *record* with class and name of those actors and laws that the workspace's authority lines tell."""
    actors = tuple(_named(each, each.actor, known, "actor") for each in record.actors)
    laws = tuple(_named(each, each.law, known, "law") for each in record.laws)
    return record.model_copy(update={"actors": actors, "laws": laws})


def _named(fact: F, key: str, known: Lexicon, kind: str) -> F:
    """Return *fact* under the name of its authority line; the ontology's own names need not be repeated."""
    entry = known.entries(kind).get(key)
    if entry is None or key in lexicon().entries(kind):
        return fact
    return fact.model_copy(update={"kind": entry.kind, "name": entry.name})
