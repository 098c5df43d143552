"""The page of a type of crime: where it stands among the others, what it is, and what the articles tell of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from lexwire.graph.namespaces import LW, SKOS

from ..language import chosen
from . import linked
from .figures import Chart, Figure, chart, figure
from .graph import Name, Names, Node
from .kind import Data, Kind, Subject, of
from .lists import EVENT_DAY, FIGURE_DAY, STATEMENT_DAY, Event, Statement, event, statement
from .sections import SHARED, Found, Section

_STEPS = 30
_ON = "schema:about|lw:concernsLaw"


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows beside the statements themselves."""

    definition: str
    others: list[str]
    natures: list[Name]
    matches: list[Name]
    ways: list[list[Name]]
    """The ways up to the broadest crimes, each from the broadest down."""
    narrower: list[Name]
    related: list[Name]
    laws: list[Name]
    figures: list[Figure]
    chart: Chart
    events: list[Event]
    statements: list[Statement]
    found: dict[str, Found]


def _sections(node: Node) -> list[Section]:
    iri = f"<{node.iri}>"
    return [
        Section("broader", f"{iri} skos:broader+ ?x", told=SHARED, size=_STEPS),
        Section("narrower", f"?x skos:broader {iri}", told=SHARED, size=200),
        Section("laws", f"?teller schema:about {iri} ; {_ON} ?x . ?x a lw:Law", told=SHARED),
        Section("figures", f"?x lw:crimeOrBroader {iri} ; lw:indicator ?indicator", FIGURE_DAY),
        Section("events", f"?x schema:about {iri} ; a lw:Event", EVENT_DAY),
        Section("statements", f"?x schema:about {iri} ; a lw:Statement", STATEMENT_DAY),
    ]


def _view(subject: Subject) -> View:
    node, names = subject.node, subject.names
    figures = [figure(each, names) for each in subject.nodes("figures")]
    above = {each.iri: each for each in subject.nodes("broader")}
    return View(
        _definition(node),
        _other_names(node),
        names.many(node, LW.nature),
        names.many(node, SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch),
        list(_ways(node, above, names)),
        [names.of(each.iri) for each in subject.nodes("narrower")],
        names.many(node, SKOS.related),
        [names.of(each.iri) for each in subject.nodes("laws")],
        figures,
        chart(figures),
        [event(each, names) for each in subject.nodes("events")],
        [statement(each, names) for each in subject.nodes("statements")],
        dict(subject.found),
    )


def _ways(
    node: Node, above: dict[str, Node], names: Names, below: frozenset[str] = frozenset()
) -> Iterator[list[Name]]:
    """Yield the ways from the broadest crimes down to *node*, itself left out."""
    steps = [iri for iri in node.things(SKOS.broader) if iri in above and iri not in below]
    for iri in steps:
        for way in _ways(above[iri], above, names, below | {node.iri}):
            yield [*way, names.of(iri)]
    if not steps:
        yield []


def _definition(node: Node) -> str:
    return chosen(node.texts(SKOS.definition))


def _other_names(node: Node) -> list[str]:
    return node.all(SKOS.altLabel)


def _linked(subject: Subject) -> Data:
    return linked.concept(subject.node, _definition(subject.node))


KIND = Kind(of("Crime"), "things/crime.html", _sections, _view, _linked)
