"""The fields of a request, decoded strictly: what is not UTF-8 is refused, never replaced."""

from urllib.parse import parse_qsl

from .engine import QueryRefused

MAX_FIELDS = 100

Fields = list[tuple[str, str]]


def decoded(data: bytes) -> Fields:
    """Return the fields of a form or of an address's query string; raises QueryRefused where they are not UTF-8."""
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeError:
        raise QueryRefused("The request is not UTF-8 in percent-encoding; encode it so.") from None
    except ValueError:
        raise QueryRefused(f"The request has more than {MAX_FIELDS} fields; send fewer.") from None


def values(fields: Fields, wanted: str) -> tuple[str, ...]:
    """Return the values of the fields called *wanted*, in their order."""
    return tuple(value for name, value in fields if name == wanted)


def utf8(body: bytes) -> str:
    """Return *body* as text; raises QueryRefused where it is not UTF-8."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise QueryRefused("The query is not UTF-8; encode it so.") from None
