"""What a score is worth: how often facts of a kind with that score turned out right in articles kept aside.

The table is made by `python -m bench.calibrate` from annotated articles, each read by weights that had not seen it.
"""

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TypeVar

from .guide import ActorFact, CrimeFact, EventFact, Facts, LawFact, StatementFact, Statistic

Fact = TypeVar("Fact", Statistic, ActorFact, LawFact, CrimeFact, EventFact, StatementFact)

Points = Sequence[tuple[float, float]]
"""A score and the share that was right, in rising order; between two points the share is on their line."""

TABLE = "calibration.json"


def settled(found: Facts) -> Facts:
    """Return *found* with the estimated probability of being right for each fact's raw score."""
    return Facts(
        statistics=_settled("statistic", found.statistics),
        actors=_settled("actor", found.actors),
        laws=_settled("law", found.laws),
        crimes=_settled("crime", found.crimes),
        events=_settled("event", found.events),
        statements=_settled("statement", found.statements),
    )


def _settled(kind: str, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    return tuple(replace(each, confidence=probability(kind, each.confidence)) for each in facts)


def probability(kind: str, score: float, table: Mapping[str, Points] | None = None) -> float:
    """Return how often a fact of *kind* with the raw *score* is right; the score itself where that is not known."""
    points = (_shipped() if table is None else table).get(kind)
    if not points:
        return score
    at = bisect_left([each[0] for each in points], score)
    (low, one), (high, two) = points[max(at - 1, 0)], points[min(at, len(points) - 1)]
    share = one if high <= low else one + (two - one) * (min(max(score, low), high) - low) / (high - low)
    return round(share, 3)


@cache
def _shipped() -> Mapping[str, Points]:
    file = files(__package__).joinpath("models", "en", TABLE)
    plain = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return {kind: [(score, share) for score, share in points] for kind, points in plain.items()}
