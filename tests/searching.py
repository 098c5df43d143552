"""Searches as programs and browsers ask them."""

from typing import Any

from flask.testing import FlaskClient

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def found(client: FlaskClient, q: str, **fields: object) -> list[dict[str, Any]]:
    """Return the hits of a search."""
    response = client.get("/search.json", query_string={"q": q, **fields})
    assert response.status_code == 200, response.text
    hits: list[dict[str, Any]] = response.json["hits"] if response.json else []
    return hits
