"""`lexwire review` where a curator adds a fact: on words that are selected with the mouse or with the keyboard."""

from time import sleep

from ..reviewing import HARBOUR, extract
from .curating import in_browser, playwright, status
from .desk import Desk


@in_browser
def test_a_fact_is_added_on_words_selected_with_the_mouse(page: "playwright.Page", desk: Desk) -> None:
    box = page.evaluate(
        """() => {
          const pieces = [...document.querySelectorAll("#text span")];
          const piece = pieces.find((each) => each.textContent.includes("97 people"));
          const at = piece.firstChild.data.indexOf("97 people");
          const range = document.createRange();
          range.setStart(piece.firstChild, at);
          range.setEnd(piece.firstChild, at + "97 people".length);
          piece.scrollIntoView();
          const { left, right, top, bottom } = range.getBoundingClientRect();
          return { left, right, middle: (top + bottom) / 2 };
        }"""
    )
    page.mouse.move(box["left"] + 1, box["middle"])
    page.mouse.down()
    page.mouse.move(box["right"] - 1, box["middle"], steps=5)
    page.mouse.up()
    page.locator("#adding-kind").select_option("statistics")
    page.get_by_role("button", name="Add", exact=True).click()
    fill = {"Number as printed": "97", "Value": "97", "Period: from": "2022", "Period: as printed": "Last year"}
    for label, value in fill.items():
        page.get_by_label(label, exact=True).fill(value)
    choose = {"Counts": "persons", "Indicator": "sentenced", "Crimes": "telecom-fraud", "Place": "china"}
    for label, value in (choose | {"Period: how it is known": "year-implied"}).items():
        page.get_by_label(label, exact=True).select_option(value)
    page.get_by_role("button", name="Save").click()
    status(page, "Added: 97-people.")
    found = desk.facts()["97-people"]
    assert [(each.text, each.paragraph) for each in found.anchors] == [("97 people", 5)]
    assert found.value == 97  # type: ignore[attr-defined]
    playwright.expect(page.locator("#text [data-facts~='97-people']")).to_have_text("97 people")


def walk_to(page: "playwright.Page", word: str) -> None:
    """Press → in the text until *word* is selected."""
    for _ in range(120):
        if page.evaluate("() => document.getSelection().toString()") == word:
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"→ does not reach {word!r}")


def tabbed_to(page: "playwright.Page", label: str) -> "playwright.Locator":
    """Press Tab until the field with *label* has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.evaluate("each => each.labels?.[0]?.textContent ?? each.textContent") == label:
            return focused
    raise AssertionError(f"Tab does not reach {label!r}")


def typed_ahead(page: "playwright.Page", letters: str, value: str) -> None:
    """Choose *value* of a list by its first letters, again where a busy machine let more than a second pass between."""
    for _ in range(5):
        page.keyboard.type(letters)
        if page.evaluate("document.activeElement.value") == value:
            return
        sleep(1.2)
    raise AssertionError(f"{letters!r} does not choose {value}")


@in_browser
def test_a_fact_is_added_with_the_keyboard_alone(page: "playwright.Page", desk: Desk) -> None:
    page.keyboard.press("s")
    walk_to(page, "Officers")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    status(page, "Selected: hotel on May")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    page.keyboard.type("c")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#panel-heading")).to_have_text("New crime")
    playwright.expect(page.get_by_label("Crime", exact=True)).to_be_focused()
    typed_ahead(page, "ph", "phishing")
    tabbed_to(page, "Nature")
    page.keyboard.type("o")
    tabbed_to(page, "Save")
    page.keyboard.press("Enter")
    status(page, "Added: hotel.")
    found = desk.facts()["hotel"]
    assert (found.crime, found.nature) == ("phishing", "offence")  # type: ignore[attr-defined]


@in_browser
def test_offsets_count_code_points_as_the_text_has_them(page: "playwright.Page", desk: Desk) -> None:
    """Neither characters beyond the first plane nor carriage returns shift them."""
    text = f"\U0001f600\r\n{HARBOUR.read_bytes().decode()}".replace("\n\nOfficers", "\r\n\U0001d518\n\nOfficers")
    extract(desk.folder.root, text.encode())
    page.reload()
    page.keyboard.press("s")
    walk_to(page, "Officers")
    at = text.index("Officers")
    playwright.expect(page.locator("#adding [name=anchor]")).to_have_value(f"{at}-{at + len('Officers')}")
