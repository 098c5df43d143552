"""Editing: what comes late, acts on or completes a text is for that text, and for nothing else."""

import re

import pytest

from .conftest import Visit, playwright
from .writing import Held, Page, new, opened, text, written

expect = playwright.expect


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
