"""What the page of a resource shows: what is made for its kind, then all statements on it and all that point to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from lexwire.graph.namespaces import BASE, GAF, NIF, RDF, RDFS, SKOS

from . import things
from .addresses import address
from .answering import rows
from .language import language
from .things import Data, Found, Kind, Name, Names, Node, Place, Subject

MANY = 200
"""How many of its own statements a page shows; data formats have them all."""
_MOST = 2000
"""How many of a thing's own statements are read, beside those on its mentions."""
_GRAPHS = 50
"""How many graphs a page names that speak of a thing."""
_LABELS = (RDFS.label, SKOS.prefLabel, NIF.anchorOf)

Term = dict[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A term as a page shows it: its text, its language, the IRI it is and where that leads, the anchor it has here."""

    text: str
    language: str | None = None
    iri: str | None = None
    href: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A property and all the values that it has."""

    property: Shown
    values: list[Shown]


@dataclass(frozen=True, slots=True)
class Description:
    """All that the page of a resource shows."""

    iri: str
    name: Name
    titles: list[Shown]
    own: list[Line]
    is_whole: bool
    """Whether all of its own statements are shown."""
    inward: list[Line]
    pages: Found
    """Where those that point to it stand among all."""
    graphs: list[Shown]
    kind: Kind | None
    view: object
    linked: Data | None

    @property
    def title(self) -> str:
        """Return what the resource is called."""
        return self.name.text


def described(iri: NamedNode, place: Place) -> Description | None:
    """Return what the data says of *iri*, with those lists from *place* on; None where it says nothing.

    Raises EngineError.  Four queries at most, whatever the thing: its own statements; those that point to it, with
    their number; the lists of its kind, with theirs; the names of all these speak of.  Where nothing is said of it, it
    has no kind and no lists, and whether it is a graph is asked instead.
    """
    own = rows(_saying(iri))
    if not own and not _is_graph(iri):
        return None
    start = place.of("")
    inward = rows(_pointing(iri, start))
    unique = [row for row in own if "o" in row]
    node = things.gathered([{"x": {"value": iri.value}, **row} for row in unique]).get(iri.value, Node(iri.value))
    kind = things.kind_of(node)
    found = things.found(kind.sections(node) if kind else (), place)
    graphs = [row["g"] for row in own if "g" in row]
    pointing = [row for row in inward if "o" in row]
    names = _names(node, unique[:MANY], pointing, graphs, found)
    total = next((int(row["n"]["value"]) for row in inward if "n" in row), 0)
    subject = Subject(node, found, names)
    return Description(
        iri.value,
        things.named(node),
        _titles(unique),
        _lines(unique[:MANY], names, iri),
        len(unique) <= MANY and len(graphs) < _GRAPHS,
        _lines(pointing, names, iri),
        Found("", (), total, start),
        _graphs(graphs, names, iri),
        kind,
        kind.view(subject) if kind else None,
        kind.linked(subject) if kind else None,
    )


def statements(iri: NamedNode) -> str:
    """Return the pattern of the statements on *iri*, in whatever graph they are."""
    return f"{{ {iri} ?p ?o }} UNION {{ GRAPH ?g {{ {iri} ?p ?o }} }}"


def _saying(iri: NamedNode) -> str:
    """Return the query for the statements on *iri*, not too many of its mentions, and some graphs that they are in.

    Its mentions are apart since thousands of them must not keep its class and names from being read.
    """
    return f"""SELECT ?p ?o ?g {{
  {{ SELECT DISTINCT ?p ?o {{ {statements(iri)} FILTER(?p != {GAF.denotedBy}) }} LIMIT {_MOST} }}
  UNION {{ SELECT DISTINCT ?p ?o {{ {statements(iri)} FILTER(?p = {GAF.denotedBy}) }} LIMIT {MANY} }}
  UNION {{ SELECT DISTINCT ?g {{ GRAPH ?g {{ {iri} ?any ?thing }} }} LIMIT {_GRAPHS} }}
}}"""


def _pointing(iri: NamedNode, start: int) -> str:
    """Return the query for a page of the statements that point to *iri*, and for their number.

    They come in the order of the store, the same for the same release: to sort those of a country takes seconds.
    """
    return f"""SELECT ?n ?p ?o {{
  {{ SELECT (COUNT(*) AS ?n) {{ ?o ?p {iri} }} }}
  UNION {{ SELECT ?p ?o {{ ?o ?p {iri} }} LIMIT {things.SIZE} OFFSET {start} }}
}}"""


def _is_graph(iri: NamedNode) -> bool:
    return bool(rows(f"SELECT ?p {{ GRAPH {iri} {{ ?s ?p ?o }} }} LIMIT 1"))


def _names(
    node: Node,
    own: list[dict[str, Term]],
    inward: list[dict[str, Term]],
    graphs: list[Term],
    found: dict[str, Found],
) -> Names:
    """Return the names of all that the page shows, asked for at once."""
    terms = [term for row in (*own, *inward) for term in row.values()] + graphs
    iris = {term["value"] for term in terms if _is_iri(term)}
    listed = [each for part in found.values() for each in part.nodes]
    return things.neighbours(listed, iris | {node.iri, things.REVIEWED})


def _titles(own: list[dict[str, Term]]) -> list[Shown]:
    """Return the names of the resource itself, those in the language of the page first, then the English ones."""
    naming = {property_.value for property_ in _LABELS}
    found = {_literal(row["o"]) for row in own if row["p"]["value"] in naming}
    return sorted(
        found, key=lambda each: (each.language != language(), each.language != "en", str(each.language), each.text)
    )


def _graphs(graphs: Iterable[Term], names: Names, iri: NamedNode) -> list[Shown]:
    return sorted((_shown(graph, names, iri) for graph in graphs), key=lambda each: each.text)


def _lines(found: list[dict[str, Term]], names: Names, iri: NamedNode) -> list[Line]:
    by_property: dict[str, list[Shown]] = {}
    for row in found:
        by_property.setdefault(row["p"]["value"], []).append(_shown(row["o"], names, iri))
    lines = [
        Line(_shown({"type": "uri", "value": property_}, names, iri), sorted(values, key=_order))
        for property_, values in by_property.items()
    ]
    return sorted(lines, key=lambda line: _rank(line.property))


def _order(shown: Shown) -> tuple[str, str]:
    """Return where a value stands among others: mentions by their place in the text, others by name."""
    begin = (shown.anchor or "").removeprefix("char=").partition(",")[0]
    return (begin.zfill(9) if begin else "", shown.text.casefold())


def _rank(property_: Shown) -> tuple[bool, bool, str]:
    """Return where a property stands: what a thing is comes first, where it is written last."""
    return (property_.iri != RDF.type.value, property_.iri == GAF.denotedBy.value, property_.text.casefold())


def _is_iri(term: Term) -> bool:
    return term["type"] == "uri"


def _shown(term: Term, names: Names, page: NamedNode) -> Shown:
    if not _is_iri(term):
        return _literal(term)
    iri = term["value"]
    node = names.node(iri)
    name = things.named(node)
    text = name.text if name.language else node.first(NIF.anchorOf) or name.text
    document, _, fragment = iri.partition("#")
    anchor = fragment if document == page.value and fragment else None
    href = f"#{fragment}" if iri.startswith(BASE) and document == page.value and fragment else address(iri)
    return Shown(text, name.foreign, iri, href, anchor)


def _literal(term: Term) -> Shown:
    return Shown(term["value"], term.get("xml:lang"))
