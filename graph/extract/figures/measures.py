"""What a figure measures: cue words from a table, weighed by where they stand and by syntax."""

import re
from functools import cache, lru_cache

from ..ranking import Features, Ranker
from ..syntax import HEADLINE
from ..wordlists import pattern, rows
from .scene import History, Scene, twin_of
from .settings import Setting

DOWN = re.compile(
    r"\b(?:down|fell|fall(?:s|en|ing)?|drop(?:s|ped|ping)?|declin\w+|decreas\w+|less|lower\w*|fewer|reduc\w+|shrank|"
    r"slump\w*|shorter|off|cut|halved|dip(?:ped)?|plung\w+|smaller|below)\b",
    re.IGNORECASE,
)
UP = re.compile(
    r"\b(?:up|rose|ris(?:e|es|en|ing)|increas\w+|gr[eo]w\w*|climb\w*|jump\w*|surg\w+|soar\w*|high(?:er)?|more|longer|gain\w*)\b",
    re.IGNORECASE,
)


@cache
def measures() -> tuple[str, ...]:
    """Return the codes of the measures in the order of their table."""
    return tuple(row[0] for row in rows("measures"))


@cache
def _allowed() -> dict[str, frozenset[str]]:
    return {row[0]: frozenset(row[1].split(",")) for row in rows("measures")}


@cache
def _cues() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return for each measure the wordings that tell it and those that hint at it."""
    return {row[0]: (pattern(_alternatives(row[2])), pattern(_alternatives(row[3]))) for row in rows("measures")}


def _alternatives(cell: str) -> list[str]:
    """Return the phrases of *cell*, which | divides outside brackets."""
    return re.split(r"\|(?![^(]*\))", cell)


def candidates(scene: Scene, setting: Setting, history: History) -> list[Features]:
    """Return the features of each measure for the figure in *setting*, in the order of `measures`."""
    hits = {measure: _distance(setting, measure) for measure in measures()}
    fitting = [hits[measure] for measure in measures() if _fits(setting, measure)]
    nearest = min(fitting, default=_NOWHERE)
    text, sentences = scene.parsed.page.text, scene.parsed.sentences
    number = setting.quantity.sentence
    earlier = text[sentences[number - 1].start : sentences[number - 1].end] if number > 1 else ""
    headline = text[scene.parsed.page.headline.start : scene.parsed.page.headline.end]
    return [
        _features(setting, measure, hits[measure], nearest)
        | _around(measure, earlier, headline, setting)
        | {"tells text": _share(text, measure, setting)}
        | _as_before(setting, history, measure)
        for measure in measures()
    ]


_NOWHERE = 99.0
_OWN = {"victim": "victims"}  # nouns that say what is measured, whatever the verb
_LEVEL = re.compile(
    r"\b(?:up|down|rose|rising|fell|falling|drop\w*|climb\w*|increas\w+|declin\w+)"
    r"\s+(?:from|to)\s+(?:\w+\s+)?$"
)


def _fits(setting: Setting, measure: str) -> bool:
    if setting.quantity.noun in _OWN:
        return measure == _OWN[setting.quantity.noun]
    if measure == "change" and setting.kind == "percent" and re.match(r"\s+of\b(?! (?:in|de)creas)", setting.after):
        return False
    if setting.kind == "percent" and _LEVEL.search(setting.before):
        return measure == "share"
    if "count" in _allowed()[measure] and setting.kind not in ("money", "percent", "ratio", "time"):
        return True
    return "any" in _allowed()[measure] or setting.kind in _allowed()[measure]


def _distance(setting: Setting, measure: str) -> float:
    """Return how far the nearest telling word is, in words and breaks; those before count a little more."""
    tells = _cues()[measure][0]
    own = setting.sentence[len(setting.before) : len(setting.sentence) - len(setting.after)]
    if tells.search(own):
        return 0.0
    found = [_NOWHERE]
    if right := tells.search(setting.after):
        found.append(_words(setting.after[: right.start()]))
    if left := [m.end() for m in tells.finditer(setting.before)]:
        found.append(_words(setting.before[left[-1] :]) + 0.5)
    return min(found)


def _words(between: str) -> float:
    return 1.0 + between.count(" ") + 2 * between.count(",") + 2 * between.count(" and ") + 6 * between.count(";")


def _features(setting: Setting, measure: str, distance: float, nearest: float) -> dict[str, float]:
    tells, hints = _cues()[measure]
    fits, q = _fits(setting, measure), setting.quantity
    found: dict[str, float] = {
        f"is {measure}": 1,
        "fits": fits,
        f"{measure}|{setting.kind}": 1,
        f"{measure}|unit {q.unit}": 0.5,
        f"{measure}|noun {q.noun}": 0.5,
        f"{measure}|verb {setting.verb}": 0.5,
        f"{measure}|how {q.how}": 0.5,
    }
    if not fits:
        return found
    own = setting.sentence[len(setting.before) : len(setting.sentence) - len(setting.after)]
    places = {
        "own": own,
        "left": setting.left,
        "right": setting.right,
        "wide": setting.wide,
        "sentence": setting.sentence,
    }
    for name, text in places.items():
        found[f"tells {name}"] = bool(tells.search(text))
        found[f"hints {name}"] = bool(hints.search(text))
    for name in ("verb", "modifier", "head"):
        word = getattr(setting, name)
        found[f"tells {name}"] = bool(word and tells.search(_forms(word)))
        found[f"hints {name}"] = bool(word and hints.search(_forms(word)))
    found["tells nearest"] = distance == nearest < _NOWHERE
    found["tells near"] = 1 / (1 + distance) if distance < _NOWHERE else 0
    found["tells only"] = distance < _NOWHERE and distance == nearest and found["tells wide"]
    return found


def _share(text: str, measure: str, setting: Setting) -> float:
    """Return the part that *measure* has in the whole text's telling words for figures of this kind."""
    if not _fits(setting, measure):
        return 0.0
    counts = _counts(text)
    total = sum(counts[each] for each in measures() if _fits(setting, each))
    return counts[measure] / total if total else 0.0


