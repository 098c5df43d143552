"""Fit the rankers to annotated articles.

``python -m lexwire.graph.extract.training GOLD_DIR`` writes the weights that the package ships.

The result depends on nothing but the articles and this package: no randomness, weights rounded to three places.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..problems import UsageError
from . import page, statistics
from .figures import crime_scope, measures, time_scope
from .figures.scene import Decided
from .figures.settings import Setting
from .guide import Period
from .ranking import Features, Ranker, Rankers, to_json
from .syntax import Parsed, parsed, pipeline

Group = tuple[list[Features], int]
"""The candidates of one choice and the index of the right one."""

Gold = Mapping[str, Any]
"""An object of the guide's JSON."""

Numbers = NDArray[Any]

_STRENGTH = {"figure": 1.0, "measure": 1.0, "period": 10.0, "crime": 10.0}
_PRIOR = {"expected": 3.0}  # what the order of scopes expects is right unless the articles say otherwise
_LEAST = 0.02  # smaller weights are left out of the file


@dataclass(frozen=True, slots=True)
class Example:
    """An annotated article: its name, its parsed page and its gold facts."""

    name: str
    parsed: Parsed
    gold: Gold


def examples(folder: Path) -> list[Example]:
    """Return the annotated articles of *folder*, parsed; raises UsageError where there are none."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise UsageError(f"{folder} holds no annotated articles; name a folder of <id>.txt and <id>.json files.")
    nlp, found = pipeline(), []
    for path in paths:
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        found.append(Example(path.stem, parsed(page.read(text, date.fromisoformat(gold["published"])), nlp), gold))
    return found


def train(articles: Iterable[Example]) -> Rankers:
    """Return the rankers that fit *articles* best."""
    groups: dict[str, list[Group]] = {name: [] for name in _STRENGTH}
    for article in articles:
        for name, found in _groups(article):
            groups[name].append(found)
    return {name: fit(found, _STRENGTH[name]) for name, found in groups.items()}


def _groups(article: Example) -> Iterable[tuple[str, Group]]:
    """Yield the choices that *article* shows, each with its candidates and the right one."""
    stage = statistics.stage_of(article.parsed)
    gold = list(article.gold["statistics"])
    history: list[Decided] = []
    for candidate in statistics.in_turn(statistics.candidates(article.parsed, stage)):
        here, fact = candidate.setting, match(candidate.setting, gold)
        yield "figure", ([candidate.features, {}], 0 if fact else 1)
        if fact:
            code, when = fact["measure"], period(fact["period"])
            yield "measure", (measures.candidates(stage, here, history), measures.measures().index(code))
            yield from _choice("period", time_scope.candidates(stage, here, code, history), when)
            yield from _choice("crime", crime_scope.candidates(stage, here, code, history), fact["crime"])
            history.append(Decided(here, code, when, fact["crime"]))


def _choice(name: str, found: Sequence[tuple[object, Features]], right: object) -> Iterable[tuple[str, Group]]:
    options = [option for option, _ in found]
    if right in options:
        yield name, ([features for _, features in found], options.index(right))


def match(here: Setting, gold: Sequence[Gold]) -> Gold | None:
    """Return the gold statistic of the same value and unit that overlaps the figure in *here*."""
    q = here.quantity
    for fact in gold:
        overlaps = fact["span"][0] < q.end and q.start < fact["span"][1]
        if overlaps and abs(abs(fact["value"]) - q.value) <= 1e-3 * max(1, q.value) and fact["unit"] == q.unit:
            return fact
    return None


def period(plain: Mapping[str, str | None] | None) -> Period | None:
    """Return the period of the guide's JSON."""
    if plain is None or plain["end"] is None:
        return None
    return Period(date.fromisoformat(plain["start"]) if plain["start"] else None, date.fromisoformat(plain["end"]))


def fit(groups: Sequence[Group], strength: float) -> Ranker:
    """Return the conditional logit of *groups* with weights held near their priors by a penalty of *strength*."""
    from scipy.optimize import minimize

    names = sorted({name for options, _ in groups for option in options for name in option})
    prior = np.array([_PRIOR.get(name, 0.0) for name in names])
    choices = _choices(groups, {name: number for number, name in enumerate(names)})
    result = minimize(_loss, prior, (choices, strength, prior), jac=True, method="L-BFGS-B")
    kept = {name: round(float(weight), 3) for name, weight in zip(names, result.x, strict=True)}
    return Ranker({name: weight for name, weight in kept.items() if abs(weight) >= _LEAST})


@dataclass(frozen=True, slots=True)
class Choices:
    """All candidates of all choices as a sparse matrix, where each choice starts, and which candidates are right."""

    rows: Numbers
    columns: Numbers
    values: Numbers
    starts: Numbers
    right: Numbers


def _choices(groups: Sequence[Group], index: Mapping[str, int]) -> Choices:
    rows, columns, values, starts, right = [], [], [], [], []
    row = 0
    for options, best in groups:
        starts.append(row)
        right.append(row + best)
        for option in options:
            columns += [index[name] for name in option]
            values += [float(value) for value in option.values()]
            rows += [row] * len(option)
            row += 1
    return Choices(np.array(rows), np.array(columns), np.array(values), np.array([*starts, row]), np.array(right))


def _loss(weights: Numbers, choices: Choices, strength: float, prior: Numbers) -> tuple[float, Numbers]:
    """Return the penalized negative log-likelihood and its gradient."""
    starts, sizes = choices.starts[:-1], np.diff(choices.starts)
    scores = np.bincount(choices.rows, choices.values * weights[choices.columns], choices.starts[-1])
    scores = scores - np.repeat(np.maximum.reduceat(scores, starts), sizes)
    powers = np.exp(scores)
    totals = np.add.reduceat(powers, starts)
    chances = powers / np.repeat(totals, sizes)
    away = weights - prior
    loss = float(np.sum(np.log(totals)) - np.sum(scores[choices.right]) + 0.5 * strength * (away @ away))
    chances[choices.right] -= 1
    slope = np.bincount(choices.columns, choices.values * chances[choices.rows], len(weights))
    return loss, slope + strength * away


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the weights that fit the annotated articles of the folder given; return 0, or 2 where there is none."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m lexwire.graph.extract.training GOLD_DIR\n")
        return 2
    target = Path(__file__).parent / "models" / "en" / "statistics.json"
    target.write_text(to_json(train(examples(Path(arguments[0])))), encoding="utf-8")
    sys.stdout.write(f"{target}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
