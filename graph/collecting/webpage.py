"""The article in a web page: the text that is kept of it, by trafilatura, and what the page says of its origin."""

import logging
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from . import dating
from .libraries import library


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a web page: headline and paragraphs as one *text*, and what the page tells of itself."""

    text: str
    title: str
    publisher: str | None
    url: str | None
    told: dating.Told


def kept(html: str, address: str | None) -> Kept | None:
    """Return what is kept of the page *html* found at *address*; None where it has no main text.

    Paragraphs are parted by an empty line, so that none is taken for a piece of a hard-wrapped one.
    """
    found = _trafilatura().bare_extraction(
        html,
        url=address,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        fast=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None or not found.text:
        return None
    lines = [line.strip() for line in found.text.splitlines() if line.strip()]
    title = " ".join((found.title or lines[0]).split())
    body = lines[1:] if lines[0].casefold() == title.casefold() else lines
    return Kept(
        "\n\n".join([title, *body]) + "\n",
        title,
        _publisher(found, address),
        address or found.url,
        _told(html, found, address),
    )


def _told(html: str, found: Any, address: str | None) -> dict[str, date | None]:  # noqa: ANN401
    return {
        "page": dating.stated(html),
        "address": dating.in_address(address or found.url),
        "layout": dating.unless_completed(dating.iso(found.date), html),
    }


def _publisher(found: Any, address: str | None) -> str | None:  # noqa: ANN401 - trafilatura's document
    host = (urlsplit(address or "").hostname or "").removeprefix("www.")
    return found.sitename or host or found.hostname or None


@cache
def _trafilatura() -> Any:  # noqa: ANN401
    """Return the library, which tells of each broken page in a log that nobody reads."""
    for name in ("trafilatura", "htmldate", "readability", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return library("trafilatura")
