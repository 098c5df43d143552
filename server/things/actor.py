"""The page of an actor: roles over time, what was said, done and published, the figures, and the bodies around."""

from dataclasses import dataclass
from typing import Final

from lexwire.graph.namespaces import FOAF, LW, ORG, SKOS

from . import linked
from .facts import Origin, Words, origin, shown_day, words
from .figures import Figure, figure
from .graph import Name, Names, Node, named
from .kind import Data, Kind, Subject, of
from .lists import (
    ARTICLE_DAY,
    EVENT_DAY,
    FIGURE_DAY,
    STATEMENT_DAY,
    Article,
    Event,
    Statement,
    article,
    event,
    kinds,
    statement,
)
from .sections import SHARED, Found, Section

_ARTICLES: Final = {"published": "dcterms:publisher", "written": "dcterms:creator", "sent": "dcterms:source"}
"""What an actor has to do with articles."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role in which an article shows a person: what it is, in which organization, on which day."""

    name: Name
    title: Name
    organization: Name | None
    member: Name | None
    seen: str | None
    words: list[Words]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Part:
    """An event and the part that the actor has in it."""

    event: Event
    does: bool
    """Whether the actor performs it; else it is done to, for or against the actor."""


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows beside the statements themselves."""

    kinds: list[Name]
    others: list[str]
    matches: list[Name]
    homepages: list[Name]
    whole: list[Name]
    units: list[Name]
    affiliations: list[Name]
    roles: list[Role]
    members: list[Role]
    statements: list[Statement]
    events: list[Part]
    figures: list[Figure]
    relying: list[Figure]
    """Figures whose reporters rely on the actor."""
    shares: list[Figure]
    """Shares of the group that the actor is."""
    articles: dict[str, list[Article]]
    """What it published, what it wrote, and what others published of what it, a news agency, sent."""
    laws: list[Name]
    found: dict[str, Found]


def _sections(node: Node) -> list[Section]:
    iri = f"<{node.iri}>"
    return [
        Section("roles", f"?x org:member {iri}", "?x lw:attestedOn ?by"),
        Section("members", f"?x org:organization {iri}", "?x lw:attestedOn ?by"),
        Section("statements", f"?x lw:speaker {iri}", STATEMENT_DAY, is_descending=True),
        Section("events", f"?x lw:performedBy|lw:affects {iri}", EVENT_DAY, is_descending=True),
        Section("figures", f"?x lw:reportedBy {iri}", FIGURE_DAY),
        Section("relying", f"?x lw:citesSource {iri}", FIGURE_DAY),
        Section("shares", f"?x lw:denominator {iri}", FIGURE_DAY),
        *(
            Section(name, f"?x {way} {iri} ; a lw:Article", ARTICLE_DAY, SHARED, is_descending=True)
            for name, way in _ARTICLES.items()
        ),
        Section("laws", f"?state lw:issuedBy {iri} ; lw:stateOf ?x", told=SHARED),
        Section("units", f"?x org:unitOf {iri}", told=SHARED),
    ]


def _view(subject: Subject) -> View:
    node, names = subject.node, subject.names
    return View(
        kinds(node, names, "Actor"),
        node.all(SKOS.altLabel),
        names.many(node, SKOS.exactMatch, SKOS.closeMatch),
        names.many(node, FOAF.homepage),
        names.many(node, ORG.unitOf),
        [names.of(each.iri) for each in subject.nodes("units")],
        names.many(node, LW.affiliatedWith),
        [_role(each, names) for each in subject.nodes("roles")],
        [_role(each, names) for each in subject.nodes("members")],
        [statement(each, names) for each in subject.nodes("statements")],
        [Part(event(each, names), node.iri in each.things(LW.performedBy)) for each in subject.nodes("events")],
        [figure(each, names) for each in subject.nodes("figures")],
        [figure(each, names) for each in subject.nodes("relying")],
        [figure(each, names) for each in subject.nodes("shares")],
        {name: [article(each, names) for each in subject.nodes(name)] for name in _ARTICLES},
        [names.of(each.iri) for each in subject.nodes("laws")],
        dict(subject.found),
    )


def _role(node: Node, names: Names) -> Role:
    name = named(node)
    return Role(
        name,
        names.one(node, ORG.role) or name,
        names.one(node, ORG.organization),
        names.one(node, ORG.member),
        shown_day(node.first(LW.attestedOn)),
        words(node, names),
        origin(node, names),
    )


def _linked(subject: Subject) -> Data:
    node, names = subject.node, subject.names
    titles = [_role(each, names).title.text for each in subject.nodes("roles")]
    around, above = ([names.node(iri) for iri in node.things(way)] for way in (LW.affiliatedWith, ORG.unitOf))
    return linked.actor(node, titles, around, above)


KIND = Kind(of("Actor", "Person", "Organization", "ActorGroup"), "things/actor.html", _sections, _view, _linked)
