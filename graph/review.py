"""Everything that can be said against a set of records, without building anything."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from . import article, hermit, part, records
from .agreement import Agreement
from .dump import lines
from .facts import Record
from .lexicon import scheme_graphs
from .workspace.desk import Desk

BATCH = 20


@dataclass(slots=True)
class Review:
    """What a check found."""

    records: int = 0
    spans: int = 0
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    hermit: str = ""


def reviewed(folders: Iterable[Path], articles: Path | None, workspace: Path | None = None) -> Review:
    """Check the records in *folders* against schema, shapes, the texts in *articles* and, by HermiT, the ontology.

    Those of a *workspace* are checked as its curators decided them, and against its own texts. Raises UsageError where
    a folder is missing.
    """
    review, desk = Review(), Desk.of(workspace) if workspace else None
    paths = records.paths([*folders, *(desk.folders() if desk else ())])
    known = article.texts(articles) if articles else None
    stated: list[bytes] = []
    agreement = Agreement()
    for i in range(0, len(paths), BATCH):
        batch = paths[i : i + BATCH]
        made = part.made(batch, desk)
        review.problems += map(str, made.problems)
        review.problems += [str(each) for each in sorted(made.results) if each.is_violation]
        review.warnings += [str(each) for each in sorted(made.results) if not each.is_violation]
        stated += [line for _, triples in made.articles for line in triples] + list(made.derived)
        if not made.problems:
            _prove(review, [path for path in batch if not desk or not desk.has(path)], known, records.read)
            if desk and desk.folders():
                _prove(review, filter(desk.has, batch), article.texts(desk.folder.texts), desk.record)
        agreement.merge(made.agreement)
    review.problems += map(str, agreement.found())
    review.records = len(paths)
    _reason(review, stated, desk.added if desk else "")
    return review


def _prove(review: Review, paths: Iterable[Path], known: dict[str, str] | None, read: Callable[[Path], Record]) -> None:
    """Hold each span of the records against its text, where texts are at hand."""
    for record in map(read, paths) if known is not None else ():
        review.problems += map(str, article.span_problems(record, known or {}))
        review.spans += sum(len(fact.anchors) for facts in record.facts().values() for fact in facts)


def _reason(review: Review, stated: list[bytes], added: str) -> None:
    """Ask HermiT whether ontology and facts together can be true."""
    reason = hermit.missing()
    if reason:
        review.hermit = f"not run, {reason}"
        return
    everything = [line for triples in scheme_graphs(added).values() for line in lines(triples)]
    found = hermit.contradictions(b"".join([*everything, *stated]))
    review.problems += found
    review.hermit = "contradictions found" if found else "consistent"
