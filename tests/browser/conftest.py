"""A server over the packaged records, a browser, and pages that may neither complain nor ask anybody else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .serving import served

CHROMIUM = Path("/usr/bin/chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: make test installs it")
WINDOW = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the tests of this folder out where there is no browser."""
    if CHROMIUM.exists():
        return
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="needs Debian's package chromium"))


@pytest.fixture(scope="package")
def site(data: Path) -> Iterator[str]:
    """Return the address of a server over the packaged records."""
    with served(data) as address:
        yield address


@pytest.fixture(scope="package")
def chromium() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page that somebody looks at, what it complained of, whom it asked, and how much script it loaded."""

    page: "playwright.Page"
    site: str
    said: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    script: dict[str, int] = field(default_factory=dict)
    """Bytes of each script as they came over the wire, by address."""

    def to(self, path: str) -> "playwright.Page":
        """Go to *path* and wait until it is there."""
        self.page.goto(self.site + path, wait_until="load")
        return self.page


Visiting = Callable[..., "Visit"]


@contextmanager
def visiting(chromium: "playwright.Browser", site: str, **options: object) -> Iterator[Visit]:
    """Look at pages in a window of its own, and hold at the end that none complained or asked anybody else."""
    context = chromium.new_context(**({"viewport": WINDOW, "locale": "en-GB"} | options))  # type: ignore[arg-type]
    context.set_default_timeout(8000)
    visit = Visit(context.new_page(), site)
    visit.page.on("console", lambda told: told.type in {"error", "warning"} and visit.said.append(told.text))
    visit.page.on("pageerror", lambda error: visit.said.append(str(error)))
    visit.page.on("response", lambda got: got.status >= 400 and visit.said.append(f"{got.status} {got.url}"))
    visit.page.on("request", lambda request: visit.asked.add(urlsplit(request.url).netloc))
    visit.page.on("requestfinished", lambda request: _weigh(visit, request))
    try:
        yield visit
    finally:
        context.close()
    assert visit.said == []
    assert visit.asked <= {urlsplit(site).netloc, ""}


def _weigh(visit: Visit, request: "playwright.Request") -> None:
    if request.resource_type == "script":
        visit.script[request.url] = request.sizes()["responseBodySize"]


@pytest.fixture
def visit(chromium: "playwright.Browser", site: str) -> Iterator[Visit]:
    with visiting(chromium, site) as made:
        yield made


@pytest.fixture(scope="module")
def desk(chromium: "playwright.Browser", site: str) -> Iterator["playwright.Page"]:
    """Return a query page on which one case after another is written."""
    with visiting(chromium, site) as visit:
        yield visit.to("/sparql")
