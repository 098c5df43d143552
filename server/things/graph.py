"""What pages read of the graph: things with what is said of them, and the names of all that this speaks of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from pyoxigraph import NamedNode

from lexwire.graph.namespaces import BASE, DCAT, DCTERMS, LW, NIF, RDF, RDFS, SKOS

from ..addresses import address
from ..answering import rows
from ..language import language
from ..tables import short

Term = dict[str, str]
"""A term as the JSON results of SPARQL write it."""

LABELS: Final = (RDFS.label, SKOS.prefLabel)
_TOLD: Final = (
    *LABELS, NIF.anchorOf, NIF.beginIndex, NIF.endIndex, LW.paragraph, LW.reviewStatus, LW.confidence, DCAT.startDate,
    DCAT.endDate, DCTERMS.issued, DCTERMS.language, RDF.type,
)  # fmt: skip
"""What a page tells of the neighbours of a thing; of their classes, which may be many, those that part actors."""
_PARTING: Final = f"FILTER(?o{len(_TOLD) - 1} IN ({LW.Person}, {LW.Organization}, {LW.ActorGroup}))"


@dataclass(frozen=True, slots=True)
class Node:
    """A thing, and what is said of it by property."""

    iri: str
    said: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)

    def all(self, property_: NamedNode) -> list[str]:
        """Return the values of a property as texts, sorted."""
        return sorted({term["value"] for term in self.said.get(property_.value, ())})

    def first(self, property_: NamedNode) -> str | None:
        """Return the value of a property that has one, the first of several."""
        return next(iter(self.all(property_)), None)

    def number(self, property_: NamedNode) -> Decimal | None:
        """Return the value of a property whose values are decimals."""
        value = self.first(property_)
        return None if value is None else Decimal(value)

    def things(self, property_: NamedNode) -> list[str]:
        """Return the IRIs that a property leads to, sorted."""
        return sorted({term["value"] for term in self.said.get(property_.value, ()) if term["type"] == "uri"})

    def texts(self, *properties: NamedNode) -> dict[str, str]:
        """Return the texts of *properties* by language."""
        terms = [term for property_ in properties for term in self.said.get(property_.value, ())]
        ordered = sorted(terms, key=lambda each: each["value"], reverse=True)
        return {term.get("xml:lang", ""): term["value"] for term in ordered if term["type"] == "literal"}

    @property
    def classes(self) -> frozenset[str]:
        """Return the classes of the thing."""
        return frozenset(self.things(RDF.type))

    @property
    def document(self) -> str:
        """Return the IRI without its fragment: of a mention, the article that it stands in."""
        return self.iri.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Name:
    """What a thing is called on a page, in which language, and where that leads."""

    text: str
    iri: str
    language: str | None = None

    @property
    def href(self) -> str | None:
        """Return where the page of the thing is."""
        return address(self.iri)

    @property
    def key(self) -> str:
        """Return the last step of the IRI, which names a concept within its scheme."""
        return self.iri.rpartition("/")[2]

    @property
    def foreign(self) -> str | None:
        """Return the language of the text where it is another than the page's."""
        return self.language if self.language and self.language != language() else None


class Names:
    """The neighbours of the things on a page."""

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        """Know *nodes* by IRI."""
        self._nodes = nodes

    def node(self, iri: str) -> Node:
        """Return what is known of *iri*, perhaps nothing."""
        return self._nodes.get(iri) or Node(iri)

    def of(self, iri: str) -> Name:
        """Return what *iri* is called, in the language of the page where it has such a name."""
        return named(self.node(iri))

    def all(self, iris: Iterable[str]) -> list[Name]:
        """Return what *iris* are called, by name."""
        return sorted((self.of(iri) for iri in iris), key=lambda each: each.text.casefold())

    def one(self, node: Node, property_: NamedNode) -> Name | None:
        """Return what the thing is called that a property of *node* leads to."""
        found = node.things(property_)
        return self.of(found[0]) if found else None

    def many(self, node: Node, *properties: NamedNode) -> list[Name]:
        """Return what the things are called that *properties* of *node* lead to."""
        return self.all({iri for property_ in properties for iri in node.things(property_)})


def named(node: Node) -> Name:
    """Return what *node* is called: in the language of the page, else in English, else in any."""
    return said(node, *LABELS) or Name(short(node.iri), node.iri)


def said(node: Node, *properties: NamedNode) -> Name | None:
    """Return a text of *properties*: in the language of the page, else in English, else in any."""
    texts = node.texts(*properties)
    tags = (tag for tag in (language(), "en", "", *sorted(texts)) if texts.get(tag))
    return next((Name(texts[tag], node.iri, tag or None) for tag in tags), None)


def notes(node: Node, property_: NamedNode) -> list[Name]:
    """Return all texts of *property_*, in order, each with its language."""
    terms = sorted(node.said.get(property_.value, ()), key=lambda each: each["value"])
    return [Name(term["value"], node.iri, term.get("xml:lang")) for term in terms]


def gathered(found: Iterable[Mapping[str, Term]]) -> dict[str, Node]:
    """Return the things ``?x`` of rows that also have ``?p`` and ``?o``, in the order in which they come."""
    said: dict[str, dict[str, dict[str, Term]]] = {}
    for row in found:
        properties = said.setdefault(row["x"]["value"], {})
        if "o" in row:
            properties.setdefault(row["p"]["value"], {})[repr(row["o"])] = row["o"]
    return {
        iri: Node(iri, {property_: tuple(terms.values()) for property_, terms in properties.items()})
        for iri, properties in said.items()
    }


def neighbours(nodes: Iterable[Node], others: Iterable[str] = ()) -> Names:
    """Return what pages tell of all that *nodes* speak of, and of *others*, asked for at once; raises EngineError."""
    wanted = set(others)
    for node in nodes:
        wanted |= {term["value"] for terms in node.said.values() for term in terms if term["type"] == "uri"}
        wanted |= {node.iri, *node.said}
    wanted |= {iri.partition("#")[0] for iri in wanted if "#char=" in iri and iri.startswith(BASE)}
    if not wanted:
        return Names({})
    return Names(gathered(_statements(rows(_asking(wanted)))))


def _asking(iris: Iterable[str]) -> str:
    """Return the query for what is told of *iris*.

    Each property is an OPTIONAL of its own: engines look these up one by one, while they join a VALUES of properties by
    reading all labels of the graph.
    """
    things = " ".join(f"<{iri}>" for iri in sorted(iris))
    told = [f"?x {property_} ?o{number}" for number, property_ in enumerate(_TOLD)]
    told[-1] += f" {_PARTING}"
    return f"SELECT * {{ VALUES ?x {{ {things} }} {' '.join(f'OPTIONAL {{ {each} }}' for each in told)} }}"


def _statements(found: Iterable[Mapping[str, Term]]) -> Iterable[dict[str, Term]]:
    """Yield the statements in rows that have a column for each property."""
    for row in found:
        for number, property_ in enumerate(_TOLD):
            if value := row.get(f"o{number}"):
                yield {"x": row["x"], "p": {"type": "uri", "value": property_.value}, "o": value}
