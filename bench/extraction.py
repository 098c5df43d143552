"""How well the extractor finds statistics: each fold of annotated articles left out in turn, and all of them fitted.

``python -m bench.extraction DIR`` reads ``DIR/dev/*.json`` with ``DIR/dev/folds.tsv`` and scores with ``DIR/score.py``.
"""

import importlib.util
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from lexwire.graph.extract import names, page, statements, statistics
from lexwire.graph.extract.guide import Facts, to_json
from lexwire.graph.extract.ranking import Rankers
from lexwire.graph.extract.syntax import parsed, pipeline
from lexwire.graph.extract.training import Example, examples, train

FIELDS = ("comparator", "measure", "crime", "period", "place", "reporter")
FULL = FIELDS[:4]


@dataclass(slots=True)
class Tally:
    """Counts of gold and found statistics, of the right ones, of right fields, and of right ones by confidence."""

    gold: int = 0
    found: int = 0
    right: int = 0
    full: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    confident: Counter[int] = field(default_factory=Counter)
    borne_out: Counter[int] = field(default_factory=Counter)

    def line(self, name: str) -> str:
        """Return the scores as one line of a table."""
        scores = [2 * hits / max(1, self.gold + self.found) for hits in (self.right, self.full)]
        shares = [self.fields[each] / max(1, self.right) for each in FIELDS]
        return f"{name:18}" + "".join(f"{score:11.3f}" for score in (*scores, *shares))


def main(arguments: Sequence[str]) -> None:
    """Print the scores of each fold left out beside those of the weights fitted to all."""
    folder = Path(arguments[0])
    score, articles = _score(folder / "score.py"), examples(folder / "dev")
    folds = dict(line.split("\t") for line in (folder / "dev" / "folds.tsv").read_text().splitlines()[1:])
    fitted, left_out = train(articles), Tally()
    print(f"{'':18}" + "".join(f"{name:>11}" for name in ("statistic", "full", *FIELDS)))
    for fold in sorted(set(folds.values())):
        own = [each for each in articles if folds[each.name] == fold]
        rankers = train(each for each in articles if folds[each.name] != fold)
        print(_judged(score, own, rankers, Tally(), left_out).line(f"{fold}, left out"))
        print(_judged(score, own, fitted, Tally()).line(f"{fold}, fitted"))
    print(left_out.line("all, left out"))
    _reliability(left_out)
    _speed(articles)


def _score(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python file; name a folder with score.py and dev/.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _judged(score: ModuleType, articles: Iterable[Example], rankers: Rankers, *tallies: Tally) -> Tally:
    """Return the first of *tallies*, to each of which the articles are added."""
    for article in articles:
        said, who = statements.statements(article.parsed), names.actors(article.parsed)
        facts = statistics.statistics(article.parsed, rankers, said, who)
        written: Any = to_json("", None, None, "", None, Facts(tuple(facts)))
        gold, found = article.gold["statistics"], written["statistics"]
        pairs = score.pair(gold, found, score.same_stat, lambda g, f: score.overlap(g["span"], f["span"]))
        right = {f: score.stat_fields(gold[g], found[f]) for g, f in pairs}
        for tally in tallies:
            _add(tally, len(gold), [each.confidence for each in facts], right)
    return tallies[0]


def _add(tally: Tally, gold: int, confidences: Sequence[float], right: dict[int, dict[str, bool]]) -> None:
    tally.gold += gold
    tally.found += len(confidences)
    tally.right += len(right)
    for index, confidence in enumerate(confidences):
        full = index in right and all(right[index][each] for each in FULL)
        tally.full += full
        tally.fields.update(each for each in FIELDS if right.get(index, {}).get(each))
        tally.confident[min(int(confidence * 5), 4)] += 1
        tally.borne_out[min(int(confidence * 5), 4)] += full


def _reliability(tally: Tally) -> None:
    """Print how many statistics of each confidence are right in full."""
    print("\nconfidence   found   right")
    for step in range(5):
        count, hits = tally.confident[step], tally.borne_out[step]
        print(f"{step / 5:.1f} to {step / 5 + 0.2:.1f}  {count:6}  {hits / max(1, count):6.2f}")


def _speed(articles: Sequence[Example]) -> None:
    """Print the time of statistics over that of parsing alone."""
    nlp, texts = pipeline(), [each.parsed.page.text for each in articles]
    start = time.perf_counter()
    for _ in nlp.pipe(texts):
        pass
    bare = time.perf_counter() - start
    start = time.perf_counter()
    for each in articles:
        statistics.statistics(parsed(page.read(each.parsed.page.text, each.parsed.page.published), nlp))
    print(f"\nbare spaCy {bare:.1f} s, statistics {(time.perf_counter() - start) / bare:.2f} times as long")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m bench.extraction DIR")
    main(sys.argv[1:])
