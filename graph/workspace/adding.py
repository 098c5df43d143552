"""A text comes into the workspace: extracted, recorded, put down, and told what of it needs a curator's eyes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from .. import filing, recording, records
from ..aside import write
from ..consistency import faults
from ..facts import Record
from ..lexicon import lexicon
from ..problems import LexwireError
from ..reader import Reader
from .desk import named
from .folder import Folder
from .standing import Standing, contradictions

SURE = 0.6
"""Facts of a lower confidence are told."""


@dataclass(frozen=True, slots=True)
class Added:
    """An article that was put down: its *record* in *path*, whether it took another's place, and what needs eyes."""

    path: Path
    record: Record
    is_new: bool
    remarks: tuple[str, ...]


def add(file: Path, published: date | None, reader: Reader, folder: Folder, there: Standing) -> Added:
    """Put the article in *file* into the workspace *folder*, in the place of what was extracted from it before.

    The day of publication is the one given, else the one in the file's name, else the one that the text states; *there*
    is what the graph holds already. Decisions stay as they are. Raises LexwireError where the file holds no article, or
    its name is taken, or the workspace cannot be written.
    """
    filed = _extracted(file, published, reader)
    name = recording.article_id(file.stem, filed.read)
    _refuse_taken(name, there)
    made = recording.record(filed.read, filed.facts, file.stem, there.known(name))
    is_new = not folder.record(name).exists()
    _put(folder, made.record, filed.read.text, there.added)
    return Added(folder.record(name), made.record, is_new, (*_remarks(made, there), *filed.remarks))


def _extracted(file: Path, published: date | None, reader: Reader) -> filing.Filed:
    try:
        return filing.extracted(file, published, reader)
    except OSError as error:
        raise LexwireError(f"The file cannot be read ({error.strerror}); check its name and rights.") from None


def _refuse_taken(name: str, there: Standing) -> None:
    if name in there.packaged:
        raise LexwireError(f"The article {name!r} has a reviewed record already; give the file another name.")
    if other := there.fresh.get(name):
        raise LexwireError(f"{other} was added as {name!r} just now; give one of the two files another name.")


def _put(folder: Folder, record: Record, text: str, added: str) -> None:
    """Write text and record, once it is sure that the record will be read again."""
    spelled, path = recording.to_yaml(record), folder.record(record.article.id)
    found = faults(named(records.parsed(path, spelled), lexicon(added)), lexicon(added))
    if found:
        raise LexwireError(f"The facts make no sound record ({found[0].what}); annotate the article by hand.")
    write(folder.text(record.article.id), text.encode())
    write(path, spelled.encode())


def _remarks(made: recording.Recorded, there: Standing) -> Iterator[str]:
    """Yield what a curator should look at, a sentence each."""
    source, others = made.record.article, there.others(made.record.article.id)
    for name, other in others.items():
        if other.article.sha256 == source.sha256:
            yield f"same text: {name} has it too, and the graph would hold both."
    yield from contradictions(made.record, others.values())
    yield from map(str, made.unresolved)
    for fact in chain.from_iterable(made.record.facts().values()):
        if fact.origin and fact.origin.confidence is not None and fact.origin.confidence < SURE:
            yield f"low confidence: {fact.id} ({fact.origin.confidence})."
    for each in made.record.statistics:
        if each.period.start is None:
            yield f"unresolved period: {each.id}."
    yield from map(str, made.left_out)
