"""Statistics of a record: measures, units and codes in the words of its schemes, and how figures hang together."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from .. import facts
from ..extract.figures.numerals import numerals
from ..extract.guide import Relation, Statistic, number
from ..extract.wordlists import rows
from .drafting import Draft
from .names import actor_key, crime, table
from .times import period

Made = Mapping[int, facts.Statistic]
"""The figures of a record, by their index among those that were found."""


class _Unit(NamedTuple):
    code: str
    counted: str


def statistics(draft: Draft, found: Sequence[Statistic], actors: tuple[facts.Actor, ...]) -> dict[int, facts.Statistic]:
    """Return the figures that the record can hold, by their index in *found*."""
    made: dict[int, facts.Statistic] = {}
    for index, each in enumerate(found):
        try:
            made[index] = _statistic(draft, each, actors)
        except ValueError as error:
            draft.omit("figure", each.text, error)
    return {index: _related(draft, found[index].relation, each, made) for index, each in made.items()}


def _statistic(draft: Draft, found: Statistic, actors: tuple[facts.Actor, ...]) -> facts.Statistic:
    indicator, kind = _indicator(found.measure)
    unit, anchor = _unit(found.unit), draft.anchor(found.span)
    if kind == "share" and (unit.code != "PERCENT" or not 0 <= found.value <= 100):
        raise ValueError("which is called a share and is no part of a hundred")
    printed = _printed(anchor.text)
    return facts.Statistic(
        id=draft.id(f"{printed} {indicator}"),
        kind=kind,  # type: ignore[arg-type]  # the table's own words, which the field checks
        printed=printed,
        value=Decimal(str(number(found.value))),
        comparator=_comparator(found),
        unit=unit.code,
        counted=unit.counted,
        indicator=indicator,
        crimes=_crimes(found.crime),
        place=_place(draft, found),
        note=_note(draft, found),
        period=period(draft, found.span, found.period, f"the figure {printed!r}"),
        reporters=_reporters(draft, found, actors),
        anchors=(anchor,),
        origin=draft.origin("statistics", found.confidence),
    )


def _indicator(measure: str) -> tuple[str, str]:
    if measure not in table("indicators"):
        raise ValueError(f"whose measure is not in the scheme of indicators ({measure})")
    indicator, kind = table("indicators")[measure]
    return indicator, kind


def _unit(unit: str) -> _Unit:
    """Return unit and counted unit; what is no currency and no measure is a plain count of other things."""
    code, counted = table("units").get(unit, ("-", "") if unit.isupper() else ("NUM", "other"))
    if code == "-":
        raise ValueError(f"whose unit is not in the scheme of units ({unit})")
    return _Unit(code, counted)


def _crimes(code: str | None) -> tuple[str, ...]:
    """Return the concept of a crime's *code*; none where the figure is about none, or one that the scheme lacks."""
    concept = crime(code) if code else None
    return (concept,) if concept else ()


def _comparator(found: Statistic) -> str:
    """Return the first comparator of the table whose words, if it asks for any, are printed."""
    words = f" {found.text.casefold()} "
    for sign, comparator, *asked in rows("record-comparators"):
        if sign == found.comparator and (not asked or not asked[0] or f" {asked[0]} " in words):
            return comparator
    raise ValueError(f"whose comparator is not in the scheme of comparators ({found.comparator})")


def _printed(words: str) -> str:
    """Return the first number in an anchor's *words* as printed, with what is said of it; all of them where none is."""
    first = next(numerals(words), None)
    return words[first.start : first.end].strip() if first else words


def _place(draft: Draft, found: Statistic) -> str | None:
    if not found.place:
        return None
    key = draft.known.places.key(found.place)
    if key is None:
        draft.miss("place", found.place, None, draft.known.places)
    return key


def _note(draft: Draft, found: Statistic) -> str | None:
    """Return a note of a place without a key and of a crime without a concept, so that they are not lost."""
    place = found.place if found.place and draft.known.places.key(found.place) is None else None
    unknown = found.crime if found.crime and not _crimes(found.crime) else None
    told = {"Place": place, "Crime": unknown and unknown.removeprefix("other:")}
    return " ".join(f"{name} as extracted: {words}." for name, words in told.items() if words) or None


def _reporters(draft: Draft, found: Statistic, actors: tuple[facts.Actor, ...]) -> tuple[str, ...]:
    if not found.reporter:
        return ()
    key = actor_key(draft, found.reporter, actors)
    if key is None:
        draft.omit("reporter", found.reporter, f"who states {found.text!r} and is no actor of the text")
    return (key,) if key else ()


def _related(draft: Draft, relation: Relation | None, figure: facts.Statistic, made: Made) -> facts.Statistic:
    """Return *figure* with its relation to another one, where the record has that one and a word for the relation."""
    if relation is None or relation.of is None:
        return figure
    other, field = made.get(relation.of), _FIELDS.get(relation.type)
    if other is None or field is None or other.id == figure.id or not _may_hold(field, figure, other, made):
        draft.omit("relation", f"{relation.type} of {figure.printed}", "for which the record has no place")
        return figure
    counted = other.counted if field in ("share_of", "change_of") and figure.unit == "PERCENT" else figure.counted
    return figure.model_copy(update={field: other.id, "counted": counted})


_FIELDS = {"share": "share_of", "change": "change_of", "subset": "subset_of", "conversion": "conversion_of"}


def _may_hold(field: str, figure: facts.Statistic, other: facts.Statistic, made: Made) -> bool:
    """Tell whether a part is of the same unit as its whole and not larger, and comes after it in the text."""
    if field != "subset_of":
        return True
    order = [each.id for each in made.values()]
    follows = order.index(other.id) < order.index(figure.id)
    return follows and figure.unit == other.unit and figure.value <= other.value
