"""Who speaks by a verb: whoever stands before it, after it, or is its subject."""

import re
from functools import cache
from typing import TYPE_CHECKING

from ..actors.entities import token_at
from ..actors.posts import title_expression
from ..names import NameMention
from ..syntax import Sentence
from ..wordlists import words
from .ascription import of_kind

if TYPE_CHECKING:
    from spacy.tokens import Token

    Who = tuple[Token | None, int, int]

_SUBJECTS = ("nsubj", "csubj")
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z][a-z]+\.? \d{1,2}(?:st|nd|rd|th)?)"
_GAP = (
    r"'s?|\"|,|,\s[^\"]{2,220},|,\s(?:who|whom|which)\b[^\"]{2,220}|\s\([^()]*\)"
    r"|\s(?:for|of|from|at|with|in)\s[^,;\"]{2,80}"
)


def speakers_of(sentence: Sentence, text: str, verb: "Token", named: list[NameMention]) -> "list[Who]":
    """Return who may speak by the *verb* of *sentence*, the likeliest first; *named* are the mentions in it."""
    start = sentence.offset + verb.idx - sentence.start
    end = start + len(verb.text)
    found = (
        _cited(sentence, verb),
        _left(sentence, text, start, named),
        _right(sentence, text, start, end, named),
        _subject(sentence, verb),
    )
    return [who for who in found if who]


@cache
def _between() -> re.Pattern[str]:
    """Return what may stand between a speaker and the verb: auxiliaries, adverbs, days, "in a statement"."""
    small = "|".join(words("speech", "between"))
    documents = "|".join(words("speech", "medium"))
    inner = (
        rf"{small}|[a-z]+ly|(?:on|late|early) {_DAY}|{_DAY}|last \w+"
        rf"|in (?:a|its|an|the|his|her) (?:\w+ ){{0,2}}(?:{documents})"
    )
    return re.compile(rf"(?:\s|,?\s(?:(?:{inner})\b,?))*\s*$")


def _left(sentence: Sentence, text: str, start: int, named: list[NameMention]) -> "Who | None":
    """Return who stands right before the verb, or before an apposition that ends there."""
    lead = text[:start]
    between = _between().search(lead)
    lead = lead[: between.start()] if between else lead
    lead = re.sub(r'\s*\([^()]*\)$|"$', "", lead)
    for mention in named:
        a, b = mention.start - sentence.start, mention.end - sentence.start
        gap = text[b : len(lead)]
        if a < b <= len(lead) and (not gap or re.fullmatch(_GAP, gap)):
            if len(gap) > 1 and "," in gap and not _is_apposition(mention, gap):
                continue
            if not gap or "," in gap or mention.kind == "person" or not gap.startswith(" "):
                return token_at(sentence, mention.end - 1), _joined(sentence, text, mention, named), mention.end
    reporting = re.search(rf"\b(?i:{'|'.join(sorted(of_kind('report')))})\b[^,;\"]{{3,120}}$", lead)
    token = token_at(sentence, sentence.start + len(lead) - 1) if lead else None
    if (
        token is not None
        and token.pos_ in ("NOUN", "PRON", "PROPN")
        and not (reporting and (token.ent_type_ in ("DATE", "TIME") or token.dep_ == "pobj"))
    ):
        return token, sentence.offset + token.left_edge.idx, sentence.offset + token.idx + len(token.text)
    if reporting:
        noun = token_at(sentence, sentence.start + reporting.start())
        return noun, sentence.start + reporting.start(), sentence.start + len(lead)
    return None


def _joined(sentence: Sentence, text: str, mention: NameMention, named: list[NameMention]) -> int:
    """Return where the speakers begin: at the mention, or at another that an "and" joins to it."""
    for other in named:
        gap = text[max(0, other.end - sentence.start) : mention.start - sentence.start]
        post = rf"(?:[\w.'-]+\s+){{0,5}}(?:{title_expression()})\s+" if {other.kind, mention.kind} == {"person"} else ""
        joint = rf"(?:\s\([^()]*\))?\s+and\s+(?:the\s+|its\s+)?(?:{post})?"
        if other.end < mention.start and re.fullmatch(joint, gap):
            return other.start
    return mention.start


def _is_apposition(mention: NameMention, gap: str) -> bool:
    if mention.kind == "person":
        return True
    return bool(re.match(r",\s(?:a|an|the|which|based|one|China's|known|its|who)\b", gap))


def _right(sentence: Sentence, text: str, start: int, end: int, named: list[NameMention]) -> "Who | None":
    """Return who follows the verb: "…, said Li Ming"."""
    if text[:start].rstrip()[-1:] not in (",", '"', "-", "") or not text[:start].strip():
        return None
    near = [m for m in named if end < m.start - sentence.start <= end + 90]
    clear = [
        m
        for m in near
        if not re.search(r"[,.;:\"]|\bthat\b|\bto\b", text[end : m.start - sentence.start].replace("U.S.", "US"))
    ]
    for mention in [m for m in clear if m.kind == "person"][:1] or clear[:1]:
        return token_at(sentence, mention.end - 1), sentence.start + end + 1, mention.end
    for token in sentence.span:
        place = sentence.offset + token.idx - sentence.start
        if place > end and (token.is_punct or token.lower_ in ("that", "to") or place > end + 60):
            break
        if (
            place > end
            and token.pos_ in ("NOUN", "PRON")
            and (token.i + 1 >= len(token.doc) or token.nbor(1).pos_ not in ("NOUN", "PROPN"))
        ):
            return token, sentence.start + end + 1, sentence.offset + token.idx + len(token.text)
    return None


def _subject(sentence: Sentence, verb: "Token") -> "Who | None":
    """Return the verb's subject, or that of the verb it is joined to."""
    for each in (verb, *(verb.ancestors if verb.dep_ == "conj" else ())):
        for child in each.children:
            if child.dep_ in _SUBJECTS:
                edge = child.right_edge
                return child, sentence.offset + child.left_edge.idx, sentence.offset + edge.idx + len(edge.text)
        if each is not verb and each.dep_ != "conj":
            break
    return None


def _cited(sentence: Sentence, verb: "Token") -> "Who | None":
    """Return whom somebody cites ("cited an official as saying") or learns from."""
    if verb.lemma_ in ("cite", "quote") and re.search(r"\bas\s+say", verb.sent.text):
        objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    elif verb.lemma_ in ("learn", "hear"):
        objects = [o for c in verb.children if c.lower_ == "from" for o in c.children if o.dep_ == "pobj"]
    else:
        return None
    edge = objects[0].right_edge if objects else None
    return (
        (objects[0], sentence.offset + objects[0].left_edge.idx, sentence.offset + edge.idx + len(edge.text))
        if edge is not None
        else None
    )
