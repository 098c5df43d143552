"""Whole graphs over the read side of the Graph Store Protocol."""

import pytest
from flask.testing import FlaskClient
from pyoxigraph import parse

from lexwire.server.formats import GRAPHS, Format

from .protocol_cases import served


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return served(tmp_path_factory.mktemp("protocol"))


@pytest.mark.parametrize(
    ("query", "status", "holds"),
    [
        ("graph=urn%3Ag1", 200, "<urn:s> <urn:in1>"),
        ("default", 200, "<urn:s> <urn:p>"),
        ("default=", 200, "<urn:s> <urn:p>"),
        ("graph=urn%3Anone", 404, "no graph urn:none"),
        ("graph=relative", 400, "absolute IRI"),
        ("graph=", 400, "absolute IRI"),
        ("graph=urn%3A%3E%20", 400, "absolute IRI"),
        ("graph=%ff", 400, "UTF-8"),
        ("", 400, "either"),
        ("graph=urn%3Ag1&default", 400, "either"),
        ("graph=urn%3Ag1&graph=urn%3Ag2", 400, "either"),
    ],
)
def test_graphs(client: FlaskClient, query: str, status: int, holds: str) -> None:
    response = client.get("/store", query_string=query, headers={"Accept": "application/n-triples"})
    assert (response.status_code, holds in response.text) == (status, True), response.text
    if status == 200:
        assert response.text.count("\n") == 1
        tag = response.headers["ETag"]
        kept = {"Accept": "application/n-triples", "If-None-Match": tag}
        assert client.get("/store", query_string=query, headers=kept).status_code == 304


@pytest.mark.parametrize("format_", GRAPHS, ids=lambda each: each.name)
def test_graphs_come_in_every_format(client: FlaskClient, format_: Format) -> None:
    kind = format_.media_type
    response = client.get("/store?graph=urn:g1", headers={"Accept": kind})
    assert (response.status_code, response.mimetype, response.headers["Vary"]) == (200, kind, "Accept, Accept-Encoding")
    assert len(list(parse(response.data, format=format_.native))) == 1
    assert client.get("/store?graph=urn:g1", headers={"Accept": "text/csv"}).status_code == 406


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_graphs_are_only_read(client: FlaskClient, method: str) -> None:
    response = client.open("/store?graph=urn:g1", method=method, data="<urn:a> <urn:b> 1 .", content_type="text/turtle")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert client.get("/store?graph=urn:g1", headers={"Accept": "application/n-triples"}).text.count("\n") == 1
