"""Which offence a figure is about: the candidates, and the one that the guide's order of scopes expects.

The order: what the sentence names for the figure, what the paragraph named before, the offence that headline and lead
are about.
"""

import re
from collections import Counter
from functools import cache

from ..crimes import CrimeMention
from ..ranking import Features
from ..wordlists import pattern, words
from .scene import History, Scene, as_before, where
from .settings import Setting

PERSONAL = "personal-information-infringement"
"""The offence that a text on personal data may be about without naming it."""


def candidates(scene: Scene, setting: Setting, measure: str, history: History) -> list[tuple[str | None, Features]]:
    """Return no offence, and each offence that the page names, with what speaks for it."""
    counts = Counter(mention.code for mentions in scene.crimes for mention in mentions)
    opening = _opening(scene)
    found: dict[str | None, dict[str, float]] = {None: _nothing(scene, setting, measure, opening)}
    found[PERSONAL] = _personal(scene) | _at_large(PERSONAL)
    for number, mentions in enumerate(scene.crimes):
        for mention in mentions:
            kept = found.setdefault(mention.code, _at_large(mention.code))
            for name, value in _features(scene, setting, number, mention).items():
                kept[name] = max(kept.get(name, 0.0), value)
    rule, scope = expected(scene, setting, counts, opening, measure)
    for crime, features in found.items():
        if crime == rule:
            features |= {"expected": 1, f"expected from {scope}": 1}
        features.update(as_before(setting, history, [each.crime == crime for each in history], "crime"))
    return list(found.items())


def expected(
    scene: Scene, setting: Setting, counts: Counter[str], opening: Counter[str], measure: str
) -> tuple[str | None, str]:
    """Return the offence that the order of scopes gives the figure, and the scope that gave it."""
    own = setting.quantity.sentence
    named = scene.crimes[own]
    if opening:
        named = tuple(each for each in named if not _is_trade(scene, each) or each.code in opening)
    best = min(named, key=lambda each: _cost(scene, setting, each), default=None)
    if best and _cost(scene, setting, best) < _NEAR:
        return best.code, "clause"
    for number in range(own, -1, -1):
        if scene.parsed.sentences[number].paragraph != setting.paragraph:
            break
        named = scene.crimes[number]
        if named and len({each.code for each in named}) <= _LIST:
            found = min(named, key=lambda each: _cost(scene, setting, each)) if number == own else named[-1]
            return found.code, "sentence" if number == own else "paragraph"
    sentence = scene.parsed.sentences[own]
    if measure == "fine" and _personal_words().search(scene.parsed.page.text[sentence.start : sentence.end]):
        return PERSONAL, "personal in sentence"
    return _main(scene, counts, opening, measure)


_NEAR = 8.0  # the words and breaks up to which an offence belongs to a figure's clause
_LIST = 2  # a sentence that names more offences lists them, and none is the figure's


def _is_trade(scene: Scene, mention: CrimeMention) -> bool:
    """Tell whether the wording names people by their trade, as "hackers", rather than an offence."""
    return scene.parsed.page.text[mention.start : mention.end].lower() in words("crime-context", "trade")


def _main(scene: Scene, counts: Counter[str], opening: Counter[str], measure: str) -> tuple[str | None, str]:
    """Return the offence that headline and lead are about, or else the text as a whole."""
    headline = {each.code for each in scene.crimes[0] if len(opening) == 1 or not _is_trade(scene, each)}
    specific = {code for code in opening if code != "cybercrime"}
    if headline == {"cybercrime"} and len(specific) == 1:
        return specific.pop(), "specific"
    if len(headline) == 1:
        return headline.pop(), "headline"
    if opening:
        general = 2.0 if len(opening) > _LIST + 1 else -0.6
        top = max(opening, key=lambda code: opening[code] + 0.3 * counts[code] + general * (code == "cybercrime"))
        return top, "lead" if len(opening) == 1 else "mixed lead"
    if counts and measure in words("crime-context", "penal"):
        return max(counts, key=counts.__getitem__), "text"
    for code, count in counts.most_common(1):
        if measure.startswith("cases-") and count > 1 and count > 0.6 * sum(counts.values()):
            return code, "text"
    about = _personal(scene)
    private = measure in words("crime-context", "private")
    if about["personal in headline"] or (private and about["personal in lead"]):
        return PERSONAL, "personal in headline" if about["personal in headline"] else "personal"
    return None, "nothing"


def _opening(scene: Scene) -> Counter[str]:
    """Return how often headline and lead name each offence."""
    pairs = zip(scene.crimes, scene.parsed.sentences, strict=True)
    return Counter(m.code for found, sentence in pairs if sentence.paragraph <= scene.lead for m in found)


def _cost(scene: Scene, setting: Setting, mention: CrimeMention) -> float:
    """Return how loosely *mention* belongs to the figure in its sentence: words and breaks between them."""
    q, text = setting.quantity, scene.parsed.page.text
    if mention.start < q.end and mention.end > q.start:
        return 0.0
    left = mention.end <= q.start
    between = text[mention.end : q.start] if left else text[q.end : mention.start]
    breaks = 3 * between.count(",") + 2 * between.count(" and ") + 8 * between.count(";")
    return between.count(" ") + breaks + (2 if left else 0)


@cache
def _personal_words() -> re.Pattern[str]:
    return pattern(words("crime-context", "personal"))


def _personal(scene: Scene) -> dict[str, float]:
    """Return how much the page speaks of personal data."""
    page = scene.parsed.page
    head = page.text[page.headline.start : page.headline.end]
    lead = page.text[slice(*page.paragraphs[scene.lead])] if page.paragraphs else ""
    return {
        "personal": 1,
        "personal in headline": bool(_personal_words().search(head)),
        "personal in lead": bool(_personal_words().search(lead)),
        "personal often": min(len(_personal_words().findall(page.text)), 8) / 8,
    }


def _nothing(scene: Scene, setting: Setting, measure: str, opening: Counter[str]) -> dict[str, float]:
    return {
        "none": 1,
        "none, own sentence has some": bool(scene.crimes[setting.quantity.sentence]),
        "none, opening has none": not opening,
        "none, opening has several": len(opening) > 1,
        "none, mentions": min(sum(map(len, scene.crimes)), 10) / 10,
        f"none|{measure}": 1,
    }


def _at_large(code: str) -> dict[str, float]:
    return {"crime general": code == "cybercrime", "crime other": code.startswith("other:")}


def _features(scene: Scene, setting: Setting, number: int, mention: CrimeMention) -> dict[str, float]:
    if where(scene, setting, number) != "own":
        return {}
    cost = _cost(scene, setting, mention)
    return {"crime near": 1 / (1 + cost), "crime in figure": cost == 0}
