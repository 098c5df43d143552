"""Pictures of every page, to be looked at: narrow, usual and wide, in the light and in the dark, in both languages.

`python -m tests.browser.screenshots [FOLDER]` serves the packaged records and writes PNG files into FOLDER (default
`build/screenshots`), and the three of the README into `docs/pictures`.
"""

import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from .pages import PAGES
from .serving import served

CHROMIUM = "/usr/bin/chromium"
DOCS = Path(__file__).parent.parent.parent / "docs" / "pictures"
LOOKS = [(360, "light", "en-GB"), (360, "dark", "zh-CN"), (1280, "light", "en-GB"), (1280, "dark", "en-GB"),
         (1280, "light", "zh-CN"), (2560, "light", "en-GB"), (2560, "dark", "zh-CN")]  # fmt: skip
TIMELINE = """#defaultView:Timeline
PREFIX lw: <https://w3id.org/lexwire/ns#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX sdmx-d: <http://purl.org/linked-data/sdmx/2009/dimension#>
SELECT ?statistic ?start ?end {
  ?statistic a lw:ReportedStatistic ; lw:crime ?crime ; sdmx-d:refPeriod ?period .
  ?period dcat:startDate ?start ; dcat:endDate ?end
} ORDER BY ?start ?end"""
README = {
    "home": "/",
    "statistic": PAGES["statistic"],
    "query": f"/sparql?query={quote(TIMELINE)}",
}


def take(browser: Browser, address: str, to: Path, look: tuple[int, str, str], is_whole: bool = True) -> None:
    """Write a picture of the page at *address*, whole or as much as a window shows."""
    width, scheme, locale = look
    context = browser.new_context(
        viewport={"width": width, "height": 1440 if width > 2000 else 860},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale=locale,
    )
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(300)
    page.screenshot(path=to, full_page=is_whole)
    context.close()


def main(folder: Path) -> None:
    """Take all pictures."""
    for each in (folder, DOCS):
        each.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, served(Path(data)) as site, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM)
        for name, path in PAGES.items():
            for look in LOOKS:
                width, scheme, locale = look
                file = f"{name.replace(' ', '-')}-{width}-{scheme}-{locale[:2]}.png"
                take(browser, site + path, folder / file, look)
        for name, path in README.items():
            take(browser, site + path, DOCS / f"{name}.png", (1280, "light", "en-GB"), is_whole=False)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/screenshots"))
