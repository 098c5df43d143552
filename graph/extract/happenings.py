"""Candidates for events: the words that may report a happening, the clause around them, and what speaks for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .guide import Span
from .names import NameMention
from .surface import is_title_case, words_of
from .syntax import HEADLINE, Parsed, Sentence
from .times.periods import TimeMention
from .wordlists import rows, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_NONE = "none"  # a wording of the table that reports nothing: "cardiac arrest", "hard drive"
_OUTSIDE = ("parataxis", "advcl", "ccomp", "relcl", "acl")


@dataclass(frozen=True, slots=True)
class Happening:
    """What may be an event: its *type*, its *trigger*, the clause that states it, and its features."""

    type: str
    trigger: "Token"
    span: Span
    sentence: int
    features: tuple[str, ...]


def happenings(parsed: Parsed, times: list[TimeMention], bodies: list[NameMention]) -> list[Happening]:
    """Return the candidates of a text; *times* and *bodies* are its times and its mentions of actors."""
    found: list[Happening] = []
    seen: dict[str, int] = {}
    for number, sentence in enumerate(parsed.sentences):
        for kind, how, token in _triggers(sentence):
            span = _clause(token, sentence)
            features = _features(kind, how, token, [*_around(parsed, sentence, span, times, bodies)], seen)
            found.append(Happening(kind, token, span, number, tuple(_crossed(kind, features))))
            seen[kind] = seen.get(kind, 0) + 1
            seen[f"{kind}/{token.lemma_}"] = seen.get(f"{kind}/{token.lemma_}", 0) + 1
    return found


def _crossed(kind: str, features: tuple[str, ...]) -> Iterator[str]:
    """Yield each feature for all types and for this one."""
    for each in features:
        yield each
        yield f"{kind}|{each}"


@cache
def types() -> frozenset[str]:
    """Return the types of event that are looked for."""
    return frozenset(row[0] for row in rows("event-triggers")) - {_NONE}


@cache
def _table() -> tuple[dict[str, list[tuple[str, frozenset[str]]]], dict[str, list[tuple[str, ...]]]]:
    """Return the verbs with each type and the words of which one must be near, and the nouns by their last word."""
    needed: dict[tuple[str, str], set[str]] = {}
    nouns: dict[str, list[tuple[str, ...]]] = {}
    for kind, how, word, *rest in rows("event-triggers"):
        if how == "verb":
            needed.setdefault((word, kind), set()).update("".join(rest).split("|"))
        else:
            nouns.setdefault(word.split()[-1], []).append((kind, *word.split()))
    verbs: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for (word, kind), near in needed.items():
        verbs.setdefault(word, []).append((kind, frozenset() if "" in near else frozenset(near)))
    return verbs, nouns


@cache
def _loose() -> frozenset[tuple[str, str]]:
    """Return the verbs that may report a type even without one of the words that must be near."""
    return frozenset((row[1], row[2]) for row in rows("event-cues") if row[0] == "loose")


def _triggers(sentence: Sentence) -> Iterator[tuple[str, str, "Token"]]:
    verbs, nouns = _table()
    for token in sentence.span:
        if token.pos_ in ("VERB", "AUX") or token.tag_ in ("VBN", "VBD"):
            around = {t.lower_ for t in _near(token)}
            for kind, needed in verbs.get(token.lemma_.lower(), ()):
                if not needed or needed & around:
                    yield kind, "verb", token
                elif (kind, token.lemma_.lower()) in _loose():
                    yield kind, "loose verb", token
        best = [entry for entry in nouns.get(token.lower_, ()) if _ends(token, entry[1:])]
        longest = max((len(entry) for entry in best), default=0)
        for entry in best:
            if entry[0] != _NONE and len(entry) == longest and token.pos_ in ("NOUN", "PROPN", "SCONJ", "ADP"):
                yield entry[0], "noun", token


def _near(verb: "Token") -> Iterator["Token"]:
    """Yield the words of the verb's clause."""
    for child in verb.children:
        if child.dep_ in ("parataxis", "advcl", "ccomp", "conj") and child.pos_ in ("VERB", "AUX"):
            continue
        apart = {t.i for c in child.subtree if c.dep_ in ("relcl", "acl", "poss") for t in c.subtree}
        yield from (t for t in child.subtree if t.i not in apart)
    if verb.dep_ in ("acl", "relcl", "conj", "xcomp"):
        yield verb.head
        if verb.dep_ == "conj":
            for child in verb.head.children:
                if child.dep_ in ("nsubj", "nsubjpass"):
                    yield from child.subtree


def _ends(token: "Token", words: tuple[str, ...]) -> bool:
    start = token.i - len(words) + 1
    return start >= token.sent.start and [t.lower_ for t in token.doc[start : token.i + 1]] == list(words)


def _verb(token: "Token") -> "Token":
    """Return the verb whose clause *token* stands in, or *token* itself."""
    for each in (token, *token.ancestors):
        if each.pos_ in ("VERB", "AUX"):
            return each
    return token


