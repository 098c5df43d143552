"""What the ontology knows by name: concept codes, authority keys, classes and units.

Records speak in codes and keys; the lexicon tells whether they exist, what class a key belongs to and which IRI a
unit code stands for. Where curators have named actors, laws and places that the ontology lacks, *added* is the Turtle
text of their lines, which counts as a further authority file.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from lexwire import ontology

from . import iris
from .namespaces import BASE, LW, OWL, PREFIXES, RDF, RDFS, SKOS


class Entry(NamedTuple):
    """One actor, law or place of the authority files: its class and its English name."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Codes by scheme, authority entries by kind and key, unit IRIs by code, and the subclasses of each class."""

    codes: Mapping[str, frozenset[str]]
    actors: Mapping[str, Entry]
    laws: Mapping[str, Entry]
    places: Mapping[str, Entry]
    units: Mapping[str, NamedNode]
    subclasses: Mapping[str, frozenset[str]]

    def entries(self, kind: str) -> Mapping[str, Entry]:
        """Return the authority entries of a *kind*: actor, law or place."""
        return {"actor": self.actors, "law": self.laws, "place": self.places}[kind]


def triples(*folders: str) -> Iterator[Triple]:
    """Yield the triples of the ontology's Turtle files in *folders* (``""`` is the top one)."""
    for folder in folders:
        for name in ontology.names(folder):
            if name.endswith(".ttl"):
                for quad in parse(ontology.read(name), format=RdfFormat.TURTLE):
                    yield quad.triple


@lru_cache(8)
def lexicon(added: str = "") -> Lexicon:
    """Return the lexicon of the packaged ontology, and of the authority lines *added* to it."""
    everything = [*triples("schemes"), *authority(added), *parse_ontology()]
    return Lexicon(
        codes=_codes(everything),
        actors=_entries(everything, "actor"),
        laws=_entries(everything, "law"),
        places=_entries(everything, "place"),
        units=_units(everything),
        subclasses=_subclasses(everything),
    )


def authority(added: str = "") -> Iterator[Triple]:
    """Yield the triples of the authority files, and of the Turtle text *added* to them."""
    yield from triples("authority")
    for quad in parse(added, format=RdfFormat.TURTLE):
        yield quad.triple


@cache
def preferred(scheme: str) -> Mapping[str, Mapping[str, str]]:
    """Return the preferred label of each code of a *scheme* of the package, by language."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    start = f"{BASE}scheme/{scheme}/"
    for triple in triples("schemes"):
        subject, label = triple.subject, triple.object
        if triple.predicate == SKOS.prefLabel and isinstance(subject, NamedNode) and subject.value.startswith(start):
            assert isinstance(label, Literal)
            found[subject.value.removeprefix(start)][label.language or ""] = label.value
    return found


_NAMING = (RDFS.label, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)


@lru_cache(32)
def wordings(kind: str, added: str = "") -> tuple[tuple[str, str], ...]:
    """Return every wording of the things of a *kind*, each with its key or code.

    A kind is actor, law or place, or the name of a scheme such as crime or role.
    """
    prefixes = (f"{BASE}id/{kind}/", f"{BASE}scheme/{kind}/")
    named = [*triples("schemes"), *authority(added)]
    return tuple(
        (o.value, s.value.rpartition("/")[2])
        for s, p, o in named
        if p in _NAMING and isinstance(s, NamedNode) and isinstance(o, Literal) and s.value.startswith(prefixes)
    )


_ENTRY_INTO_FORCE = NamedNode(PREFIXES["eli"] + "first_date_entry_in_force")


@cache
def in_force_since() -> Mapping[str, str]:
    """Return the day on which each law of the authority files entered into force, where they tell it."""
    prefix = f"{BASE}id/law/"
    return {
        s.value.removeprefix(prefix): o.value
        for s, p, o in triples("authority")
        if p == _ENTRY_INTO_FORCE and isinstance(s, NamedNode) and isinstance(o, Literal)
    }


def parse_ontology() -> Iterator[Triple]:
    """Yield the triples of the OWL ontology alone."""
    for quad in parse(ontology.read("lexwire.ttl"), format=RdfFormat.TURTLE):
        yield quad.triple


def _codes(everything: list[Triple]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    prefix = f"{BASE}scheme/"
    for s, p, _ in everything:
        if p == SKOS.inScheme and isinstance(s, NamedNode) and s.value.startswith(prefix):
            scheme, _, code = s.value.removeprefix(prefix).partition("/")
            found[scheme].add(code)
    return {scheme: frozenset(codes) for scheme, codes in found.items()}


def _entries(everything: list[Triple], kind: str) -> dict[str, Entry]:
    prefix = f"{BASE}id/{kind}/"
    names, kinds = {}, {}
    for s, p, o in everything:
        if not (isinstance(s, NamedNode) and s.value.startswith(prefix)):
            continue
        key = s.value.removeprefix(prefix)
        if p == RDFS.label and isinstance(o, Literal) and o.language == "en":
            names[key] = o.value
        elif p == RDF.type and isinstance(o, NamedNode) and (o.value.startswith(LW.iri) or kind == "place"):
            kinds[key] = o.value.removeprefix(LW.iri)
    return {key: Entry(kinds[key], names[key]) for key in names.keys() & kinds.keys()}


def _units(everything: list[Triple]) -> dict[str, NamedNode]:
    scheme = NamedNode(f"{BASE}scheme/unit")
    members = {s for s, p, o in everything if p == SKOS.inScheme and o == scheme}
    return {
        o.value: s
        for s, p, o in everything
        if p == SKOS.notation and s in members and isinstance(o, Literal) and isinstance(s, NamedNode)
    }


def _subclasses(everything: list[Triple]) -> dict[str, frozenset[str]]:
    """Return for each own class the names of itself and all classes below it."""
    children: dict[str, set[str]] = defaultdict(set)
    for s, p, o in everything:
        if p == RDFS.subClassOf and isinstance(s, NamedNode) and isinstance(o, NamedNode):
            children[o.value].add(s.value)
    classes = [s.value for s, p, o in everything if p == RDF.type and o == OWL.Class and isinstance(s, NamedNode)]

    def below(name: str) -> set[str]:
        return {name}.union(*(below(child) for child in children[name]))

    return {
        name.removeprefix(LW.iri): frozenset(each.removeprefix(LW.iri) for each in below(name))
        for name in classes
        if name.startswith(LW.iri)
    }


def unit(code: str) -> NamedNode:
    """Return the QUDT unit that *code* stands for."""
    return lexicon().units[code]


def scheme_graphs(added: str = "") -> dict[NamedNode, list[Triple]]:
    """Return the ontology's own named graphs: ontology, schemes, and authority with the lines *added* to it."""
    return {
        iris.ONTOLOGY: list(parse_ontology()),
        iris.graph("schemes"): list(triples("schemes")),
        iris.graph("authority"): list(authority(added)),
    }
