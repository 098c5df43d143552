"""A small linear model: weights of named features, shipped as JSON and learnt by `python -m bench.learn`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of features, the bias, and the probability from which the answer is yes."""

    weights: Mapping[str, float]
    bias: float
    threshold: float

    def probability(self, features: Iterable[str]) -> float:
        """Return the probability of yes for something that has *features*; unknown ones weigh nothing."""
        return 1 / (1 + exp(-self.bias - sum(self.weights.get(each, 0.0) for each in features)))

    def dumped(self) -> str:
        """Return the model as JSON, features in alphabetical order, one a line."""
        weights = {name: round(weight, 3) for name, weight in sorted(self.weights.items()) if abs(weight) >= 0.02}
        return (
            json.dumps({"bias": round(self.bias, 3), "threshold": self.threshold, "weights": weights}, indent=0) + "\n"
        )


@cache
def load(name: str, language: str = "en") -> Model:
    """Return the packaged model *name*."""
    read = json.loads(files(__package__).joinpath("models", language, f"{name}.json").read_text(encoding="utf-8"))
    return Model(read["weights"], read["bias"], read["threshold"])
