"""What a number counts: a unit printed with it, the noun after it, its verb's subject, or what was counted before."""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ..syntax import Sentence
from ..wordlists import words
from .numerals import Numeral, symbols

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

INHERITED = "inherited"
"""How a unit was found that the figure's own words do not name."""

_CLOSING = frozenset(
    ("a", "an", "the", "this", "that", "each", "every", "per", "last", "next")
)  # "600 a day" counts no days
_REACH = 9  # the most tokens between a number and the noun that it counts


class Counted(NamedTuple):
    """A *unit*, the counted *noun*, *how* they were found, and where the noun ends in the text (0 where elsewhere)."""

    unit: str | None
    noun: str
    how: str
    end: int = 0


def counted(sentence: Sentence, last: "Token", numeral: Numeral, earlier: Sequence[Counted]) -> Counted:
    """Return what *numeral*, whose last token is *last*, counts; *earlier* figures lend a unit where it has none."""
    if numeral.unit:
        return Counted(numeral.unit, "", "symbol")
    noun = _counted(sentence, last)
    if noun is not None:
        return Counted(*_name(noun), "noun", sentence.offset + noun.idx + len(noun))
    rest = last.doc.text[last.idx + len(last) :][:40]
    if re.match(r"\s*of those who\b", rest):
        return Counted("person", "", "verb")
    if re.match(r"\s*of them\b", rest) and _verbs_of_people() & {
        t.lemma_.lower() for t in last.doc[last.i : last.i + 8]
    }:
        return Counted("person", "", "verb")
    if re.match(r"\s*(?:more\s+|others?\s+)?of\s+(?:them|these|those|whom|which|it)\b", rest):
        aside = _before_comma(sentence, last)
        return Counted(*_name(aside), "subject") if aside is not None else _inherited(earlier, "of")
    if re.search(r"\bvotes?\b[^.;]{0,25}\s(?:to|against)\s+$", last.doc.text[max(0, last.idx - 40) : last.idx]):
        return Counted("vote", "vote", INHERITED)
    subject = _subject(last) or _predicate(last)
    if subject is not None:
        return Counted(*_name(subject), "subject")
    if _verbs_of_people() & {t.lemma_.lower() for t in last.doc[max(0, last.i - 4) : last.i + 5]}:
        return Counted("person", "", "verb")
    return _without_words(sentence, last, numeral, earlier)


def _without_words(sentence: Sentence, last: "Token", numeral: Numeral, earlier: Sequence[Counted]) -> Counted:
    """Return the unit of a number that names none: an earlier figure's, or that of a noun before it."""
    before = last.doc[last.i - 1] if last.i > sentence.span.start else None
    if numeral.value == 1 or (before is not None and before.pos_ == "PROPN"):
        return Counted(None, "", INHERITED)
    if earlier and earlier[-1].how != "symbol":
        return _inherited(earlier, INHERITED)
    noun = _nearest_known(last.doc[sentence.span.start : last.i])
    return Counted(*_name(noun), "left") if noun is not None else _inherited(earlier, INHERITED)


def _before_comma(sentence: Sentence, last: "Token") -> "Token | None":
    """Return the noun that "…, more than 610 of them" takes up in its own sentence."""
    before = [t for t in last.doc[sentence.span.start : last.i] if not t.is_space]
    comma = next((t for t in reversed(before[-5:]) if t.text == ","), None)
    return _nearest_known(last.doc[sentence.span.start : comma.i]) if comma is not None else None


def _nearest_known(tokens: "Span") -> "Token | None":
    """Return the last plural noun of *tokens* with a known unit; the first of the nouns that are joined with it."""
    for token in reversed(list(tokens)):
        if token.tag_ in ("NNS", "NNPS") and token.lemma_.lower() in symbols("noun"):
            while token.dep_ == "conj" and token.head.tag_ == "NNS":
                token = token.head
            return token
    return None


def _inherited(earlier: Sequence[Counted], how: str) -> Counted:
    """Return the unit of the latest figure that counts something."""
    for each in reversed(earlier[-6:]):
        if each.how != "symbol":
            return Counted(each.unit, each.noun, how)
    return Counted(None, "", how)


def _counted(sentence: Sentence, last: "Token") -> "Token | None":
    """Return the noun that the number before it counts: the last noun of the run that follows."""
    found: Token | None = None
    for token in last.doc[last.i + 1 : min(last.i + _REACH, sentence.span.end)]:
        known = token.lemma_.lower() in symbols("noun") or token.lower_ in symbols("noun")
        told = found is not None and token.tag_ in ("VBN", "VBD")  # "34 cases reported" counts no reports
        if token.pos_ in ("NOUN", "PROPN") or (known and not told and token.pos_ not in ("ADJ", "AUX", "ADP", "DET")):
            found = token
        elif found is not None and (joined := _joined_noun(found, token)) is not None:
            return joined
        elif not (_may_precede(token) if found is None else _may_continue(found, token)):
            break
    return found


