"""Make the table of what scores are worth: `python -m bench.calibrate DIR`.

Each fold of the annotated articles in ``DIR/dev`` is read by models that the others teach; a monotone curve through
the scores and outcomes, kind by kind, is written to graph/extract/models/en/calibration.json.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench import judging
from lexwire.graph.extract.calibration import TABLE, Points
from lexwire.graph.extract.training import examples

MODELS = Path(__file__).parent.parent / "graph" / "extract" / "models" / "en"
_KNOTS = np.linspace(0.05, 0.95, 10)
_PRIOR = 2.0  # how firmly scores are taken at their word until outcomes say otherwise
Numbers = NDArray[np.float64]
Outcomes = Mapping[str, Sequence[tuple[float, bool]]]


def fitted(outcomes: Outcomes) -> dict[str, Points]:
    """Return for each kind the points of the curve that fits its outcomes."""
    return {kind: _curve(pairs) for kind, pairs in sorted(outcomes.items())}


def _curve(pairs: Sequence[tuple[float, bool]]) -> Points:
    """Return a logistic curve over the log-odds of the scores, or one point where all scores are much the same."""
    scores = np.array([score for score, _ in pairs])
    right = np.array([1.0 if each else -1.0 for _, each in pairs])
    share = ((right > 0).sum() + 1) / (len(right) + 2)
    slope, height = _line(_odds(scores), right)
    if np.ptp(scores) < 0.05 or slope <= 0:
        return [(round(float(scores.mean()), 3), round(float(share), 3))]
    chances = 1 / (1 + np.exp(-slope * _odds(_KNOTS) - height))
    return [(round(float(score), 3), round(float(chance), 3)) for score, chance in zip(_KNOTS, chances, strict=True)]


def _line(odds: Numbers, right: Numbers) -> tuple[float, float]:
    """Return slope and height of the line from the scores' log-odds to those of the outcomes, 1 or -1."""

    def loss(line: Numbers) -> float:
        misses = np.logaddexp(0, -right * (line[0] * odds + line[1])).sum()
        return float(misses + 0.5 * _PRIOR * (line[0] - 1) ** 2)

    slope, height = minimize(loss, np.array([1.0, 0.0]), method="BFGS").x
    return float(slope), float(height)


def _odds(scores: Numbers) -> Numbers:
    clipped: Numbers = np.clip(scores, 0.01, 0.99)
    return np.log(clipped / (1 - clipped))


def main(arguments: Sequence[str]) -> None:
    """Write the table that the articles of the folder given teach."""
    folder = Path(arguments[0])
    score, articles = judging.scorer(folder / "score.py"), examples(folder / "dev")
    whole = judging.Tally()
    for own in judging.folds(folder / "dev", articles).values():
        others = [each for each in articles if each not in own]
        whole.add(judging.judged(score, own, judging.learnt(others)))
    table = json.dumps(fitted(whole.outcomes), indent=0, sort_keys=True) + "\n"
    (MODELS / TABLE).write_text(table, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m bench.calibrate DIR")
    main(sys.argv[1:])
