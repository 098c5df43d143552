"""On paper: no navigation, no forms, dark ink on white, and nothing cut off."""

from .conftest import Visit, playwright, visiting
from .pages import PAGES

expect = playwright.expect


def test_a_statistic_is_printed(visit: Visit) -> None:
    page = visit.to(PAGES["statistic"])
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.locator("header form")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_paper_is_white_in_the_dark_too(chromium: "playwright.Browser", site: str) -> None:
    with visiting(chromium, site, color_scheme="dark") as visit:
        page = visit.to(PAGES["figures"])
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        assert page.locator(".scroll").first.evaluate("(each) => getComputedStyle(each).overflowX") == "visible"