def _may_continue(found: "Token", token: "Token") -> bool:
    """Tell whether after the noun *found* the run may go on: "first-instance criminal cases", "'navy' accounts"."""
    hyphenated = found.i > 0 and found.nbor(-1).text in ("-", "–") and token.pos_ == "ADJ"
    hyphenated = hyphenated or (token.nbor(-1).text in ("-", "–") and token.pos_ in ("ADJ", "VERB"))
    quoted = token.is_quote and _after(token) is not None and _known(_after(token))
    return hyphenated or quoted or token.text in ("-", "–", "’", "'")


def _joined_noun(found: "Token", token: "Token") -> "Token | None":
    """Return the noun that is counted where *token* joins its modifiers: "11,000 telecom and online frauds"."""
    if found.tag_ not in ("NN", "NNP", "JJ") or _known(found) or (token.dep_ != "cc" and token.text not in ("/", ",")):
        return None
    for following in token.doc[token.i + 1 : token.i + 5]:
        if following.pos_ not in ("NOUN", "PROPN", "ADJ", "CCONJ"):
            return None
        if _known(following) and following.tag_ in ("NNS", "NNPS"):
            return following
    return None


def _after(token: "Token") -> "Token | None":
    return token.nbor(1) if token.i + 1 < len(token.doc) else None


def _known(token: "Token | None") -> bool:
    return token is not None and token.lemma_.lower() in symbols("noun")


def _may_precede(token: "Token") -> bool:
    """Tell whether *token* may stand between a number and its noun."""
    following = _after(token)
    if token.lower_ == "of" and following is not None and following.lower_ in words("unit-verbs", "determiner"):
        return True
    if token.pos_ == "VERB":
        return token.tag_ in ("VBN", "VBG") and token.dep_ in ("amod", "compound", "nmod")
    joins = token.pos_ == "CCONJ" and token.nbor(-1).pos_ == "ADJ"
    listed = (token.text == "," and token.nbor(-1).pos_ == "ADJ") or token.text in ("-", "–")
    if token.lower_ in _CLOSING and token.nbor(-1).lower_ != "of":
        return False
    return joins or listed or token.pos_ in ("ADJ", "DET", "NUM", "PART", "ADV", "SPACE", "PRON") or token.is_quote


def _name(noun: "Token") -> tuple[str, str]:
    """Return the unit and the lemma of *noun*; a known compound goes before the noun alone."""
    lemma = _lemma(noun)
    before = noun.nbor(-1).lower_ if noun.i else ""
    known = symbols("noun")
    if f"{before} {lemma}" in known:
        return known[f"{before} {lemma}"], lemma
    if noun.ent_type_ == "NORP":
        return "person", lemma
    return known.get(lemma, known.get(noun.lower_, lemma)), lemma


def _lemma(noun: "Token") -> str:
    """Return the singular of *noun*, which a tagger that takes it for a name or verb leaves in the plural."""
    lemma = noun.lemma_.lower()
    if noun.pos_ != "NOUN" and lemma.endswith("s") and not lemma.endswith("ss"):
        return lemma[:-3] + "y" if lemma.endswith("ies") else lemma[:-1]
    return lemma


def _subject(number: "Token") -> "Token | None":
    """Return the noun that the sentence equates the number with, as in "users numbered 900 million"."""
    head = number.head
    while head.dep_ in ("nummod", "quantmod", "compound", "pobj", "prep") and head.head is not head:
        head = head.head
    verb = head if head.pos_ in ("VERB", "AUX") else head.head
    if verb.lemma_.lower() not in _equating():
        return None
    for child in verb.lefts:
        if child.dep_ in ("nsubj", "nsubjpass") and child.pos_ in ("NOUN", "PROPN"):
            noun = _within_number_of(child)
            return noun if noun is not child or noun.lemma_.lower() in symbols("noun") else None
    return None


def _predicate(number: "Token") -> "Token | None":
    """Return what the sentence says that the counted ones are, as in "391 were insiders"."""
    if number.dep_ != "nsubj" or number.head.lemma_.lower() != "be":
        return None
    return next((t for t in number.head.rights if t.dep_ == "attr" and t.tag_ == "NNS" and _known(t)), None)


def _within_number_of(noun: "Token") -> "Token":
    """Return what "the number of" counts, or *noun* itself."""
    if noun.lemma_.lower() in ("number", "total", "count"):
        return next((grandchild for child in noun.rights if child.lower_ == "of" for grandchild in child.rights), noun)
    return noun


@cache
def _equating() -> frozenset[str]:
    return frozenset(words("unit-verbs", "equates"))


@cache
def _verbs_of_people() -> frozenset[str]:
    return frozenset(words("unit-verbs", "people"))
