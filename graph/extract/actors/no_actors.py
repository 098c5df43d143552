"""What looks like an actor and is none of its own: units, picture credits, second names."""

import re

from ..surface import APOSTROPHE, Candidate, words_of
from ..syntax import Parsed
from ..wordlists import words
from .entities import is_agent, token_at

_CREDIT = re.compile(
    r"(?:(?:photo|picture|image|source|credit|file)\W{1,3}|(?:version|equivalent|counterpart) of |similar to |/)$"
    r"|\[[Pp]hoto[^\]]*$",
    re.IGNORECASE,
)


def is_none(parsed: Parsed, candidate: Candidate) -> bool:
    """Tell whether the words around the candidate show that it is no actor of its own."""
    sentence = parsed.sentences[candidate.sentence]
    text = words_of(parsed.page, sentence)
    before, after = text[: candidate.start - sentence.start], text[candidate.end - sentence.start :]
    if candidate.name in words("no-name", "union") and not is_agent(token_at(sentence, candidate.end - 1)):
        return True
    return (
        bool(_CREDIT.search(before))
        or _is_byline(before, after, candidate.kind)
        or _is_unit(before, after)
        or _is_alias(before, candidate)
    )


def _is_byline(before: str, after: str, kind: str) -> bool:
    """Tell whether a newspaper or a reporter is only named as the source: "(Jiji Press)--", "(reporter Li Zhe)"."""
    if kind == "person":
        return bool(re.search(r"^\W*\((?:[A-Z][\w']*\s+)*reporters?\s+$", before))
    alone = re.match(r"^(?:[A-Z][\w., ]{0,40})?\W*\($", before) and re.match(r"\s*(?:reporters?\s[^)]*)?\)", after)
    dated = not before.strip() and re.match(rf",?\s+(?:{_MONTH})\s+\d", after)
    return kind == "media" and bool(alone or dated)


_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*(?:\\.|"
_GENERIC = "ministry|court|commission|procuratorate|police|department|bureau|agency"
_HEADING = re.compile(
    r"\b(?:head|director|chief|judge|member|spokes\w+|president|commissar|chair\w*)\s+of\s+the\s+(?:No\.? \d+ )?$"
)


def _is_unit(before: str, after: str) -> bool:
    """Tell whether the candidate is only a unit: what somebody heads, or "the ministry's Party Committee"."""
    if re.match(rf"\s+of the (?:{_GENERIC})\b", after):
        return True
    if re.match(r"\s*\(?(?:of|under|at) (?:the )?(?:[A-Z]|top|supreme|ministry|court)", after) and _HEADING.search(
        before
    ):
        return True
    return bool(re.search(rf"\b[Tt]he\s+(?:{_GENERIC}){APOSTROPHE}s\s+$", before))


def _is_alias(before: str, candidate: Candidate) -> bool:
    """Tell whether the candidate is only another name of somebody: "Zhao, known online as", "also tracked as"."""
    if re.search(
        r"\b(?:also|otherwise|previously|formerly)\s+(?:tracked|known|referred to|called)\s+(?:as\s+)?\"?$", before
    ):
        return True
    if re.search(r"\b(?:tracked|known) as [\w -]+ by [\w ]+(?:,| and) $", before):
        return True
    alias = re.search(r"[A-Z]\w+,?\s.*\b(?:know|knew|known)\b[\w ]*\sas\s\"?$", before)
    return candidate.kind == "person" and candidate.made_by != "screen name" and alias is not None
