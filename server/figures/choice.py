"""Which figures are asked for: what an address chooses, and the pattern that finds them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from lexwire.graph.namespaces import BASE

from ..language import _

COMPUTED: Final = "computed"
"""The review status of figures that were computed here, which nobody reviews."""
VALUED: Final = "?x sdmx-m:obsValue ?value ."
"""A pattern that finds all figures."""
BASES: Final = {
    "crime": f"{BASE}scheme/crime/",
    "indicator": f"{BASE}scheme/indicator/",
    "place": f"{BASE}id/place/",
    "reporter": f"{BASE}id/actor/",
    "review": f"{BASE}scheme/review-status/",
}
"""What the IRIs begin with whose last steps an address names."""
_NO_YEAR = "The value %(value)s of %(name)s is none; give a year such as 2016."
_NO_STEP = "The value %(value)s of %(name)s is none; give one that the form offers."
_STEP = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,199}")
_YEAR = re.compile(r"[0-9]{4}")


class ChoiceError(ValueError):
    """A field of the address that chooses nothing there can be; its text says which and what to give."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What figures are chosen by; an empty text leaves it open."""

    crime: str = ""
    narrower: str = ""
    """Whether figures on narrower crimes count, too: ``1`` or empty."""
    indicator: str = ""
    place: str = ""
    since: str = ""
    """The year in or after which the period ends."""
    until: str = ""
    """The year in or before which the period begins."""
    reporter: str = ""
    review: str = ""

    def fields(self) -> dict[str, str]:
        """Return what an address must have for this choice."""
        return {name: value for name in NAMES if (value := getattr(self, name))}

    def pattern(self) -> str:
        """Return the pattern that finds the chosen figures as ``?x``."""
        return " ".join([*(part for _name, part in self._parts()), VALUED])

    def others(self, field: str) -> str:
        """Return the pattern of what is chosen by other fields than *field*, where both years are called years."""
        return " ".join(part for name, part in self._parts() if name != field)

    def _parts(self) -> list[tuple[str, str]]:
        property_ = "lw:crimeOrBroader" if self.narrower else "lw:crime"
        named = {
            "crime": property_,
            "indicator": "lw:indicator",
            "place": "sdmx-d:refArea",
            "reporter": "lw:reportedBy",
        }
        chosen = {name: value for name, value in self.fields().items() if name in named}
        parts = [(name, f"?x {named[name]} <{BASES[name]}{value}> .") for name, value in chosen.items()]
        if self.review == COMPUTED:
            parts.append(("review", "?x a lw:DerivedStatistic ."))
        elif self.review:
            parts.append(("review", f"?x lw:reviewStatus <{BASES['review']}{self.review}> ."))
        return parts + ([("years", self._years())] if self.since or self.until else [])

    def _years(self) -> str:
        tests = [f'STR(?last) >= "{self.since}-01-01"'] if self.since else []
        tests += [f'STR(?first) <= "{self.until}-12-31"'] if self.until else []
        period = "?x sdmx-d:refPeriod ?when . ?when dcat:startDate ?first ; dcat:endDate ?last ."
        return f"{period} FILTER({' && '.join(tests)})"


NAMES: Final = tuple(each.name for each in fields(Choice))


def choice(values: Mapping[str, str]) -> Choice:
    """Return what the fields of an address choose; raises ChoiceError where a value cannot be one."""
    given = {name: values.get(name, "").strip() for name in NAMES}
    for name, value in given.items():
        is_year = name in {"since", "until"}
        if value and not (_YEAR if is_year else _STEP).fullmatch(value):
            raise ChoiceError(_(_NO_YEAR if is_year else _NO_STEP, value=ascii(value[:40]), name=name))
    return Choice(**given | {"narrower": "1" if given["narrower"] else ""})
