"""What a page offers its figures: the times and the offences named in each sentence, and what is decided already."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..crimes import CrimeMention
from ..guide import Period
from ..syntax import HEADLINE, Parsed
from ..times.periods import TimeMention
from ..wordlists import words
from .settings import Setting


@dataclass(frozen=True, slots=True)
class Decided:
    """A figure that is done: its setting and what was chosen for it."""

    setting: Setting
    measure: str
    period: Period | None
    crime: str | None


History = Sequence[Decided]
"""The figures done so far: those before in the body, and for a headline's figure all of the body."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a page offers its figures: the times and the offences named in each sentence (places in the text)."""

    parsed: Parsed
    lead: int
    times: tuple[tuple[TimeMention, ...], ...]
    crimes: tuple[tuple[CrimeMention, ...], ...]


def scene(parsed: Parsed, times: Sequence[Sequence[TimeMention]], crimes: Sequence[CrimeMention]) -> Scene:
    """Return the scene of *parsed* with *times* by sentence and *crimes*, but those that figures are rarely about."""
    times = _in_full(_from_campaign(parsed, times))
    by_sentence: list[list[CrimeMention]] = [[] for _ in parsed.sentences]
    aside = words("crime-context", "aside")
    for mention in crimes:
        if mention.code in aside:
            continue
        by_sentence[mention.sentence].append(mention)
    return Scene(parsed, _lead(parsed), tuple(map(tuple, times)), tuple(map(tuple, by_sentence)))


_ALIKE = 0.2  # the part by which a stated span may differ in length from "the past year"
_RECENT = timedelta(days=120)  # how long before publication it may end
_DAY = timedelta(days=1)
_FIRST_MONTHS = re.compile(
    r"(?:months?|half|weeks?|days?) of (?:the|this|its) (?:\w+ ){0,3}(?:campaign|operation|crackdown|action)"
)


def _from_campaign(parsed: Parsed, times: Sequence[Sequence[TimeMention]]) -> list[list[TimeMention]]:
    """Return *times* with "the first six months of the campaign" counted from the campaign's beginning."""
    begun = next((t.period.start for found in times for t in found if t.kind == "begun"), None)
    return [
        [_counted_from(begun, each, parsed.page.text[sentence.start + each.start :][:90]) for each in found]
        for sentence, found in zip(parsed.sentences, times, strict=True)
    ]


def _in_full(times: Sequence[Sequence[TimeMention]]) -> list[list[TimeMention]]:
    """Return *times* with "the past year" read as the span of that length and time which the text states in full."""
    stated = [each.period for found in times for each in found if each.kind == "span" and each.period.start]
    return [[_as_stated(each, stated) for each in found] for found in times]


def _as_stated(each: TimeMention, stated: Sequence[Period]) -> TimeMention:
    start, end = each.period
    if each.kind != "past" or start is None:
        return each
    for first, last in stated:
        alike = first is not None and abs((last - first) / (end - start or _DAY) - 1) < _ALIKE
        if alike and timedelta(0) <= end - last < _RECENT:
            return replace(each, period=Period(first, last))
    return each


def _counted_from(begun: date | None, each: TimeMention, words: str) -> TimeMention:
    start, end = each.period
    if begun is None or start is None or each.kind != "span" or not _FIRST_MONTHS.search(words):
        return each
    return replace(each, period=Period(begun, begun + (end - start)), kind="past")


def _lead(parsed: Parsed) -> int:
    """Return the number of the paragraph that opens the body: the first that is a sentence rather than a line.

    A line of some length above it, without a stop, belongs to the headline.
    """
    text = parsed.page.text
    long = [n for n, (start, end) in enumerate(parsed.page.paragraphs) if text[start:end].count(" ") > 7]
    ended = [n for n in long[:2] if re.search(r"[.!?:][\"'”’)\]]*\s*$", text[slice(*parsed.page.paragraphs[n])])]
    return next(iter(ended or long), 0)


def as_before(setting: Setting, history: History, same: Sequence[bool], name: str) -> dict[str, float]:
    """Return whether the figure before in the sentence or paragraph, or a headline's twin, made the *same* choice."""
    if setting.paragraph == HEADLINE:
        twin = twin_of(setting, history)
        return {f"{name} of twin": twin is not None and same[history.index(twin)]}
    if history and history[-1].setting.quantity.sentence == setting.quantity.sentence:
        return {f"{name} as before in sentence": same[-1]}
    if history and history[-1].setting.paragraph == setting.paragraph:
        return {f"{name} as before in paragraph": same[-1]}
    return {}


def twin_of(setting: Setting, history: History) -> Decided | None:
    """Return the body's figure that the headline's figure repeats, perhaps rounded."""
    value, unit = setting.quantity.value, setting.quantity.unit
    near = [each for each in history if each.setting.quantity.unit == unit]
    near = [each for each in near if 0.85 <= (each.setting.quantity.value or 1) / (value or 1) <= 1.18]
    return min(near, key=lambda each: abs(each.setting.quantity.value - value), default=None)


def where(scene: Scene, setting: Setting, number: int) -> str:
    """Return where sentence *number* stands as seen from the figure."""
    own, here = setting.quantity.sentence, scene.parsed.sentences[number].paragraph
    if number == own:
        return "own"
    if here == setting.paragraph:
        return "paragraph before" if number < own else "paragraph after"
    if here == HEADLINE:
        return "headline"
    if here == scene.lead:
        return "lead"
    return "before" if number < own else "after"
