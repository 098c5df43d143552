"""The page of a statement: who said it, in what mode, its gist, its words, and what it conveys."""

from dataclasses import dataclass

from lexwire.graph.namespaces import DCTERMS, LW, SKOS

from . import linked, lists
from .figures import Figure, figure
from .graph import Name, Node, said
from .kind import Data, Kind, Subject, of
from .lists import FIGURE_DAY
from .sections import Found, Section


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows beside the statements themselves."""

    statement: lists.Statement
    at: Name | None
    figures: list[Figure]
    note: Name | None
    code: str | None
    found: dict[str, Found]


def _sections(node: Node) -> list[Section]:
    return [Section("figures", f"<{node.iri}> lw:conveys ?x", FIGURE_DAY)]


def _view(subject: Subject) -> View:
    node, names = subject.node, subject.names
    return View(
        lists.statement(node, names),
        names.one(node, LW.madeAt),
        [figure(each, names) for each in subject.nodes("figures")],
        said(node, SKOS.note),
        node.first(DCTERMS.identifier),
        dict(subject.found),
    )


def _linked(subject: Subject) -> Data:
    return linked.statement(lists.statement(subject.node, subject.names), subject.node)


KIND = Kind(of("Statement"), "things/statement.html", _sections, _view, _linked)
