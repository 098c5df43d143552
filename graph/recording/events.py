"""Events and statements of a record: who did and said what, when and where, about which crimes and laws."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from .. import facts
from ..extract.guide import EventFact, Span, StatementFact, Statistic
from ..extract.wordlists import labels, rows
from ..lexicon import lexicon
from .drafting import Draft
from .figures import Made
from .names import actor_key, class_of, table
from .times import period

_ATTRIBUTION = 6
"""The most words of a statement's anchor: enough for who speaks and the verb."""
_CLAUSE = 8
"""The most words of an event's anchor."""


def events(draft: Draft, found: Sequence[EventFact], record: facts.Record) -> tuple[facts.Event, ...]:
    """Return the events; *record* has the actors, laws and crimes that they may speak of."""
    made = []
    for each in found:
        try:
            made.append(_event(draft, each, record))
        except ValueError as error:
            draft.omit("event", each.label, error)
    return tuple(made)


def _event(draft: Draft, found: EventFact, record: facts.Record) -> facts.Event:
    kind = class_of("events", found.type)
    date = period(draft, found.span, found.date, f"the event {found.label!r}")
    return facts.Event(
        id=draft.id(f"{found.type} {date.start or 'undated'}"),
        type=kind,
        label=found.label,
        date=date,
        place=_place(draft, found),
        performed_by=_performers(draft, found, record.actors),
        laws=tuple(dict.fromkeys(each.law for each in _within(found.span, record.laws))),
        crimes=tuple(dict.fromkeys(each.crime for each in _within(found.span, record.crimes))),
        anchors=(draft.anchor(found.span, _fewer(draft, found.span, _CLAUSE)),),
        origin=draft.origin("events", found.confidence),
    )


def _place(draft: Draft, found: EventFact) -> str | None:
    key = draft.known.places.key(found.place) if found.place else None
    if found.place and key is None:
        draft.miss("place", found.place, None, draft.known.places)
    return key


def _performers(draft: Draft, found: EventFact, actors: tuple[facts.Actor, ...]) -> tuple[str, ...]:
    """Return those participants that do what happens; of the others the text may tell that it befalls them."""
    wanted = lexicon().subclasses.get(table("events")[found.type][1], frozenset())
    own = {each.actor: each.kind for each in actors}
    performers = []
    for name in found.participants:
        key = actor_key(draft, name, actors)
        entry = draft.known.actors.entries.get(key or "")
        if key and (entry.kind if entry else own.get(key)) in wanted:
            performers.append(key)
        else:
            draft.omit("participant", name, f"of whom it is not sure what part it has in {found.label!r}")
    return tuple(dict.fromkeys(performers))


def statements(
    draft: Draft, found: Sequence[StatementFact], record: facts.Record, figures: Made, told: Sequence[Statistic]
) -> tuple[facts.Statement, ...]:
    """Return the statements of named speakers; *told* are the figures as found, *figures* those of the record."""
    made = []
    for each in found:
        try:
            conveyed = [
                figures[i] for i, one in enumerate(told) if i in figures and _contains(each.span, one.span.start)
            ]
            made.append(_statement(draft, each, record, conveyed))
        except ValueError as error:
            draft.omit("statement", _opening(draft, each.span), error)
    return tuple(made)


def _statement(
    draft: Draft, found: StatementFact, record: facts.Record, figures: Iterable[facts.Statistic]
) -> facts.Statement:
    speakers, names = _speakers(draft, found, record.actors)
    anchor = _attribution(draft, found, names)
    kind = _type(found.made_by)
    crimes = tuple(dict.fromkeys(each.crime for each in _within(found.span, record.crimes)))
    laws = tuple(dict.fromkeys(each.law for each in _within(found.span, record.laws)))
    where = f"paragraph {anchor.paragraph}" if anchor.paragraph else "headline"
    return facts.Statement(
        id=draft.id(f"{'-'.join(speakers)} {where}"),
        speakers=speakers,
        mode=class_of("modes", found.mode),
        type=kind,
        gist=_gist(names, kind, crimes, [_law_name(draft, each, record) for each in laws])[:500],
        conveys=tuple(each.id for each in figures if set(each.reporters) & set(speakers)),
        crimes=crimes,
        laws=laws,
        anchors=(anchor,),
        origin=draft.origin("statements", found.confidence),
    )


def _speakers(draft: Draft, found: StatementFact, actors: tuple[facts.Actor, ...]) -> tuple[tuple[str, ...], list[str]]:
    """Return the keys and the names of the speakers; raises ValueError where one of them has no key."""
    names = [name.strip() for name in (found.speaker or "").split(";") if name.strip()]
    keys = [actor_key(draft, name, actors) for name in names]
    if not names or None in keys:
        raise ValueError("whose speaker is no actor of the text")
    return tuple(dict.fromkeys(key for key in keys if key)), names


def _attribution(draft: Draft, found: StatementFact, names: list[str]) -> facts.Anchor:
    """Return the anchor of the words that name the speaker, and a few after them; the first words where none does."""
    text = draft.page.text[found.span.start : found.span.end]
    most = _fewer(draft, found.span, _ATTRIBUTION)
    last = names[0].split()[-1]
    match = re.search(rf"(?<!\w){re.escape(last)}(?!\w)", text)
    if match:
        begin = text.rfind(names[0], 0, match.end())
        start = found.span.start + (begin if begin >= 0 else match.start())
        return draft.anchor(Span(start, found.span.end), most)
    return draft.anchor(found.span, most)


def _fewer(draft: Draft, span: Span, most: int) -> int:
    """Return how many words an anchor in *span* has: *most*, and no more than half of the words of a sentence."""
    return max(1, min(most, len(draft.page.text[span.start : span.end].split()) // 2))


def _type(verb: str) -> str:
    """Return the type of a statement that *verb* introduces."""
    types = [row[0] for row in rows("record-speech") if verb in row[2].split("|")]
    return types[0] if types else rows("record-speech")[0][0]


def _gist(names: list[str], kind: str, crimes: Iterable[str], laws: Iterable[str]) -> str:
    """Return in our own words who speaks in what way about what: no word of the article but names."""
    topics = [*(_crime_name(each) for each in crimes), *laws]
    about = f" about {', '.join(topics)}" if topics else ""
    return f"{' and '.join(names)} {table('speech')[kind][0]}{about}"


def _crime_name(code: str) -> str:
    return _preferred().get(code, code.replace("-", " "))


@cache
def _preferred() -> dict[str, str]:
    """Return the English name of each crime, the first of its wordings."""
    found: dict[str, str] = {}
    for label, code in labels("crime"):
        found.setdefault(code, label[:1].lower() + label[1:])
    return found


def _law_name(draft: Draft, key: str, record: facts.Record) -> str:
    entry = draft.known.laws.entries.get(key)
    return entry.name if entry else next(each.name or key for each in record.laws if each.law == key)


def _within(span: Span, found: Iterable[facts.Law] | Iterable[facts.Crime]) -> list:  # type: ignore[type-arg]
    """Return those facts of which words stand in *span*."""
    return [each for each in found if any(_contains(span, anchor.begin) for anchor in each.anchors)]


def _contains(span: Span, place: int) -> bool:
    return span.start <= place < span.end


def _opening(draft: Draft, span: Span) -> str:
    return f"at {span.start}" + (f", paragraph {number}" if (number := _paragraph(draft, span)) else "")


def _paragraph(draft: Draft, span: Span) -> int | None:
    return draft.lines.get(draft.page.text.count("\n", 0, span.start) + 1)
