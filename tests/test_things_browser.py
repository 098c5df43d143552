"""Pages of things in a real browser: they fit, their words stand out, and marks are links without a script."""

import re
import threading
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from lexwire.server import create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .thing_pages import PAGES

CHROMIUM = Path("/usr/bin/chromium")
CONTRASTS = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: make test installs it")


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    """Serve the release over real HTTP."""
    server = make_server("127.0.0.1", 0, create_app(opened(Settings(str(data)))), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


VISITED = [f"/page/{PAGES[name]}" for name in ("statistic", "crime", "actor", "law", "event", "statement", "article")]


@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's package chromium")
@pytest.mark.parametrize("path", [*VISITED, "/figures?crime=cybercrime&narrower=1&lang=zh"])
def test_a_browser_shows_it(browser: "playwright.Browser", address: str, path: str) -> None:
    """The policy is not violated, nothing is scrolled sideways, words stand out, and the anchors of marks are links."""
    page, said = browser.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address + path)
    for width, scheme in product((360, 1280, 2560), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width != 2560:
            assert page.evaluate(CONTRASTS) == [], (width, scheme)
    levels = page.locator("main :is(h1, h2, h3)").evaluate_all("all => all.map(each => +each.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    page.close()
    assert said == []


@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's package chromium")
def test_a_mark_leads_to_its_figure_without_a_script(browser: "playwright.Browser", address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/figures?crime=pi-infringement&indicator=accused")
    page.locator("svg.wide a.mark").first.click()
    playwright.expect(page.locator(".figure mark")).to_have_text("more than 8,700")
    page.get_by_role("link", name=re.compile("characters")).first.click()
    assert "#char=" in page.url
    context.close()
