"""The page of an article: where it comes from, all facts in the order of its words, and what was computed from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lexwire.graph.namespaces import BASE, DCTERMS, LW, SCHEMA, Namespace

from ..language import _
from ..service import service
from . import linked, texts
from .facts import Origin, Words, origin, shown_day, words
from .figures import Figure, figure
from .graph import Name, Names, Node
from .kind import Data, Kind, Subject, of
from .lists import FIGURE_DAY
from .sections import Found, Section

FACTS_ON_A_PAGE: Final = 500
_GAF = Namespace("http://groundedannotationframework.org/gaf#")
_KINDS: Final = (
    ("id/statistic/", "Statistic", "Statistics"),
    ("id/statement/", "Statement", "Statements"),
    ("id/event/", "Event", "Events"),
    ("id/actor/", "Actor", "Actors"),
    ("id/law/", "Law", "Laws"),
    ("scheme/crime/", "Crime", "Crimes"),
    ("id/membership/", "Role", "Roles"),
    ("id/state/", "Stage of a law", "Stages of laws"),
)
"""The kinds of facts by the start of their IRIs: what one is called, and many."""
REVIEWED: Final = f"{BASE}scheme/review-status/reviewed"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that words denote."""

    name: Name
    kind: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the article, and the facts that rest on them."""

    words: Words
    anchor: str
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows beside the statements themselves."""

    publisher: Name | None
    agencies: list[Name]
    authors: list[Name]
    issued: str | None
    url: str | None
    code: str | None
    language: str | None
    length: int | None
    sha256: str | None
    subjects: list[Name]
    counts: list[tuple[str, int]]
    mentions: list[Mention]
    computed: list[Figure]
    """Figures that no article prints, computed from those that this one does."""
    text: texts.Text | None
    found: dict[str, Found]


def _sections(node: Node) -> list[Section]:
    iri = f"<{node.iri}>"
    mentions = Section(
        "facts",
        f"?x nif:referenceContext {iri}",
        "?x nif:beginIndex ?by",
        f"OPTIONAL {{ ?o gaf:denotedBy ?x }} BIND({_GAF.denotes} AS ?p)",
        FACTS_ON_A_PAGE,
    )
    denoted = f"?mention nif:referenceContext {iri} . ?x gaf:denotedBy ?mention"
    counts = [
        Section(start, f'{denoted} FILTER(STRSTARTS(STR(?x), "{BASE}{start}"))', size=0)
        for start, _one, _many in _KINDS
    ]
    computed = Section("computed", f"?x prov:wasDerivedFrom/lw:reportedIn {iri} ; a lw:DerivedStatistic", FIGURE_DAY)
    return [mentions, *counts, computed]


def _view(subject: Subject) -> View:
    node, names = subject.node, subject.names
    mentions = [_mention(each, names) for each in subject.nodes("facts")]
    length, sha256 = node.first(LW.textLength), node.first(LW.textSha256)
    return View(
        names.one(node, DCTERMS.publisher),
        names.many(node, DCTERMS.source),
        names.many(node, DCTERMS.creator),
        shown_day(node.first(DCTERMS.issued)),
        next((each for each in node.all(SCHEMA.url) if each.startswith(("https://", "http://"))), None),
        node.first(DCTERMS.identifier),
        node.first(DCTERMS.language),
        int(length) if length else None,
        sha256,
        names.many(node, DCTERMS.subject),
        [(_(many), subject.found[start].total) for start, _one, many in _KINDS if subject.found[start].total],
        mentions,
        [figure(each, names) for each in subject.nodes("computed")],
        texts.read(service().settings.texts, node.iri.rpartition("/")[2], sha256, [each.words for each in mentions]),
        dict(subject.found),
    )


def _mention(node: Node, names: Names) -> Mention:
    (place,) = words(Node("", {_GAF.denotedBy.value: ({"type": "uri", "value": node.iri},)}), names)
    return Mention(place, node.iri.partition("#")[2], list(_facts(node, names)))


def _facts(mention: Node, names: Names) -> Iterator[Fact]:
    """Yield the facts of a *mention*; of what many articles speak of, the mention tells how it came in."""
    for name in names.many(mention, _GAF.denotes):
        fact = names.node(name.iri)
        told = fact if fact.said.get(LW.reviewStatus.value) else mention
        came = origin(told, names)
        known = came if came.name else Origin("reviewed", names.of(REVIEWED), None)
        yield Fact(name, _kind(name.iri), known)


def _kind(iri: str) -> str:
    name = iri.removeprefix(BASE)
    return next((_(one) for start, one, _many in _KINDS if name.startswith(start)), "")


def _linked(subject: Subject) -> Data:
    node, names = subject.node, subject.names
    publisher = next((names.node(iri) for iri in node.things(DCTERMS.publisher)), None)
    return linked.article(node, publisher, [names.node(iri) for iri in node.things(DCTERMS.creator)])


KIND = Kind(of("Article"), "things/article.html", _sections, _view, _linked)
