"""Attributions: by which words a sentence is ascribed to somebody.

The surface comes first ("…, Li Ming, a judge, said"), because parsers go astray in long sentences; syntax second.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from ..actors.posts import title_heads
from ..names import NameMention
from ..surface import plain, words_of
from ..syntax import Parsed, Sentence
from .ascribing_phrases import phrases
from .ascription import Attribution, made, of_kind
from .verb_speakers import speakers_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    Who = tuple[Token | None, int, int]

_FINITE = ("VBD", "VBZ", "VBP", "VBN", "VB")
_CLAUSE = re.compile(
    r"\b(?:which|that|who|whom|what|when|where|while|if|whether|because|although|than)\s*(?:the|its|a)?$"
)


def attributions(parsed: Parsed, sentence: Sentence, named: list[NameMention]) -> list[Attribution]:
    """Return the attributions of *sentence*, the likeliest first; *named* are the mentions in it."""
    text = words_of(parsed.page, sentence)
    opened = plain(parsed.page.text[sentence.offset : sentence.start]).count('"') % 2
    found = [*_verbs(sentence, text, named, opened), *phrases(sentence, text, opened)]
    return sorted(found, key=lambda each: each.rank)


def _verbs(sentence: Sentence, text: str, named: list[NameMention], opened: int) -> Iterator[Attribution]:
    """Yield speech verbs with the speaker beside them, or else their subjects."""
    for token in sentence.span:
        if token.lemma_.lower() in _all() and token.tag_ in _FINITE and not _is_no_assertion(token):
            for who in speakers_of(sentence, text, token, named):
                strong = _is_strong(sentence, text, token, who)
                if _speaks(token, who, strong):
                    rank = _rank(text, *_place(sentence, token), who[1] - sentence.start, strong, opened)
                    yield made(sentence, who, token.lemma_.lower(), rank)
                    break


def _place(sentence: Sentence, token: "Token") -> tuple[int, int]:
    start = sentence.offset + token.idx - sentence.start
    return start, start + len(token.text)


def _is_strong(sentence: Sentence, text: str, verb: "Token", who: "Who") -> bool:
    """Tell whether the verb needs no clause after it to ascribe the sentence."""
    aside = _is_aside(text, *_place(sentence, verb), who[1] - sentence.start)
    return verb.lemma_.lower() in of_kind("verb") or aside or _is_personal(verb, who)


@cache
def _all() -> frozenset[str]:
    return of_kind("verb") | of_kind("weak") | of_kind("personal")


def _is_no_assertion(verb: "Token") -> bool:
    """Tell whether the form asserts nothing: "to say", "said to be", "adds to"."""
    before = verb.nbor(-1).lower_ if verb.i > verb.sent.start else ""
    after = verb.nbor(1).lower_ if verb.i + 1 < len(verb.doc) else ""
    if verb.tag_ == "VB":
        return before == "to"
    if verb.tag_ == "VBN" and not any(c.dep_ == "aux" for c in verb.children):
        return after in ("to", "by", "in") or not verb.sent.text.strip().startswith('"')
    return verb.lemma_ == "add" and after == "to"


def _is_aside(text: str, start: int, end: int, who: int) -> bool:
    """Tell whether the speaker and the verb stand between commas, or last: "…, he went on, …"."""
    tail = re.match(r"(?: on| out| up)?(?: (?:on|in) [\w ]{3,30})?\s*(?:[,.:]|$)", text[end:])
    return tail is not None and who < start and text[:who].rstrip()[-1:] in (",", '"')


def _is_personal(verb: "Token", who: "Who") -> bool:
    """Tell whether a person does what only persons and bodies do with words: hope, welcome, call for."""
    head = who[0]
    return (
        verb.lemma_ in of_kind("personal")
        and head is not None
        and (head.lower_ in ("he", "she") or head.pos_ == "PROPN" or head.lower_ in title_heads())
    )


def _rank(text: str, start: int, end: int, who: int, strong: bool, opened: int) -> int:
    """Return how far the attribution stands from being the sentence's own: 0 at its begin or end, more inside it."""
    first, last = min(start, who), max(end, who)
    lead = text[:first].rstrip()
    rank = 0 if strong else 3
    if _CLAUSE.search(lead):
        rank += 1 if re.search(r",\s+who$", text[:start].rstrip()) else 4
    if (lead.count('"') + opened) % 2:
        rank += 6
    if lead and lead[-1] not in ',"-:;':
        rank += 1
    if first > 25 and len(text) - last > 60:
        rank += 1
    return rank


def _speaks(verb: "Token", who: "Who", strong: bool) -> bool:
    """Tell whether the verb is one of speaking here."""
    if any(child.dep_ in ("auxpass", "neg") for child in verb.children):
        return False
    if verb.lemma_ == "tell" and any(
        c.dep_ == "xcomp" and any(t.lower_ == "to" for t in c.lefts) for c in verb.children
    ):
        return False
    head = who[0]
    clause = any(c.dep_ in ("ccomp", "parataxis") for c in verb.children) or verb.dep_ in ("parataxis", "ccomp")
    if head is not None and (head.lower_ == "it" or head.lower_ in of_kind("nobody")) and not clause:
        return verb.lemma_ in ("say", "add", "note")
    if strong or head is None:
        return True
    if verb.lemma_ in ("show", "find", "indicate", "suggest", "reveal"):
        if head.lower_ in of_kind("report") or head.lemma_ in of_kind("report"):
            return True
        return verb.lemma_ == "find" and (head.pos_ == "PROPN" or head.lower_ in of_kind("finder"))
    return any(c.dep_ in ("ccomp", "parataxis") for c in verb.children) or verb.dep_ == "parataxis"
