"""Which time a figure is about: the candidates, and the one that the guide's order of scopes expects.

The order: the figure's own clause, its sentence, the nearest earlier time in the paragraph, the window that headline
or lead states. Times that date a statement, an event or a comparison are passed over.
"""

import re
from datetime import timedelta
from functools import cache

from ..guide import Period
from ..ranking import Features
from ..syntax import HEADLINE
from ..times.calendar_words import months_before
from ..times.distance import FAR, NEAR, distance, is_base, is_baseline
from ..times.periods import TimeMention
from ..wordlists import pattern, rows
from .scene import History, Scene, as_before, twin_of, where
from .settings import Setting, governing

_WINDOWS = frozenset(("span", "since", "begun", "past", "sofar", "asof", "year", "month", "season"))
_GOES_ON = re.compile(
    r"\W*(?:second|third|fourth|fifth|sixth|finally|in addition|besides|moreover|the \w+ (?:also )?added)\b",
    re.IGNORECASE,
)
_FINED = re.compile(
    r"\b(?:fin(?:e|es|ed|ing)|penal\w+|impos\w+|announc\w+|decision|decided|ruled|ruling|order\w*)\b", re.IGNORECASE
)
_PROSPECT = re.compile(
    r"\b(?:fac(?:e|es|ed|ing)|may (?:be|reach)|(?:can|could) (?:be|reach|face)|liable|punishable|maximum|whichever)\b",
    re.IGNORECASE,
)
_SO_FAR = re.compile(r"\b(?:so far|to date|(?:up )?(?:to|until) now)\b(?! this| in| since)", re.IGNORECASE)
_MODAL = re.compile(r"\b(?:can|may|could|might|must|should|shall|whoever)\b", re.IGNORECASE)


def candidates(scene: Scene, setting: Setting, measure: str, history: History) -> list[tuple[Period | None, Features]]:
    """Return no period, the day of publication and each period that the page names, with what speaks for it."""
    published = scene.parsed.page.published
    found: dict[Period | None, dict[str, float]] = {None: _nothing(scene, setting, measure)}
    if published:
        found[Period(published, published)] = {"publication": 1, f"publication|{measure}": 1}
    for number, times in enumerate(scene.times):
        for mention in times:
            kept = found.setdefault(mention.period, {})
            for name, value in _features(scene, setting, number, mention, measure).items():
                kept[name] = max(kept.get(name, 0.0), value)
    rule, scope = expected(scene, setting, history, measure)
    found.setdefault(rule, {})
    for period, features in found.items():
        if period == rule:
            features |= {"expected": 1, f"expected from {scope}": 1}
        features.update(as_before(setting, history, [each.period == period for each in history], "time"))
    return list(found.items())


def expected(scene: Scene, setting: Setting, history: History, measure: str = "") -> tuple[Period | None, str]:
    """Return the period that the order of scopes gives the figure, and the scope that gave it."""
    own = setting.quantity.sentence
    if measure == "duration" and (planned := _planned(scene, setting)):
        return planned, "plan"
    here = [each for each in scene.times[own] if not _passed_over(scene, own, each)]
    here = [each for each in here if not is_base(setting, each, measure)]
    if here:
        best = min(here, key=lambda time: distance(setting, time))
        if measure == "change" and best.opening == "between" and best.period.start:
            return _last_year(best.period), "clause"
        if distance(setting, best) < FAR:
            return best.period, "clause" if distance(setting, best) < NEAR else "sentence"
    if setting.paragraph == HEADLINE and (twin := twin_of(setting, history)):
        return twin.period, "twin"
    if _MODAL.search(setting.wide) and measure != "fine":
        return None, "modal"
    if measure in ("fine", "duration") and _PROSPECT.search(setting.wide):
        return None, "prospect"
    if _SO_FAR.search(setting.wide):
        return _campaign(scene, setting) or (None, "so far")
    return (
        _earlier(scene, setting)
        or _window(scene)
        or _campaign(scene, setting)
        or _running(scene, setting)
        or _announced(scene, setting, history, measure)
    )


def _last_year(period: Period) -> Period:
    """Return the second of two years between which something changed, or *period* where it is no two years."""
    start, end = period
    two = start and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and end.year - start.year == 1
    return Period(end.replace(month=1, day=1), end) if two else period


def _planned(scene: Scene, setting: Setting) -> Period | None:
    """Return for the length of a campaign the time from its beginning to its end."""
    own, months = setting.quantity.sentence, {"year": 12, "month": 1}.get(setting.quantity.unit, 0)
    begun = [time.period.start for time in scene.times[own] if time.kind == "begun"]
    if not months or not begun or begun[0] is None or not _occasions("campaign").search(setting.after[:60]):
        return None
    count = int(months * setting.quantity.value)
    return Period(begun[0], months_before(begun[0], -count) - timedelta(days=1))


def _earlier(scene: Scene, setting: Setting) -> tuple[Period | None, str] | None:
    """Return the nearest earlier time of the paragraph; a list's item looks on to the paragraph that opens the list."""
    paragraph, item = setting.paragraph, _is_item(scene, setting.quantity.sentence)
    for number in range(setting.quantity.sentence - 1, 0, -1):
        sentence = scene.parsed.sentences[number]
        if sentence.paragraph != paragraph and not item:
            return None
        earlier = [each for each in scene.times[number] if not _passed_over(scene, number, each)]
        earlier = [each for each in earlier if not is_baseline(each)]
        if earlier:
            return earlier[-1].period, "paragraph"
        item = item and _is_item(scene, number)
        paragraph = sentence.paragraph
    return None


