"""The answer of a saved query as a page shows it: a page of its rows, of how many, and what leads to the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lexwire.queries import Query
from lexwire.queries.paging import Page, paged, refusal

from ..engine import Engine
from ..language import _
from ..tables import Cell, Table, table
from ..things import Name
from .graphs import triples
from .paging import SIZE, numbers_of, page_of, total_of
from .tracing import Trace
from .values import address


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows *first* to *last* of an answer, counted from 1; none where *last* is before *first*."""

    columns: list[str]
    rows: list[list[Cell]]
    first: int
    total: int | None
    """How many rows there are; None where that is not known soon."""
    is_counted: bool = True
    """Whether the total is exact; otherwise there are more."""
    size: int = 0
    """How many rows a page has; none where there are no pages."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Addresses of the first, previous, next and last page."""
    names: Mapping[str, Name] = field(default_factory=dict)
    """What the IRIs in the rows are called."""
    traces: list[list[Trace]] | None = None
    """For each row the places that it rests on; None where nobody asked for them."""

    @property
    def last(self) -> int:
        """Return the number of the last row that is shown."""
        return self.first + len(self.rows) - 1

    @property
    def is_whole(self) -> bool:
        """Return whether these are all rows."""
        return self.first == 1 and self.total == len(self.rows) and self.is_counted


def has_pages(query: Query) -> bool:
    """Return whether the answer of *query* can be had page by page."""
    return refusal(query) is None


def rows_of(query: Query, text: str, engine: Engine, fields: Mapping[str, str], most: int) -> Rows:
    """Return the rows of *query*, which is *text* with its values, that the *fields* of an address ask for.

    No more than *most* are shown.  Raises QueryError where the fields ask for what is no page, and EngineError.
    """
    asked = page_of(fields)
    if not has_pages(query) and asked is None:
        found = leading(query, text, engine, most)
        return Rows(found.columns, found.rows, 1, found.total, found.is_counted)
    page = asked or Page(1, min(SIZE, most))
    page = Page(page.number, min(page.size, most))
    found = table(engine, paged(query, text, page), page.size)
    total = total_of(text)
    links = {name: _address(query, fields, Page(number, page.size)) for name, number in numbers_of(page, total).items()}
    return Rows(found.columns, found.rows, (page.number - 1) * page.size + 1, total, size=page.size, links=links)


def _address(query: Query, fields: Mapping[str, str], page: Page) -> str:
    asked = {**fields, "page": str(page.number), "page_size": str(page.size)}
    if page.size == SIZE:
        del asked["page_size"]
    return f"{address('saved.page', query, asked)}#answer"


def leading(query: Query, text: str, engine: Engine, most: int) -> Table:
    """Return the first *most* rows of *query*, or triples of its graph, in the order of its pages; raises EngineError.

    *text* is the query with its values.
    """
    if query.form in {"construct", "describe"}:
        return triples(engine, text, most)
    found = table(engine, text, most)
    if query.form == "ask":
        return replace(
            found, rows=[[Cell(_("yes") if cell.text == "true" else _("no")) for cell in row] for row in found.rows]
        )
    return found
