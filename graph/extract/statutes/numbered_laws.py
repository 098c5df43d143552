"""Documents of law that are named by their number: "Law No. 27 of 2022", "Decree 13/2023/ND-CP", "Law 25.326"."""

import re
from collections.abc import Iterator

from ..surface import Spot, tidy

_KINDS = {
    "Law": "law",
    "Act": "law",
    "Bill": "law",
    "House Bill": "law",
    "Senate Bill": "law",
    "Republic Act": "law",
    "Assembly Bill": "law",
    "Decree": "regulation",
    "Decree-Law": "law",
    "Royal Decree": "regulation",
    "Presidential Decree": "regulation",
    "Government Regulation": "regulation",
    "Presidential Regulation": "regulation",
    "Regulation": "regulation",
    "Executive Order": "regulation",
    "Ordinance": "law",
    "Directive": "law",
    "Circular": "other",
    "Resolution": "other",
}
_NUMBER = (
    r"(?:\(EU\)\s+)?(?:No\.?\s?|Nr\.?\s?)?\d[\d.,/-]*\d?(?:/[A-Z][A-Z-]+)?(?:/[\d-]+)?"
    r"(?:\s+of\s+(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d)?"
)
_TOPIC = r"(?:\s+(?:on|concerning)\s+(?:the\s+)?[A-Z]\w+(?:\s+(?:(?:and|of|the|in|for)\s+)*[A-Z]\w+)*)?"


def numbered(text: str) -> Iterator[Spot]:
    """Yield begin, end, name, kind and rule of the documents in the plain *text* that a number names."""
    kinds = "|".join(sorted(_KINDS, key=len, reverse=True))
    for match in re.finditer(rf"(?<![\w-])(?P<kind>{kinds})\s+{_NUMBER}{_TOPIC}(?![\w-])", text):
        name = match.group().rstrip(".,")
        in_brackets = re.search(r"\(\s*(?:[A-Z]+\s)?$", text[: match.start()])
        if not in_brackets and not re.fullmatch(r"(?:Act|Law|Regulation|Ordinance|Resolution)\s\d{1,4}", name):
            yield match.start(), match.start() + len(name), tidy(name), _KINDS[match["kind"]], "number"
