"""The pages of an answer as addresses ask for them, and the links that lead from one to the others.

Specifications: Web Linking (RFC 8288); the relation types of the IANA registry.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from flask import Response

from lexwire.queries import QueryError
from lexwire.queries.paging import Page, counting

from ..answering import rows
from ..engine import EngineError

SIZE: Final = 100
"""How many rows a page has where its address does not say."""
MOST: Final = 10_000
"""How many rows a page may have."""
PATIENCE: Final = 1.0
"""Seconds that counting all rows may take; without their number there is no link to the last page."""
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def page_of(fields: Mapping[str, str]) -> Page | None:
    """Return the page that *fields* of an address ask for, None for the whole; raises QueryError for what is none."""
    if "page" not in fields and "page_size" not in fields:
        return None
    page = Page(_number(fields, "page", 1), _number(fields, "page_size", SIZE))
    if page.size > MOST:
        raise QueryError(f"A page has at most {MOST} rows; give a smaller page_size than {page.size}.")
    return page


def _number(fields: Mapping[str, str], name: str, default: int) -> int:
    text = fields.get(name, str(default))
    if not _NUMBER.fullmatch(text):
        raise QueryError(f"The value {text[:40]!a} of {name} is no whole number from 1 on; give one such as {default}.")
    return int(text)


def total_of(text: str) -> int | None:
    """Return how many rows the SELECT *text* gives, None where that is not known soon.

    The engine keeps the number with its answers, so that it is counted once for each release.
    """
    count = counting(text)
    try:
        return int(rows(count, PATIENCE)[0]["n"]["value"]) if count else None
    except EngineError:
        return None


def tell(response: Response, page: Page, total: int | None, address: Callable[[int], str]) -> None:
    """Give *response* its links to other pages, whose addresses *address* makes, and the number of all rows."""
    numbers = numbers_of(page, total)
    response.headers["Link"] = ", ".join(f'<{address(number)}>; rel="{name}"' for name, number in numbers.items())
    if total is not None:
        response.headers["X-Total-Count"] = str(total)


def numbers_of(page: Page, total: int | None) -> dict[str, int]:
    """Return the numbers of the first, previous, next and last page by their relation to *page*.

    The last is known with the *total* of rows; without it there always is a next page, which may be empty.
    """
    last = None if total is None else max(1, -(-total // page.size))
    found = {"first": 1}
    if page.number > 1:
        found["prev"] = page.number - 1 if last is None else min(page.number - 1, last)
    if last is None or page.number < last:
        found["next"] = page.number + 1
    return found | ({} if last is None else {"last": last})
