"""The page of an event: what kind, when, where, who took which part, what it consists of, and the words for it."""

from dataclasses import dataclass
from typing import Final

from lexwire.graph.namespaces import BASE, DCTERMS, LW, SCHEMA, SEM, SKOS

from . import linked, lists
from .figures import Chart, Figure, chart, figure
from .graph import Name, Node, said
from .kind import Data, Kind, Subject, of
from .lists import EVENT_DAY, FIGURE_DAY
from .sections import Found, Section

_CRIMES: Final = f"{BASE}scheme/crime/"
"""What an event is about may be a law as well (``lw:concernsLaw`` says it by inference)."""


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows beside the statements themselves."""

    event: lists.Event
    laws: list[Name]
    crimes: list[Name]
    states: list[Name]
    whole: list[Name]
    parts: list[lists.Event]
    figures: list[Figure]
    chart: Chart
    statements: list[lists.Statement]
    note: Name | None
    code: str | None
    found: dict[str, Found]


def _sections(node: Node) -> list[Section]:
    iri = f"<{node.iri}>"
    return [
        Section("parts", f"?x sem:subEventOf {iri}", EVENT_DAY),
        Section("figures", f"{iri} lw:measuredBy ?x", FIGURE_DAY),
        Section("statements", f"?x lw:madeAt {iri}", "?x gaf:denotedBy/nif:beginIndex ?by"),
    ]


def _view(subject: Subject) -> View:
    node, names = subject.node, subject.names
    figures = [figure(each, names) for each in subject.nodes("figures")]
    return View(
        lists.event(node, names),
        names.many(node, LW.concernsLaw),
        names.all(iri for iri in node.things(SCHEMA.about) if iri.startswith(_CRIMES)),
        names.many(node, LW.resultsIn),
        names.many(node, SEM.subEventOf),
        [lists.event(each, names) for each in subject.nodes("parts")],
        figures,
        chart(figures),
        [lists.statement(each, names) for each in subject.nodes("statements")],
        said(node, SKOS.note),
        node.first(DCTERMS.identifier),
        dict(subject.found),
    )


def _linked(subject: Subject) -> Data:
    return linked.event(lists.event(subject.node, subject.names), subject.node)


KIND = Kind(of("Event"), "things/event.html", _sections, _view, _linked)
