"""The setting of a figure: the words and the syntax around it, which tell what it measures."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ..syntax import Parsed, Sentence
from ..wordlists import rows
from .quantities import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Token

_BREAK = re.compile(r"[;:()]|,\s|\s(?:and|while|whereas|but|with|which|who|after|as|when)\s|\s[-–—]+\s")
_WIDE = re.compile(r"[;]|,\s(?:and|while|but|whereas|with|which)\s|\s(?:while|whereas)\s")


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds *quantity*: the sentence, the text beside it in its narrow clause and in the wider one.

    *verb* is the lemma of the verb that governs the figure, *voice* its subject relation, *modifier* the verb that
    follows the counted noun ("suspects arrested"), *head* the noun that the figure's noun depends on.
    """

    quantity: Quantity
    paragraph: int
    kind: str
    sentence: str
    before: str
    after: str
    left: str
    right: str
    wide: str
    verb: str
    verb_at: int
    voice: str
    modifier: str
    head: str
    prep: str


def setting(parsed: Parsed, quantity: Quantity) -> Setting:
    """Return the setting of *quantity* in *parsed*."""
    sentence = parsed.sentences[quantity.sentence]
    text = parsed.page.text
    before, after = text[sentence.start : quantity.start], text[quantity.end : sentence.end]
    number = sentence.span.doc[quantity.last]
    noun = _noun(number, quantity)
    (verb, verb_at), voice, head, prep = _governor(noun)
    return Setting(
        quantity=quantity,
        paragraph=sentence.paragraph,
        kind=unit_kind(quantity.unit),
        sentence=text[sentence.start : sentence.end],
        before=before,
        after=after,
        left=_BREAK.split(before)[-1],
        right=_BREAK.split(after)[0],
        wide=_WIDE.split(before)[-1] + text[quantity.start : quantity.end] + _WIDE.split(after)[0],
        verb=verb,
        verb_at=verb_at,
        voice=voice,
        modifier=_modifier(noun),
        head=head,
        prep=prep,
    )


@cache
def _kinds() -> dict[str, str]:
    return {unit: row[0] for row in rows("unit-kinds") for unit in row[1].split("|")}


def unit_kind(unit: str) -> str:
    """Return the kind of *unit*: person, case, money, percent, time, …; thing where it is of no special kind."""
    return "money" if unit.isupper() and 3 <= len(unit) <= 4 else _kinds().get(unit, "thing")


def _noun(number: "Token", quantity: Quantity) -> "Token":
    """Return the noun that the number modifies, or the number itself."""
    head = number
    while head.dep_ in ("nummod", "quantmod", "compound", "advmod", "amod", "nmod") and head.head.i != head.i:
        if head.head.i < number.i and head.head.pos_ not in ("SYM", "NUM"):
            break
        head = head.head
    return head if head.pos_ not in ("VERB", "AUX") or quantity.how == "verb" else number


def governing(sentence: Sentence, place: int) -> tuple[str, int]:
    """Return lemma and token number of the verb over the word at character *place* of the text; "" and -1 if none."""
    token = next((t for t in sentence.span if sentence.offset + t.idx + len(t) > place), None)
    return _governor(token)[0] if token is not None else ("", -1)


def _governor(noun: "Token") -> tuple[tuple[str, int], str, str, str]:
    """Return the governing verb's lemma and number, the relation to it, the noun between and the preposition."""
    token, head, prep, voice = noun, "", "", ""
    for _ in range(8):
        if token.pos_ in ("VERB", "AUX") and token is not noun:
            return (token.lemma_.lower(), token.i), voice, head, prep
        voice = token.dep_ if token.dep_ != "conj" else voice
        if token.pos_ == "ADP" and not prep:
            prep = token.lower_
        elif token.pos_ in ("NOUN", "PROPN") and token is not noun and token.dep_ != "conj" and not head:
            head = token.lemma_.lower()
        if token.head is token:
            break
        token = token.head
    return ("", -1), voice, head, prep


def _modifier(noun: "Token") -> str:
    """Return the lemma of the participle or relative clause that follows *noun*."""
    for child in noun.rights:
        if child.dep_ in ("acl", "relcl") or (child.pos_ == "VERB" and child.dep_ in ("amod", "dep", "conj")):
            return child.lemma_.lower()
    return ""
