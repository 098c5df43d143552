"""Everything works where no script runs: forms, tables, downloads."""

from collections.abc import Iterator

import pytest

from .conftest import Visit, playwright, visiting

expect = playwright.expect


@pytest.fixture
def plain(chromium: "playwright.Browser", site: str) -> Iterator[Visit]:
    with visiting(chromium, site, java_script_enabled=False) as visit:
        yield visit


def test_a_query_is_written_asked_and_taken_along(plain: Visit) -> None:
    page = plain.to("/sparql")
    page.get_by_role("textbox", name="Query", exact=True).fill("SELECT ?x { VALUES ?x { 41 42 } }")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#output tbody td")).to_have_text(["41", "42"])
    address = page.get_by_role("link", name="CSV", exact=True).get_attribute("href")
    assert page.request.get(f"{plain.site}{address}").text() == "x\r\n41\r\n42\r\n"


def test_a_long_answer_says_how_long_it_is(plain: Visit) -> None:
    page = plain.to("/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%201234")
    expect(page.locator("#output caption")).to_have_text("Rows: the first 200 of 1,234 rows")


def test_a_query_that_cannot_be_read_is_told_where(plain: Visit) -> None:
    page = plain.to("/sparql?query=SELECT%20%3F")
    expect(page.get_by_role("alert")).to_contain_text("line 1, column")
    plain.said.clear()


def test_remarks_are_shown(plain: Visit) -> None:
    page = plain.to("/sparql?query=SELECT%20%3Fnone%20%7B%7D")
    expect(page.get_by_role("list", name="Remarks on the query")).to_contain_text("1:8")


def test_an_example_is_put_into_the_field(plain: Visit) -> None:
    page = plain.to("/sparql")
    page.get_by_role("link", name="How many actors of each kind").click()
    assert "GROUP BY" in page.get_by_role("textbox", name="Query", exact=True).input_value()


def test_a_graph_is_shown_as_turtle(plain: Visit) -> None:
    page = plain.to("/sparql?query=CONSTRUCT%20%7B%3Curn%3Aa%3E%20a%20%3Curn%3Ab%3E%7D%20%7B%7D")
    expect(page.locator("#output pre")).to_contain_text("<urn:a>")


def test_names_are_searched(plain: Visit) -> None:
    page = plain.to("/")
    page.get_by_role("searchbox").first.fill("tencnet")
    page.get_by_role("button", name="Search").first.click()
    expect(page.get_by_role("main").get_by_role("link", name="Tencent").first).to_be_visible()
