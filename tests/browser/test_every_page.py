"""What holds of every page: accessible, light and dark, narrow and wide, quick, light to load, alone on the network."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Visit, playwright, visiting
from .pages import PAGES

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "server" / "client" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCRIPT = 60_000
"""Bytes of script that a page may load; the query page, which is an editor, may load more."""
SCRIPT_OF_EDITOR = 400_000
FIRST_PAINT = """() => new Promise((done) => new PerformanceObserver((list) => {
    const found = list.getEntriesByName("first-contentful-paint");
    if (found.length) done(found[0].startTime);
}).observe({ type: "paint", buffered: true }))"""
PAINTED = 1000.0
"""Milliseconds until something is seen."""


def looked_at(visit: Visit, path: str) -> "playwright.Page":
    page = visit.to(path)
    if path == "/nowhere":
        visit.said.clear()
    return page


def violations(page: "playwright.Page") -> list[str]:
    """Return what axe finds wrong with *page*, each with the first element where it is so."""
    page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate(f"axe.run({{runOnly: {json.dumps(TAGS)}}})")
    return [f"{each['id']}: {each['help']} ({each['nodes'][0]['html'][:200]})" for each in found["violations"]]


def painted(page: "playwright.Page") -> float:
    """Return after how many milliseconds something was seen, and load *page* anew where that was late."""
    seen = float(page.evaluate(FIRST_PAINT))
    if seen >= PAINTED:
        page.reload()
    return seen


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_is_quick_light_and_accessible(visit: Visit, path: str) -> None:
    """It is seen at once, loads little script, and on a phone only tables, charts and code scroll, each by itself."""
    page = looked_at(visit, path)
    assert min(painted(page) for _ in range(3)) < PAINTED
    assert sum(visit.script.values()) <= (SCRIPT_OF_EDITOR if path.startswith("/sparql") else SCRIPT)
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_is_accessible_in_chinese_and_in_the_dark(chromium: "playwright.Browser", site: str, path: str) -> None:
    with visiting(chromium, site, locale="zh-CN", color_scheme="dark") as visit:
        page = looked_at(visit, path)
        assert page.locator("html").get_attribute("lang") == "zh"
        assert violations(page) == []


def test_all_that_the_query_page_can_load_is_within_its_budget() -> None:
    """As gzip at its usual level packs it, with the pieces that only some views need."""
    import gzip

    built = ROOT / "server" / "static" / "built"
    assert sum(len(gzip.compress(each.read_bytes())) for each in built.glob("*.js")) <= SCRIPT_OF_EDITOR


@pytest.mark.parametrize("name", ["home", "saved query", "answer", "actor"])
def test_the_language_is_switched_and_stays(visit: Visit, name: str) -> None:
    page = visit.to(PAGES[name])
    page.get_by_role("banner").get_by_role("link", name="中文").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("html").get_attribute("lang") == "zh"
    page.get_by_role("banner").get_by_role("link", name="预存查询").click()
    assert page.locator("html").get_attribute("lang") == "zh"
