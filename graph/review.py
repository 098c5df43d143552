"""Everything that can be said against a set of records, without building anything."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from . import article, hermit, part, records
from .agreement import Agreement
from .dump import lines
from .lexicon import scheme_graphs

BATCH = 20


@dataclass(slots=True)
class Review:
    """What a check found."""

    records: int = 0
    spans: int = 0
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    hermit: str = ""


def reviewed(folders: Iterable[Path], articles: Path | None) -> Review:
    """Check the records in *folders* against schema, shapes, the texts in *articles* and, by HermiT, the ontology.

    Raises UsageError where a folder is missing.
    """
    review = Review()
    paths = records.paths(folders)
    known = article.texts(articles) if articles else None
    stated: list[bytes] = []
    agreement = Agreement()
    for i in range(0, len(paths), BATCH):
        batch = paths[i : i + BATCH]
        made = part.made(batch)
        review.problems += map(str, made.problems)
        review.problems += [str(each) for each in sorted(made.results) if each.is_violation]
        review.warnings += [str(each) for each in sorted(made.results) if not each.is_violation]
        stated += [line for _, triples in made.articles for line in triples] + list(made.derived)
        if known is not None and not made.problems:
            _prove(review, batch, known)
        agreement.merge(made.agreement)
    review.problems += map(str, agreement.found())
    review.records = len(paths)
    _reason(review, stated)
    return review


def _prove(review: Review, paths: Iterable[Path], known: dict[str, str]) -> None:
    """Hold each span of the records against its text."""
    for path in paths:
        record = records.read(path)
        review.problems += map(str, article.span_problems(record, known))
        review.spans += sum(len(fact.anchors) for facts in record.facts().values() for fact in facts)


def _reason(review: Review, stated: list[bytes]) -> None:
    """Ask HermiT whether ontology and facts together can be true."""
    reason = hermit.missing()
    if reason:
        review.hermit = f"not run, {reason}"
        return
    everything = [line for triples in scheme_graphs().values() for line in lines(triples)]
    found = hermit.contradictions(b"".join([*everything, *stated]))
    review.problems += found
    review.hermit = "contradictions found" if found else "consistent"
