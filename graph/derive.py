"""Statistics that no article prints, computed from those it does, by the formulas that a record's reviewers allow."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from . import formula, iris
from .facts import Derivation, Record
from .figures import figure_triples
from .lexicon import preferred
from .literals import decimal, text
from .namespaces import DCTERMS, LW, PROV, RDF, RDFS, SDMX_M, SKOS

_COMPUTED: Final = {"en": "computed", "zh": "推算"}
"""The word for what no article prints, in each language of the pages."""


def derived_triples(record: Record) -> list[Triple]:
    """Return the triples of all derived statistics of *record*, sorted; they belong into ``graph/derived``."""
    return sorted({t for each in record.derivations for t in derivation_triples(each, record)}, key=str)


def derivation_triples(derivation: Derivation, record: Record) -> Iterator[Triple]:
    """Yield one derived statistic with its formula, inputs, value and, where inputs are rounded, bounds."""
    article = record.article.id
    node = iris.thing("statistic", article, derivation.id)
    value, lower, upper = computed(derivation, record)
    yield Triple(node, RDF.type, LW.DerivedStatistic)
    yield from (Triple(node, RDFS.label, label) for label in _labels(value, derivation))
    yield from figure_triples(node, derivation, article)
    yield Triple(node, SDMX_M.obsValue, decimal(value))
    yield Triple(node, LW.comparator, iris.concept("comparator", derivation.comparator))
    yield Triple(node, LW.formula, Literal(derivation.formula))
    for name, input_ in derivation.inputs.items():
        yield from _use(node, name, iris.thing("statistic", article, input_))
    for bound, limit in ((LW.lowerBound, lower), (LW.upperBound, upper)):
        if limit is not None:
            yield Triple(node, bound, decimal(limit))
    if derivation.code:
        yield Triple(node, DCTERMS.identifier, Literal(derivation.code))
    if derivation.note:
        yield Triple(node, SKOS.note, text(derivation.note))


def _use(node: NamedNode, name: str, input_: NamedNode) -> Iterator[Triple]:
    """Yield that *node* was computed from a figure, and by which *name* its formula calls this one (PROV-O, 3.3)."""
    use = NamedNode(f"{node.value}#{name}")
    yield Triple(node, PROV.wasDerivedFrom, input_)
    yield Triple(node, PROV.qualifiedDerivation, use)
    yield Triple(use, RDF.type, PROV.Derivation)
    yield Triple(use, PROV.entity, input_)
    yield Triple(use, RDFS.label, Literal(name))


def _labels(value: Decimal, derivation: Derivation) -> Iterator[Literal]:
    """Yield what the number is called: how exact it is, its value, what it counts, and that it is computed."""
    for language, word in _COMPUTED.items():
        indicator = preferred("indicator")[derivation.indicator][language]
        comparator = preferred("comparator")[derivation.comparator][language]
        about = "" if derivation.comparator == "exact" else f"{comparator} "
        yield Literal(f"{about}{value:,}: {indicator} ({word})", language=language)


def computed(derivation: Derivation, record: Record) -> formula.Computed:
    """Return value, lower and upper bound of *derivation*; raises ArithmeticError where the arithmetic fails."""
    by_id = {each.id: each.value for each in record.statistics}
    inputs = {name: by_id[id_] for name, id_ in derivation.inputs.items()}
    return formula.computed(derivation.formula, inputs, derivation.rounding, derivation.decimals)
