"""What the lines around an article say of it: the day and the paper it appeared in, and where its body begins."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from .guide import Span

MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
"""The number of each month by the first three letters of its name."""

_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
        rf"\b{_NAME}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)\b",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ .]+(?:of )?{_NAME},?[ .]+(?P<y>(?:19|20)\d\d)\b",
        r"(?<!\d)(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>(?:19|20)\d\d)(?!\d)",
    )
)
_STAMP = re.compile(r"updated|published|posted|modified|date", re.IGNORECASE)
_DATELINE = re.compile(
    r"(?:date \d{4}-\d\d-\d\d\s+(?:\([^()]{2,40}\)\s+)?)?"
    r"(?:[A-Z]{3}[A-Z]*|[A-Z][\w'’.]*(?=[^.]{0,40}\((?:Xinhua|AP|AFP|Reuters|UPI|IANS|PTI|ANI|CNA)\)))"
    r"(?:,? (?:and )?[A-Z\d][\w'’./-]*){0,6},?"
    r"(?:\s*\([^()]{2,40}\)\s*(?:--|—|–|-|:)?|\s*(?:--|—|–)|\s-|(?<=\d))\s+(?=[\"“'A-Z\d])"
)
_AGENCY = re.compile(
    r"(?:[A-Z][\w'’]+ ){1,4}?(?:News|Service)(?:, [A-Z][a-z]+ \d{1,2})?[.:] +(?:\([^()]{2,40}\) )?(?=[A-Z\d])"
)
_SOURCE = re.compile(r"(?:Source\s*:\s*|\()(?P<name>[A-Z][A-Za-z ]{2,30}?)(?=\)|\||\s*$|\s*Published)")


def dated(furniture: Sequence[str], leads: Sequence[str]) -> date | None:
    """Return the day of publication that the furniture states, stamped lines first, or else the first paragraphs."""
    stamped = [line for line in furniture if _STAMP.search(line)]
    return next((found for line in [*stamped, *furniture, *leads] if (found := first_date(line))), None)


def date_in_name(name: str) -> date | None:
    """Return the first day that the name of a file states as ``yyyy-mm-dd``, or None."""
    return first_date("".join(re.findall(r"\d{4}-\d{2}-\d{2}", name)[:1]))


def first_date(line: str) -> date | None:
    """Return the first full date written in *line*, or None; 04/07/2026 is read as a day of April."""
    for form in _FORMS:
        for match in form.finditer(line[:1000]):
            if found := _day(match.groupdict()):
                return found
    return None


def _day(parts: dict[str, str]) -> date | None:
    if "a" in parts:
        first, second = int(parts["a"]), int(parts["b"])
        month, day = (second, first) if first > 12 else (first, second)
    else:
        month = int(parts["m"]) if "m" in parts else MONTHS[parts["name"][:3].lower()]
        day = int(parts["d"])
    try:
        return date(int(parts["y"]), month, day)
    except ValueError:
        return None


def dateline(text: str, block: Span) -> Span:
    """Return *block* without the place, agency and day that open it, as in "LYON, Feb. 2 (Xinhua) --"."""
    head = text[block.start : min(block.end, block.start + 120)]
    match = _DATELINE.match(head) or _AGENCY.match(head)
    return Span(block.start + match.end(), block.end) if match and block.start + match.end() < block.end else block


def publisher(furniture: Iterable[str], leads: Iterable[str]) -> str | None:
    """Return the paper or agency that a source line, byline or dateline names, or None."""
    for line in [*furniture, *(lead[:80] for lead in leads)]:
        if match := _SOURCE.search(line[:300]):
            return match["name"].strip()
    return None
