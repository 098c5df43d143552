"""The page of an instrument: what each article says of its stage, in their order, and who speaks of it."""

from dataclasses import dataclass

from lexwire.graph.namespaces import DCTERMS, LW, SKOS, Namespace

from . import linked
from .facts import Origin, Words, origin, shown_day, words
from .graph import Name, Names, Node, named, notes
from .kind import Data, Kind, Subject, of
from .lists import EVENT_DAY, STATEMENT_DAY, Event, Statement, event, kinds, statement
from .sections import SHARED, Found, Section

_ON = "schema:about|lw:concernsLaw"
_ELI = Namespace("http://data.europa.eu/eli/ontology#")


@dataclass(frozen=True, slots=True)
class State:
    """The stage at which an article shows the instrument; no claim of what is true today."""

    name: Name
    stage: Name
    told: str | None
    """The day of the article; None where it has none."""
    since: str | None
    basis: Name | None
    issuers: list[Name]
    words: list[Words]
    origin: Origin


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows beside the statements themselves."""

    kinds: list[Name]
    others: list[str]
    matches: list[Name]
    identifiers: list[str]
    dated: str | None
    in_force: str | None
    notes: list[Name]
    states: list[State]
    events: list[Event]
    statements: list[Statement]
    crimes: list[Name]
    found: dict[str, Found]


def _sections(node: Node) -> list[Section]:
    iri = f"<{node.iri}>"
    return [
        Section("states", f"?x lw:stateOf {iri}", "?x lw:asOf ?by"),
        Section("events", f"?x lw:concernsLaw {iri}", EVENT_DAY),
        Section("statements", f"?x schema:about {iri} ; a lw:Statement", STATEMENT_DAY),
        Section("crimes", f"?teller {_ON} {iri} ; schema:about ?x . ?x a lw:Crime", told=SHARED),
    ]


def _view(subject: Subject) -> View:
    node, names = subject.node, subject.names
    return View(
        kinds(node, names, "Law"),
        node.all(SKOS.altLabel),
        names.many(node, SKOS.exactMatch, SKOS.closeMatch),
        node.all(DCTERMS.identifier),
        shown_day(node.first(_ELI.date_document)),
        shown_day(node.first(_ELI.first_date_entry_in_force)),
        notes(node, SKOS.editorialNote),
        [_state(each, names) for each in subject.nodes("states")],
        [event(each, names) for each in subject.nodes("events")],
        [statement(each, names) for each in subject.nodes("statements")],
        [names.of(each.iri) for each in subject.nodes("crimes")],
        dict(subject.found),
    )


def _state(node: Node, names: Names) -> State:
    name = named(node)
    return State(
        name,
        names.one(node, LW.stage) or name,
        shown_day(node.first(LW.asOf)),
        shown_day(node.first(LW.since)),
        names.one(node, LW.dateBasis),
        names.many(node, LW.issuedBy),
        words(node, names),
        origin(node, names),
    )


def _linked(subject: Subject) -> Data:
    node = subject.node
    return linked.law(node, node.first(_ELI.date_document), words(node, subject.names))


KIND = Kind(of("Law"), "things/law.html", _sections, _view, _linked)
