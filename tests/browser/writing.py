"""Writing and running queries on the query page, as people do."""

import re
from urllib.parse import quote

from ..processes import eventually
from .conftest import Visit, playwright

Page = playwright.Page
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
NUMBERS = "SELECT ?n { VALUES ?n { 1 2 } }"


def opened(visit: Visit, query: str = "", **fields: str) -> "playwright.Page":
    rest = "".join(f"&{name}={quote(value)}" for name, value in fields.items())
    return visit.to(f"/sparql?query={quote(query)}{rest}" if query else "/sparql")


def written(page: "playwright.Page", query: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)


def text(page: "playwright.Page") -> str:
    return str(page.locator("#query").input_value())


def view(page: "playwright.Page", name: str) -> "playwright.Locator":
    page.get_by_role("group", name="View").get_by_role("button", name=name, exact=True).click()
    return page.locator("#output .view")


def running(visit: Visit) -> int:
    """Return how many queries the server says are being answered."""
    found = re.search(
        r"^lexwire_queries_running (\d+)", visit.page.request.get(f"{visit.site}/metrics").text(), re.MULTILINE
    )
    return int(found[1]) if found else -1


def tabs(page: "Page") -> "playwright.Locator":
    return page.get_by_role("tab")


def new(page: "Page", query: str) -> None:
    page.get_by_role("button", name="New query").click()
    written(page, query)


def run(page: "Page") -> "playwright.Locator":
    page.get_by_role("button", name="Run").click()
    return page.locator("#output")


class Held:
    """A kind of request whose answers are held back until somebody lets them go."""

    def __init__(self, page: "Page", path: str) -> None:
        self._page, self._path = page, path
        self._held: list[playwright.Route] = []
        page.route(path, lambda route: self._held.append(route))

    def go(self) -> None:
        assert eventually(self._is_asked, 5)
        with self._page.expect_response(self._path):
            self._held.pop().continue_()
        self._page.wait_for_timeout(150)

    def _is_asked(self) -> bool:
        self._page.wait_for_timeout(20)  # in which the browser tells of requests
        return bool(self._held)
