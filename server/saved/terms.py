"""What rows say of figures and dates beside their value: comparator, unit, period, date basis, printed or computed.

Rows say it in words of a language or by IRIs; what the words stand for is read from the graph.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lexwire.graph.namespaces import BASE, DCTERMS, LW, RDF, SKOS, UNIT

from ..answering import rows as solutions
from ..charts import LOOKS
from ..language import _, decimal
from ..tables import Cell
from ..things import Name
from ..things.facts import interval
from ..things.units import SIGNS, amount
from .columns import PERIOD, Row, day_of, text_of

_COMPARATORS: Final = f"{BASE}scheme/comparator/"
_EXPLICIT: Final = f"{BASE}scheme/date-basis/explicit"
_OWN: Final = ("code", "statistic", "figure", "fact")
"""Columns that name the figure of a row, and no other."""
_FACTS: Final = f"{BASE}id/statistic/"
_LAST: Final = ("unit", "currency", "place", "area")
"""What captions tell after all else, in this order."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the words of rows stand for, and which codes and IRIs are those of computed figures."""

    meanings: Mapping[str, str]
    computed: frozenset[str]

    def comparator(self, row: Row) -> str:
        """Return the comparator of a figure by its last step in the scheme: ``exact`` where none is known."""
        meant = self._meant(row, "comparator")
        return meant.removeprefix(_COMPARATORS) if meant.startswith(_COMPARATORS) else "exact"

    def look(self, row: Row) -> str:
        """Return how charts draw the figure: ``exact``, ``about``, ``above`` or ``below``."""
        return LOOKS.get(self.comparator(row), "exact")

    def sign(self, row: Row) -> str:
        """Return the sign that stands right behind the number; none where its unit has none."""
        return SIGNS.get(self._meant(row, "unit"), "")

    def unit(self, row: Row) -> str:
        """Return what the unit is called; a plain number has none."""
        return "" if self._meant(row, "unit") == UNIT.NUM.value else text_of(row, "unit")

    def read(self, row: Row, name: str) -> str:
        """Return the number in the column *name* with its sign, and its comparator unless it is exact."""
        return self._compared(row, f"{decimal(Decimal(row[name].text))}{self.sign(row)}")

    def marked(self, row: Row, name: str) -> str:
        """Return what is read, and whether that is computed."""
        return self._marked(row, self.read(row, name))

    def told(self, row: Row, name: str) -> str:
        """Return what is read with its unit or the counted thing, as printed where the columns tell, and computed."""
        read, printed = self._compared(row, self._amount(row, name)), text_of(row, "printed")
        return f"{printed} ({read})" if printed else self._marked(row, read)

    def when(self, row: Row) -> str:
        """Return the period and the baseline of a figure, and how the days were obtained unless the words say them."""
        period, baseline = span(row, "start", "end"), span(row, "baselineStart", "baselineEnd")
        against = _("against %(period)s", period=baseline) if baseline else ""
        return ", ".join(filter(None, [f"{period}{self.basis(row, ' (%s)')}" if period else "", against]))

    def basis(self, row: Row, pattern: str = "%s") -> str:
        """Return how a date was obtained, as *pattern* frames it; nothing where the words give it in full."""
        word = text_of(row, "basis")
        return pattern % word if word and self._meant(row, "basis") != _EXPLICIT else ""

    def is_computed(self, row: Row) -> bool:
        """Return whether no article prints the figure: the graph says so of its code, or nothing is printed.

        A printed figure has its words (shapes of the ontology), so that an empty column of these tells as much.
        """
        lacks_words = "printed" in row and "value" in row and not row["printed"].text and bool(row["value"].text)
        return lacks_words or any(key in self.computed for key in own(row))

    def caption(self, row: Row, names: Sequence[str]) -> str:
        """Return what the columns *names* tell of all figures of a group, of which *row* is one."""
        ordered = sorted(names, key=lambda name: _LAST.index(name) + 1 if name in _LAST else 0)
        texts = [self._caption(row, name) for name in ordered if name not in PERIOD]
        if PERIOD & set(names):
            texts.append(span(row, "start", "end") or _("period not stated"))
        return " · ".join(dict.fromkeys(filter(None, texts)))

    def _marked(self, row: Row, read: str) -> str:
        return f"{read} · {_('computed')}" if self.is_computed(row) else read

    def _compared(self, row: Row, number: str) -> str:
        return number if self.comparator(row) == "exact" else f"{text_of(row, 'comparator')} {number}"

    def _amount(self, row: Row, name: str) -> str:
        unit, counted = (Name(text_of(row, each), self._meant(row, each)) for each in ("unit", "counted"))
        return amount(Decimal(row[name].text), unit if unit.text else None, counted if counted.text else None)

    def _caption(self, row: Row, name: str) -> str:
        if name == "unit":
            return self.unit(row)
        return row[name].text or (_("place not stated") if name == "place" else "")

    def _meant(self, row: Row, name: str) -> str:
        cell = row.get(name, Cell(""))
        return cell.iri or self.meanings.get(cell.text, "")


def terms(columns: Sequence[str], rows: Sequence[Row]) -> Terms:
    """Return what the words of *rows* stand for; the graph is asked as far as the columns need it.

    Raises EngineError.
    """
    wants_words = {"comparator", "unit", "basis"} & set(columns)
    keys = sorted({key for row in rows for key in own(row)})
    return Terms(_meanings() if wants_words else {}, _computed(keys) if keys else frozenset())


def own(row: Row) -> list[str]:
    """Return the codes and IRIs that a row names its own figure by."""
    cells = [row[name] for name in _OWN if name in row]
    iris = [cell.iri for cell in cells if cell.iri and cell.iri.startswith(_FACTS)]
    return iris + [cell.text for cell in cells if is_code(cell)]


def is_code(cell: Cell) -> bool:
    """Return whether a cell can hold the code of a fact: letters and digits, perhaps with hyphens."""
    return cell.iri is None and cell.text.replace("-", "").isalnum()


def days_of(row: Row, first: str, last: str) -> tuple[dt.date, dt.date] | None:
    """Return the days that a row has in two columns; None where one is missing, or they are the wrong way round."""
    start, end = day_of(row.get(first)), day_of(row.get(last))
    return (start, end) if start and end and start <= end else None


def span(row: Row, first: str, last: str) -> str:
    """Return the days from one column to another as readers write them; none where a row has no such days."""
    found = days_of(row, first, last)
    return interval(*found) if found else ""


def _meanings() -> dict[str, str]:
    asked = f"""SELECT ?x ?name {{
  VALUES ?scheme {{ {" ".join(f"<{BASE}scheme/{each}>" for each in ("comparator", "unit", "date-basis"))} }}
  ?x {SKOS.inScheme} ?scheme ; {SKOS.prefLabel} ?name
}}"""
    return {row["name"]["value"]: row["x"]["value"] for row in solutions(asked)}


def _computed(keys: Sequence[str]) -> frozenset[str]:
    iris = " ".join(f"<{key}>" for key in keys if key.startswith(BASE))
    codes = " ".join(f'"{key}"' for key in keys if not key.startswith(BASE))
    asked = f"""SELECT DISTINCT ?key {{
  {{ VALUES ?x {{ {iris} }} BIND(STR(?x) AS ?key) }} UNION {{ VALUES ?key {{ {codes} }} ?x {DCTERMS.identifier} ?key }}
  ?x {RDF.type} {LW.DerivedStatistic}
}}"""
    return frozenset(row["key"]["value"] for row in solutions(asked))
