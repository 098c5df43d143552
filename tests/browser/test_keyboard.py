"""Who has no mouse walks through every page: all that can be used is reached in order, is seen, and lets go again."""

from itertools import pairwise

import pytest

from .conftest import Visit, playwright
from .pages import PAGES

expect = playwright.expect
REACHABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
WALKED = ["home", "catalogue", "saved query", "figures", "statistic", "search", "dumps"]
MOST = 45
"""Steps after which a walk ends; a page may have more links."""
SEEN = """(element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const drawn = element.ownerSVGElement && element.querySelector("rect");
    const outlined = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || (drawn && parseFloat(getComputedStyle(drawn).strokeWidth) >= 3);
    return [element.matches("body"), outlined, box.bottom > 0 && box.top < innerHeight];
}"""


@pytest.mark.parametrize("name", WALKED)
def test_a_page_is_walked_through(visit: Visit, name: str) -> None:
    page = visit.to(PAGES[name])
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    expected = min(page.locator(REACHABLE).filter(visible=True).count(), MOST)
    walked: list[str] = []
    for _ in range(expected):
        is_body, is_outlined, is_in_sight = page.locator(":focus").first.evaluate(SEEN)
        assert (is_body, is_outlined, is_in_sight) == (False, True, True), page.locator(":focus").first.inner_html()
        walked.append(page.evaluate("document.activeElement.outerHTML"))
        page.keyboard.press("Tab")
    assert all(one != other for one, other in pairwise(walked))


def test_the_skip_link_leads_past_the_navigation(visit: Visit) -> None:
    page = visit.to("/queries")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox", name="Find a query")).to_be_focused()


def test_a_saved_query_is_asked_by_keyboard_alone(visit: Visit) -> None:
    page = visit.to("/queries/figures-on-one-crime")
    page.get_by_label("crime", exact=True).focus()
    before = page.url
    while not page.get_by_role("button", name="Ask").evaluate("(each) => each === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)
    expect(page.get_by_role("main").get_by_role("table").first).to_be_visible()
