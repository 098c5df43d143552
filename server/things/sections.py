"""The parts of a page that list things: each counted, and shown a page at a time, in one question for all of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from werkzeug.exceptions import BadRequest

from lexwire.graph.namespaces import (
    DCTERMS,
    GAF,
    LW,
    ORG,
    PREFIXES,
    PROV,
    RDF,
    SCHEMA,
    SDMX_A,
    SDMX_D,
    SDMX_M,
    SEM,
    SKOS,
)

from ..answering import rows
from ..language import keeping
from .graph import LABELS, Node, Term, gathered

SIZE: Final = 50
"""How many things a list has on one page."""
MOST: Final = 1_000_000
"""How far into a list an address may lead."""
_PREFIXES: Final = (
    "lw",
    "rdfs",
    "skos",
    "dcterms",
    "dcat",
    "prov",
    "sem",
    "org",
    "gaf",
    "nif",
    "schema",
    "sdmx-d",
    "sdmx-m",
)
PROLOGUE: Final = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in _PREFIXES)
FACTS: Final = (
    RDF.type, *LABELS, GAF.denotedBy, LW.reviewStatus, LW.confidence, SKOS.note, DCTERMS.identifier, LW.dateBasis,
    LW.periodText, LW.indicator, LW.crime, LW.countedUnit, LW.comparator, LW.lowerBound, LW.upperBound, LW.valueText,
    LW.reportedIn, LW.reportedBy, LW.formula, SDMX_A.unitMeasure, SDMX_M.obsValue, SDMX_D.refPeriod, SDMX_D.refArea,
    LW.speaker, LW.speechMode, LW.statementType, LW.conveys, DCTERMS.abstract, SCHEMA.isPartOf, SCHEMA.about,
    LW.performedBy, LW.affects, LW.measuredBy, SEM.hasTime, SEM.hasPlace, LW.stage, LW.stateOf, LW.asOf, LW.since,
    LW.issuedBy, LW.attestedOn, ORG.role, ORG.organization, ORG.member, LW.subsetOf, LW.companionOf, LW.shareOf,
    LW.changeOf, LW.conversionOf, LW.supersedes, LW.denominator, PROV.wasDerivedFrom, PROV.entity,
)  # fmt: skip
"""What lists of facts tell of each."""
_FACTS: Final = f"?x ?p ?o FILTER(?p IN ({', '.join(map(str, FACTS))}))"
SHARED: Final = "OPTIONAL { ?x skos:broader ?o } BIND(skos:broader AS ?p)"
"""What lists tell of what many articles speak of, whose mentions are too many to be read along."""


@dataclass(frozen=True, slots=True)
class Section:
    """A list: its name, the pattern that finds its things as ``?x``, and what they are ordered by."""

    name: str
    pattern: str
    key: str = ""
    """A pattern that finds ``?by``, the least of which orders the things, those without it first.

    It may find a ``?then`` that orders those alike; the things with the same of both come by their IRIs.
    """
    told: str = _FACTS
    """A pattern that finds what is told of each ``?x``, as ``?p`` and ``?o``."""
    size: int = SIZE
    """How many things a page shows; with 0 they are only counted."""
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which list the address of a page leads to."""

    section: str = ""
    start: int = 0

    def of(self, section: str) -> int:
        """Return how many things of *section* come before those that are shown."""
        return self.start if section == self.section else 0


def start_of(fields: Mapping[str, str]) -> int:
    """Return how many things the address of a page passes over.

    Raises BadRequest where its field ``from`` is no such number.
    """
    text = fields.get("from", "0")
    if not re.fullmatch("[0-9]{1,7}", text) or int(text) > MOST:
        raise BadRequest(f"The value of from is no number of things to pass over; give one from 0 to {MOST}.")
    return int(text)


@dataclass(frozen=True, slots=True)
class Found:
    """The things of a list that a page shows, and where they stand among all."""

    name: str = ""
    nodes: tuple[Node, ...] = ()
    total: int = 0
    start: int = 0
    size: int = SIZE

    @property
    def first(self) -> int:
        """Return the number of the first thing that is shown, from 1."""
        return self.start + 1

    @property
    def last(self) -> int:
        """Return the number of the last thing that is shown."""
        return min(self.start + self.size, self.total)

    @property
    def is_whole(self) -> bool:
        """Return whether everything is shown."""
        return self.start == 0 and self.total <= self.size

    @property
    def earlier(self) -> str | None:
        """Return where the things before these are shown; None where there are none."""
        return self._address(max(self.start - self.size, 0)) if self.start else None

    @property
    def later(self) -> str | None:
        """Return where the things after these are shown; None where there are none."""
        return self._address(self.start + self.size) if self.last < self.total else None

    def _address(self, start: int) -> str:
        of = f"of={self.name}&" if self.name else ""
        return keeping(f"?{of}from={start}#{self.name or 'inward'}")


def found(sections: Sequence[Section], place: Place) -> dict[str, Found]:
    """Return what the graph has of *sections*, by name, from *place* on; raises EngineError."""
    if not sections:
        return {}
    answer = rows(asking(sections, place))
    return {
        each.name: _found(each, [row for row in answer if row["s"]["value"] == each.name], place) for each in sections
    }


def asking(sections: Iterable[Section], place: Place) -> str:
    """Return the query for *sections*: their numbers, and of each thing on the page what lists tell of it."""
    parts = [_counting(each) for each in sections]
    parts += [_listing(each, place.of(each.name)) for each in sections if each.size]
    return f"{PROLOGUE}SELECT ?s ?n ?key ?after ?x ?p ?o {{\n{' UNION '.join(parts)}\n}}"


def _counting(section: Section) -> str:
    return f'{{ SELECT ("{section.name}" AS ?s) (COUNT(DISTINCT ?x) AS ?n) {{ {section.pattern} }} }}\n'


def _listing(section: Section, start: int) -> str:
    key = f"OPTIONAL {{ {section.key} }}" if section.key else ""
    order = f"{'DESC(?key)' if section.is_descending else '?key'} ?after ?x"
    chosen = f'("{section.name}" AS ?s) ?x (MIN(?by) AS ?key) (MIN(?then) AS ?after)'
    picked = f"SELECT {chosen} {{ {section.pattern} {key} }} GROUP BY ?x"
    return f"{{ {{ {picked} ORDER BY {order} LIMIT {section.size} OFFSET {start} }} {section.told} }}\n"


def _found(section: Section, answer: list[dict[str, Term]], place: Place) -> Found:
    total = next((int(row["n"]["value"]) for row in answer if "n" in row), 0)
    told = [row for row in answer if "x" in row]
    keys = {row["x"]["value"]: _key(row.get("key")) for row in told}
    places = {row["x"]["value"]: (_key(row.get("after")), row["x"]["value"]) for row in told}
    nodes = gathered(told)
    ordered = sorted(nodes, key=lambda iri: places[iri])
    ordered.sort(key=lambda iri: keys[iri], reverse=section.is_descending)
    return Found(section.name, tuple(nodes[iri] for iri in ordered), total, place.of(section.name), section.size)


def _key(term: Mapping[str, str] | None) -> tuple[int, float, str]:
    """Return where the key of a thing stands, as SPARQL orders it: what has none comes first."""
    if term is None:
        return (0, 0.0, "")
    is_number = term.get("datatype", "").endswith(("integer", "decimal"))
    return (1, float(term["value"]), "") if is_number else (1, 0.0, term["value"])
