"""Numbers that measure nothing: dates, ages, article numbers, footnotes, and counts of kinds."""

import re
from functools import cache

from ..wordlists import rows
from .numerals import Numeral


def is_figure(text: str, numeral: Numeral) -> bool:
    """Tell whether the number is neither a date, an age, an ordinal, a count of one nor part of a name."""
    before, after = text[max(0, numeral.start - 30) : numeral.start], text[numeral.last : numeral.last + 30]
    if numeral.unit is None and numeral.end > numeral.last:  # "1,700-plus people"
        after = text[numeral.end : numeral.end + 30]
    if re.match(r"[\s–-]*years?[ -]olds?\b", text[numeral.last :]):
        return False
    if _after_words().match(after) and (not numeral.unit or "-" not in after[:1]):
        return False
    if numeral.unit not in (None, "year", "month"):
        return not re.search(r"\b(?:several|few|many)\s+$", before)
    if numeral.comparator == "=" and _words("before").search(before) and not numeral.unit:
        return False
    return not (_is_age(before, after, text, numeral) or _is_label(text, numeral))


def _is_age(before: str, after: str, text: str, numeral: Numeral) -> bool:
    if numeral.value > 110 or numeral.unit == "month":
        return False
    stops = re.match(r"\s*(?:[,.;)]|and\b|when\b|$)", after)
    named = numeral.form == "digits" and stops and re.search(r"[A-Z][\w'’.-]+,\s+$", before)
    under = text[numeral.start : numeral.first].lower().startswith(("under", "below")) and numeral.unit is None
    return bool(
        under
        or (named and 9 < numeral.value < 100 and numeral.unit is None)
        or _words("aged").search(before)
        or (stops and _words("young").search(before))
    )


def _is_label(text: str, numeral: Numeral) -> bool:
    """Tell whether the number is a year, a date in figures, a footnote, part of a telephone's or "one" as a pronoun."""
    plain, around = text[numeral.first : numeral.last], text[max(0, numeral.first - 1) : numeral.last + 1]
    year = re.fullmatch(r"(?:19|20)\d\d", plain) and numeral.comparator == "=" and numeral.unit is None
    numbered = numeral.first == 0 and numeral.value < 30 and re.match(r"\.(?:\s|$)", text[numeral.last :])
    noted = numbered or re.fullmatch(r"[\[(]\d{1,2}[\])]", around)
    dated = re.search(r"(?:19|20)\d\d[-/.](?:\d\d?[-/.])?$", text[max(0, numeral.first - 9) : numeral.first])
    pronoun = plain.lower() == "one" and re.match(r"\s+(?:of\b|another|or\b|after)|'s|’s|\W*$", text[numeral.last :])
    telephone = numeral.unit is None and (
        re.match(r"[ –-]\d{3,4}\b", text[numeral.last :]) or re.search(r"\d[ –-]$", text[: numeral.first][-2:])
    )
    return bool(year or noted or dated or pronoun or telephone)


@cache
def _expressions(kind: str) -> str:
    return "|".join(row[1] for row in rows("nonfigures") if row[0] == kind)


@cache
def _words(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_expressions(kind)})", re.IGNORECASE)


@cache
def _after_words() -> re.Pattern[str]:
    return re.compile(rf"(?:{_expressions('after')})", re.IGNORECASE)


@cache
def kinds() -> frozenset[str]:
    """Return the nouns whose counts are no statistics: types, articles, areas and the like."""
    return frozenset(_expressions("kinds").split("|"))
