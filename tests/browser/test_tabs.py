"""Tabs: each keeps its own text, history, answer and view, in all windows together, and nothing of it is lost."""

import json
import re

import pytest

from ..processes import eventually
from .conftest import Visit, playwright
from .writing import ENDLESS, NUMBERS, Held, new, opened, run, running, tabs, text, view, written

expect = playwright.expect
KEY = "lexwire.queries"


# each tab has its own text, history, answer, view and name


def test_undo_stays_in_its_tab(visit: Visit) -> None:
    page = opened(visit)
    written(page, "# first")
    new(page, "# second")
    for _ in range(5):
        page.keyboard.press("Control+z")
    assert text(page) == "# New query 2\n"
    tabs(page).first.click()
    assert text(page) == "# first"
    page.locator(".cm-content").click()
    page.keyboard.press("Control+z")
    assert text(page).startswith("PREFIX lw:")


def test_an_answer_belongs_to_the_tab_that_asked(visit: Visit) -> None:
    page = opened(visit)
    written(page, "SELECT * {\n  ?s ?p }")
    late = Held(page, "**/sparql?query=*")
    page.keyboard.press("Control+Enter")
    new(page, "# other\n# text\n# here")
    expect(page.locator("#results")).to_be_hidden()
    late.go()
    expect(page.locator("#results")).to_be_hidden()
    expect(page.locator(".cm-lint-marker-error")).to_have_count(0)
    tabs(page).first.click()
    expect(page.locator("#output").get_by_role("alert")).to_contain_text("line 2, column")
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()
    visit.said.clear()  # browsers report a 400 as an error, which it is


def test_the_answer_and_the_address_go_with_their_tab(visit: Visit) -> None:
    page = opened(visit, NUMBERS)
    expect(page.locator("#output tbody tr")).to_have_count(2)
    new(page, "ASK {}")
    expect(page.locator("#results")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("query="))
    tabs(page).first.click()
    expect(page.locator("#output tbody tr")).to_have_count(2)
    expect(page).to_have_url(re.compile("query=SELECT"))


def test_who_closes_a_tab_stops_its_query(visit: Visit) -> None:
    page = opened(visit)
    new(page, ENDLESS.replace("?n", "?closed"))
    page.keyboard.press("Control+Enter")
    assert eventually(lambda: running(visit) == 1, 10)
    page.get_by_role("button", name="Close this query").click()
    assert eventually(lambda: running(visit) == 0, 5)


def test_a_chosen_view_holds_in_its_tab_until_the_query_asks_for_another(visit: Visit) -> None:
    page = opened(visit)
    written(page, NUMBERS)
    run(page)
    expect(view(page, "Raw").locator("pre")).to_be_visible()
    new(page, f"#defaultView:Pivot\n{NUMBERS}")
    pressed = page.locator(".views [aria-pressed=true]")
    run(page)
    expect(pressed).to_have_text("Pivot")
    expect(page).not_to_have_url(re.compile("view="))
    tabs(page).first.click()
    expect(pressed).to_have_text("Raw")
    expect(page).to_have_url(re.compile("view=raw"))
    written(page, f"#defaultView:Pivot\n{NUMBERS} LIMIT 2")
    run(page)
    expect(pressed).to_have_text("Pivot")
    page.get_by_role("link", name="How many actors of each kind").click()
    expect(page).not_to_have_url(re.compile("view="))


def test_a_tab_is_called_after_an_example_while_it_is_one(visit: Visit) -> None:
    name = "How many actors of each kind"
    page = opened(visit)
    page.get_by_role("link", name=name).click()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("# more")
    expect(tabs(page).last).to_have_text(name)
    written(page, "# My own\nASK {}")
    expect(tabs(page).last).to_have_text("My own")


# tabs are kept, by all windows together


def test_windows_keep_their_tabs_together(visit: Visit) -> None:
    first = opened(visit)
    written(first, "# one")
    second = first.context.new_page()
    second.goto(f"{visit.site}/sparql")
    new(second, "# two")
    new(first, "# three")
    tabs(second).filter(has_text="one").click()
    written(second, "# one, by the second")
    expect(tabs(first)).to_have_text(["one, by the second", "two", "three"])
    tabs(first).first.click()
    assert text(first) == "# one, by the second"
    second.reload()
    expect(tabs(second)).to_have_text(["one, by the second", "two", "three"])


def test_plus_always_opens_a_tab(visit: Visit) -> None:
    page = opened(visit)
    for expected in (2, 3):
        page.get_by_role("button", name="New query").click()
        expect(tabs(page)).to_have_count(expected)
    page.get_by_role("button", name="Close this query").click()
    written(page, "# New query 3\n")
    page.get_by_role("button", name="New query").click()
    expect(tabs(page)).to_have_count(3)


def test_a_reload_shows_what_was_there(visit: Visit) -> None:
    page = opened(visit, NUMBERS)
    expect(page.locator("#output tbody tr")).to_have_count(2)
    new(page, "# left")
    tabs(page).first.click()
    page.get_by_role("button", name="Close this query").click()
    expect(page).not_to_have_url(re.compile("query="))
    page.reload()
    expect(tabs(page)).to_have_text(["left"])
    written(page, NUMBERS)
    expect(run(page).locator("tbody tr")).to_have_count(2)
    written(page, "# changed")
    expect(page).not_to_have_url(re.compile("query="))
    page.reload()
    expect(tabs(page)).to_have_text(["changed"])


@pytest.mark.parametrize(
    "kept",
    [{"tabs": [{"name": "", "text": "# mine"}], "at": -3}, {"tabs": [None, {}, {"text": "# mine"}], "at": "nowhere"}],
)
def test_whatever_is_kept_one_tab_is_shown(visit: Visit, kept: object) -> None:
    page = opened(visit)
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [KEY, json.dumps(kept)])
    page.evaluate("sessionStorage.clear()")
    page.reload()
    expect(page.locator('[role="tab"][aria-selected="true"]')).to_have_text("mine")
    written(page, "# edited")
    page.reload()
    expect(tabs(page)).to_have_text(["edited"])


def test_the_focus_is_never_lost(visit: Visit) -> None:
    page = opened(visit)
    selected = page.locator('[role="tab"][aria-selected="true"]')
    page.get_by_role("button", name="New query").press("Enter")
    expect(selected).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(tabs(page).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(tabs(page).first).to_be_focused()
    page.get_by_role("button", name="Close this query").press("Enter")
    expect(selected).to_be_focused()
    written(page, ENDLESS.replace("?n", "?focused"))
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Stop").press("Enter")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
