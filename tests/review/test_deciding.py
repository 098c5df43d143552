"""`lexwire review` as a curator uses it: facts are accepted, corrected, rejected, taken back, and nothing is lost."""

import signal
from itertools import product
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from ..reviewing import HARBOUR, ID, extract, make_workspace
from .curating import in_browser, opened, playwright, status
from .desk import Desk, reviewing, started


@in_browser
def test_a_fact_is_accepted_by_a_button(page: "playwright.Page", desk: Desk) -> None:
    page.locator("#fact-detained").get_by_role("button", name="Accept").click()
    status(page, "Accepted: detained.")
    (step,) = desk.steps()
    assert (step.action, step.by, step.id, step.words[0].text) == ("accept", "Ada", "detained", "34 people")
    origin = desk.facts()["detained"].origin
    assert origin is not None
    assert (origin.status, origin.by) == ("reviewed", "Ada")
    playwright.expect(page.locator("#fact-detained .state")).to_have_text("✓ reviewed")


@in_browser
def test_what_is_least_certain_comes_first(page: "playwright.Page") -> None:
    for expected in ("said", "victims", "phones", "raid"):
        page.keyboard.press("n")
        playwright.expect(page.locator(f"#fact-{expected}")).to_be_focused()
        page.keyboard.press("a")
        status(page, f"Accepted: {expected}.")


@in_browser
def test_a_fact_is_corrected_in_its_form(page: "playwright.Page", desk: Desk) -> None:
    page.locator("#fact-victims").get_by_role("link", name="Edit").click()
    page.get_by_label("Comparator").select_option("more-than")
    page.get_by_label("Crimes, 2").select_option("online-fraud")
    page.get_by_label("Period: to").fill("2023-04-30")
    page.get_by_role("button", name="Save").click()
    status(page, "Corrected: victims.")
    found = desk.facts()["victims"]
    assert (found.comparator, found.crimes) == ("more-than", ("telecom-fraud", "online-fraud"))  # type: ignore[attr-defined]
    assert found.period.end == "2023-04-30"  # type: ignore[attr-defined]
    assert found.companions == ("detained",)  # type: ignore[attr-defined]


@in_browser
def test_what_does_not_hold_is_told_beside_its_field(page: "playwright.Page", desk: Desk) -> None:
    page.locator("#fact-victims").get_by_role("link", name="Edit").click()
    page.get_by_label("Number as printed").fill("1,300")
    page.get_by_label("Period: to").fill("2022")
    page.get_by_label("Stated by").first.fill("Nobody Known")
    page.get_by_role("button", name="Save").click()
    status(page, "Not saved")
    stated = page.locator(".field", has=page.get_by_label("Stated by", exact=True))
    playwright.expect(stated.locator(".fault")).to_contain_text("This is no key; take one from the list")
    period = page.locator(".field", has=page.get_by_label("Period: from"))
    playwright.expect(period.locator(".fault")).to_contain_text("ends (2022) before it starts")
    page.get_by_label("Period: to").fill("2023")
    page.get_by_label("Stated by").first.fill("nobody-known")
    playwright.expect(page.locator("#status")).to_have_text("")
    page.get_by_role("button", name="Save").click()
    for label, words in {"Number as printed": "is not in the words", "Stated by": "'nobody-known' is unknown"}.items():
        field = page.locator(".field", has=page.get_by_label(label, exact=True))
        playwright.expect(field.locator(".fault")).to_contain_text(words)
        playwright.expect(field.locator("input").first).to_have_attribute("aria-invalid", "true")
    assert desk.steps() == ()


@in_browser
def test_a_fact_is_rejected_and_taken_back(page: "playwright.Page", desk: Desk) -> None:
    page.locator("#fact-ren-haodong").get_by_role("button", name="Reject").click()
    status(page, "Rejected: ren-haodong.")
    assert not {"ren-haodong", "said"} & desk.facts().keys()
    playwright.expect(page.locator("#rejected")).to_contain_text("went with what it depended on")
    page.keyboard.press("u")
    status(page, "Took back: ren-haodong.")
    assert desk.facts().keys() >= {"ren-haodong", "said"}
    assert [each.action for each in desk.steps()] == ["reject", "undo"]


@in_browser
def test_everything_goes_by_single_keys_that_can_be_switched_off(page: "playwright.Page", desk: Desk) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    playwright.expect(page.locator("#fact-bureau")).to_be_focused()
    page.keyboard.press("e")
    playwright.expect(page.get_by_label("Actor", exact=True)).to_be_focused()
    page.keyboard.type("r")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    status(page, "Rejected: bureau.")
    page.keyboard.press("?")
    page.get_by_label("Single keys act on the page").uncheck()
    page.locator("#fact-phones").focus()
    page.keyboard.press("a")
    assert [each.action for each in desk.steps()] == ["reject"]


