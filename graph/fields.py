"""The kinds of values that the fields of a record hold."""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

_UNREADABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\ufffe\\uffff]")
"""What XML and RDF/XML cannot carry, and no article prints."""


def _readable(text: str) -> str:
    if _UNREADABLE.search(text):
        raise ValueError("the text has a control character")
    return text


def _no_number(value: object) -> object:
    """Refuse a bare number, which would be taken for seconds since 1970."""
    if isinstance(value, int | float):
        raise ValueError(f"{value!r} is no day such as 2023-11-30")
    return value


Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]+$", max_length=40)]
ClassName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z]+$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True), AfterValidator(_readable)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_readable)]
Number = Annotated[Decimal, Field(max_digits=30, allow_inf_nan=False), WithJsonSchema({"type": "number"})]
Day = Annotated[dt.date, BeforeValidator(_no_number)]
Share = Annotated[Decimal, Field(ge=0, le=1)]
