"""What must not happen to who writes queries: texts lost, mixed or brought back, others' answers, silent failures."""

import json
import re
from collections.abc import Iterator
from time import monotonic
from urllib.parse import quote

import pytest

from ..processes import eventually
from .conftest import Visit, playwright, visiting
from .test_query_page import ENDLESS, opened, running, text, view, written

expect = playwright.expect
Page = playwright.Page
NUMBERS = "SELECT ?n { VALUES ?n { 1 2 } }"
EVERYTHING = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
KEY = "lexwire.queries"


def tabs(page: "Page") -> "playwright.Locator":
    return page.get_by_role("tab")


def new(page: "Page", query: str) -> None:
    page.get_by_role("button", name="New query").click()
    written(page, query)


def run(page: "Page") -> "playwright.Locator":
    page.get_by_role("button", name="Run").click()
    return page.locator("#output")


@pytest.fixture(scope="module")
def desk(chromium: "playwright.Browser", site: str) -> Iterator["Page"]:
    """Return a query page on which one case after another is written."""
    with visiting(chromium, site) as visit:
        yield opened(visit)


class Held:
    """A kind of request whose answers are held back until somebody lets them go."""

    def __init__(self, page: "Page", path: str) -> None:
        self._page, self._path = page, path
        self._held: list[playwright.Route] = []
        page.route(path, lambda route: self._held.append(route))

    def go(self) -> None:
        assert eventually(self._is_asked, 5)
        with self._page.expect_response(self._path):
            self._held.pop().continue_()
        self._page.wait_for_timeout(150)

    def _is_asked(self) -> bool:
        self._page.wait_for_timeout(20)  # in which the browser tells of requests
        return bool(self._held)


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


# what comes late is for the text that was sent


def test_a_layout_that_comes_late_leaves_other_texts_alone(visit: Visit) -> None:
    page = opened(visit)
    written(page, "ask {?a ?b ?c}")
    late = Held(page, "**/sparql/layout")
    page.get_by_role("button", name="Format").click()
    new(page, "# kept")
    late.go()
    assert text(page) == "# kept"
    page.get_by_role("button", name="Format").click()
    page.locator(".cm-content").click()
    page.keyboard.type("typed ")
    late.go()
    assert "typed" in text(page)
    expect(page.get_by_role("alert")).to_contain_text("changed meanwhile")


def test_a_layout_keeps_the_place(visit: Visit) -> None:
    page = opened(visit)
    written(page, "select * where {?s a ?type}   limit 3")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+Alt+f")
    expect(page.locator(".cm-line").nth(1)).to_have_text("WHERE { ?s a ?type }")
    page.keyboard.type("X")
    assert "LIMITX 3" in text(page)


def test_a_layout_that_fails_says_why(visit: Visit) -> None:
    page = opened(visit)
    written(page, "# " + "x" * 10_000)
    page.get_by_role("button", name="Format").click()
    expect(page.get_by_role("alert")).to_contain_text("more than 10,000 characters")
    written(page, "ASK {}")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.route("**/sparql/layout", lambda route: route.abort())
    page.get_by_role("button", name="Format").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    visit.said.clear()  # browsers report both as errors, which they are


def test_remarks_act_on_the_text_as_it_is(visit: Visit) -> None:
    page = opened(visit)
    written(page, "SELECT ?x { ?x a lw:Law }")
    remark = page.locator("#remarks li", has_text="The prefix lw:")
    remark.get_by_role("button", name="Mend").dblclick()
    expect(remark).to_have_count(0)
    assert text(page).count("PREFIX") == 1
    written(page, "SELECT * { ?s ?p ?o }")
    mend = page.locator("#remarks li", has_text="there is no LIMIT").get_by_role("button", name="Mend")
    expect(mend).to_be_visible()
    handle = mend.element_handle()
    page.keyboard.press("Control+Home")
    page.keyboard.type("#\n")
    handle.evaluate("each => each.click()")
    assert text(page) == "#\nSELECT * { ?s ?p ?o }"
    place = page.locator("#remarks li", has_text="there is no LIMIT").get_by_role("button", name=re.compile(r"^2:"))
    handle = place.element_handle()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    handle.evaluate("each => each.isConnected && each.click()")
    assert text(page) == ""


@pytest.mark.parametrize(
    "query",
    ['SELECT * { ?s ?p "x"@en--ltr } LIMIT 1', "SELECT * { ?s ?p ?o {| ?a ?b |} } LIMIT 1",
     "SELECT * { ?s ?p <<( ?a ?b ?c )>> } LIMIT 1", "SELECT * { ?s a ?t LATERAL { ?s ?p ?o } } LIMIT 1"],
)  # fmt: skip
def test_what_only_the_engine_can_read_is_no_more_than_doubted(desk: "Page", query: str) -> None:
    written(desk, "")
    expect(desk.locator("#remarks")).to_be_hidden()
    written(desk, query)
    expect(desk.locator("#remarks li.info")).to_contain_text("the server may well read")
    expect(desk.locator("#remarks li.warning, #remarks li.error")).to_have_count(0)


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


# completion


@pytest.mark.parametrize(
    "before", ["# frau", 'SELECT * { ?s ?p "frau', "SELECT * { ?s ?p <http://frau", "# it's\n# frau"]
)
def test_nothing_is_offered_where_no_code_is(desk: "Page", before: str) -> None:
    written(desk, before)
    desk.keyboard.type("d")
    desk.wait_for_timeout(400)
    expect(desk.locator(".cm-tooltip-autocomplete")).to_have_count(0)
    desk.keyboard.press("Enter")
    assert "PREFIX" not in text(desk)


@pytest.mark.parametrize(
    ("typed", "offer", "made"),
    [
        ("SELECT * { ?s ?p crime:fra", "Fraud", "?p crime:fraud"),
        ("SELECT * { ?s ?p actor:min", "Ministry of Public Security", "?p actor:mps"),
        ("SELECT * { ?s ?p 诈骗", "Telecom fraud", "?p crime:telecom-fraud"),
        ("SELECT ?名称 { ?s ?p ?名", "?名称", "?p ?名称"),
        ("# PREFIX lw: <https://w3id.org/lexwire/ns#>\nSELECT * { ?s a lw:La", "lw:Law",
         "PREFIX lw: <https://w3id.org/lexwire/ns#>\n# PREFIX"),
        ("PREFIX lw: <http://other/>\nSELECT * { ?s a Law", "<https://w3id.org/lexwire/ns#Law>", "?s a <https://w3id.org/lexwire/ns#Law>"),
        ("PREFIX x: <https://w3id.org/lexwire/ns#>\nSELECT * { ?s a x:La", "x:Law", "?s a x:Law"),
    ],
)  # fmt: skip
def test_what_is_offered_is_written_so_that_it_means_that(desk: "Page", typed: str, offer: str, made: str) -> None:
    written(desk, typed)
    desk.keyboard.press("Control+Space")
    desk.locator(".cm-completionLabel").get_by_text(offer, exact=True).first.click()
    assert made in text(desk)


@pytest.mark.parametrize(("typed", "word"), [("limi", "LIMIT"), ("fals", "false"), ("fil", "FILTER")])
def test_words_of_the_language_come_before_things(desk: "Page", typed: str, word: str) -> None:
    written(desk, f"SELECT * {{ ?s ?p {typed}")
    desk.keyboard.press("Control+Space")
    desk.locator(".cm-completionLabel", has_text=word).first.wait_for()
    desk.wait_for_timeout(200)
    expect(desk.locator("li[aria-selected] .cm-completionLabel")).to_have_text(re.compile(f"^{word}"))
    desk.keyboard.press("Escape")


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
