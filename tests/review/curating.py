"""The curator's page in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .desk import Desk

CHROMIUM = Path("/usr/bin/chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: make test installs it")
in_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's package chromium")


@contextmanager
def opened(browser: "playwright.Browser", desk: Desk, **options: object) -> Iterator["playwright.Page"]:
    """Open the page, and hold at the end that it complained of nothing and asked nobody but its server."""
    context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
    context.set_default_timeout(5000)
    said: list[str] = []
    asked: set[str] = set()
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname or ""))
    page.goto(desk.address)
    yield page
    context.close()
    assert asked == {"127.0.0.1"}
    assert [each for each in said if "status of 4" not in each and "ERR_CONNECTION" not in each] == []


def status(page: "playwright.Page", words: str) -> None:
    """Wait until the page says *words*."""
    playwright.expect(page.locator("#status")).to_contain_text(words)
