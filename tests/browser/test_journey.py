"""What a newcomer does: from the home page to a number, the words it rests on, a picture, a file and a citation."""

import re

from .conftest import Visit, playwright

expect = playwright.expect
PROSECUTED = "How many people were prosecuted for infringing personal information in 2023?"


def test_from_the_home_page_to_the_words_of_a_number(visit: Visit) -> None:
    page = visit.to("/")
    page.get_by_role("link", name=PROSECUTED).click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("row").filter(has_text="7,300")).to_contain_text("prosecuted")
    page.get_by_role("link", name="Where each row comes from").click()
    words = page.get_by_role("row").filter(has_text="7,300").get_by_role("link", name="over 7,300 individuals")
    words.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Crackdown intensifies on cybercrime")
    fact = page.get_by_role("row").filter(has_text="over 7,300 individuals")
    fact.get_by_role("link", name="over 7,300: prosecuted").click()
    expect(page.get_by_role("main")).to_contain_text("more than 7,300 persons")


def test_a_number_stands_beside_others_without_being_joined_to_them(visit: Visit) -> None:
    """Another stage of a case is another picture: the accused are no earlier point on a line of the prosecuted."""
    page = visit.to("/figures?crime=pi-infringement")
    pictures = page.locator("figure svg").filter(visible=True)
    texts = pictures.evaluate_all("all => all.map((each) => each.textContent)")
    shown = [sorted(set(re.findall(r"more than 8,700|over 7,300|4,261", text))) for text in texts]
    assert all(len(each) <= 1 for each in shown)
    assert sum(map(len, shown)) == 3
    page.locator("svg.wide a").get_by_text("over 7,300", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("prosecuted")


def test_the_answer_to_a_question_widens_to_the_other_stages(visit: Visit) -> None:
    page = visit.to("/")
    page.get_by_role("link", name=PROSECUTED).click()
    page.get_by_label("stage").select_option("")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.locator("figure")).to_have_count(3)


def test_an_answer_is_taken_along_and_cited(visit: Visit) -> None:
    page = visit.to("/queries/people-prosecuted-over-time")
    address = page.get_by_role("link", name="CSV", exact=True).get_attribute("href")
    assert "over 7,300" in page.request.get(f"{visit.site}{address}").text()
    page.get_by_text("Cite this answer").click()
    cited = page.get_by_role("main")
    expect(cited).to_contain_text("SHA-256")
    expect(cited).to_contain_text("@misc")
    page.get_by_role("link", name="Permalink to this answer").click()
    assert "release=" in page.url
    expect(page.get_by_role("row").filter(has_text="7,300")).to_contain_text("prosecuted")


def test_a_form_is_filled(visit: Visit) -> None:
    page = visit.to("/queries/people-prosecuted-over-time")
    page.get_by_label("crime").select_option("cybercrime")
    page.get_by_role("button", name="Ask").click()
    assert "crime=cybercrime" in page.url
    expect(page.get_by_role("main").get_by_role("row").filter(has_text="280,000").first).to_be_visible()


def test_an_error_stands_beside_its_field(visit: Visit) -> None:
    page = visit.to("/queries/people-prosecuted-over-time?crime=%3Cnonsense%3E")
    field = page.get_by_label("crime")
    expect(field).to_have_attribute("aria-invalid", "true")
    visit.said.clear()  # browsers report a 400 as an error, which it is
