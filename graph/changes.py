"""What changed from one release to the next, thing by thing: sorted N-Triples lines in, what differs out.

Both sides are read once, side by side, and no more is held than what is said of one thing, and what is told in the
end: time grows with the lines, memory does not.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pyoxigraph import Literal, Quad, RdfFormat, parse

from .namespaces import BASE, DCTERMS, RDFS, SKOS

TOLD: Final = 1000
"""How many things that were added are told of, how many that were removed, and how many that changed."""
STARTS: Final = (f"<{BASE}article/".encode(), f"<{BASE}id/".encode())
"""What the lines on facts begin with; concepts, terms and the description of the dataset are none."""
KINDS: Final = ("actor", "law", "statistic", "event", "statement", "article", "mention", "membership", "state", "place")
"""What facts are told apart as, by their IRIs; any other is ``other``."""
_ONLY_COUNTED: Final = "mention"
"""Words that facts rest on are counted, not told of one by one: there are many, and the facts lead to them."""
_NAMES: Final = (RDFS.label, SKOS.prefLabel, DCTERMS.title)
_NAMING: Final = {str(each).encode() for each in _NAMES}
_HOW: Final = ("added", "removed", "changed")


@dataclass(frozen=True, slots=True)
class Change:
    """A thing that was added, removed or changed."""

    iri: str
    kind: str
    how: str
    """``added``, ``removed`` or ``changed``."""
    names: dict[str, str]
    """What it is called by language, in the newer release where it is there."""
    properties: tuple[str, ...]
    """IRIs of the properties whose values differ; none where the thing as a whole was added or removed."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How many things differ by kind, and the first `TOLD` of each sort of change by IRI, mentions left out."""

    counts: dict[str, dict[str, int]]
    """Kind to sort of change to number; kinds of which nothing differs are left out."""
    added: tuple[Change, ...]
    removed: tuple[Change, ...]
    changed: tuple[Change, ...]

    @property
    def total(self) -> int:
        """Return how many things differ."""
        return sum(sum(numbers.values()) for numbers in self.counts.values())

    def number(self, how: str) -> int:
        """Return how many things were ``added``, ``removed`` or ``changed``, mentions left out."""
        return sum(numbers[how] for kind_, numbers in self.counts.items() if kind_ != _ONLY_COUNTED)


def compared(former: Iterable[bytes], current: Iterable[bytes], most: int = TOLD) -> Changes:
    """Return what differs between the sorted N-Triples lines of two releases; *most* of each sort are told of."""
    counts: Counter[tuple[str, str]] = Counter()
    told: dict[str, list[Change]] = {how: [] for how in _HOW}
    for subject, before, after in _side_by_side(former, current):
        if before == after:
            continue
        how = "added" if not before else "removed" if not after else "changed"
        iri = subject[1:-1].decode()
        counts[kind(iri), how] += 1
        if kind(iri) != _ONLY_COUNTED and len(told[how]) < most:
            told[how].append(_change(iri, how, before, after))
    kinds = [each for each in (*KINDS, "other") if any(counts[each, how] for how in _HOW)]
    return Changes({each: {how: counts[each, how] for how in _HOW} for each in kinds}, *map(tuple, told.values()))


def kind(iri: str) -> str:
    """Return what sort of fact *iri* names, one of `KINDS` or ``other``."""
    path = iri.removeprefix(BASE)
    if path.startswith("article/"):
        return "mention" if "#" in path else "article"
    step = path.removeprefix("id/").partition("/")[0]
    return step if step in KINDS else "other"


@dataclass(frozen=True, slots=True)
class _Said:
    subject: bytes
    lines: list[bytes]


_NOTHING: Final[list[bytes]] = []


def _side_by_side(
    former: Iterable[bytes], current: Iterable[bytes]
) -> Iterator[tuple[bytes, list[bytes], list[bytes]]]:
    """Yield each subject of either with its lines in both."""
    left, right = _by_subject(former), _by_subject(current)
    one, two = next(left, None), next(right, None)
    while one or two:
        if two is None or (one and one.subject < two.subject):
            assert one
            yield one.subject, one.lines, _NOTHING
            one = next(left, None)
        elif one is None or two.subject < one.subject:
            yield two.subject, _NOTHING, two.lines
            two = next(right, None)
        else:
            yield one.subject, one.lines, two.lines
            one, two = next(left, None), next(right, None)


def _by_subject(lines: Iterable[bytes]) -> Iterator[_Said]:
    """Yield what is said of each fact; lines with one subject stand together, since they begin alike."""
    facts = (line for line in lines if line.startswith(STARTS))
    for subject, said in groupby(facts, lambda line: line[: line.index(b" ")]):
        yield _Said(subject, list(said))


def _change(iri: str, how: str, before: list[bytes], after: list[bytes]) -> Change:
    differing = set(before).symmetric_difference(after) if how == "changed" else set()
    properties = sorted({line.split(b" ", 2)[1][1:-1].decode() for line in differing})
    return Change(iri, kind(iri), how, _names(after or before), tuple(properties))


def _names(lines: Iterable[bytes]) -> dict[str, str]:
    """Return what *lines* call their subject, by language."""
    naming = [line for line in lines if line.split(b" ", 2)[1] in _NAMING]
    found: dict[str, str] = {}
    for quad in sorted(parse(b"".join(naming), format=RdfFormat.N_TRIPLES), key=_rank):
        assert isinstance(quad.object, Literal)
        found.setdefault(quad.object.language or "", quad.object.value)
    return found


def _rank(quad: Quad) -> tuple[int, str]:
    return _NAMES.index(quad.predicate), str(quad.object)
