"""Statistics that no article prints, computed from those it does, by the formulas that a record's reviewers allow."""

from collections.abc import Iterator

from pyoxigraph import Literal, Triple

from . import formula, iris
from .facts import Derivation, Record
from .figures import figure_triples
from .literals import decimal, text
from .namespaces import DCTERMS, LW, PROV, RDF, RDFS, SDMX_M, SKOS


def derived_triples(record: Record) -> list[Triple]:
    """Return the triples of all derived statistics of *record*, sorted; they belong into ``graph/derived``."""
    return sorted({t for each in record.derivations for t in derivation_triples(each, record)}, key=str)


def derivation_triples(derivation: Derivation, record: Record) -> Iterator[Triple]:
    """Yield one derived statistic with its formula, inputs, value and, where inputs are rounded, bounds."""
    article = record.article.id
    node = iris.thing("statistic", article, derivation.id)
    value, lower, upper = computed(derivation, record)
    yield Triple(node, RDF.type, LW.DerivedStatistic)
    yield Triple(node, RDFS.label, text(f"{value:,}: {derivation.indicator.replace('-', ' ')} (derived)"))
    yield from figure_triples(node, derivation, article)
    yield Triple(node, SDMX_M.obsValue, decimal(value))
    yield Triple(node, LW.comparator, iris.concept("comparator", derivation.comparator))
    yield Triple(node, LW.formula, Literal(derivation.formula))
    for name in derivation.inputs.values():
        yield Triple(node, PROV.wasDerivedFrom, iris.thing("statistic", article, name))
    for bound, limit in ((LW.lowerBound, lower), (LW.upperBound, upper)):
        if limit is not None:
            yield Triple(node, bound, decimal(limit))
    if derivation.code:
        yield Triple(node, DCTERMS.identifier, Literal(derivation.code))
    if derivation.note:
        yield Triple(node, SKOS.note, text(derivation.note))


def computed(derivation: Derivation, record: Record) -> formula.Computed:
    """Return value, lower and upper bound of *derivation*; raises ArithmeticError where the arithmetic fails."""
    by_id = {each.id: each.value for each in record.statistics}
    inputs = {name: by_id[id_] for name, id_ in derivation.inputs.items()}
    return formula.computed(derivation.formula, inputs, derivation.rounding, derivation.decimals)
