"""What is taken along: long queries, links, frames and copies."""

import re
from time import monotonic
from urllib.parse import quote

import pytest

from .conftest import Visit, playwright, visiting
from .writing import ENDLESS, NUMBERS, opened, run, written

expect = playwright.expect
EVERYTHING = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


# long queries


def test_a_long_chinese_query_is_asked_and_taken_along(visit: Visit) -> None:
    page = opened(visit, NUMBERS)
    written(page, f"# {'诈骗' * 2500}\n{NUMBERS}")
    output = run(page)
    expect(output.locator("tbody tr")).to_have_count(2)
    expect(page).not_to_have_url(re.compile("query="))
    with page.expect_download() as saved:
        output.get_by_text("CSV", exact=True).click()
    assert saved.value.path().read_bytes() == b"n\r\n1\r\n2\r\n"
    assert saved.value.suggested_filename == "lexwire.csv"
    page.get_by_role("button", name="Share").click()
    expect(page.locator("#shared")).to_contain_text("too long for an address")


# links, copies, language


def test_a_link_to_a_slow_query_shows_its_page_at_once(visit: Visit) -> None:
    slow = ENDLESS.replace("?n", "?slow")
    started = monotonic()
    page = opened(visit, slow)
    assert monotonic() - started < 6
    expect(page.locator("#output").get_by_role("status")).to_have_text("Asking …")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("alert")).to_contain_text("Stopped")


def test_without_a_script_a_slow_query_can_be_waited_for(chromium: "playwright.Browser", site: str) -> None:
    with visiting(chromium, site, java_script_enabled=False) as visit:
        page = opened(visit, ENDLESS.replace("?n", "?plain"))
        expect(page.get_by_role("status")).to_contain_text("still being asked")
        expect(page.locator("#output .formats")).to_have_count(0)
        address = page.get_by_role("link", name="Wait for the answer").get_attribute("href") or ""
        assert "wait=1" in address
        assert "?plain" in address
        expect(opened(visit, EVERYTHING).locator("caption")).to_contain_text("the first 200 of more than")
        quick = visit.to(f"/sparql?wait=1&query={quote(NUMBERS)}")
        expect(quick.locator("#output tbody tr")).to_have_count(2)


def test_what_is_shared_is_what_is_written(visit: Visit) -> None:
    page = opened(visit, NUMBERS)
    page.get_by_role("button", name="Share").click()
    link = page.get_by_label("Link")
    assert "VALUES" in link.input_value()
    written(page, "ASK { }")
    assert "ASK" in link.input_value()
    assert "ASK" in page.get_by_label("Frame for a page").input_value()


@pytest.mark.parametrize("clipboard", ["allowed", "none", "nothing at all"])
def test_copy_says_what_it_did(visit: Visit, clipboard: str) -> None:
    page = visit.page
    if clipboard == "allowed":
        page.context.grant_permissions(["clipboard-write"])
    else:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    if clipboard == "nothing at all":
        page.add_init_script("Document.prototype.execCommand = () => false")
    opened(visit, NUMBERS)
    page.get_by_role("button", name="Share").click()
    copy = page.locator("#shared button").first
    copy.click()
    expect(copy).to_have_text("Ctrl+C" if clipboard == "nothing at all" else "Copied")
    if clipboard != "allowed":
        assert "VALUES" in page.evaluate("document.activeElement.value.slice(document.activeElement.selectionStart)")


def test_the_editor_searches_in_chinese(visit: Visit) -> None:
    page = visit.to("/sparql?lang=zh")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+f")
    panel = page.locator(".cm-search")
    expect(panel).to_be_visible()
    assert re.findall(r"[A-Za-z]+", panel.inner_text()) == []
