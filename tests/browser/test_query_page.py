"""The query page: asked, stopped, checked, completed, drawn, kept."""

import pytest

from ..processes import eventually
from .conftest import Visit, playwright
from .writing import ENDLESS, opened, running, text, view, written

expect = playwright.expect
FIGURES = """PREFIX lw: <https://w3id.org/lexwire/ns#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX sdmx-d: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-m: <http://purl.org/linked-data/sdmx/2009/measure#>
SELECT ?statistic ?article ?value ?start ?end {
  ?statistic a lw:ReportedStatistic ; lw:reportedIn ?article ; sdmx-m:obsValue ?value ; sdmx-d:refPeriod ?period .
  ?period dcat:startDate ?start ; dcat:endDate ?end
} ORDER BY ?value"""
MANY = "SELECT * { ?s ?p ?o . ?x a <https://w3id.org/lexwire/ns#Law> } LIMIT 100000"


def test_a_query_is_asked(visit: Visit) -> None:
    page = opened(visit)
    written(page, "SELECT (6 * 7 AS ?answer) {}")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#output tbody td")).to_have_text("42")
    assert "query=SELECT" in page.url


def test_a_query_is_stopped_and_so_is_its_worker(visit: Visit) -> None:
    page = opened(visit)
    written(page, ENDLESS)
    page.keyboard.press("Control+Enter")
    assert eventually(lambda: running(visit) == 1, 10)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("alert")).to_have_text("Stopped. The server has let the query go.")
    assert eventually(lambda: running(visit) == 0, 10)


def test_what_cannot_be_read_is_told_with_its_place(visit: Visit) -> None:
    page = opened(visit)
    written(page, "SELECT * {\n  ?s ?p }")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#output").get_by_role("alert")).to_contain_text("line 2, column")
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()
    visit.said.clear()  # browsers report a 400 as an error, which it is


def test_what_is_wrong_is_told_in_the_language_of_the_page(visit: Visit) -> None:
    page = visit.to("/sparql?lang=zh")
    written(page, "SELECT * {\n  ?s ?p }")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#output").get_by_role("alert")).to_contain_text("查询在第 2 行第 10 列无法解读：此处应为")
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()
    visit.said.clear()  # browsers report a 400 as an error, which it is


@pytest.mark.parametrize(
    ("query", "remark", "mended"),
    [
        ("SELECT ?x { ?x a lw:Law }", "The prefix lw: is not declared", "PREFIX lw: <https://w3id.org/lexwire/ns#>"),
        ("PREFIX lw: <https://w3id.org/lexwire/ns#>\nSELECT ?x { ?x a lw:Statistik }", "did you mean lw:Statistic?",
         "a lw:Statistic }"),
        ("SELECT ?lable { ?x ?p ?label } LIMIT 3", "did you mean ?label?", "SELECT ?label"),
        ("SELECT * { ?s ?p ?o }", "there is no LIMIT", "LIMIT 100"),
    ],
)  # fmt: skip
def test_remarks_are_mended_by_a_button(visit: Visit, query: str, remark: str, mended: str) -> None:
    page = opened(visit)
    written(page, query)
    line = page.locator("#remarks li", has_text=remark)
    line.get_by_role("button", name="Mend").click()
    expect(line).to_have_count(0)
    assert mended in text(page)


def test_completion_alone_writes_a_query(visit: Visit) -> None:
    page = opened(visit)
    written(page, "SELECT * WHERE { ?law a lw:L")
    page.keyboard.press("Control+Space")
    taken(page, "lw:Law")
    page.keyboard.type(" ; rdfs:lab")
    taken(page, "rdfs:label")
    page.keyboard.type(" ?name } LIMIT 5")
    assert "PREFIX lw:" in text(page)
    assert "PREFIX rdfs:" in text(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#output tbody tr")).to_have_count(5)


def taken(page: "playwright.Page", name: str) -> None:
    """Take the offer *name*, which stands first; for a moment the editor takes Enter for a line end."""
    page.locator(".cm-tooltip-autocomplete li[aria-selected]", has_text=name).wait_for()
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")


def test_things_are_completed_by_their_names(visit: Visit) -> None:
    page = opened(visit)
    written(page, "PREFIX crime: <https://w3id.org/lexwire/scheme/crime/>\nSELECT * { ?s ?p telecom")
    page.keyboard.press("Control+Space")
    page.locator(".cm-tooltip-autocomplete li", has_text="Telecom fraud").first.click()
    assert "crime:telecom-fraud" in text(page)


def test_a_query_is_laid_out(visit: Visit) -> None:
    page = opened(visit)
    written(page, "select * where {?s a ?type. optional {?s ?p ?o}} limit 3")
    page.get_by_role("button", name="Format").click()
    expect(page.locator(".cm-line").nth(1)).to_have_text("WHERE {")
    assert text(page) == "SELECT *\nWHERE {\n  ?s a ?type .\n  OPTIONAL { ?s ?p ?o }\n}\nLIMIT 3\n"


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("Bars", "figure svg"), ("Line", "figure svg"), ("Timeline", "figure svg"), ("Pivot", "th[scope=row]"),
     ("Graph", ".network canvas"), ("Raw", "pre")],
)  # fmt: skip
def test_views(visit: Visit, name: str, drawn: str) -> None:
    page = opened(visit, FIGURES)
    expect(view(page, name).locator(drawn).first).to_be_visible()
    assert f"view={name.lower().rstrip('s') if name == 'Bars' else name.lower()}" in page.url