@lru_cache(maxsize=8)
def _counts(text: str) -> dict[str, int]:
    return {measure: len(tells.findall(text)) for measure, (tells, _) in _cues().items()}


def _forms(lemma: str) -> str:
    """Return the inflected forms in which the tables may hold *lemma*."""
    stem = lemma.removesuffix("e")
    return f"{lemma} {lemma}s {stem}ed {stem}ing {lemma}{lemma[-1]}ed"


def _around(measure: str, earlier: str, headline: str, setting: Setting) -> dict[str, float]:
    """Return whether the sentence before and the headline speak of *measure*."""
    if not _fits(setting, measure):
        return {}
    tells = _cues()[measure][0]
    return {"tells sentence before": bool(tells.search(earlier)), "tells headline": bool(tells.search(headline))}


def _as_before(setting: Setting, history: History, measure: str) -> dict[str, float]:
    """Return whether the figure before, joined with this one, the latest of its unit, or a twin measures the same."""
    if setting.paragraph == HEADLINE:
        twin = twin_of(setting, history)
        return {"measure of twin": twin is not None and twin.measure == measure}
    alike = next((each for each in reversed(history) if each.setting.quantity.unit == setting.quantity.unit), None)
    found = {f"measure as latest {setting.kind}": float(alike is not None and alike.measure == measure)}
    if not history or history[-1].setting.quantity.sentence != setting.quantity.sentence:
        return found
    last = history[-1].setting
    gap = setting.sentence[len(setting.sentence) - len(last.after) : len(setting.before)]
    same = history[-1].measure == measure and last.kind == setting.kind
    found["measure before, bracket"] = same and bool(re.fullmatch(r"\s*\(\s*", gap))
    found["measure before, list"] = same and bool(_JOINED.fullmatch(gap))
    found["measure before, list of kinds"] = history[-1].measure == measure and bool(_JOINED.fullmatch(gap))
    found["measure before"] = same
    return found


_JOINED = re.compile(r"\W*(?:[\w'-]+\W+){0,3}?(?:and|,|or|to|by)\W*(?:by|with)?\s*")


def measure(scene: Scene, setting: Setting, history: History, ranker: Ranker) -> tuple[str, float]:
    """Return the measure of the figure in *setting* and its probability."""
    index, chance = ranker.best(candidates(scene, setting, history))
    return measures()[index], chance


def sign(setting: Setting) -> int:
    """Return -1 where the words nearest to a change say that it is a fall, else 1."""
    after, before = setting.after[:25], setting.before[-60:]
    start = re.match(
        r"\W*(?:percentage points? )?(?:\w+\W+){0,1}?(?:(?P<down>" + DOWN.pattern + ")|" + UP.pattern + ")",
        after,
        re.IGNORECASE,
    )
    if start:
        return -1 if start["down"] else 1
    down, up = [m.end() for m in DOWN.finditer(before)], [m.end() for m in UP.finditer(before)]
    return -1 if down and (not up or down[-1] > up[-1]) else 1
