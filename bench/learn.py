"""Learn the extractor's small models from annotated articles: `python -m bench.learn DIR`.

DIR holds texts with gold annotations (x.txt, x.json) and folds.tsv. Each fold is judged by what the others teach;
the packaged models are then learnt from all of them and written to graph/extract/models/. Events are taught by the
marked texts beside this file too, which show types that the articles hold few of.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from lexwire.graph.extract import events, happenings, linear, names, page, syntax
from lexwire.graph.extract.actors.chosen_actors import features
from lexwire.graph.extract.surface import key
from lexwire.graph.extract.times import periods

from . import marked

Numbers = NDArray[Any]
MODELS = Path(__file__).parent.parent / "graph" / "extract" / "models" / "en"
STRENGTH = {"actors": 0.3, "events": 0.2}
THRESHOLD = {"actors": 0.42, "events": 0.36}
OF_ONE_TYPE = 3.0  # how much more firmly what counts for one type of event alone is kept small
MARKED_WEIGHT = 2  # the marked texts are few and short: each counts twice


class Example(NamedTuple):
    """The features of a candidate, whether the gold has it, and the candidate itself."""

    features: tuple[str, ...]
    right: bool
    candidate: Any


class Article(NamedTuple):
    """The examples of one article, how many facts its gold has, and examples that only teach."""

    examples: Sequence[Example]
    gold: Sequence[dict[str, Any]]
    teaching: Sequence[Example] = ()


def same_name(one: str, other: str) -> bool:
    """Tell whether two names are one, small differences of spelling apart."""
    return key(one) == key(other) or SequenceMatcher(None, key(one), key(other)).ratio() >= 0.9


def same_event(gold: dict[str, Any], found: happenings.Happening) -> bool:
    """Tell whether the candidate is the gold's event: the same type, in overlapping clauses."""
    return bool(gold["type"] == found.type and gold["span"][0] < found.span.end and found.span.start < gold["span"][1])


def actors_of(parsed: syntax.Parsed, gold: dict[str, Any]) -> Article:
    """Return the candidates for actors of one article, and its gold.

    The article teaches a second time with its organizations unknown: most of those in other articles are in no table.
    """
    known, unknown = (_examples(parsed, names.gathered(parsed, unknown=each), gold) for each in (False, True))
    told = {(each.features, each.candidate.name) for each in known}
    return Article(known, gold["actors"], [e for e in unknown if (e.features, e.candidate.name) not in told])


def _examples(parsed: syntax.Parsed, groups: Iterable[names.Group], gold: dict[str, Any]) -> list[Example]:
    return [
        Example(
            tuple(features(parsed, g.name, g.kind, g.rules, g.spans, g.sentences)),
            any(same_name(g.name, each["name"]) for each in gold["actors"]),
            g,
        )
        for g in groups
    ]


def events_of(parsed: syntax.Parsed, gold: dict[str, Any]) -> Article:
    """Return the candidates for events of one article, and its gold without the unscored type."""
    wanted = [each for each in gold["events"] if each["type"] != "other"]
    times = periods.mentions(parsed.page.text, parsed.page.published)
    found = happenings.happenings(parsed, times, names.mentions(parsed))
    return Article([Example(h.features, any(same_event(g, h) for g in wanted), h) for h in found], wanted)


def learn(articles: Iterable[Article], kind: str) -> linear.Model:
    """Return the model that the articles teach, and the marked texts: a logistic regression with small weights."""
    more = marked_events() if kind == "events" else []
    examples = [each for article in (*more, *articles) for each in (*article.examples, *article.teaching)]
    names = sorted({name for each in examples for name in each.features})
    place = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(examples), len(names) + 1))
    matrix[:, -1] = 1.0
    for row, each in enumerate(examples):
        matrix[row, [place[name] for name in each.features]] = 1.0
    firmness = np.array([*(OF_ONE_TYPE if "|" in name else 1.0 for name in names), 0.0])
    signs = np.array([1.0 if each.right else -1.0 for each in examples])
    found = _fitted(matrix, signs, STRENGTH[kind], firmness)
    return linear.Model(dict(zip(names, map(float, found[:-1]), strict=True)), float(found[-1]), THRESHOLD[kind])


def _fitted(matrix: Numbers, signs: Numbers, strength: float, firmness: Numbers) -> Numbers:
    """Return the weights that make the signs likeliest, each kept as small as its *firmness* asks; the bias is free."""

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        margins = signs * (matrix @ weights)
        slope = matrix.T @ (-signs / (1 + np.exp(margins)))
        value = strength * np.logaddexp(0, -margins).sum() + 0.5 * (firmness * weights**2).sum()
        return float(value), strength * slope + firmness * weights

    found: Numbers = minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B").x
    return found


def f1(articles: Iterable[Article], model: linear.Model, kind: str) -> float:
    """Return the F1 of the candidates that *model* chooses, each counted once."""
    right = found = gold = 0
    for article in articles:
        kept = [(p, e) for e in article.examples if (p := model.probability(e.features)) >= model.threshold]
        if kind == "events":
            best = {id(each) for _, each in events.chosen([(p, e.candidate) for p, e in kept])}
            kept = [(p, e) for p, e in kept if id(e.candidate) in best]
        right += sum(each.right for _, each in kept)
        found += len(kept)
        gold += len(article.gold)
    return 2 * right / (found + gold) if found + gold else 0.0


def read(folder: Path) -> dict[str, list[tuple[syntax.Parsed, dict[str, Any]]]]:
    """Return the parsed articles with their gold, by fold."""
    folds = [line.split("\t") for line in (folder / "folds.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    nlp = syntax.pipeline()
    out: dict[str, list[tuple[syntax.Parsed, dict[str, Any]]]] = {}
    for name, fold in folds:
        gold = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        published = date.fromisoformat(gold["published"]) if gold["published"] else None
        text = (folder / f"{name}.txt").read_text(encoding="utf-8")
        out.setdefault(fold, []).append((syntax.parsed(page.read(text, published), nlp), gold))
    return out


@cache
def marked_events() -> list[Article]:
    """Return the examples for events that the marked texts hold, each text as often as it counts."""
    nlp = syntax.pipeline()
    texts = [(syntax.parsed(page.read(m.text, m.published), nlp), {"events": m.events}) for m in marked.read()]
    return MARKED_WEIGHT * [events_of(parsed, gold) for parsed, gold in texts]


def main() -> None:
    """Learn, judge and write both models."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    articles = read(parser.parse_args().folder)
    for kind, gather in (("actors", actors_of), ("events", events_of)):
        folds = {fold: [gather(parsed, gold) for parsed, gold in pairs] for fold, pairs in articles.items()}
        for fold, own in folds.items():
            others = [each for other, group in folds.items() if other != fold for each in group]
            print(f"{kind}, {fold} left out: {f1(own, learn(others, kind), kind):.3f}")
        model = learn([each for group in folds.values() for each in group], kind)
        (MODELS / f"{kind}.json").write_text(model.dumped(), encoding="utf-8")


if __name__ == "__main__":
    main()
