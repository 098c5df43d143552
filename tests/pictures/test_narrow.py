"""Pictures of saved queries on a narrow screen: no text of them is cut off."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

if TYPE_CHECKING:
    from playwright.sync_api import Route

CHROMIUM = Path("/usr/bin/chromium")


OUTSIDE = """() => [...document.querySelectorAll("svg[role=group]")].flatMap((svg) => {
  const room = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].filter((text) => {
    const own = text.getBoundingClientRect();
    return own.left < room.left - 0.5 || own.right > room.right + 0.5;
  }).map((text) => text.textContent);
})"""
"""The texts of pictures that reach out of them."""
CAPTION = """() => {
  const caption = document.querySelector("table.answer caption span");
  caption.closest(".scroll").scrollLeft = 200;
  const own = caption.getBoundingClientRect();
  return own.left >= 0 && own.right <= window.innerWidth;
}"""


@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's package chromium")
def test_no_text_is_cut_off_on_a_narrow_screen(client: FlaskClient) -> None:
    """Labels are folded, ticks stay in the picture, and the caption of a table stays while its columns are scrolled."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: make test installs it")

    def answer(route: "Route") -> None:
        address = urlsplit(route.request.url)
        found = client.get(f"{address.path}?{address.query}", headers={"Accept": "text/html"})
        route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)

    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM)
        screen = browser.new_page(viewport={"width": 360, "height": 800})
        screen.route("**/*", answer)
        for name in ("ranked-increases", "events-over-time", "reviewed-and-extracted-facts", "steps-of-a-law"):
            for language in ("en", "zh"):
                screen.goto(f"http://pictures.example/queries/{name}?lang={language}")
                assert screen.locator("svg[role=group] text").count()
                assert screen.evaluate(OUTSIDE) == []
                assert screen.evaluate(CAPTION)
        browser.close()
