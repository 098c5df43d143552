"""The statistics of an article: its figures with measure, offence, period, place, reporter and relation.

What is a figure, what it measures and what it belongs to are choices of trained rankers; the confidence of a
statistic is the product of their probabilities.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from . import crimes
from .figures import crime_scope, measures, places, quantities, relations, reporters, time_scope
from .figures.scene import Decided, Scene, scene
from .figures.settings import Setting, setting
from .guide import ActorFact, Span, StatementFact, Statistic
from .ranking import Features, Rankers, shipped
from .syntax import HEADLINE, Parsed
from .times import periods

Option = TypeVar("Option")

_ACCOUNTS = ("span", "year", "month", "sofar", "past")  # the kinds of times that an account is about
THRESHOLD = 0.5
"""The least probability with which a number is taken for a figure."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that may be a figure: its setting and the features that tell."""

    setting: Setting
    features: Features


def statistics(
    parsed: Parsed,
    rankers: Rankers | None = None,
    statements: Sequence[StatementFact] = (),
    actors: Sequence[ActorFact] = (),
) -> list[Statistic]:
    """Return the statistics of *parsed* in the order of the text, chosen by *rankers* or by the shipped ones.

    Reporters are looked for among the speakers of *statements* and the *actors* for whom they speak.
    """
    rankers = rankers or shipped()
    stage = stage_of(parsed)
    history: list[Decided] = []
    found = []
    for candidate in in_turn(candidates(parsed, stage)):
        chance = rankers["figure"].probabilities([candidate.features, {}])[0]
        if chance >= THRESHOLD:
            found.append(_statistic(stage, candidate.setting, chance, rankers, history))
    found.sort(key=lambda each: each.span)
    whole = reporters.reported(parsed, places.placed(parsed, found), statements, actors)
    return relations.related(parsed, whole)


def in_turn(found: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates in the order in which they are decided: the body's before the headline's."""
    return sorted(found, key=lambda each: each.setting.paragraph == HEADLINE)


def stage_of(parsed: Parsed) -> Scene:
    """Return the times and the offences of *parsed* by sentence."""
    text, published = parsed.page.text, parsed.page.published
    known, times = None, []
    for each in parsed.sentences:
        times.append(periods.mentions(text[each.start : each.end], published, known))
        known = next((time.period for time in times[-1] if time.kind in _ACCOUNTS), known)
    return scene(parsed, times, crimes.mentions(parsed))


def candidates(parsed: Parsed, stage: Scene) -> list[Candidate]:
    """Return every number of *parsed* that may be a figure."""
    found: list[Candidate] = []
    seen: set[tuple[float, str]] = set()
    for quantity in quantities.quantities(parsed, stage.times):
        here = setting(parsed, quantity)
        found.append(Candidate(here, _features(here, seen)))
        if here.paragraph != HEADLINE:
            seen.add((quantity.value, here.kind))
    return found


def _features(here: Setting, seen: set[tuple[float, str]]) -> Features:
    q = here.quantity
    repeated = (q.value, here.kind) in seen
    definite = bool(
        re.search(r"\b(?:the|these|those|both|its|his|their)\s+$", here.sentence[: len(here.before) + 6][-12:].lower())
    )
    definite = definite or here.sentence[len(here.before) :].lower().startswith(("the ", "these ", "those "))
    found: dict[str, float] = {
        "any": 1,
        "repeated": repeated,
        "definite": definite,
        "definite repeated": definite and repeated,
        "headline": here.paragraph == HEADLINE,
        "compared": q.comparator != "=",
        f"size {len(str(int(q.value)))}": 1,
        f"kind {here.kind}": 1,
        f"kind {here.kind}|{q.form}": 1,
        f"unit {q.unit}": 1,
        f"how {q.how}": 1,
        f"form {q.form}": 1,
        f"one {q.form}": q.value == 1,
        f"small {q.form}|{definite}": q.value < 11
        and q.value == int(q.value)
        and here.kind not in ("ratio", "percent"),
        f"verb {here.verb}": 1,
        f"noun {q.noun}": 1,
        f"prep {here.prep}|{here.kind}": 1,
        "hyphen": here.after.startswith("-") or here.sentence[len(here.before) :].count("-") > 0,
    }
    last, first = re.findall(r"[\w%$']+", here.before.lower())[-2:], re.findall(r"[\w']+", here.after.lower())[:1]
    found |= {f"before {word}": 1.0 for word in last} | {f"after {word}": 1.0 for word in first}
    found["in title"] = bool(re.search(r"[\"“][^\"”]*$", here.before)) and '"' in here.after[:25]
    return found


def _statistic(stage: Scene, here: Setting, chance: float, rankers: Rankers, history: list[Decided]) -> Statistic:
    """Return the figure in *here* as a statistic, and enter it in *history*."""
    q, text = here.quantity, stage.parsed.page.text
    measure, sure = measures.measure(stage, here, history, rankers["measure"])
    period, dated = _best(time_scope.candidates(stage, here, measure, history), rankers, "period")
    crime, scoped = _best(crime_scope.candidates(stage, here, measure, history), rankers, "crime")
    history.append(Decided(here, measure, period, crime))
    value = q.value * measures.sign(here) if measure == "change" and q.unit == "percent" else q.value
    return Statistic(
        span=Span(q.start, q.end),
        text=text[q.start : q.end],
        value=value,
        comparator=q.comparator,
        unit=q.unit,
        measure=measure,
        crime=crime,
        period=period,
        confidence=round(chance * sure * dated * scoped, 4),
        made_by=f"statistics:{q.how}",
    )


def _best(found: Sequence[tuple[Option, Features]], rankers: Rankers, name: str) -> tuple[Option, float]:
    index, chance = rankers[name].best([features for _, features in found])
    return found[index][0], chance
