"""Phrases that ascribe a sentence: "according to", "figures of the court show", "by his account", and hearsay."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..actors.entities import token_at
from ..syntax import Sentence
from .ascription import Attribution, made, of_kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|[Aa]s (?:reported|noted|stated|explained|cited|told) by"
    r"|in the (?:words|view|opinion|eyes) of|learn(?:ed|t) from)\s+"
)
_END = re.compile(r"[,;\"]|(?<!Mr)(?<!Ms)(?<!Dr)(?<!U\.S)(?<!\b[A-Z])\.\s|\.$|$|\b(?:which|who)\b")
_ACCOUNT = re.compile(
    r"\b(?:[Bb]y|[Ii]n|[Ff]or) ((?:[\w.-]+ ){0,4}?[\w-]+(?:'s)?) (?:own )?(?:account|words|view|opinion|estimate)\b"
)
_HEARSAY = re.compile(
    r"\b(?:(?:is|are|was|were) (?:reported|said|alleged) to (?:have|be)|[Rr]eportedly|(?<!for )[Aa]llegedly"
    r"|it (?:was|is) (?:reported|said))\b"
    r"(?P<who>(?: (?:on|by|in) (?:the )?(?:(?:website|report) of )?(?:the )?[A-Z][\w' ]+)?)"
)


def phrases(sentence: Sentence, text: str, opened: int) -> Iterator[Attribution]:
    """Yield what ascribes *sentence* without a verb of speech; *opened* is 1 where it begins inside a quotation."""
    yield from _figures(sentence, text)
    yield from _according(sentence, text, opened)
    yield from _accounts(sentence, text)


def _figures(sentence: Sentence, text: str) -> Iterator[Attribution]:
    """Yield what speaks at the end of a sentence: "…, figures of the court show"."""
    nouns = "|".join(sorted(of_kind("report"), key=len, reverse=True))
    who = rf"(?P<who>(?:[\w'.-]+ ){{0,5}}?(?P<noun>(?i:{nouns}))\b(?:\s[^,;\"]{{1,90}}?)?)"
    verb = r"(?:show|say|indicate|reveal|suggest)(?:s|ed)?(?:\s(?:on|in|last|this) \w+)?"
    for match in re.finditer(rf"(?:^|[,;]\s){who}\s{verb}\s*(?:[.,]|(?:a|an|the|that|how)\b)", text):
        head = token_at(sentence, sentence.start + match.start("noun"))
        yield made(sentence, (head, sentence.start + match.start("who"), sentence.start + match.end("who")), "show", 2)


def _according(sentence: Sentence, text: str, opened: int) -> Iterator[Attribution]:
    for match in _ACCORDING.finditer(text):
        stop = _END.search(text[match.end() :])
        end = match.end() + (stop.start() if stop else 0)
        outer = match.start() == 0 or end >= len(text.rstrip(" .\"'"))
        rank = (
            7
            if (text[: match.start()].count('"') + opened) % 2
            else -1
            if outer and match.group().startswith(("Acc", "acc"))
            else 1
        )
        who = _head(sentence, match.end(), end), sentence.start + match.end(), sentence.start + end
        yield made(sentence, who, "according", rank)


def _head(sentence: Sentence, start: int, end: int) -> "Token | None":
    """Return the head of the noun phrase that begins at *start*: its last noun before a preposition."""
    head = None
    for token in sentence.span:
        place = sentence.offset + token.idx - sentence.start
        if not start <= place < end:
            continue
        if token.pos_ in ("NOUN", "PROPN", "PRON") and token.tag_ != "PRP$":
            head = token
            if token.i + 1 < len(token.doc) and token.nbor(1).text in ("'s", "’s"):
                continue
            if token.i + 1 < len(token.doc) and token.nbor(1).pos_ in ("NOUN", "PROPN"):
                continue
            break
    return head


def _accounts(sentence: Sentence, text: str) -> Iterator[Attribution]:
    for match in _ACCOUNT.finditer(text):
        start, end = sentence.start + match.start(1), sentence.start + match.end(1)
        yield made(sentence, (token_at(sentence, start), start, end), "account", 1)
    for match in _HEARSAY.finditer(text):
        yield made(sentence, (None, sentence.start + match.start(), sentence.start + match.end("who")), "hearsay", 5)
