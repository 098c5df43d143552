"""Figures as pages show them: what is printed, how it is read, what it counts, when, where, and who says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lexwire.graph.namespaces import LW, SDMX_A, SDMX_D, SDMX_M, UNIT

from ..charts import Drawing, Panel, Point, drawn, panels, seen, years
from ..charts.drawing import NARROW, WIDE
from ..language import _, language
from .facts import Origin, Period, Words, origin, period, words
from .graph import Name, Names, Node, named
from .units import SIGNS, amount

MOST_PANELS: Final = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure."""

    name: Name
    value: Decimal | None
    comparator: Name | None
    printed: str | None
    indicator: Name | None
    counted: Name | None
    unit: Name | None
    crimes: list[Name]
    place: Name | None
    period: Period
    reporters: list[Name]
    words: list[Words]
    origin: Origin
    bounds: tuple[Decimal | None, Decimal | None]

    @property
    def href(self) -> str:
        """Return where the page of the figure is."""
        return self.name.href or self.name.iri

    @property
    def amount(self) -> str:
        """Return the value with its unit, as readers of the page write it."""
        return "–" if self.value is None else amount(self.value, self.unit, self.counted)

    @property
    def read(self) -> str:
        """Return how the figure is read: its comparator, unless it is exact, with the value and its unit."""
        is_plain = self.comparator is None or self.comparator.key == "exact"
        return self.amount if is_plain or not self.comparator else f"{self.comparator.text} {self.amount}"

    @property
    def shown(self) -> str:
        """Return what is printed or, of a computed figure, how it is read."""
        return self.printed or self.read

    @property
    def language(self) -> str | None:
        """Return the language of what is shown, where it is another than the page's."""
        printed = self.words[0].language if self.printed and self.words else None
        return printed if printed != language() else None

    @property
    def subject(self) -> str:
        """Return what the figure counts, in a few words."""
        parts = [self.indicator, *self.crimes]
        return " · ".join(part.text for part in parts if part)


def figure(node: Node, names: Names) -> Figure:
    """Return the figure that *node* is."""
    return Figure(
        named(node),
        node.number(SDMX_M.obsValue),
        names.one(node, LW.comparator),
        node.first(LW.valueText),
        names.one(node, LW.indicator),
        names.one(node, LW.countedUnit),
        names.one(node, SDMX_A.unitMeasure),
        names.many(node, LW.crime),
        names.one(node, SDMX_D.refArea),
        period(node, names, node.things(SDMX_D.refPeriod)),
        names.many(node, LW.reportedBy),
        words(node, names),
        origin(node, names),
        (node.number(LW.lowerBound), node.number(LW.upperBound)),
    )


@dataclass(frozen=True, slots=True)
class Plate:
    """Comparable figures over time: what they have in common, and their picture for broad and for narrow screens."""

    caption: str
    pictures: tuple[tuple[str, Drawing], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures over time, one plate for each comparable group, and which ways of drawing are in use."""

    plates: tuple[Plate, ...]
    looks: tuple[str, ...]
    drawn: int
    undated: int
    """How many figures have no resolved period."""
    beyond: int
    """How many others the plates have no room for."""


def chart(figures: Iterable[Figure]) -> Chart:
    """Return *figures* over time."""
    by_href = {each.href: each for each in figures}
    points = [point for each in by_href.values() if (point := _point(each))]
    groups = panels(points)[:MOST_PANELS]
    shown = [point for panel in groups for point in panel.points]
    plates = tuple(_plate(panel, years(shown), by_href[panel.points[0].href]) for panel in groups)
    marks = [mark for plate in plates for mark in plate.pictures[0][1].marks]
    looks = seen((mark.look, mark.point.is_computed) for mark in marks)
    return Chart(plates, looks, len(shown), len(by_href) - len(points), len(points) - len(shown))


def _plate(panel: Panel, span: tuple[int, int], one: Figure) -> Plate:
    """Return the plate of *panel*, all of whose figures count what *one* of them does."""
    unit = one.unit if one.unit and one.unit.iri != UNIT.NUM.value else None
    kinds = [kind.text for kind in (one.counted, unit) if kind]
    parts = [one.subject, *kinds, one.place.text if one.place else _("place not stated")]
    pictures = {"wide": WIDE, "narrow": NARROW}
    drawings = tuple((name, drawn(panel, span, width, language(), _sign(one))) for name, width in pictures.items())
    return Plate(" · ".join(filter(None, parts)), drawings)


def _computed(one: Figure) -> str:
    return f"{one.read} · {_('computed')}"


def _cut(printed: str, most: int) -> str:
    """Return what is *printed*, cut with a sign that it goes on where it has more than *most* characters."""
    return printed if len(printed) <= most else f"{printed[: most - 1].rstrip()}…"


def _sign(one: Figure) -> str:
    return SIGNS.get(one.unit.iri, "") if one.unit else ""


def _point(one: Figure) -> Point | None:
    """Return *one* as charts draw it; None where its period is not resolved.

    What an article leaves open, such as the place, makes figures comparable with those of the same article only.
    """
    if one.value is None or one.period.start is None or one.period.end is None:
        return None
    alone = one.words[0].article.iri if one.words else one.name.iri
    kinds: list[Name | None] = [one.indicator, one.counted, one.unit, one.place, *one.crimes]
    kinds += [] if one.crimes else [None]
    return Point(
        float(one.value),
        one.comparator.key if one.comparator else "exact",
        one.period.start,
        one.period.end,
        f"{one.printed} ({one.read}), {one.period.text}" if one.printed else f"{_computed(one)}, {one.period.text}",
        _cut(one.printed, 24) if one.printed else _computed(one),
        one.href,
        tuple(kind.iri if kind else alone for kind in kinds),
        one.origin.key == "computed",
        one.language,
    )
