"""Literals in one form each, so that the same value is always the same term."""

from pyoxigraph import Literal

from .namespaces import XSD


def text(value: str) -> Literal:
    """Return *value* as an English literal."""
    return Literal(value, language="en")


def decimal(value: object) -> Literal:
    """Return a number as xsd:decimal in canonical form, without exponent or trailing zeros."""
    digits = f"{value:f}"
    short = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return Literal("0" if short == "-0" else short, datatype=XSD.decimal)


def date(value: str) -> Literal:
    """Return a year, month or day with the datatype of its precision."""
    return Literal(value, datatype={4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(value)])
