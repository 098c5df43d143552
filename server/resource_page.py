"""What the page of a resource shows: its own statements, those that point to it, and the names of all in them."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from lexwire.graph.namespaces import BASE, GAF, NIF, RDF, RDFS, SKOS

from .addresses import address
from .answering import rows
from .tables import short

MANY = 200
"""How many statements a page shows of each direction; data formats have them all."""
_LABELS = (RDFS.label, SKOS.prefLabel, NIF.anchorOf)

Term = dict[str, str]
Labels = dict[str, dict[str, str]]


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
    titles: list[Shown]
    own: list[Line]
    inward: list[Line]
    graphs: list[Shown]
    is_whole: bool
    """Whether all statements are shown."""

    @property
    def title(self) -> str:
        """Return what the resource is called: in English where it has such a name."""
        return self.titles[0].text if self.titles else short(self.iri)


def described(iri: NamedNode) -> Description:
    """Return what the data says of *iri*; raises EngineError."""
    own = rows(f"SELECT DISTINCT ?p ?o {{ {statements(iri)} }} LIMIT {MANY + 1}")
    inward = rows(f"SELECT ?p ?o {{ ?o ?p {iri} }} LIMIT {MANY + 1}")
    graphs = rows(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ {iri} ?p ?o }} }}")
    labels = _labels({term["value"] for row in (*own, *inward, *graphs) for term in row.values() if _is_iri(term)})
    return Description(
        iri.value,
        _titles(own),
        _lines(own[:MANY], labels, iri),
        _lines(inward[:MANY], labels, iri),
        sorted((_shown(row["g"], labels, iri) for row in graphs), key=lambda each: each.text),
        max(len(own), len(inward)) <= MANY,
    )


def statements(iri: NamedNode) -> str:
    """Return the pattern of the statements on *iri*, in whatever graph they are."""
    return f"{{ {iri} ?p ?o }} UNION {{ GRAPH ?g {{ {iri} ?p ?o }} }}"


def _labels(iris: Iterable[str]) -> Labels:
    """Return the names of *iris* by IRI and language."""
    named = " ".join(f"<{iri}>" for iri in sorted(iris))
    parts = " UNION ".join(f"{{ VALUES ?x {{ {named} }} ?x {property_} ?label }}" for property_ in _LABELS)
    found: Labels = {}
    for row in rows(f"SELECT ?x ?label {{ {parts} }}"):
        found.setdefault(row["x"]["value"], {})[row["label"].get("xml:lang", "")] = row["label"]["value"]
    return found


def _titles(own: list[dict[str, Term]]) -> list[Shown]:
    """Return the names of the resource itself, the English ones first."""
    naming = {property_.value for property_ in _LABELS}
    found = [_literal(row["o"]) for row in own if row["p"]["value"] in naming]
    return sorted(set(found), key=lambda each: (each.language != "en", each.language or "", each.text))


def _lines(found: list[dict[str, Term]], labels: Labels, iri: NamedNode) -> list[Line]:
    by_property: dict[str, list[Shown]] = {}
    for row in found:
        by_property.setdefault(row["p"]["value"], []).append(_shown(row["o"], labels, iri))
    lines = [
        Line(_shown({"type": "uri", "value": property_}, labels, iri), sorted(values, key=_order))
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


def _shown(term: Term, labels: Labels, page: NamedNode) -> Shown:
    if not _is_iri(term):
        return _literal(term)
    iri = term["value"]
    names = labels.get(iri, {})
    text = names.get("en") or names.get("") or next(iter(names.values()), None) or short(iri)
    document, _, fragment = iri.partition("#")
    anchor = fragment if document == page.value and fragment else None
    href = f"#{fragment}" if iri.startswith(BASE) and document == page.value and fragment else address(iri)
    return Shown(text, None, iri, href, anchor)


def _literal(term: Term) -> Shown:
    return Shown(term["value"], term.get("xml:lang"))
