"""Documents that have no title in the text and are identified by their topic: "a guideline on telecom fraud"."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from ..surface import tidy
from ..syntax import Sentence
from ..wordlists import rows, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_TOPIC = (
    "on",
    "about",
    "for",
    "against",
    "of",
    "concerning",
    "regarding",
    "governing",
    "guiding",
    "regulating",
    "that",
    "to",
)
_LONGEST = 12


def unnamed(sentence: Sentence, text: str) -> Iterator[tuple[int, int, str, str, str]]:
    """Yield begin and end in the sentence's *text*, name, kind and rule of documents identified by their topic."""
    for token in sentence.span:
        noun = _noun(token)
        if noun and token.text.islower() and token.dep_ != "compound" and (_is_free(noun) or _is_issued(token)):
            found = _described(token, noun) or _compound(token, noun)
            if found:
                start, end = (each - (sentence.start - sentence.offset) for each in found)
                yield start, end, _name(text[start:end]), _table()[noun][0], "law-words.tsv"


@cache
def _table() -> dict[str, tuple[str, bool]]:
    return {row[1]: (row[2], row[3:] == ("free",)) for row in rows("law-words") if row[0] == "document"}


@cache
def _lasts() -> frozenset[str]:
    return frozenset(wording.split()[-1] for wording in _table())


def _noun(token: "Token") -> str | None:
    if token.text not in _lasts():  # as most are not: to look at the word before each is slow
        return None
    before = token.nbor(-1).text.lower() if token.i > token.sent.start else ""
    for wording in (f"{before} {token.text}", token.text):
        if wording in _table():
            return wording
    return None


def _is_free(noun: str) -> bool:
    return _table()[noun][1]


def _is_issued(token: "Token") -> bool:
    verbs = words("law-words", "issuing")
    near = [
        token.head,
        *token.head.conjuncts,
        *(t.head for t in token.children if t.dep_ == "relcl"),
        *(t for t in token.children if t.dep_ in ("acl", "relcl")),
    ]
    return any(each.pos_ in ("VERB", "AUX") and each.lemma_ in verbs for each in near)


def _described(token: "Token", noun: str) -> tuple[int, int] | None:
    """Return begin and end of the noun with the phrase that says what the document is about."""
    for child in _after(token):
        if (noun in ("circular", "notice") and child.text.lower() == "from") or (
            noun.startswith("work report") and child.text.lower() == "of"
        ):
            last = _last(child)
            return _first(token, noun), last.idx + len(last.text)
        if child.dep_ == "relcl" and child.left_edge.lower_ == "that" and noun in ("guideline", "guidelines", "rules"):
            last = max((t for t in child.subtree if t.i - token.i <= _LONGEST and not t.is_punct), key=lambda t: t.i)
            return _first(token, noun), last.idx + len(last.text)
        if noun in ("measures", "provisions", "rules") and child.text.lower() not in (
            "on",
            "for",
            "governing",
            "regulating",
        ):
            continue
        if child.i + 1 < len(token.doc) and child.nbor(1).lower_ in ("how", "whether", "what", "which"):
            continue
        if child.text.lower() in _TOPIC:
            last = _last(child)
            if last.i - token.i <= _LONGEST and last.i > child.i and child.text.lower() not in ("of", "to", "that"):
                return _first(token, noun), last.idx + len(last.text)
    return None


def _after(token: "Token") -> Iterator["Token"]:
    """Yield what hangs on the noun after it, and a topic that the parser hung on the verb."""
    yield from token.rights
    if token.i + 1 < token.sent.end and token.nbor(1).lower_ in _TOPIC and token.nbor(1).head != token:
        yield token.nbor(1)


def _last(child: "Token") -> "Token":
    """Return the last token of the topic, before a comma or a clause."""
    last = child
    for each in sorted(child.subtree, key=lambda t: t.i):
        clause = each.dep_ in ("relcl", "mark", "aux", "punct") or each.tag_ in ("WDT", "WP")
        dated = each.tag_ == "IN" and each.i + 1 < len(each.doc) and each.nbor(1).ent_type_ == "DATE"
        if dated and each.i > child.i:
            break
        if each.i > child.i and ((each.is_punct and each.text != "-") or (clause and each.text != "-")):
            break
        last = each
    return last


def _first(token: "Token", noun: str) -> int:
    first = token.nbor(-1) if " " in noun else token
    mine = [
        t
        for t in token.lefts
        if t.dep_ in ("compound", "amod") and t.i < first.i and t.text.lower() not in words("law-words", "modifier")
    ]
    return min([first.idx, *(t.idx for t in mine)])


def _compound(token: "Token", noun: str) -> tuple[int, int] | None:
    """Return begin and end of a noun whose own modifiers say what the document is about: "anti-doxxing law"."""
    judicial = [t for t in token.lefts if t.lower_ == "judicial"]
    if judicial and noun in ("guideline", "guidelines", "interpretation"):
        return judicial[0].idx, token.idx + len(token.text)
    if noun not in ("law", "bill"):
        return None
    mine = [t for t in token.lefts if t.dep_ in ("compound", "nmod") or t.text.lower().startswith(("anti", "pro"))]
    if not mine or any(t.text in words("law-words", "general") for t in mine):
        return None
    return min(t.left_edge.idx for t in mine), token.idx + len(token.text)


def _name(words_: str) -> str:
    drop = "|".join([*words("law-words", "modifier"), *(row[1] for row in rows("demonyms"))])
    return tidy(re.sub(rf"^(?:(?:{drop})\s+)+", "", words_))
