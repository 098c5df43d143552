"""Statistics and periods → triples: the dimensions of a number, its value as printed and read, its relations."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from . import iris
from .dates import first_day, last_day, span
from .facts import Figure, Period, Record, Statistic
from .lexicon import unit
from .literals import date, decimal, text
from .namespaces import DCAT, DCTERMS, LW, RDF, RDFS, SDMX_A, SDMX_D, SDMX_M, TIME

Triples = Iterator[Triple]


def period_iri(period: Period) -> NamedNode | None:
    """Return the IRI of a resolved period, the same for the same time; None when it is unresolved."""
    return iris.thing("period", span(period.start, period.end)) if period.start else None


def period_triples(period: Period) -> Triples:
    """Yield a resolved period with its first and last day."""
    node = period_iri(period)
    if node is None or period.start is None:
        return
    yield Triple(node, RDF.type, DCTERMS.PeriodOfTime)
    yield Triple(node, RDF.type, TIME.ProperInterval)
    yield Triple(node, RDFS.label, Literal(node.value.rpartition("/")[2].replace("--", "/")))
    yield Triple(node, DCAT.startDate, date(first_day(period.start).isoformat()))
    yield Triple(node, DCAT.endDate, date(last_day(period.end or period.start).isoformat()))


def figure_triples(node: NamedNode, figure: Figure, article: str) -> Triples:
    """Yield the dimensions of a statistic and the quantity that groups what all articles report of the same thing."""
    quantity = quantity_iri(figure, article)
    yield Triple(node, LW.ofQuantity, quantity)
    yield Triple(quantity, RDF.type, LW.Quantity)
    yield Triple(node, LW.indicator, iris.concept("indicator", figure.indicator))
    yield Triple(node, LW.countedUnit, iris.concept("counted-unit", figure.counted))
    yield Triple(node, SDMX_A.unitMeasure, unit(figure.unit))
    if figure.place:
        yield Triple(node, SDMX_D.refArea, iris.thing("place", figure.place))
    yield Triple(node, LW.dateBasis, iris.concept("date-basis", figure.period.basis))
    for crime in figure.crimes:
        yield Triple(node, LW.crime, iris.concept("crime", crime))
    period = period_iri(figure.period)
    if period:
        yield Triple(node, SDMX_D.refPeriod, period)
        yield from period_triples(figure.period)
    if figure.period.printed:
        yield Triple(node, LW.periodText, Literal(figure.period.printed))


def quantity_iri(figure: Figure, article: str) -> NamedNode:
    """Return the IRI of what is counted; a figure without period, place or crime shares it with no other article's."""
    period = period_iri(figure.period)
    when = period.value.rpartition("/")[2] if period else f"undated-{article}"
    where = figure.place or f"unplaced-{article}"
    what = "+".join(sorted(figure.crimes)) or f"no-crime-{article}"
    parts = (figure.indicator, what, where, when, figure.counted, figure.unit.lower())
    return iris.thing("quantity", *parts)


_CLASSES = {"level": None, "mean": "MeanStatistic", "share": "Share", "change": "Change"}


def statistic_triples(statistic: Statistic, record: Record) -> Triples:
    """Yield a printed number: value, comparator, bounds, unit, period, place, reporter, and its relations to others."""
    article = record.article.id
    node = iris.thing("statistic", article, statistic.id)
    yield Triple(node, RDF.type, LW.ReportedStatistic)
    if subclass := _CLASSES[statistic.kind]:
        yield Triple(node, RDF.type, LW[subclass])
    yield Triple(node, RDFS.label, text(f"{statistic.printed}: {statistic.indicator.replace('-', ' ')}"))
    yield from figure_triples(node, statistic, article)
    yield Triple(node, LW.reportedIn, iris.article(article))
    yield Triple(node, SDMX_M.obsValue, decimal(statistic.value))
    yield Triple(node, LW.valueText, Literal(statistic.printed))
    yield Triple(node, LW.comparator, iris.concept("comparator", statistic.comparator))
    for bound, value in zip((LW.lowerBound, LW.upperBound), statistic.bounds(), strict=True):
        if value is not None:
            yield Triple(node, bound, decimal(value))
    for key in statistic.reporters:
        yield Triple(node, LW.reportedBy, iris.thing("actor", key))
    if statistic.cites:
        yield Triple(node, LW.citesSource, iris.thing("actor", statistic.cites))
    yield from _relations(node, statistic, article)


def _relations(node: NamedNode, statistic: Statistic, article: str) -> Triples:
    """Yield how a number relates to the other numbers of its article."""
    one = (
        (LW.subsetOf, statistic.subset_of),
        (LW.shareOf, statistic.share_of),
        (LW.changeOf, statistic.change_of),
        (LW.conversionOf, statistic.conversion_of),
        *((LW.companionOf, each) for each in statistic.companions),
    )
    for property_, name in one:
        if name:
            yield Triple(node, property_, iris.thing("statistic", article, name))
    if statistic.supersedes:
        yield Triple(node, LW.supersedes, iris.thing("statistic", statistic.supersedes))
    if statistic.denominator:
        yield Triple(node, LW.denominator, _denominator(statistic.denominator, article))
    if statistic.baseline and (baseline := period_iri(statistic.baseline)):
        yield Triple(node, LW.baselinePeriod, baseline)
        yield Triple(node, LW.baselineBasis, iris.concept("date-basis", statistic.baseline.basis))
        yield from period_triples(statistic.baseline)
        if statistic.baseline.printed:
            yield Triple(node, LW.baselineText, Literal(statistic.baseline.printed))


def _denominator(name: str, article: str) -> NamedNode:
    kind, _, key = name.partition(":")
    if kind == "statistic":
        return iris.thing("statistic", article, key)
    return iris.concept("crime", key) if kind == "crime" else iris.thing("actor", key)
