"""Events: the happenings that a text reports, chosen among candidates by a small linear model."""

from .guide import EventFact, Period
from .happenings import Happening, happenings
from .linear import Model, load
from .names import NameMention, mentions
from .periods import TimeMention
from .periods import mentions as times_of
from .syntax import Parsed


def events(parsed: Parsed, model: Model | None = None) -> list[EventFact]:
    """Return what the text reports as happened or scheduled, in the order of the text."""
    model = model or load("events")
    named = mentions(parsed)
    times = times_of(parsed.page.text, parsed.page.published)
    found = happenings(parsed, times, named)
    scored = [(model.probability(each.features), each) for each in found]
    kept = chosen([pair for pair in scored if pair[0] >= model.threshold])
    return [_fact(parsed, each, score, named, times) for score, each in kept]


def chosen(scored: list[tuple[float, Happening]]) -> list[tuple[float, Happening]]:
    """Return the best of the candidates that share a clause and the type or the trigger, in the order of the text."""
    kept: list[tuple[float, Happening]] = []
    for score, each in sorted(scored, key=lambda pair: -pair[0]):
        if not any(_clash(each, other) for _, other in kept):
            kept.append((score, each))
    return sorted(kept, key=lambda pair: pair[1].span)


def _clash(one: Happening, other: Happening) -> bool:
    """Tell whether two candidates are one event: of one type or trigger, in clauses that overlap."""
    same = one.type == other.type or one.trigger == other.trigger
    return same and one.span.start < other.span.end and other.span.start < one.span.end


def _fact(
    parsed: Parsed, found: Happening, score: float, named: list[NameMention], times: list[TimeMention]
) -> EventFact:
    start, end = found.span
    here = dict.fromkeys(m.name for m in named if m.start < end and start < m.end)
    label = " ".join(parsed.page.text[start:end].split()[:12])
    return EventFact(
        found.type, label, found.span, _date(found, times), _place(found), tuple(here), round(score, 3), "events.json"
    )


def _place(found: Happening) -> str | None:
    """Return the first place that a preposition of place introduces in the trigger's sentence, or None."""
    sentence = found.trigger.sent
    for entity in sentence.ents:
        if entity.label_ in ("GPE", "LOC") and entity.root.head.lower_ in ("in", "at", "across", "throughout"):
            return str(entity.text.removeprefix("the "))
    return None


def _date(found: Happening, times: list[TimeMention]) -> Period | None:
    """Return the time in the clause that stands nearest to the trigger."""
    middle = (found.span.start + found.span.end) // 2
    here = [t for t in times if t.start < found.span.end and found.span.start < t.end]
    return min(here, key=lambda t: abs(t.start - middle)).period if here else None
