"""Facts against annotated articles: what is right by the scorer's own rules, kind by kind, and with which score."""

import importlib.util
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from bench import learn
from lexwire.graph.extract import pipeline
from lexwire.graph.extract.guide import Facts, to_json
from lexwire.graph.extract.linear import Model
from lexwire.graph.extract.ranking import Rankers
from lexwire.graph.extract.training import Example, Gold, train

KINDS = ("statistic", "full", "actor", "role", "law", "crime", "event", "statement")
SCORED = ("statistic", "actor", "law", "crime", "event", "statement")
FIELDS = ("comparator", "measure", "crime", "period", "place", "reporter")
FULL = FIELDS[:4]


class Models(NamedTuple):
    """What chooses statistics, actors and events; None for the packaged model."""

    rankers: Rankers | None = None
    actors: Model | None = None
    events: Model | None = None


@dataclass(slots=True)
class Tally:
    """By kind the numbers of gold, found and right facts; the right fields; by kind each raw score and its outcome."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    outcomes: dict[str, list[tuple[float, bool]]] = field(default_factory=dict)

    def f1(self, kind: str) -> float:
        """Return the harmonic mean of precision and recall of *kind*."""
        return 2 * self.right[kind] / max(1, self.gold[kind] + self.found[kind])

    def add(self, other: "Tally") -> None:
        """Count what *other* counts as well."""
        for mine, theirs in zip(self._counters(), other._counters(), strict=True):
            mine.update(theirs)
        for kind, pairs in other.outcomes.items():
            self.outcomes.setdefault(kind, []).extend(pairs)

    def _counters(self) -> tuple[Counter[str], ...]:
        return self.gold, self.found, self.right, self.fields


def scorer(path: Path) -> ModuleType:
    """Return the scorer in the Python file *path*."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python file; name a folder with score.py and dev/.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def folds(folder: Path, articles: Sequence[Example]) -> dict[str, list[Example]]:
    """Return the articles by fold, as ``folds.tsv`` in *folder* assigns them."""
    lines = (folder / "folds.tsv").read_text(encoding="utf-8").splitlines()[1:]
    of = dict(line.split("\t") for line in lines)
    return {fold: [each for each in articles if of[each.name] == fold] for fold in sorted(set(of.values()))}


def learnt(articles: Sequence[Example]) -> Models:
    """Return the models that *articles* teach."""
    gather = {"actors": learn.actors_of, "events": learn.events_of}
    found = {kind: learn.learn([of(a.parsed, dict(a.gold)) for a in articles], kind) for kind, of in gather.items()}
    return Models(train(articles), found["actors"], found["events"])


def judged(score: ModuleType, articles: Sequence[Example], models: Models) -> Tally:
    """Return how the facts of *articles* compare with their gold."""
    tally = Tally()
    for article in articles:
        facts = pipeline.scored(article.parsed, *models)
        written = json.loads(json.dumps(to_json("", None, None, "", None, facts)))
        _statistics(score, tally, article.gold, written, facts)
        for kind, gold, found, scores, right in _others(score, article.gold, written, facts):
            _count(tally, kind, len(gold), len(found), len(right))
            if scores:
                tally.outcomes.setdefault(kind, []).extend((s, n in right) for n, s in enumerate(scores))
    return tally


def _count(tally: Tally, kind: str, gold: int, found: int, right: int) -> None:
    tally.gold[kind] += gold
    tally.found[kind] += found
    tally.right[kind] += right


def _statistics(score: ModuleType, tally: Tally, gold: Gold, written: Gold, facts: Facts) -> None:
    wanted, found = gold["statistics"], written["statistics"]
    pairs = score.pair(wanted, found, score.same_stat, lambda g, f: score.overlap(g["span"], f["span"]))
    fields = {f: score.stat_fields(wanted[g], found[f]) for g, f in pairs}
    full = {f for f, right in fields.items() if all(right[each] for each in FULL)}
    _count(tally, "statistic", len(wanted), len(found), len(pairs))
    _count(tally, "full", len(wanted), len(found), len(full))
    tally.fields.update(each for right in fields.values() for each in FIELDS if right[each])
    scores = [each.confidence for each in facts.statistics]
    tally.outcomes.setdefault("statistic", []).extend((s, n in full) for n, s in enumerate(scores))


Compared = tuple[str, Sequence[Any], Sequence[Any], Sequence[float], set[int]]
"""A kind of fact, the gold, what was found with its scores, and which of it is right."""


def _others(score: ModuleType, gold: Gold, written: Gold, facts: Facts) -> Iterator[Compared]:
    """Yield the other kinds; the open classes, other crimes and other events, are not scored."""
    for kind, plural, same in (
        ("actor", "actors", lambda g, f: score.same_name(g["name"], f["name"])),
        ("law", "laws", lambda g, f: score.same_law(g["name"], f["name"])),
        ("crime", "crimes", lambda g, f: g["type"] == f["type"]),
        ("event", "events", lambda g, f: g["type"] == f["type"] and score.overlap(g["span"], f["span"]) > 0),
        ("statement", "statements", score.same_statement),
    ):
        wanted = [each for each in gold[plural] if not each.get("type", "").startswith("other")]
        kept = [n for n, each in enumerate(written[plural]) if not each.get("type", "").startswith("other")]
        found = [written[plural][n] for n in kept]
        overlapping = [lambda g, f: score.overlap(g["span"], f["span"])] if kind in ("event", "statement") else []
        right = {f for _, f in score.pair(wanted, found, same, *overlapping)}
        yield kind, wanted, found, [getattr(facts, plural)[n].confidence for n in kept], right
    roles = score.roles(gold), score.roles(written)
    yield "role", *roles, [], {f for _, f in score.pair(*roles, score.same_role)}
