"""How figures depend on each other: conversions, shares, changes, parts and comparisons, by their wording."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ..guide import Relation, Statistic
from ..syntax import Parsed
from .settings import unit_kind

_PART = re.compile(
    r"\b(?:of (?:them|these|those|whom|this|which)|among (?:them|those|these)|including)\b[^.]{0,40}$", re.IGNORECASE
)
_COMPARED = re.compile(r"\b(?:compared (?:with|to)|up from|down from|than the|against)\b[^.,;]{0,30}$", re.IGNORECASE)


def related(parsed: Parsed, found: Sequence[Statistic]) -> list[Statistic]:
    """Return *found* with the relation of each figure to an earlier one, where its words tell one."""
    text = parsed.page.text
    return [replace(each, relation=_relation(text, found, index)) for index, each in enumerate(found)]


def _relation(text: str, found: Sequence[Statistic], index: int) -> Relation | None:
    own = found[index]
    earlier = found[max(0, index - 4) : index]
    before = text[max(0, own.span.start - 60) : own.span.start]
    base = next((n for n in range(index - 1, max(-1, index - 5), -1) if _counts(found[n])), None)
    if earlier and _is_conversion(text, earlier[-1], own):
        return Relation("conversion", index - 1)
    if own.measure in ("share", "change"):
        return Relation(own.measure, base)
    if base is not None and found[base].unit == own.unit and _counts(own):
        if _COMPARED.search(before):
            return Relation("compared-with", base)
        if _PART.search(before) or re.match(
            r"\s*of (?:them|these|those|whom)\b", text[own.span.end : own.span.end + 20]
        ):
            return Relation("subset", base)
    return None


def _counts(each: Statistic) -> bool:
    return each.measure not in ("share", "change", "duration")


def _is_conversion(text: str, one: Statistic, two: Statistic) -> bool:
    """Tell whether *two* is the value of *one* in another currency, in brackets after it."""
    between = text[one.span.end : two.span.start]
    money = unit_kind(one.unit) == unit_kind(two.unit) == "money" and one.unit != two.unit
    return money and bool(re.fullmatch(r"\s*[(\[,]\s*(?:or|about|around)?\s*", between))
