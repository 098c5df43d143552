"""Figures as observations in the terms of schema.org: a plain number only where the words leave nothing open."""

from decimal import Decimal
from typing import Final

from lexwire.graph.namespaces import LW, UNIT

from ..language import _
from .figures import Figure
from .graph import Node
from .kind import Data
from .linked import about, bounds, sources, thing

_FROM: Final = frozenset({"more-than", "at-least"})
_UP_TO: Final = frozenset({"less-than", "at-most", "nearly"})


def observation(figure: Figure, node: Node) -> Data:
    """Return a figure as an observation of a variable, with what is counted as its unit.

    Of a computed one, the formula is the method, and its class tells that no source printed it.
    """
    is_computed = figure.origin.key == "computed"
    return thing(
        "Observation",
        node,
        description=figure.read,
        additionalType=f"{LW.iri}DerivedStatistic" if is_computed else None,
        **_values(figure),
        unitText=_unit(figure),
        measurementQualifier=about(figure.comparator, "Enumeration"),
        measurementMethod=node.first(LW.formula),
        measurementTechnique=_("computed, printed nowhere") if is_computed else None,
        observationDate=_days(figure),
        observationAbout=about(figure.place, "Place"),
        variableMeasured={"@type": "StatisticalVariable", "name": figure.subject} if figure.subject else None,
        subjectOf=sources(figure.words),
    )


def _values(figure: Figure) -> dict[str, float | None]:
    """Return the value where it is exact, and else the bounds that the words set.

    These include themselves in schema.org: of "more than 100" it is still true that 100 is no more than the value, and
    the qualifier says that it is not the value. "About" sets no bound.
    """
    key = figure.comparator.key if figure.comparator else "exact"
    lower, upper = figure.bounds
    lower = figure.value if lower is None and key in _FROM else lower
    upper = figure.value if upper is None and key in _UP_TO else upper
    exact = figure.value if key == "exact" else None
    return {"value": _number(exact), "minValue": _number(lower), "maxValue": _number(upper)}


def _number(value: Decimal | None) -> float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _unit(figure: Figure) -> str | None:
    """Return what is counted, behind the unit of the value where that is no plain number: "percent (persons)"."""
    unit = figure.unit.text if figure.unit and figure.unit.iri != UNIT.NUM.value else None
    counted = figure.counted.text if figure.counted else None
    return f"{unit} ({counted})" if unit and counted else unit or counted


def _days(figure: Figure) -> str | None:
    """Return the period: one year, month or day, or an interval of ISO 8601 between two."""
    start, end = bounds(figure.period)
    return start if start == end else f"{start}/{end}"
