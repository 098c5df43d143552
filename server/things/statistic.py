"""The page of a figure: what is printed, how it is read, what it counts, and how it relates to other figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from lexwire.graph.namespaces import DCTERMS, GAF, LW, PROV, RDFS, SKOS

from ..language import _
from .facts import Period, period
from .figures import Chart, Figure, chart, figure
from .graph import Name, Node, said
from .kind import Data, Kind, Subject, of
from .lists import EVENT_DAY, FIGURE_DAY, Event, Statement, event, statement
from .observation import observation
from .sections import SHARED, Found, Section

_WAYS: tuple[tuple[NamedNode, str, str], ...] = (
    (LW.subsetOf, "Part of", "Its parts"),
    (LW.shareOf, "Share of", "Shares of it"),
    (LW.denominator, "Share within", "Shares measured against it"),
    (LW.changeOf, "Change of", "Changes of it"),
    (LW.conversionOf, "Converted from", "Converted to"),
    (LW.companionOf, "The same matter counted otherwise", "The same matter counted otherwise"),
    (LW.supersedes, "Revises", "Revised by"),
)
"""The relations between figures: what the figure is to the other, and what the other is to it."""
_POINTING = " ".join(f"lw:{name.value.rpartition('#')[2]}" for name, *_rest in _WAYS)


@dataclass(frozen=True, slots=True)
class Relation:
    """Figures, or what else a share is measured against, that are related to this one in the same way."""

    label: str
    figures: list[Figure]
    others: list[Name]


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows beside the statements themselves."""

    figure: Figure
    kinds: list[str]
    cites: Name | None
    baseline: Period | None
    note: Name | None
    code: str | None
    formula: str | None
    inputs: list[Figure]
    names: dict[str, str]
    """What the formula calls its inputs, by their IRIs."""
    derived: list[tuple[Figure, str]]
    """Figures computed from this one, each with its formula."""
    relations: list[Relation]
    same: list[Figure]
    chart: Chart
    statements: list[Statement]
    events: list[Event]
    found: dict[str, Found]


def _sections(node: Node) -> list[Section]:
    iri = f"<{node.iri}>"
    related = f"{{ {iri} ?way ?x . ?x lw:indicator ?any }} UNION {{ ?x ?way {iri} }}"
    wholes = f"{iri} lw:denominator ?x FILTER NOT EXISTS {{ ?x lw:indicator ?any }}"
    return [
        Section("related", f"VALUES ?way {{ {_POINTING} }} {related}"),
        Section("wholes", wholes, told=SHARED),
        Section("inputs", f"{iri} prov:wasDerivedFrom ?x . ?x lw:indicator ?any"),
        Section("uses", f"{iri} prov:qualifiedDerivation ?x"),
        Section("derived", f"?x prov:wasDerivedFrom {iri} ; lw:formula ?formula"),
        Section("same", f"{iri} lw:ofQuantity ?quantity . ?x lw:ofQuantity ?quantity FILTER(?x != {iri})", FIGURE_DAY),
        Section("statements", f"?x lw:conveys {iri}"),
        Section("events", f"?x lw:measuredBy {iri}", EVENT_DAY),
    ]


def _view(subject: Subject) -> View:
    node, names = subject.node, subject.names
    shown = figure(node, names)
    same = [figure(each, names) for each in subject.nodes("same")]
    baselines = node.things(LW.baselinePeriod)
    return View(
        shown,
        list(_kinds(node)),
        names.one(node, LW.citesSource),
        period(_baseline(node), names, baselines) if baselines else None,
        said(node, SKOS.note),
        node.first(DCTERMS.identifier),
        node.first(LW.formula),
        [figure(each, names) for each in subject.nodes("inputs")],
        {each.first(PROV.entity) or "": each.first(RDFS.label) or "" for each in subject.nodes("uses")},
        [(figure(each, names), each.first(LW.formula) or "") for each in subject.nodes("derived")],
        list(_relations(subject)),
        same,
        chart([shown, *same]),
        [statement(each, names) for each in subject.nodes("statements")],
        [event(each, names) for each in subject.nodes("events")],
        dict(subject.found),
    )


def _baseline(node: Node) -> Node:
    """Return what is said of the time that *node* compares with, as it is said of the time of a figure."""
    said_of = {LW.periodText: LW.baselineText, LW.dateBasis: LW.baselineBasis, GAF.denotedBy: GAF.denotedBy}
    return Node("", {one.value: node.said.get(other.value, ()) for one, other in said_of.items()})


def _kinds(node: Node) -> Iterator[str]:
    for name, text in (("Share", _("share")), ("Change", _("change")), ("MeanStatistic", _("mean"))):
        if LW.iri + name in node.classes:
            yield text


def _relations(subject: Subject) -> Iterator[Relation]:
    """Yield the relations of the figure in both directions, those that go both ways once.

    Of figures, those on this page of all that are related; the others are what a share is measured against.
    """
    node, names = subject.node, subject.names
    related, wholes = subject.nodes("related"), {each.iri for each in subject.nodes("wholes")}
    for way, forth, back in _WAYS:
        targets = set(node.things(way))
        sources = {each.iri for each in related if node.iri in each.things(way)}
        both = [(forth, targets | sources)] if forth == back else [(forth, targets), (back, sources)]
        for label, iris in both:
            figures = [figure(each, names) for each in related if each.iri in iris]
            others = names.all(iris & wholes)
            if figures or others:
                yield Relation(_(label), figures, others)


def _linked(subject: Subject) -> Data:
    return observation(figure(subject.node, subject.names), subject.node)


KIND = Kind(
    of("Statistic", "ReportedStatistic", "DerivedStatistic"), "things/statistic.html", _sections, _view, _linked
)
