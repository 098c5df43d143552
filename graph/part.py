"""A batch of records as sorted lines: mapped, derived, inferred and checked without a look at any other batch."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from pyoxigraph import Triple

from . import check, infer, iris, records
from .agreement import Agreement
from .derive import derived_triples
from .dump import lines
from .facts import Record
from .namespaces import PREFIXES
from .problems import Problem
from .triples import record_triples
from .workspace.desk import Desk

IN_FORCE = PREFIXES["eli"] + "in_force"


@dataclass(frozen=True, slots=True)
class Part:
    """What a batch of records becomes: N-Triples by graph, counts, and what was found wrong."""

    articles: tuple[tuple[str, list[bytes]], ...] = ()
    derived: tuple[bytes, ...] = ()
    inferred: tuple[bytes, ...] = ()
    facts: Mapping[str, int] = field(default_factory=dict)
    modified: str = ""
    agreement: Agreement = field(default_factory=Agreement)
    results: frozenset[check.Result] = frozenset()
    problems: tuple[Problem, ...] = ()


def made(paths: Iterable[Path], desk: Desk | None = None) -> Part:
    """Return the part that the record files at *paths* become; where one is refused, only the problems of all.

    A record that lies on the *desk* is read as its curators decided it.
    """
    found: list[Record] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.append(desk.record(path) if desk and desk.has(path) else records.read(path))
        except records.RecordError as error:
            problems += error.problems
    return Part(problems=tuple(problems)) if problems else _mapped(found, desk.added if desk else "")


def _mapped(found: list[Record], added: str) -> Part:
    articles = {record.article.id: record_triples(record) for record in found}
    derived = [triple for record in found for triple in derived_triples(record)]
    stated: list[Triple] = [*derived, *(triple for triples in articles.values() for triple in triples)]
    inferred = infer.inferred(stated, added)
    results = check.results([*stated, *inferred, *_surroundings(added)])
    return Part(
        articles=tuple((iris.graph("article", name).value, lines(triples)) for name, triples in articles.items()),
        derived=tuple(lines(derived)),
        inferred=tuple(lines(inferred)),
        facts=_counts(found),
        agreement=_agreement(found),
        modified=max(_days(found)),
        results=frozenset(results),
    )


def _days(found: Iterable[Record]) -> Iterator[str]:
    """Yield the days on which the records, or single facts of them, came about."""
    for record in found:
        facts = chain.from_iterable(record.facts().values())
        yield from (origin.date.isoformat() for origin in {record.origin, *(f.origin for f in facts if f.origin)})


def _agreement(found: Iterable[Record]) -> Agreement:
    agreement = Agreement()
    agreement.add(found)
    return agreement


def _surroundings(added: str) -> Iterator[Triple]:
    """Yield what the shapes need to know of schemes and authority.

    What these say of ``eli:in_force`` is left out: they may say it, articles may not, and the shapes see no graphs.
    """
    background = infer.background(added)
    return (each for each in chain(background.asserted, background.inferred) if each.predicate.value != IN_FORCE)


def _counts(found: Iterable[Record]) -> Counter[str]:
    """Return how many facts of each kind the records hold."""
    counts: Counter[str] = Counter()
    for record in found:
        counts.update({name: len(facts) for name, facts in record.facts().items()})
        counts["derivations"] += len(record.derivations)
    return counts
