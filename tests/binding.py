"""A parameter of a query, and the value that a bound query gives back."""

from dataclasses import replace

from pyoxigraph import QuerySolutions, Store

from lexwire.queries import Parameter
from lexwire.queries.binding import Term

XSD = "http://www.w3.org/2001/XMLSchema#"
KNOWN = {"ex": "https://example.org/", "": "https://empty.example/"}


def parameter(type_: str, **settings: object) -> Parameter:
    return replace(Parameter("v", {"en": "v"}, type_), **settings)  # type: ignore[arg-type]


def evaluated(text: str) -> Term:
    """Return the one value of ?x in the one row of the answer."""
    found = Store().query(text)
    assert isinstance(found, QuerySolutions)
    (row,) = found
    (term,) = row
    assert isinstance(term, Term)
    return term
