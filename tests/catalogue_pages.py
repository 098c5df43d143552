"""Pages of saved queries as a browser asks for them, and what is on them."""

from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

MANY = "crimes-in-the-international-classification"
"""A query with 48 rows."""
ADDRESS = "https://data.example/graph"
HERE = "/graph"
"""What the paths on pages begin with, as the public knows them."""
BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


def page(client: FlaskClient, address: str, language: str = "en") -> TestResponse:
    return client.get(f"/queries{address}", headers=BROWSER | {"Accept-Language": language})


def elements(response: TestResponse, tag: str) -> list[dict[str, str]]:
    """Return the attributes of each element of that name, in the order of the page."""
    found: list[dict[str, str]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
            if name == tag:
                found.append({name: value or "" for name, value in attrs})

    Reader().feed(response.text)
    return found
