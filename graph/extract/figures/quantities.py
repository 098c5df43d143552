"""Figures of a text: numbers with the unit that they count, found in the words around them and by syntax.

Dates, ages, article numbers and counts of kinds are left out here; what remains is a candidate for a statistic.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ..syntax import Parsed, Sentence
from ..times.periods import TimeMention
from ..wordlists import rows
from .counted import Counted, counted
from .nonfigures import is_figure, kinds
from .numerals import Numeral, numerals

_MOST = 500  # figures that are read in one article: a longer list is a table, and each figure looks at all others


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: its characters with comparator and noun, its number token, value, comparator, unit and counted noun.

    *how* tells where the unit was found: symbol, noun, of, subject, verb or inherited; *form* is the numeral's.
    """

    start: int
    end: int
    sentence: int
    token: int
    last: int
    value: float
    comparator: str
    unit: str
    noun: str
    how: str
    form: str


def quantities(parsed: Parsed, times: Sequence[Sequence[TimeMention]]) -> list[Quantity]:
    """Return the figures of each sentence; *times* are the sentences' times, whose numbers are no figures."""
    found: list[Quantity] = []
    dollar = _dollar(parsed.page.text)
    for number, sentence in enumerate(parsed.sentences):
        text = parsed.page.text[sentence.start : sentence.end]
        blocked = [(time.start, time.end) for time in times[number]]
        free = [each for each in numerals(text) if not any(each.first < b and a < each.last for a, b in blocked)]
        for numeral in _merged(text, free):
            if len(found) < _MOST and is_figure(text, numeral):
                quantity = _measured(sentence, number, numeral, found, dollar)
                if quantity:
                    found.append(quantity)
    return found


def _merged(text: str, found: list[Numeral]) -> Iterator[Numeral]:
    """Yield the numerals, "four years and two months" as 50 months and the bounds of a range as >= and <=."""
    skip = False
    for one, two in zip_longest(found, found[1:]):
        if skip:
            skip = False
            continue
        between = text[one.end : two.start] if two else ""
        if two and one.unit == "year" and two.unit == "month" and re.fullmatch(r",?\s+(?:and\s+)?", between):
            yield replace(one, end=two.end, last=two.last, value=12 * one.value + two.value, unit="month")
            skip = True
        elif two and _is_share(one, two, between):
            share = round(100 * one.value / two.value, 2)
            yield replace(one, end=two.end, last=two.last, value=share, unit="percent", form="fraction")
            skip = True
        elif two and _is_range(text, one, two, between):
            unit = one.unit or two.unit
            if is_figure(text, one) and is_figure(text, two):  # else both are the bounds of an age
                yield replace(one, comparator=">=", unit=unit)
                yield replace(two, comparator="<=", unit=two.unit or unit)
            skip = True
        else:
            yield one


def _is_share(one: Numeral, two: Numeral, between: str) -> bool:
    """Tell whether the two are a share: "one in three", "nine out of ten"."""
    if one.unit or two.unit or not one.value < two.value <= 100:
        return False
    words = r"\s+(?:in|out of)(?:\s+every)?\s+" if one.value == 1 else r"\s+out of(?:\s+every)?\s+"
    return bool(re.fullmatch(words, between))


def _is_range(text: str, one: Numeral, two: Numeral, between: str) -> bool:
    if one.value >= two.value or one.unit not in (None, two.unit):
        return False
    if re.search(r"\bbetween\s+$", text[max(0, one.start - 10) : one.start]):
        return bool(re.fullmatch(r"\s*and\s*", between))
    from_to = re.search(r"\bfrom\s+$", text[max(0, one.start - 8) : one.start])
    return bool(re.fullmatch(r"\s*(?:-|–|to)\s*", between)) and not from_to


def _measured(
    sentence: Sentence, number: int, numeral: Numeral, earlier: Sequence[Quantity], dollar: str
) -> Quantity | None:
    """Return the numeral with its unit, or None where it counts kinds or nothing."""
    base = sentence.start - sentence.offset
    tokens = [t for t in sentence.span if t.idx < base + numeral.last and t.idx + len(t) > base + numeral.first]
    if not tokens:
        return None
    lenders = [Counted(each.unit, each.noun, each.how) for each in earlier[-6:]]
    unit, noun, how, end = counted(sentence, tokens[-1], numeral, lenders)
    if unit is None or noun in kinds() or (noun and unit == noun and not noun.isalpha() and " " not in noun):
        return None
    return Quantity(
        start=sentence.start + numeral.start,
        end=max(sentence.start + numeral.end, end),
        sentence=number,
        token=tokens[0].i,
        last=tokens[-1].i,
        value=numeral.value,
        comparator="=" if _is_while(sentence, numeral, unit) else numeral.comparator,
        unit=dollar if unit == "$" else unit,
        noun=noun,
        how=how,
        form=numeral.form,
    )


def _is_while(sentence: Sentence, numeral: Numeral, unit: str) -> bool:
    """Tell whether "over" means during, as in "lost 900 euros over three days", rather than more than."""
    text = sentence.span.text
    if unit not in ("day", "week", "month", "year") or not text[numeral.start :].lower().startswith("over"):
        return False
    return not re.search(
        r"\b(?:for|of|in|last\w*|took|tak\w+|by|is|was|were|after|within|and)\s+$", text[: numeral.start]
    )


def _dollar(text: str) -> str:
    """Return the currency of a bare dollar: that of the country which the text names far more often than the USA."""
    counts = [(len(re.findall(row[1], text)), row[0]) for row in rows("dollars")]
    best, currency = max(counts, default=(0, "USD"))
    return currency if best else "USD"
