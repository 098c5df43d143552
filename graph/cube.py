"""The printed statistics as a strict RDF Data Cube, in which every observation has every dimension once.

Specification: The RDF Data Cube Vocabulary (W3C Recommendation, 16 January 2014), section 11 for well-formedness. A
dimension that an article leaves open gets ``cube:Undefined`` (the practice of cube.link).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Triple

from . import iris
from .namespaces import BASE, DCTERMS, LW, PREFIXES, QB, RDF, RDFS, SCHEMA, SDMX_A, SDMX_D, SDMX_M, SKOS, XSD
from .turtle import turtle

DATASET = NamedNode(f"{BASE}cube")
STRUCTURE = NamedNode(f"{BASE}cube/structure")


@dataclass(frozen=True, slots=True)
class Component:
    """A dimension, measure or attribute: its property, label, range and, where coded, the concept scheme."""

    name: str
    property: NamedNode
    label: str
    range: NamedNode
    scheme: str | None = None


DIMENSIONS = (
    Component("indicator", LW.indicator, "indicator", SKOS.Concept, "indicator"),
    Component("crime", LW.crime, "crime", SKOS.Concept, "crime"),
    Component("countedUnit", LW.countedUnit, "counted unit", SKOS.Concept, "counted-unit"),
    Component("unit", SDMX_A.unitMeasure, "unit of measure", SKOS.Concept, "unit"),
    Component("area", SDMX_D.refArea, "area", SCHEMA.Place),
    Component("period", SDMX_D.refPeriod, "period", DCTERMS.PeriodOfTime),
    Component("article", LW.reportedIn, "article", LW.Article),
)
ATTRIBUTES = (
    Component("comparator", LW.comparator, "comparator", SKOS.Concept, "comparator"),
    Component("basis", LW.dateBasis, "date basis", SKOS.Concept, "date-basis"),
    Component("lower", LW.lowerBound, "lower bound", XSD.decimal),
    Component("upper", LW.upperBound, "upper bound", XSD.decimal),
    Component("reporter", LW.reportedBy, "reported by", LW.Actor),
    Component("words", LW.valueText, "value as printed", XSD.string),
)
MEASURE = Component("value", SDMX_M.obsValue, "value", XSD.decimal)

_VALUES = "\n".join(f"OPTIONAL {{ ?s {each.property} ?{each.name} }}" for each in (*DIMENSIONS, *ATTRIBUTES))
_OBSERVATIONS = f"""
SELECT * WHERE {{
  ?s a {LW.ReportedStatistic} ; {MEASURE.property} ?value .
  FILTER NOT EXISTS {{ ?revision {LW.supersedes} ?s }}
  {_VALUES}
}}"""


def written(store: Store) -> bytes:
    """Return the cube of *store* as Turtle: structure first, then the observations in order."""
    prefixes = {
        name: PREFIXES[name] for name in ("lw", "qb", "sdmx-d", "sdmx-m", "sdmx-a", "rdfs", "skos", "dcterms", "xsd")
    }
    return turtle(dict.fromkeys([*structure(), *observations(store)]), prefixes)


def structure() -> Iterator[Triple]:
    """Yield the data set and its data structure definition."""
    yield Triple(DATASET, RDF.type, QB.DataSet)
    yield Triple(DATASET, RDFS.label, Literal("Statistics of Lexwire", language="en"))
    yield Triple(DATASET, QB.structure, STRUCTURE)
    yield Triple(STRUCTURE, RDF.type, QB.DataStructureDefinition)
    kinds = ((QB.dimension, QB.DimensionProperty, DIMENSIONS), (QB.measure, QB.MeasureProperty, (MEASURE,)))
    for has, kind, components in (*kinds, (QB.attribute, QB.AttributeProperty, ATTRIBUTES)):
        for component in components:
            yield from _component(has, kind, component)


def _component(has: NamedNode, kind: NamedNode, component: Component) -> Iterator[Triple]:
    node = NamedNode(f"{STRUCTURE.value}/{component.name}")
    yield Triple(STRUCTURE, QB.component, node)
    yield Triple(node, RDF.type, QB.ComponentSpecification)
    yield Triple(node, has, component.property)
    yield Triple(component.property, RDF.type, kind)
    yield Triple(component.property, RDFS.label, Literal(component.label, language="en"))
    yield Triple(component.property, RDFS.range, component.range)
    if component.scheme:
        scheme = NamedNode(f"{BASE}scheme/{component.scheme}")
        yield Triple(component.property, RDF.type, QB.CodedProperty)
        yield Triple(component.property, QB.codeList, scheme)
        yield Triple(scheme, RDF.type, SKOS.ConceptScheme)


def observations(store: Store) -> list[Triple]:
    """Return the observations, sorted; of two figures for one cell (IC-12) the one whose IRI comes first."""
    rows: dict[NamedNode, dict[str, set[NamedNode | Literal]]] = {}
    solutions = store.query(_OBSERVATIONS)
    assert isinstance(solutions, QuerySolutions)
    for solution in solutions:
        row = rows.setdefault(solution["s"], {})
        for each in (*DIMENSIONS, *ATTRIBUTES, MEASURE):
            if solution[each.name] is not None:
                row.setdefault(each.name, set()).add(solution[each.name])
    cells: dict[tuple[NamedNode, ...], NamedNode] = {}
    for node in sorted(rows, key=str):
        cells.setdefault(tuple(_cell(rows[node])), node)
    return sorted({t for cell, node in cells.items() for t in _observation(node, cell, rows[node])}, key=str)


def _cell(row: dict[str, set[NamedNode | Literal]]) -> Iterator[NamedNode]:
    """Yield one value for each dimension; none, or several, count as undefined."""
    for dimension in DIMENSIONS:
        values = row.get(dimension.name, set())
        yield next(iter(values)) if len(values) == 1 else iris.UNDEFINED  # type: ignore[misc]


def _observation(
    node: NamedNode, cell: Iterable[NamedNode], row: dict[str, set[NamedNode | Literal]]
) -> Iterator[Triple]:
    yield Triple(node, RDF.type, QB.Observation)
    yield Triple(node, QB.dataSet, DATASET)
    for dimension, value in zip(DIMENSIONS, cell, strict=True):
        yield Triple(node, dimension.property, value)
        if dimension.scheme:
            yield Triple(value, SKOS.inScheme, NamedNode(f"{BASE}scheme/{dimension.scheme}"))
            yield Triple(value, RDF.type, SKOS.Concept)
    for each in (*ATTRIBUTES, MEASURE):
        for stated in row.get(each.name, ()):
            yield Triple(node, each.property, stated)
