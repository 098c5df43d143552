"""How well the extractor finds facts: each fold of annotated articles left out in turn beside all of them fitted.

``python -m bench.extraction DIR`` reads ``DIR/dev/*.json`` with ``DIR/dev/folds.tsv`` and scores with ``DIR/score.py``.
Left out are the weights that choose statistics, actors and events; the lexicons and rules know all articles.
"""

import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench import calibrate, judging
from lexwire.graph.extract import page
from lexwire.graph.extract import pipeline as extraction
from lexwire.graph.extract.calibration import probability
from lexwire.graph.extract.syntax import parsed, pipeline
from lexwire.graph.extract.training import Example, examples

_BINS = 5


def main(arguments: Sequence[str]) -> None:
    """Print the scores of each fold left out beside those of the weights fitted to all."""
    folder = Path(arguments[0])
    score, articles = judging.scorer(folder / "score.py"), examples(folder / "dev")
    groups = judging.folds(folder / "dev", articles)
    everything, apart, whole = judging.learnt(articles), {}, judging.Tally()
    print(f"{'':18}" + "".join(f"{name:>11}" for name in (*judging.KINDS, *(f".{f}" for f in judging.FIELDS))))
    for fold, own in groups.items():
        others = [each for each in articles if each not in own]
        apart[fold] = judging.judged(score, own, judging.learnt(others))
        fitted = judging.judged(score, own, everything)
        print(_line(f"{fold}, left out", apart[fold]), _line(f"{fold}, fitted", fitted), sep="\n", flush=True)
        whole.add(fitted)
    print(_line("all, left out", _sum(apart.values())), _line("all, fitted", whole), sep="\n")
    _reliability(apart)
    _speed(articles)


def _line(name: str, tally: judging.Tally) -> str:
    """Return the scores as one line of a table: F1 by kind, then the shares of right fields."""
    shares = [tally.fields[each] / max(1, tally.right["statistic"]) for each in judging.FIELDS]
    return f"{name:18}" + "".join(f"{score:11.3f}" for score in (*map(tally.f1, judging.KINDS), *shares))


def _sum(tallies: Iterable[judging.Tally]) -> judging.Tally:
    whole = judging.Tally()
    for each in tallies:
        whole.add(each)
    return whole


def _reliability(apart: dict[str, judging.Tally]) -> None:
    """Print by kind how many facts of each confidence are right; other folds' outcomes have made the confidences."""
    print(f"\n{'confidence':12}" + "".join(f"{f'{n / _BINS:.1f} to {(n + 1) / _BINS:.1f}':>16}" for n in range(_BINS)))
    tables = {
        fold: calibrate.fitted(_sum([tally for other, tally in apart.items() if other != fold]).outcomes)
        for fold in apart
    }
    for kind in judging.SCORED:
        pairs = [
            (probability(kind, score, tables[fold]), right)
            for fold, tally in apart.items()
            for score, right in tally.outcomes.get(kind, ())
        ]
        print(f"{kind:12}" + "".join(_cell(pairs, number) for number in range(_BINS)))


def _cell(pairs: Sequence[tuple[float, bool]], number: int) -> str:
    """Return the share of right facts in a bin, and their number."""
    own = [right for chance, right in pairs if min(int(chance * _BINS), _BINS - 1) == number]
    return f"{f'{sum(own) / len(own):.2f} of {len(own)}' if own else '-':>16}"


def _speed(articles: Sequence[Example]) -> None:
    """Print the time of the whole extraction over that of spaCy's pipeline on the same texts."""
    nlp, texts = pipeline(), [each.parsed.page.text for each in articles]
    start = time.perf_counter()
    for _ in nlp.pipe(texts):
        pass
    bare = time.perf_counter() - start
    start = time.perf_counter()
    for each in articles:
        extraction.facts(parsed(page.read(each.parsed.page.text, each.parsed.page.published), nlp))
    print(f"\nbare spaCy {bare:.1f} s, all facts {(time.perf_counter() - start) / bare:.2f} times as long")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m bench.extraction DIR")
    main(sys.argv[1:])