def _clause(token: "Token", sentence: Sentence) -> Span:
    """Return the characters of the clause around the trigger, without clauses joined to it."""
    verb = _verb(token)
    apart = [
        c
        for c in verb.children
        if c.pos_ in ("VERB", "AUX") and c.dep_ in (*_OUTSIDE, "conj") and token not in c.subtree
    ]
    out = {t.i for c in apart for t in c.subtree}
    mine = sorted(t.i for t in verb.subtree if t.i not in out and not t.is_space)
    while len(mine) > 1 and token.doc[mine[-1]].is_punct:
        mine.pop()
    while len(mine) > 1 and (token.doc[mine[0]].is_punct or token.doc[mine[0]].dep_ in ("cc", "mark")):
        mine.pop(0)
    first, last = token.doc[mine[0]], token.doc[mine[-1]]
    return Span(sentence.offset + first.idx, sentence.offset + last.idx + len(last.text))


def _own(kind: str, how: str, token: "Token") -> Iterator[str]:
    """Yield what the trigger and its verb tell."""
    verb = _verb(token)
    yield kind
    yield f"{kind}/{how}"
    yield f"{kind}/{token.lemma_.lower()}"
    yield f"tag {verb.tag_}"
    yield f"dep {token.dep_}"
    if how == "noun":
        yield f"verb {verb.lemma_.lower()}"
        yield "number " + ("plural" if token.tag_ in ("NNS", "NNPS") else "one")
        yield "det " + next((t.lower_ for t in token.lefts if t.dep_ in ("det", "poss")), "none")
    helpers = {t.lower_ for t in verb.children if t.dep_ in ("aux", "auxpass", "neg")}
    yield from (f"aux {each}" for each in helpers)
    subjects = [t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass")]
    for subject in subjects:
        yield f"subject {subject.dep_}"
        yield f"subject {subject.ent_type_ or subject.pos_}"
    if not subjects:
        yield "subject none"
    yield f"verbdep {verb.dep_}"


def _around(
    parsed: Parsed, sentence: Sentence, span: Span, times: list[TimeMention], bodies: list[NameMention]
) -> Iterator[str]:
    """Yield what the clause and its sentence hold: times, actors, numbers, the place in the text."""
    text = words_of(parsed.page, sentence)
    yield "place " + ("headline" if sentence.paragraph == HEADLINE else "lead" if sentence.paragraph == 0 else "body")
    if is_title_case(text):
        yield "title case"
    yield from _dated(sentence, span, times)
    here = [b for b in bodies if b.start < span.end and span.start < b.end]
    yield f"actors {min(2, len(here))}"
    yield from {f"actor {b.kind}" for b in here}
    if any(c.isdigit() for c in text):
        yield "digits in sentence"
    yield from _worded(parsed.page.text[span.start : span.end])


def _dated(sentence: Sentence, span: Span, times: list[TimeMention]) -> Iterator[str]:
    """Yield which times stand in the clause, by themselves and with its place in the text."""
    dated = [t for t in times if t.start < span.end and span.start < t.end]
    yield from {f"time {t.kind}" for t in dated}
    if not dated:
        yield "time none" if not any(sentence.start <= t.start < sentence.end for t in times) else "time elsewhere"
    place = "lead" if sentence.paragraph == 0 else "body"
    yield f"{place} {'dated' if dated else 'undated'}"
    yield from {f"{place} time {t.kind}" for t in dated}


def _worded(clause: str) -> Iterator[str]:
    """Yield which numbers and cues the words of the clause have, and how many words it is long."""
    if any(c.isdigit() for c in clause):
        yield "digits"
    if "," in clause and any(part.replace(",", "").isdigit() and len(part) > 4 for part in clause.split()):
        yield "large number"
    yield f"length {min(4, len(clause.split()) // 6)}"
    yield from (f"cue {cue}" for cue in words("event-cues", "cue") if cue in clause.lower())


def _features(kind: str, how: str, token: "Token", around: list[str], seen: dict[str, int]) -> tuple[str, ...]:
    """Return all features, and those pairs of them that mean more together."""
    own, order, size = [*_own(kind, how, token)], [*_order(kind, token, seen)], _size(token)
    times = [f for f in around if f.startswith("time ")]
    place = next(f for f in around if f.startswith("place "))
    determiner = next((f for f in own if f.startswith("det ")), "")
    pairs = [f"numbers {size} {time}" for time in times] + [f"{determiner} {order[0]}"] * bool(determiner)
    if token.lemma_ in words("event-cues", "telling"):
        pairs += [f"telling {place} {'dated' if 'time day' in times or 'time weekday' in times else 'undated'}"]
    return (*own, *around, *order, f"numbers {size}", *pairs)


def _size(token: "Token") -> str:
    """Return how large the numbers are that hang on the trigger and its verb: none, small or large."""
    verb = _verb(token)
    heads = {*token.children, *verb.children, verb}
    near = {*heads, *(g for c in heads if c.dep_ in ("prep", "agent") for g in c.children)}
    numbers = [t for each in near for t in each.children if t.like_num]
    if not numbers:
        return "none"
    return "large" if any(_is_large(t.text) for t in numbers) else "small"


def _is_large(number: str) -> bool:
    digits = number.replace(",", "").split(".")[0]
    return int(digits) >= 200 if digits.isdigit() else number.lower() in ("million", "billion", "thousand", "hundred")


def _order(kind: str, token: "Token", seen: dict[str, int]) -> Iterator[str]:
    yield f"earlier {min(3, seen.get(kind, 0))}"
    yield f"same earlier {min(2, seen.get(f'{kind}/{token.lemma_}', 0))}"
