"""Floors under the extractor's scores: on annotated articles of our own, and on a development set where there is one.

The floors lie a little under what is reached, so that a change which costs much is seen at once. A development set
is a folder with score.py, dev/ and dev/folds.tsv; it is looked for beside the checkout.
"""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bench import judging
from lexwire.graph.extract import page, pipeline
from lexwire.graph.extract.calibration import probability
from lexwire.graph.extract.guide import to_json
from lexwire.graph.extract.syntax import parsed
from lexwire.graph.extract.syntax import pipeline as language
from lexwire.graph.extract.training import examples

OWN = Path(__file__).parent / "articles" / "annotated"
DEVELOPMENT = Path(__file__).parent.parent.parent / "shared" / "extraction"
LEFT_OUT = "police"

Fact = dict[str, Any]
Pairs = list[tuple[Fact, Fact]]  # the gold and what is extracted, article by article

OWN_FLOORS = [
    # kind, floor on the articles of our own
    ("statistics", 0.95),
    ("full", 0.75),
    ("actors", 0.90),
    ("laws", 0.90),
    ("crimes", 0.90),
    ("events", 0.60),
    ("statements", 0.80),
]

DEVELOPMENT_FLOORS = [
    # kind, floor on the fold that is left out of training
    ("statistic", 0.92),
    ("full", 0.57),
    ("actor", 0.80),
    ("role", 0.65),
    ("law", 0.70),
    ("crime", 0.90),
    ("event", 0.42),
    ("statement", 0.80),
]

FIGURES = [
    # value, unit, measure, crime, period, article: one figure for each general rule
    (28873, "complaint", "complaints", "telecom-fraud", "2023-01-01 2023-12-31", "meridian"),
    (3200, "person", "victims", "telecom-fraud", "2021-06-01 2024-10-31", "meridian"),
    (212, "phone", "recovered", "telecom-fraud", "2025-02-01 2025-02-28", "meridian"),
    (114174, "complaint", "complaints", "telecom-fraud", "2023-04-01 2024-03-31", "perunad"),
    (14984, "card", "removed", "telecom-fraud", "2024-01-01 2024-04-30", "perunad"),
    (480_000, "person", "victims", "telecom-fraud", "2020-01-01 2023-11-16", "cyberoffice"),
    (58, "location", "checked", "telecom-fraud", "2023-11-06 2023-11-10", "cyberoffice"),
    (590_000, "EUR", "fine", "data-breach", None, "ostmark"),
]


def _overlap(one: Fact, two: Fact) -> bool:
    return bool(one["span"][0] < two["span"][1] and two["span"][0] < one["span"][1])


def _figure(one: Fact, two: Fact) -> bool:
    return one["value"] == two["value"] and one["unit"] == two["unit"] and _overlap(one, two)


def _whole(one: Fact, two: Fact) -> bool:
    return _figure(one, two) and all(one[each] == two[each] for each in ("comparator", "measure", "crime", "period"))


SAME: dict[str, Callable[[Fact, Fact], bool]] = {
    "statistics": _figure,
    "full": _whole,
    "actors": lambda one, two: one["name"] == two["name"],
    "laws": lambda one, two: one["name"] == two["name"],
    "crimes": lambda one, two: one["type"] == two["type"],
    "events": lambda one, two: one["type"] == two["type"] and _overlap(one, two),
    "statements": lambda one, two: one["speaker"] == two["speaker"] and _overlap(one, two),
}


@pytest.fixture(scope="module")
def own() -> dict[str, tuple[Fact, Fact]]:
    """Return the gold and the facts of each article of our own, by the first word of its name."""
    found = {}
    for path in sorted(OWN.glob("*.txt")):
        gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        day = date.fromisoformat(gold["published"])
        facts = pipeline.facts(parsed(page.read(path.read_text(encoding="utf-8"), day), language()))
        written = json.loads(json.dumps(to_json(path.stem, None, None, "", day, facts)))
        found[path.stem.split("-")[0]] = gold, written
    return found


@pytest.mark.parametrize(("kind", "floor"), OWN_FLOORS)
def test_own_articles(own: dict[str, tuple[Fact, Fact]], kind: str, floor: float) -> None:
    """Over the articles of our own, the F1 of each kind stays above its floor."""
    plural = "statistics" if kind == "full" else kind
    right = size = 0
    for gold, found in own.values():
        wanted, given = ([f for f in facts[plural] if f.get("type") != "other"] for facts in (gold, found))
        right += sum(any(SAME[kind](one, two) for two in given) for one in wanted)
        size += len(wanted) + len(given)
    assert 2 * right / size >= floor


@pytest.mark.parametrize(("value", "unit", "measure", "crime", "period", "article"), FIGURES)
def test_figures(
    own: dict[str, tuple[Fact, Fact]],
    value: int,
    unit: str,
    measure: str,
    crime: str,
    period: str | None,
    article: str,
) -> None:
    """Each figure of the table is found with its unit, measure, crime and period."""
    found = [
        (s["unit"], s["measure"], s["crime"], s["period"] and f"{s['period']['start']} {s['period']['end']}")
        for s in own[article][1]["statistics"]
        if s["value"] == value
    ]
    assert (unit, measure, crime, period) in found


@pytest.mark.parametrize("value", [51, 120, 310, 555, 1930, 4471, 6600])
def test_no_figures(own: dict[str, tuple[Fact, Fact]], value: int) -> None:
    """Ages, helplines, telephone and register numbers and the furniture of a page are no figures."""
    assert not [s["text"] for _, found in own.values() for s in found["statistics"] if s["value"] == value]


@pytest.fixture(scope="module")
def left_out() -> judging.Tally:
    """Return the scores of one fold of the development set, read by models that the other folds teach."""
    if not (DEVELOPMENT / "score.py").is_file():
        pytest.skip(f"There is no development set at {DEVELOPMENT}.")
    score, articles = judging.scorer(DEVELOPMENT / "score.py"), examples(DEVELOPMENT / "dev")
    folds = judging.folds(DEVELOPMENT / "dev", articles)
    others = [each for fold, group in folds.items() if fold != LEFT_OUT for each in group]
    return judging.judged(score, folds[LEFT_OUT], judging.learnt(others))


@pytest.mark.parametrize(("kind", "floor"), DEVELOPMENT_FLOORS)
def test_development_set(left_out: judging.Tally, kind: str, floor: float) -> None:
    """On the fold left out, the F1 of each kind stays above its floor."""
    assert left_out.f1(kind) >= floor


@pytest.mark.parametrize("kind", ["statistic", "actor", "event", "statement"])
def test_mean_confidence(left_out: judging.Tally, kind: str) -> None:
    """The mean confidence of what is found is near the share of it that is right."""
    outcomes = left_out.outcomes[kind]
    mean = sum(probability(kind, score) for score, _ in outcomes) / len(outcomes)
    assert mean == pytest.approx(sum(right for _, right in outcomes) / len(outcomes), abs=0.12)
