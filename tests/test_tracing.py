"""Where the rows of saved queries come from: the facts that their codes name, and the words that these rest on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lexwire.server import create_app
from lexwire.server.saved.tracing import Trace, traces
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from lexwire.server.tables import Cell

from .catalogue_pages import page


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data), query_workers=1))
    yield create_app(service).test_client()
    service.engine.close()


def traced(client: FlaskClient, columns: str, *row: str) -> list[Trace] | None:
    """Return the facts that a row of texts names."""
    with client.application.test_request_context("/"):
        found = traces(columns.split(), [[Cell(text) for text in row]])
    return found[0] if found else None


def told(trace: Trace) -> str:
    return trace.words[0].text if trace.words else f"computed from {len(trace.inputs)}"


@pytest.mark.parametrize(
    ("columns", "row", "expected"),
    [
        ("code", ("S1-STA-01",), ["4,261 suspects"]),
        ("part whole", ("S1-STA-03", "S1-STA-01"), ["391 were insiders", "4,261 suspects"]),
        ("code", ("D4",), ["computed from 2"]),
        ("code input", ("D4", "S1-STA-01"), ["computed from 2"]),
        ("input name", ("S1-STA-01", "Covid19"), ["4,261 suspects"]),
    ],
)
def test_codes_are_traced_in_columns_of_any_name(
    client: FlaskClient, columns: str, row: tuple[str, ...], expected: list[str]
) -> None:
    assert list(map(told, traced(client, columns, *row) or [])) == expected


def test_a_computed_figure_rests_on_the_words_of_its_inputs(client: FlaskClient) -> None:
    (trace,) = traced(client, "code", "D4") or []
    assert trace.origin.key == "computed"
    assert sorted(map(told, trace.inputs)) == ["391 were insiders", "4,261 suspects"]


@pytest.mark.parametrize("text", ["Covid19", "2016-01-01", "5G", "4261", "plain words", ""])
def test_what_only_looks_like_a_code_is_no_fact(client: FlaskClient, text: str) -> None:
    assert traced(client, "name", text) is None


def test_every_row_of_computed_figures_tells_its_inputs(client: FlaskClient) -> None:
    rows = page(client, "/derived-figures-and-inputs?sources=1").text.partition("<tbody>")[2].split("<tr ")[1:]
    assert len(rows) == 16
    assert all("computed from:" in row and row.count("#char=") >= 4 for row in rows)
    assert "由以下数字算得：" in page(client, "/derived-figures-and-inputs?sources=1", "zh").text
