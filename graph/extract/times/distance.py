"""How closely a time belongs to a figure in its sentence, and which times only date what it is compared with."""

import re

from ..figures.settings import Setting
from .periods import TimeMention

_ADJACENT = re.compile(r"[\s(]*(?:in|for|during|of|by|since|on|over)?\s*(?:the\s+)?(?:whole of\s+)?", re.IGNORECASE)
_LIST = re.compile(
    r"(?:\s*(?:,|and|or|to)?\s*(?:by )?(?:about |over |a mere )?[\d.,]+\s*(?:%|percent|per cent|pct)?)*"
    r"\s*(?:,?\s*respectively,?\s*)?(?:in|for|during)\s+"
)
_COMPARING = re.compile(
    r"\b(?:compared (?:with|to)|than(?! [\d$€£₹]))\b[^;]{0,60}$|\bsame\b[^;,]{0,25}$"
    r"|\b(?:from|over|against|on)\s+(?:the\s+)?(?:(?:just|about|only|nearly|around)\s+)?(?:[A-Z]*[$€£₹]*\d[^;,]{0,30})?$",
    re.IGNORECASE,
)
_BASE_BETWEEN = re.compile(
    r",\s*(?:up |down )?from\b|\b(?:up|down) from\b|\bcompared (?:with|to)\b"
    r"|\btimes (?:the|as)\b|\bthan (?:the )?[A-Z]*[$€£₹]?\d"
    r"|\bagainst (?:the )?[A-Z]*[$€£₹]?\d"
)
_BASE_BEFORE = re.compile(r"(?:\bcompared (?:with|to)|\b(?:up|down) from|,\s*from)\s+(?:the |some |about )*$")
_FROM_TO = re.compile(r"\bfrom\b[^,;]{0,60}$")
_NEXT = re.compile(r"\s*(?:[,;)]|,?\s+and)\s+(?:and\s+)?(?:[\w-]+\s+){0,1}")
_BASELINES = ("than", "from", "compared with", "over", "on", "to")
NEAR, FAR = 8.0, 60.0


def distance(setting: Setting, time: TimeMention) -> float:
    """Return how loosely *time* belongs to the figure in its sentence: words and breaks between them."""
    begin, end = len(setting.before), len(setting.sentence) - len(setting.after)
    left = time.end <= begin
    between = setting.sentence[time.end : begin] if left else setting.sentence[end : time.start]
    if is_baseline(time) and setting.kind in ("percent", "ratio"):
        return FAR + 1
    if not left and _ADJACENT.fullmatch(between):
        return 0.0
    if is_baseline(time) and not (left and between.count(" ") < 3 and time.opening not in _BASELINES):
        return FAR + 1
    if not left and _LIST.fullmatch(between):
        return 1.0
    if left and _BASE_BEFORE.search(between):
        return FAR + 1
    if not left and _BASE_BETWEEN.search(between):
        return FAR + 1
    if left and re.match(r"\s+to\b", between) and _FROM_TO.search(setting.sentence[: time.start]):
        return FAR + 1
    listed = left and _NEXT.fullmatch(between) and re.search(r"\d", setting.sentence[: time.start])
    commas, ands = between.count(",") + between.count("("), between.count(" and ")
    return (
        10 * bool(listed)
        + between.count(" ")
        + 3 * commas
        + (1 if left else 3) * ands
        + 8 * between.count(";")
        + (0 if left else 2)
    )


def is_baseline(time: TimeMention) -> bool:
    """Tell whether *time* is one that the figure's own is compared with."""
    return time.kind == "same" or (time.kind == "year" and time.opening in _BASELINES)


def is_base(setting: Setting, time: TimeMention, measure: str) -> bool:
    """Tell whether *time* dates what a change is measured against."""
    return measure == "change" and (time.kind == "same" or bool(_COMPARING.search(setting.sentence[: time.start])))