def test_a_comment_chooses_the_view(visit: Visit) -> None:
    page = opened(visit, f"#defaultView:Timeline\n{FIGURES}")
    expect(page.locator("#output figure svg").first).to_be_visible()


def test_each_row_shows_where_it_comes_from(visit: Visit) -> None:
    page = opened(visit, FIGURES)
    page.get_by_label("Where each row comes from").check()
    row = page.locator("#output tbody tr", has_text="7,300")
    expect(row.locator("q.words")).to_contain_text("7,300")
    expect(row.locator(".badge")).to_have_text("reviewed")
    expect(row.get_by_role("link", name="Crackdown intensifies on cybercrime").first).to_be_visible()


def test_a_table_is_sorted_and_filtered(visit: Visit) -> None:
    page = opened(visit, "SELECT ?n ?word { VALUES (?n ?word) { (10 'b') (9 'a') (100 'c') } }")
    for expected in (["9", "10", "100"], ["100", "10", "9"]):
        page.locator("#output th button").first.click()
        assert page.locator("#output tbody td:first-child").all_inner_texts() == expected
    page.get_by_role("searchbox", name="Filter rows").fill("c")
    expect(page.locator("#output tbody tr")).to_have_count(1)


def test_a_hundred_thousand_rows_do_not_freeze(visit: Visit) -> None:
    visit.page.set_default_timeout(30_000)
    page = opened(visit, MANY)
    expect(page.get_by_text("100,000 rows")).to_be_visible()
    assert page.locator("#output tbody tr").count() < 200
    took = page.evaluate("""async () => {
        const rows = document.querySelector(".rows");
        const start = performance.now();
        rows.scrollTop = rows.scrollHeight;
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        return performance.now() - start;
    }""")
    assert took < 1000
    expect(page.locator('tr[aria-rowindex="100001"]')).to_be_visible()


def test_queries_stay_in_tabs(visit: Visit) -> None:
    page = opened(visit)
    written(page, "# My first\nASK {}")
    page.get_by_role("button", name="New query").click()
    written(page, "# My second\nASK {}")
    page.reload()
    expect(page.get_by_role("tab")).to_have_text(["My first", "My second"])
    page.get_by_role("tab", name="My first").click()
    assert "My first" in text(page)


def test_an_example_opens_beside_what_is_there(visit: Visit) -> None:
    page = opened(visit)
    page.get_by_role("link", name="How many actors of each kind").click()
    expect(page.get_by_role("tab")).to_have_count(2)
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#output tbody tr").first).to_be_visible()


def test_a_link_and_a_frame_are_shared(visit: Visit, site: str) -> None:
    page = opened(visit, FIGURES, view="timeline")
    page.get_by_role("button", name="Share").click()
    assert "view=timeline" in page.get_by_label("Link").input_value()
    frame = page.get_by_label("Frame for a page").input_value()
    source = frame.split('src="')[1].split('"')[0].replace("&amp;", "&")
    assert source.startswith(f"{site}/sparql/embed?")
    page.goto(source)
    expect(page.locator("figure svg").first).to_be_visible()


def test_the_keyboard_is_enough(visit: Visit) -> None:
    """From the top of the page to the answer without a mouse; Tab leaves the editor."""
    page = opened(visit)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.locator('[role="tab"]').focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("ASK {")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#output tbody td")).to_have_text("true")
