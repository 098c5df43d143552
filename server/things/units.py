"""Amounts with their units as readers write them: "45 minutes", "2 US dollars", "9.18%".

The names of units and currencies, and their plurals, are those of the Unicode Common Locale Data Repository (UTS 35).
"""

import re
from decimal import Decimal, localcontext
from typing import Final

from babel.numbers import get_currency_name
from babel.units import format_unit

from lexwire.graph.namespaces import UNIT

from ..language import DIGITS, decimal, locale
from .graph import Name

SIGNS: Final = {UNIT.PERCENT.value: "%"}
"""Signs that stand right behind a number in place of the name of its unit."""
_MEASURES: Final = {
    "MIN": "duration-minute",
    "HR": "duration-hour",
    "DAY": "duration-day",
    "WK": "duration-week",
    "MO": "duration-month",
    "YR": "duration-year",
    "BYTE": "digital-byte",
    "GM": "mass-gram",
    "KiloGM": "mass-kilogram",
    "TON_Metric": "mass-tonne",
}
"""Units of QUDT and what the repository calls them."""
_EXACT: Final = "#,##0." + 30 * "#"
"""As many decimals as a record may have."""


def amount(value: Decimal, unit: Name | None, counted: Name | None) -> str:
    """Return *value* with its *unit* or, where that is a plain number, with what is *counted*."""
    if unit is None or unit.iri == UNIT.NUM.value:
        return f"{decimal(value)} {counted.text}" if counted else decimal(value)
    if unit.iri in SIGNS:
        return f"{decimal(value)}{SIGNS[unit.iri]}"
    code = unit.iri.removeprefix(UNIT.iri)
    if code in _MEASURES:
        with localcontext(prec=DIGITS):
            return str(format_unit(value, _MEASURES[code], "long", format=_EXACT, locale=locale()))
    currency = re.fullmatch("CCY_([A-Z]{3})", code)
    return f"{decimal(value)} {get_currency_name(currency[1], value, locale()) if currency else unit.text}"
