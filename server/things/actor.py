"""The page of an actor: roles over time, what was said and done, the figures reported, and the bodies around."""

from dataclasses import dataclass

from lexwire.graph.namespaces import FOAF, LW, ORG, SKOS

from . import linked
from .facts import Origin, Words, origin, shown_day, words
from .figures import Figure, figure
from .graph import Name, Names, Node, named
from .kind import Data, Kind, Subject, of
from .lists import EVENT_DAY, FIGURE_DAY, STATEMENT_DAY, Event, Statement, event, kinds, statement
from .sections import SHARED, Found, Section


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
    names = subject.names
    roles = [_role(each, names) for each in subject.nodes("roles")]
    around = names.many(subject.node, LW.affiliatedWith, ORG.unitOf)
    return linked.actor(subject.node, [(each.title.text, each.organization) for each in roles], around)


KIND = Kind(of("Actor", "Person", "Organization", "ActorGroup"), "things/actor.html", _sections, _view, _linked)
