"""Choosing among candidates: a linear model whose scores, made into probabilities, are the confidences.

A candidate is a bag of named features. One model file holds the weights of all choices that statistics need.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from ..problems import LexwireError

Features = Mapping[str, float]
"""The features of one candidate by name."""


class WeightsError(LexwireError):
    """The weights of the ranker are missing."""


@dataclass(frozen=True, slots=True)
class Ranker:
    """A conditional logit: the weight of each feature."""

    weights: Mapping[str, float]

    def score(self, features: Features) -> float:
        """Return the weighted sum of *features*; unknown ones count nothing."""
        return sum(self.weights.get(name, 0.0) * value for name, value in features.items())

    def probabilities(self, candidates: Sequence[Features]) -> list[float]:
        """Return the probability of each of *candidates*, which together make 1."""
        scores = [self.score(each) for each in candidates]
        top = max(scores)
        powers = [exp(score - top) for score in scores]
        return [power / sum(powers) for power in powers]

    def best(self, candidates: Sequence[Features]) -> tuple[int, float]:
        """Return the index of the likeliest of *candidates* (at least one) and its probability."""
        chances = self.probabilities(candidates)
        index = max(range(len(chances)), key=chances.__getitem__)
        return index, chances[index]


Rankers = Mapping[str, Ranker]
"""The ranker of each choice: figure, measure, crime, period and reporter."""


@cache
def shipped() -> Rankers:
    """Return the rankers that the package ships; raises WeightsError where there are none."""
    file = files(__package__).joinpath("models", "en", "statistics.json")
    try:
        return from_json(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise WeightsError(
            "There are no weights for statistics; train them with python -m lexwire.graph.extract.training."
        ) from error


def from_json(text: str) -> Rankers:
    """Return the rankers that *text* holds as an object of objects of weights."""
    return {name: Ranker(weights) for name, weights in json.loads(text).items()}


def to_json(rankers: Rankers) -> str:
    """Return *rankers* as JSON with sorted names, one weight a line."""
    plain = {name: dict(sorted(ranker.weights.items())) for name, ranker in sorted(rankers.items())}
    return json.dumps(plain, indent=0, ensure_ascii=False) + "\n"
