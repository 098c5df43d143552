"""Numbers as they are printed: digits with separators, scales, words, fractions, currencies and comparators.

Values are expanded ("91.5 billion" is 91500000000), whatever grouping separates the digits.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..wordlists import rows


@dataclass(frozen=True, slots=True)
class Numeral:
    """A printed number: its characters with the comparator (*start*, *end*) and without (*first*, *last*).

    *unit* is a currency, percent, duration or similar that is printed with the number, else None;
    *form* is digits, words, fraction or factor.
    """

    start: int
    end: int
    first: int
    last: int
    value: float
    comparator: str
    unit: str | None
    form: str


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers of *text* from left to right; a dollar without a country has the unit ``$``."""
    for match in _number().finditer(text):
        value, form = _value(match)
        if value is not None:
            comparator, start = _before(text, match.start())
            unit = _symbol(match)
            after = _after().match(text, match.end("number"))
            end = max(match.end(), after.end() if after else 0)
            comparator = dict(_table("after"))[_plain(after["words"])] if after else comparator
            yield Numeral(start, end, match.start("number"), match.end("number"), value, comparator, unit, form)


@cache
def _table(kind: str) -> tuple[tuple[str, str], ...]:
    return tuple((row[2], row[1]) for row in rows("comparators") if row[0] == kind)


@cache
def _numbers(kind: str) -> dict[str, float]:
    return {row[1]: float(row[2]) for row in rows("numerals") if row[0] == kind}


@cache
def symbols(kind: str) -> dict[str, str]:
    """Return the unit of each form of a *kind*: prefix, suffix or noun."""
    pairs = [(form, row[1]) for row in rows("units") if row[0] == kind for form in row[2].split("|")]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


def _any(forms: Iterator[str] | dict[str, float] | dict[str, str]) -> str:
    ordered = sorted(forms, key=len, reverse=True)
    return "|".join(re.escape(form).replace(r"\ ", r"[\s-]+") for form in ordered)


@cache
def _number() -> re.Pattern[str]:
    scale = _any(_numbers("scale"))
    unit = _any(_numbers("unit"))
    word = rf"(?:{unit}|{scale})"
    digits = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d|[ ,.]\d)|\d+(?:\.\d+)?"
    short = rf"(?:{_any(_numbers('short'))})(?![A-Za-z])|(?:mln|mn|bln|bn|mil|trn)\b"
    figure = rf"(?P<digits>{digits})(?P<short>{short})?(?P<scales>(?:[\s-]*(?:{scale})\b)*)(?!\w|[.,:/]\d)"
    written = (
        rf"(?P<words>\b(?:(?:half[\s-])?an?[\s-](?={scale}))?{word}(?:(?:[\s-]+|[\s-]and[\s-](?={unit})){word})*)\b"
    )
    fraction = rf"(?P<fraction>\b(?:{_any(_numbers('fraction'))}))\b(?=\s+(?:of|the|that|as|less|more)\b|[,.;)])"
    factor = rf"(?P<factor>\b(?:{_any(_numbers('change'))}))\b"
    article = r"(?P<article>(?:(?<=than )|(?<=over )|(?<=about )|(?<=nearly ))an?)"
    article += r"(?=\s+(?:year|month|week|day|hour|decade)\b)"
    guard = r"(?<![\w$€£¥₩₹])(?<!\d[.,:/])(?<![A-Za-z][-–])"
    prefix = rf"(?:(?<![A-Za-z])(?P<prefix>{_any(symbols('prefix'))})\s?(?=\d|one|two)|{guard})"
    suffix = rf"(?:(?:[\s-]|-working[\s-]|\sworking\s)*(?P<suffix>(?i:{_any(symbols('suffix'))}))(?!\w))?"
    number = rf"(?P<number>{figure}|{fraction}|{written}|{factor}|{article})"
    return re.compile(rf"{prefix}(?i:{number}){suffix}")


def _value(match: re.Match[str]) -> tuple[float | None, str]:
    if match["digits"]:
        value = float(re.sub(r"[,\s]", "", match["digits"]))
        short = {**_numbers("short"), **_numbers("scale")}
        value *= short[match["short"].lower()] if match["short"] else 1
        for scale in re.findall(r"[A-Za-z]+", match["scales"]):
            value *= _numbers("scale")[scale.lower()]
        return round(value, 6), "digits"
    for kind, form in (("fraction", "fraction"), ("change", "factor")):
        if match[form]:
            return _numbers(kind).get(_plain(match[form])), form
    return (1.0, "article") if match["article"] else (_spelled(match["words"]), "words")


def _spelled(words: str) -> float | None:
    """Return the value of a number in *words*: "one hundred and six" is 106, "half a million" 500000."""
    units, scales = _numbers("unit"), _numbers("scale")
    parts = [word for word in _plain(words).split() if word not in ("and", "a", "an")]
    if _plain(words).split()[0] in scales:
        return None
    total, current = 0.0, 0.5 if parts[0] == "half" else 0.0
    for word in parts:
        if word in units:
            current += units[word]
        elif word in scales and scales[word] < 1000:
            current = (current or 1) * scales[word]
        elif word in scales:
            total, current = total + (current or 1) * scales[word], 0.0
    return total + current or None


def _plain(words: str) -> str:
    return re.sub(r"[\s-]+", " ", words).strip().casefold()


def _symbol(match: re.Match[str]) -> str | None:
    """Return the unit that is printed before or after the number."""
    if match["fraction"]:
        return "percent"
    if match["factor"]:
        return "time"
    if match["prefix"]:
        return symbols("prefix")[match["prefix"]]
    return _suffixes().get(_plain(match["suffix"])) if match["suffix"] else None


@cache
def _suffixes() -> dict[str, str]:
    return {_plain(form): unit for form, unit in symbols("suffix").items()}


@cache
def _comparators() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<words>{_any(dict(_table('before')))})\s+(?:(?:an?|the)\s+)?[\"“]?$", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"[\s-]*(?P<words>{_any(dict(_table('after')))})(?!\w)", re.IGNORECASE)


_PARTICLE = re.compile(r"\b(?:hand|turn|sign)(?:s|ed|ing)?\s+over\s+$", re.IGNORECASE)


def _before(text: str, end: int) -> tuple[str, int]:
    """Return the comparator that stands before *end* in *text*, and where its words begin."""
    sign, start = "=", end
    for _ in range(3):
        match = _comparators().search(text[max(0, start - 32) : start])
        if match and _PARTICLE.search(text[max(0, start - 45) : start]):
            break
        if not match:
            break
        found = dict(_table("before"))[_plain(match["words"])]
        start = max(0, start - 32) + match.start("words")
        sign = found if sign == "=" else sign
    return sign, start