@in_browser
def test_a_new_actor_gets_an_authority_line_and_is_used_at_once(page: "playwright.Page", desk: Desk) -> None:
    page.locator("#fact-bureau").get_by_role("link", name="Edit").click()
    page.get_by_label("Actor", exact=True).fill("")
    page.get_by_text("New actor or law").click()
    page.get_by_label("English name").fill("Marisport Police Office")
    page.get_by_label("Key, such as").fill("marisport-police")
    page.get_by_label("Class", exact=True).select_option("PoliceBody")
    page.get_by_role("button", name="Add the name").click()
    status(page, "marisport-police is in the authority file now.")
    playwright.expect(page.get_by_label("Actor", exact=True)).to_have_value("marisport-police")
    page.get_by_role("button", name="Save").click()
    status(page, "Corrected: bureau.")
    assert desk.facts()["detained"].reporters == ("marisport-police",)  # type: ignore[attr-defined]
    lines = parse(desk.folder.authority("actor").read_bytes(), format=RdfFormat.TURTLE)
    assert any("marisport-police" in str(each.subject) for each in lines)


@in_browser
def test_a_second_tab_cannot_decide_over_the_first(page: "playwright.Page", desk: Desk) -> None:
    other = page.context.new_page()
    other.goto(desk.address)
    page.locator("#fact-phones").get_by_role("button", name="Reject").click()
    status(page, "Rejected: phones.")
    other.locator("#fact-phones").get_by_role("button", name="Accept").click()
    status(other, "Somebody decided meanwhile")
    playwright.expect(other.locator("#fact-phones")).to_have_count(0)
    other.locator("#fact-loss").get_by_role("button", name="Accept").click()
    status(other, "Accepted: loss.")
    assert [(each.action, each.id) for each in desk.steps()] == [("reject", "phones"), ("accept", "loss")]


@in_browser
def test_nothing_is_lost_when_the_server_is_killed(browser: "playwright.Browser", tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "workspace")
    desk = started(folder)
    with opened(browser, desk) as page:
        for action, fact in (("Accept", "detained"), ("Reject", "phones")):
            page.locator(f"#fact-{fact}").get_by_role("button", name=action).click()
            status(page, f"{action}ed: {fact}.")
        page.locator("#fact-victims").get_by_role("link", name="Edit").click()
        page.get_by_label("Note").fill("Not saved yet.")
        desk.process.send_signal(signal.SIGKILL)
        desk.process.communicate()
        page.get_by_role("button", name="Save").click()
        status(page, "nothing was saved. Start lexwire review again")
        assert page.get_by_label("Note").input_value() == "Not saved yet."
    with desk.folder.decisions(ID).open("a") as file:
        file.write('{"time":"2026-11-2')
    with reviewing(folder) as again, opened(browser, again) as page:
        assert "3: was cut off while it was written and is passed over; the 2 before it are whole." in again.told
        playwright.expect(page.locator("#fact-detained .state")).to_have_text("✓ reviewed")
        playwright.expect(page.locator("#fact-phones")).to_have_count(0)
        page.reload()
        playwright.expect(page.locator("#fact-detained .state")).to_have_text("✓ reviewed")


@in_browser
def test_a_decision_on_words_that_are_gone_is_shown(page: "playwright.Page", desk: Desk) -> None:
    page.locator("#fact-detained").get_by_role("button", name="Accept").click()
    status(page, "Accepted: detained.")
    extract(desk.folder.root, HARBOUR.read_bytes().replace(b"34 people", b"36 people"))
    page.reload()
    playwright.expect(page.locator(".notice")).to_contain_text("accept detained statistic, Ada")


@in_browser
def test_without_script_the_facts_are_decided_by_plain_forms(browser: "playwright.Browser", desk: Desk) -> None:
    with opened(browser, desk, java_script_enabled=False) as page:
        page.locator("#fact-detained").get_by_role("button", name="Accept").click()
        playwright.expect(page.locator("#fact-detained .state")).to_have_text("✓ reviewed")
        page.locator("#fact-phones").get_by_role("link", name="Edit").click()
        page.get_by_label("Value").fill("two hundred")
        page.get_by_role("button", name="Save").click()
        playwright.expect(page.locator("#field-value-fault")).to_contain_text("no number; write one")
        page.get_by_label("Value").fill("210")
        page.get_by_label("Note").fill("Seen.")
        page.get_by_role("button", name="Save").click()
        page.locator("#fact-raid").get_by_role("button", name="Reject").click()
        page.get_by_role("button", name="Undo reject raid").click()
        playwright.expect(page.locator("#fact-raid")).to_be_visible()
    assert [(each.action, each.id) for each in desk.steps()] == [
        ("accept", "detained"),
        ("correct", "phones"),
        ("reject", "raid"),
        ("undo", "raid"),
    ]


SIZES = [(360, 740), (1280, 900)]
CONTRASTS = (Path(__file__).parent.parent / "contrast.js").read_text(encoding="utf-8")


@in_browser
def test_the_page_fits_and_its_words_stand_out(page: "playwright.Page") -> None:
    """No sideways scrolling (WCAG 2.2, success criterion 1.4.10), and a contrast of 4.5 for text (1.4.3)."""
    page.locator("#fact-victims").get_by_role("link", name="Edit").click()
    page.get_by_label("Value").fill("many")
    page.get_by_role("button", name="Save").click()
    status(page, "Not saved")
    for (width, height), scheme in product(SIZES, ("light", "dark")):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CONTRASTS) == [], (width, scheme)