def _is_item(scene: Scene, number: int) -> bool:
    sentence = scene.parsed.sentences[number]
    return scene.parsed.page.text[sentence.offset : sentence.offset + 1] in "•-–*·"


def _campaign(scene: Scene, setting: Setting) -> tuple[Period | None, str] | None:
    """Return the span of the campaign that the figure's sentence speaks of, wherever its beginning is told."""
    if _occasions("so far").search(setting.sentence):
        for number, times in enumerate(scene.times):
            for time in times:
                if time.kind in ("begun", "since", "sofar") and not _passed_over(scene, number, time):
                    return time.period, "campaign"
    return None


def _running(scene: Scene, setting: Setting) -> tuple[Period | None, str] | None:
    """Return, where the paragraph goes on with an enumeration, the latest time that runs up to publication."""
    first = scene.parsed.page.text[scene.parsed.sentences[setting.quantity.sentence].offset :][:40]
    if not _GOES_ON.match(first):
        return None
    for number in range(setting.quantity.sentence - 1, -1, -1):
        for time in scene.times[number]:
            if time.kind in ("since", "sofar", "begun") and not _passed_over(scene, number, time):
                return time.period, "running"
    return None


def _announced(scene: Scene, setting: Setting, history: History, measure: str) -> tuple[Period | None, str]:
    """Return for a fine the day on which it, or the fine before it, was made known."""
    fines = [each.period for each in history if each.measure == measure == "fine" and each.period]
    if fines and fines[-1].start == fines[-1].end:
        return fines[-1], "announced"
    if measure == "fine" and setting.paragraph <= scene.lead + 1:
        for number, sentence in enumerate(scene.parsed.sentences):
            if sentence.paragraph in (HEADLINE, scene.lead, scene.lead + 1):
                text = scene.parsed.page.text[sentence.start : sentence.end]
                for time in scene.times[number]:
                    if time.kind == "day" and _FINED.search(text):
                        return time.period, "announced"
    return None, "nothing"


def _window(scene: Scene) -> tuple[Period | None, str] | None:
    """Return the reporting window that headline or lead states: a span rather than a year, the first of its kind."""
    found = [
        time
        for number, sentence in enumerate(scene.parsed.sentences)
        if sentence.paragraph <= scene.lead
        for time in scene.times[number]
        if time.kind in _WINDOWS and not _passed_over(scene, number, time)
        if not is_baseline(time)
    ]
    best = min(found, key=lambda time: time.kind not in _SPANS, default=None)
    return (best.period, "opening") if best else None


_SPANS = frozenset(("span", "since", "begun", "asof"))
_SUPERLATIVE = re.compile(
    r"\b(?:high|low|larg|bigg|great|wors|strong|steep|sharp|fast|first|most)\w*(?:\s+[\w-]+){0,4}"
    r"\s+since\b[^,;.]{0,30}$",
    re.IGNORECASE,
)


def _passed_over(scene: Scene, number: int, time: TimeMention) -> bool:
    """Tell whether *time* dates a statement, a name or a beginning rather than what is counted."""
    if time.kind == "name":
        return True
    sentence = scene.parsed.sentences[number]
    text = scene.parsed.page.text[sentence.start : sentence.end]
    twins = [t.kind for t in scene.times[number] if t.start == time.start]
    if "begun" in twins:
        campaign = bool(_occasions("campaign").search(text))
        return campaign != (time.kind == "begun")
    if time.opening == "since" and _SUPERLATIVE.search(text[: time.start]):
        return True
    verb, _ = governing(sentence, sentence.start + time.start)
    around = text[max(0, time.start - 45) : time.start] + "|" + text[time.end : time.end + 25]
    return time.kind in ("day", "week") and (verb in _telling() or bool(_occasions("occasion").search(around)))


@cache
def _occasions(kind: str) -> re.Pattern[str]:
    return pattern(row[1] for row in rows("unit-verbs") if row[0] == kind)


@cache
def _telling() -> frozenset[str]:
    return frozenset(row[1] for row in rows("unit-verbs") if row[0] == "tells")


def _nothing(scene: Scene, setting: Setting, measure: str) -> dict[str, float]:
    modal = bool(_MODAL.search(setting.sentence))
    return {
        "none": 1,
        "none modal": modal,
        "none, own sentence has some": bool(scene.times[setting.quantity.sentence]),
        f"none|{measure}": 1,
    }


def _features(scene: Scene, setting: Setting, number: int, mention: TimeMention, measure: str) -> dict[str, float]:
    """Return what else bears on *mention*: few features, as an article's figures are not independent examples."""
    over, published = _passed_over(scene, number, mention), scene.parsed.page.published
    found = {
        "time passed over": float(over),
        f"time passed over|{measure}": over,
        "time to come": bool(published and mention.period.end > published),
        "time baseline": is_baseline(mention),
    }
    if where(scene, setting, number) == "own":
        cost = distance(setting, mention)
        _, verb_at = governing(scene.parsed.sentences[number], scene.parsed.sentences[number].start + mention.start)
        found |= {
            "time cost": min(cost, 30) / 10,
            "time adjacent": cost == 0,
            "time same verb": verb_at == setting.verb_at and not over,
        }
    return found
