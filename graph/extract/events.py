"""Events: the happenings that a text reports, chosen among candidates by a small linear model."""

from .guide import EventFact, Period
from .happenings import Happening, happenings
from .linear import Model, load
from .names import NameMention, mentions
from .syntax import Parsed
from .times.periods import TimeMention
from .times.periods import mentions as times_of

_WHERE = ("in", "at", "across", "throughout")


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
    """Tell whether two candidates are one event: of one type or trigger, in clauses that overlap or are joined."""
    same = one.type == other.type or one.trigger == other.trigger
    if one.type == other.type and (one.trigger in other.trigger.conjuncts) and not _has_subject(one, other):
        return True
    return same and one.span.start < other.span.end and other.span.start < one.span.end


def _has_subject(one: Happening, other: Happening) -> bool:
    """Tell whether the later of two joined verbs has a subject of its own."""
    later = max(one.trigger, other.trigger, key=lambda token: token.i)
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in later.children)


def _fact(
    parsed: Parsed, found: Happening, score: float, named: list[NameMention], times: list[TimeMention]
) -> EventFact:
    start, end = found.span
    here = dict.fromkeys(m.name for m in named if m.start < end and start < m.end and m.kind != "media")
    place = _place(found, parsed.sentences[found.sentence].offset)
    label = ", ".join(filter(None, [found.type.replace("-", " "), *list(here)[:1], place]))
    return EventFact(
        found.type, label, found.span, _date(found, times), place, tuple(here), round(score, 3), "events.json"
    )


def _place(found: Happening, offset: int) -> str | None:
    """Return the first place in the clause that a preposition of place introduces, or None."""
    for entity in found.trigger.sent.ents:
        inside = found.span.start <= offset + entity.start_char < found.span.end
        if inside and entity.label_ in ("GPE", "LOC") and entity.root.head.lower_ in _WHERE:
            return str(entity.text.removeprefix("the "))
    return None


def _date(found: Happening, times: list[TimeMention]) -> Period | None:
    """Return the time in the clause that stands nearest to the trigger."""
    middle = (found.span.start + found.span.end) // 2
    here = [t for t in times if t.start < found.span.end and found.span.start < t.end]
    return min(here, key=lambda t: abs(t.start - middle)).period if here else None
