"""What the form of the explorer offers: only values that lead to figures, each with how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lexwire.graph.namespaces import DCAT, LW

from ..language import _
from ..things import Names
from .choice import BASES, COMPUTED, Choice


@dataclass(frozen=True, slots=True)
class Offer:
    """A value of a field, what it is called, and how many figures it leads to."""

    value: str
    text: str
    number: int


def offers(found: Mapping[str, Sequence[tuple[str, int]]], names: Names, choice: Choice) -> dict[str, list[Offer]]:
    """Return the offers of each field by their names; a chosen value that leads to nothing stays among them."""
    fields = {name: _named(name, found.get(name, ()), names, getattr(choice, name)) for name in BASES}
    spans = [(*span, number) for iri, number in found.get("years", ()) if (span := _span(iri, names))]
    return fields | {"since": _since(spans, choice), "until": _until(spans, choice)}


def _span(period: str, names: Names) -> tuple[int, int] | None:
    """Return the first and the last year of a *period*; None where it has no such days."""
    days = [names.node(period).first(bound) or "" for bound in (DCAT.startDate, DCAT.endDate)]
    first, last = (day[:4] for day in days)
    return (int(first), int(last)) if first.isdecimal() and last.isdecimal() else None


def _named(field: str, values: Sequence[tuple[str, int]], names: Names, chosen: str) -> list[Offer]:
    known = [_offer(field, iri, number, names) for iri, number in values if _is_offered(field, iri)]
    if chosen and chosen not in {each.value for each in known}:
        known.append(Offer(chosen, names.of(BASES[field] + chosen).text, 0))
    return sorted(known, key=lambda each: each.text.casefold())


def _is_offered(field: str, iri: str) -> bool:
    return iri.startswith(BASES[field]) or iri == f"{LW.iri}DerivedStatistic"


def _offer(field: str, iri: str, number: int, names: Names) -> Offer:
    if iri == f"{LW.iri}DerivedStatistic":
        return Offer(COMPUTED, _("computed"), number)
    return Offer(iri.removeprefix(BASES[field]), names.of(iri).text, number)


def _since(spans: list[tuple[int, int, int]], choice: Choice) -> list[Offer]:
    """Return the years in or after which periods end, with how many do, as far as the other year lets them."""
    within = [(last, number) for first, last, number in spans if not choice.until or first <= int(choice.until)]
    years = sorted({last for last, _number in within} | {first for first, _last, _number in spans})
    counts = {year: sum(number for last, number in within if last >= year) for year in years}
    return _years(counts, choice.since)


def _until(spans: list[tuple[int, int, int]], choice: Choice) -> list[Offer]:
    """Return the years in or before which periods begin, with how many do, as far as the other year lets them."""
    within = [(first, number) for first, last, number in spans if not choice.since or last >= int(choice.since)]
    years = sorted({first for first, _number in within} | {last for _first, last, _number in spans})
    counts = {year: sum(number for first, number in within if first <= year) for year in years}
    return _years(counts, choice.until)


def _years(counts: Mapping[int, int], chosen: str) -> list[Offer]:
    known = {year: number for year, number in counts.items() if number}
    known |= {int(chosen): 0} if chosen and int(chosen) not in known else {}
    return [Offer(f"{year:04}", f"{year:04}", number) for year, number in sorted(known.items())]
