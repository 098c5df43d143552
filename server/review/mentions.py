"""The text cut where mentions begin and end, so that those that overlap can all be shown."""

from dataclasses import dataclass
from itertools import pairwise

from lexwire.graph.facts import Record


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of the text that the same facts rest on, from *begin* on."""

    begin: int
    text: str
    facts: tuple[str, ...]
    """Ids of the facts, that with the fewest words first."""
    kinds: tuple[str, ...]
    """Their lists, in the same order and each once."""
    starting: tuple[str, ...]
    """The lists of those facts whose words begin here."""


def pieces(text: str, record: Record) -> list[Piece]:
    """Return *text* in pieces, which joined are the text again."""
    spans = sorted(
        (anchor.end - anchor.begin, anchor.begin, anchor.end, kind, fact.id)
        for kind, facts in record.facts().items()
        for fact in facts
        for anchor in fact.anchors
    )
    cuts = sorted({0, len(text), *(cut for _, begin, end, _, _ in spans for cut in (begin, end) if cut < len(text))})
    found = []
    for begin, end in pairwise(cuts):
        over = [(kind, id_, first) for _, first, last, kind, id_ in spans if first <= begin and end <= last]
        found.append(
            Piece(
                begin,
                text[begin:end],
                tuple(dict.fromkeys(id_ for _, id_, _ in over)),
                tuple(dict.fromkeys(kind for kind, _, _ in over)),
                tuple(dict.fromkeys(kind for kind, _, first in over if first == begin)),
            )
        )
    return found
