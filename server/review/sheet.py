"""An article under review, as the files of the workspace tell it at one moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Self

from lexwire.graph import records
from lexwire.graph.consistency import Fault, faults
from lexwire.graph.facts import Fact, Record
from lexwire.graph.lexicon import Lexicon, lexicon
from lexwire.graph.problems import LexwireError, UsageError
from lexwire.graph.workspace import authority, decisions
from lexwire.graph.workspace.decision import Decision
from lexwire.graph.workspace.desk import named
from lexwire.graph.workspace.folder import Folder
from lexwire.graph.workspace.folding import Fold


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text and the extracted record of an article, the decisions on it, and the authority lines *added* here."""

    extracted: Record
    text: str
    steps: tuple[Decision, ...]
    added: str
    fold: Fold

    @classmethod
    def of(cls, folder: Folder, name: str) -> Self:
        """Return the sheet of the article called *name*.

        Raises UsageError where the workspace has no such article, LexwireError where one of its files does not hold.
        """
        if name not in folder.names():
            raise UsageError(
                f"{folder.root} has no article {name!r}; add one with `lexwire add`, or name another folder."
            )
        extracted = records.parsed(folder.record(name))
        text = _text(folder.text(name), extracted)
        steps = decisions.read(folder.decisions(name))
        return cls(extracted, text, steps, authority.added(folder.root), decisions.folded(extracted, text, steps))

    @property
    def record(self) -> Record:
        """Return the record as it was decided, with the names of the added authority lines."""
        return named(self.fold.record, self.lexicon)

    @property
    def lexicon(self) -> Lexicon:
        """Return what the ontology and the workspace know by name."""
        return lexicon(self.added)

    @property
    def version(self) -> str:
        """Return the number of decisions and a fingerprint of all that they are about."""
        told = f"{self.extracted.model_dump_json()}\0{self.text}\0{self.added}"
        return f"{len(self.steps)}-{sha256(told.encode()).hexdigest()[:8]}"

    def fact(self, kind: str, name: str) -> Fact:
        """Return the fact *name* in the list *kind*; raises LexwireError where there is none."""
        for fact in self.record.facts().get(kind, ()):
            if fact.id == name:
                return fact
        raise LexwireError(f"The record has no fact {name!r} among its {kind}; reload the page.")

    def after(self, step: Decision) -> Fold:
        """Return what one decision more would make of the record."""
        return decisions.folded(self.extracted, self.text, [*self.steps, step])

    def faults(self, fold: Fold | None = None) -> Iterator[tuple[str, str, Fault]]:
        """Yield list and id of each fact with a fault, and the fault: in this record, or in the one of *fold*."""
        record = named(fold.record, self.lexicon) if fold else self.record
        for fault in faults(record, self.lexicon):
            kind, *rest = fault.path
            if rest and isinstance(rest[0], int):
                yield str(kind), getattr(record, str(kind))[rest[0]].id, fault
            else:
                yield str(kind), "", fault


def _text(path: Path, extracted: Record) -> str:
    """Return the text that the offsets of the record count; in any other the words would not be those shown."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LexwireError(f"{path} cannot be read ({error.strerror}); add the article again.") from None
    if sha256(data).hexdigest() != extracted.article.sha256:
        raise LexwireError(f"{path} is not the text that the facts were found in; add the article again.")
    return data.decode("utf-8", errors="replace")
