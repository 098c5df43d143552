"""What the tests of pictures share: the pages, and what draws rows of texts."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lexwire.queries import Query
from lexwire.server import create_app
from lexwire.server.saved.groups import Strips
from lexwire.server.saved.pictures import picture
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from lexwire.server.tables import Cell, Table
from lexwire.server.things.figures import Chart

from .drawing import Draw


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data), query_workers=1))
    yield create_app(service).test_client()
    service.engine.close()


@pytest.fixture(scope="module")
def draw(client: FlaskClient) -> Draw:
    """Return what draws rows of texts as the view of a query does, on a page in a language."""

    def drawn(query: Query, columns: str, *rows: Sequence[str], language: str = "en") -> Strips | Chart | None:
        names = columns.split()
        cells = [[Cell(text) for text in row] for row in rows]
        with client.application.test_request_context(f"/?lang={language}"):
            return picture(query, Table(names, cells, len(cells)), {}, lambda number: f"#row-{number}")

    return drawn
