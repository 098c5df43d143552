"""Parts that the expressions for times share: months, years, numbers and the year that goes with them."""

import re
from collections.abc import Callable
from datetime import date

from ..guide import Period

MONTH = (
    r"(?-i:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
YEAR = r"(?:(?:19|20)\d\d)"
NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
OF_YEAR = (
    rf"(?:,?\s+(?:of\s+|in\s+)?(?:the\s+year\s+)?"
    rf"(?:(?P<y>{YEAR})|(?P<rel>last year|this year|the same year|the previous year|next year|the year|that year)))?"
)
PART_OF = r"(?:(?:the\s+)?(?:early|mid|late|end|start|beginning|middle)(?:\s+of)?[\s-]+)?"
TO = rf"\s*(?:-|–|—|to|and|until|till|through|up to)\s*{PART_OF}"

Reading = Callable[[re.Match[str], date], Period | None]


def base_year(match: re.Match[str], published: date) -> int | None:
    """Return the year that the expression itself names, or None."""
    groups = match.groupdict()
    if groups.get("y"):
        return int(groups["y"])
    rel = (groups.get("rel") or "").lower()
    return {"": None, "this year": published.year, "next year": published.year + 1}.get(rel, published.year - 1)
