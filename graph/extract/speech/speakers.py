"""Speakers: whom the words mean to which a sentence is ascribed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..actors.posts import title_heads
from ..actors.referring import antecedent_nouns
from ..names import NameMention
from .ascription import Attribution, of_kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_PERSONAL = ("he", "she")
_PLURAL = ("officials", "authorities", "spokespeople")


@dataclass(slots=True)
class Memory:
    """Who spoke last: of all, of the persons, and of the bodies; media only pass on what another body says."""

    last: str | None = None
    person: str | None = None
    body: str | None = None
    passed_on: bool = True

    def keep(self, name: str, kind: str) -> None:
        """Remember that an actor of this *name* and *kind* spoke."""
        self.last = name
        if kind == "person":
            self.person = name
        elif kind != "media" or self.passed_on:
            self.body, self.passed_on = name, kind == "media"


def speaker(found: Attribution, named: list[NameMention], memory: Memory) -> tuple[bool, str | None]:
    """Return whether somebody speaks, and who: an actor's name, several joined by "; ", or None for the unnamed."""
    if found.rank >= 4 and found.verb != "hearsay":
        return False, None
    here = [m for m in named if found.start <= m.start and m.end <= found.end]
    if found.verb == "hearsay":
        return True, here[0].name if here else None
    chosen = _named(found, here)
    if chosen:
        for mention in chosen:
            memory.keep(mention.name, mention.kind)
        memory.last = "; ".join(dict.fromkeys(m.name for m in chosen))
        return True, memory.last
    return _meant(found, named, memory)


def _named(found: Attribution, here: list[NameMention]) -> list[NameMention]:
    """Return those of the mentions that are the speaker: at the head of the words, a person, or the first body."""
    head = found.head
    if not here or head is None:
        return here[:1]
    at_head = [m for m in here if m.end == found.end or m.start <= found.place < m.end]
    if at_head:
        joined = (
            found.verb != "according"
            and here[0].start == found.start
            and (here[0].kind == "person") == (at_head[-1].kind == "person")
        )
        return here if joined and len(here) == 2 else at_head[-1:]
    if is_a(head, "law") and not is_a(head, "report"):
        return []
    if is_a(head, "nobody") and not is_person(head) and not is_a(head, "report") and head.lower_ not in _PLURAL:
        return []
    if is_a(head, "report") or is_person(head) or head.lower_ in _PLURAL or found.verb in ("according", "account"):
        return [m for m in here if m.kind == "person"][:1] or _authors(found, here) or here[:1]
    return []


def _authors(found: Attribution, here: list[NameMention]) -> list[NameMention]:
    """Return the body by whom a report is: "a review of the firm, opened by the regulator"."""
    head = found.head
    if head is None:
        return []
    offset = found.place - head.idx
    return [m for m in here for t in head.subtree if t.lower_ == "by" and 0 < m.start - offset - t.idx <= 8][:1]


def is_person(token: "Token") -> bool:
    """Tell whether the noun means one person in an office."""
    return token.tag_ not in ("NNS", "NNPS") and (token.lower_ in title_heads() or is_a(token, "person"))


def is_a(token: "Token", kind: str) -> bool:
    """Tell whether the token is among the *kind* of words that the table of speech lists."""
    return token.lower_ in of_kind(kind) or (token.tag_ != "NNS" and token.lemma_.lower() in of_kind(kind))


def _meant(found: Attribution, named: list[NameMention], memory: Memory) -> tuple[bool, str | None]:
    """Return the speaker whom a pronoun or a noun means."""
    head = found.head
    if head is None:
        return True, memory.last
    word = head.lower_
    if word in (*_PERSONAL, "his", "her") or is_person(head):
        unnamed = memory.last if word in ("official", "spokesperson", "spokesman", "spokeswoman") else None
        who = unnamed or memory.person or _nearest(named, found.start, persons=True)
        if who:
            memory.last = who
        return True, who or memory.last
    if word in ("it", "its") or is_a(head, "report"):
        if _is_general(head):
            return True, None
        who = memory.body or _nearest(named, found.start, persons=False) or memory.last
        memory.body = who
        return True, who
    if word in ("they", "their", "agencies", "both"):
        joint = memory.last if "; " in (memory.last or "") else None
        return word in ("they", "their") or joint is not None, joint
    if found.verb == "according" and not is_a(head, "law"):
        return True, None if head.tag_ in ("NNS", "NNPS") or memory.body is None else memory.body
    return is_a(head, "nobody") or word in antecedent_nouns(), None


def _is_general(head: "Token") -> bool:
    """Tell whether the noun means reports or figures of nobody in particular."""
    if head.lower_ in ("analysis", "study", "survey") and any(t.lower_ in ("a", "an") for t in head.lefts):
        return True
    return head.tag_ == "NNS" and not any(t.dep_ in ("det", "poss") for t in head.lefts)


def _nearest(named: list[NameMention], start: int, *, persons: bool) -> str | None:
    """Return the last actor named before *start*, or the first after it."""
    fitting = [m for m in named if (m.kind == "person") == persons and m.kind not in ("state", "company")]
    before = [m.name for m in fitting if m.start < start]
    if before and not persons:
        return max(before, key=lambda name: (before.count(name), before[::-1].index(name) * -1))
    return before[-1] if before else (fitting[0].name if fitting else None)
