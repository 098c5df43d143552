"""`lexwire review` as a curator uses it: the real command, and its page in a real browser."""

import re
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from time import sleep
from urllib.parse import urlencode, urlsplit

import pytest
from pyoxigraph import RdfFormat, parse
from werkzeug.datastructures import MultiDict

from lexwire.graph import records
from lexwire.graph.facts import Fact
from lexwire.graph.workspace import decisions
from lexwire.graph.workspace.decision import KINDS
from lexwire.graph.workspace.folder import Folder
from lexwire.server.review.fields import SPECS
from lexwire.server.review.forms import entered, fact_of, list_of, values_of
from lexwire.server.review.mentions import pieces
from lexwire.server.review.sheet import Sheet

from .reviewing import HARBOUR, ID, as_extracted, extract, make_workspace
from .test_cli import ENVIRONMENT, LEXWIRE, run

CHROMIUM = Path("/usr/bin/chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: make test installs it")
in_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's package chromium")


@dataclass(frozen=True, slots=True)
class Desk:
    """A workspace, the process that serves its article, and the address that it printed."""

    folder: Folder
    process: subprocess.Popen[str]
    address: str
    told: str
    """What it said when it started."""

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def steps(self) -> tuple[decisions.Decision, ...]:
        return decisions.read(self.folder.decisions(ID))

    def facts(self) -> dict[str, Fact]:
        record = Sheet.of(self.folder, ID).record
        return {each.id: each for facts in record.facts().values() for each in facts}


def started(folder: Path, *words: str) -> Desk:
    command = [*LEXWIRE, "review", ID, "--workspace", str(folder), "--by", "Ada", "--no-browser", *words]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
    assert process.stderr is not None
    told = process.stderr.readline()
    if "passed over" in told:
        told += process.stderr.readline()
    found = re.search(r"http://\S+", told)
    assert found, told
    return Desk(Folder(folder), process, found[0], told)


@contextmanager
def reviewing(folder: Path) -> Iterator[Desk]:
    desk = started(folder)
    try:
        yield desk
    finally:
        desk.process.terminate()
        desk.process.communicate(timeout=10)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with reviewing(make_workspace(tmp_path_factory.mktemp("workspace"))) as desk:
        yield desk


@pytest.fixture
def desk(shared: Desk) -> Desk:
    """Return a running review on whose article nobody has decided yet."""
    for path in (shared.folder.decisions(ID), shared.folder.authority("actor"), shared.folder.authority("law")):
        path.unlink(missing_ok=True)
    if shared.folder.text(ID).read_bytes() != HARBOUR.read_bytes():
        extract(shared.folder.root, HARBOUR.read_bytes())
    return shared


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@contextmanager
def opened(browser: "playwright.Browser", desk: Desk, **options: object) -> Iterator["playwright.Page"]:
    """Open the page, and hold at the end that it complained of nothing and asked nobody but its server."""
    context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
    context.set_default_timeout(5000)
    said: list[str] = []
    asked: set[str] = set()
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname or ""))
    page.goto(desk.address)
    yield page
    context.close()
    assert asked == {"127.0.0.1"}
    assert [each for each in said if "status of 4" not in each and "ERR_CONNECTION" not in each] == []


@pytest.fixture
def page(browser: "playwright.Browser", desk: Desk) -> Iterator["playwright.Page"]:
    with opened(browser, desk) as page:
        yield page


def status(page: "playwright.Page", words: str) -> None:
    """Wait until the page says *words*."""
    playwright.expect(page.locator("#status")).to_contain_text(words)


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
def test_offsets_count_code_points_as_the_text_has_them(page: "playwright.Page", desk: Desk) -> None:
    """Neither characters beyond the first plane nor carriage returns shift them."""
    text = f"\U0001f600\r\n{HARBOUR.read_bytes().decode()}".replace("\n\nOfficers", "\r\n\U0001d518\n\nOfficers")
    extract(desk.folder.root, text.encode())
    page.reload()
    page.keyboard.press("s")
    walk_to(page, "Officers")
    at = text.index("Officers")
    playwright.expect(page.locator("#adding [name=anchor]")).to_have_value(f"{at}-{at + len('Officers')}")


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
CONTRASTS = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")


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


Headers = dict[str, str]
REFUSED: dict[str, tuple[str, str, Headers]] = {
    "no token": ("GET", "/", {}),
    "a wrong token": ("GET", "/?token=guess", {}),
    "a wrong cookie": ("GET", "/", {"Cookie": "lexwire-review-{port}=guess"}),
    "the style without a token": ("GET", "/look.css", {}),
    "another host": ("GET", "/?token={token}", {"Host": "evil.example:{port}"}),
    "another port of this host": ("GET", "/?token={token}", {"Host": "127.0.0.1:1"}),
    "a decision without a token": ("POST", "/decide", {"Origin": "http://127.0.0.1:{port}"}),
    "a decision from another page": ("POST", "/decide", {"Cookie": "{cookie}", "Origin": "http://evil.example"}),
    "a decision from a page of another port": (
        "POST",
        "/decide",
        {"Cookie": "{cookie}", "Origin": "http://127.0.0.1:1"},
    ),
    "a decision from no page": ("POST", "/decide", {"Cookie": "{cookie}"}),
    "a decision from a page without address": ("POST", "/decide", {"Cookie": "{cookie}", "Origin": "null"}),
}


def asked(desk: Desk, method: str, path: str, headers: Headers, body: str = "") -> tuple[int, str, Headers]:
    token = urlsplit(desk.address).query.removeprefix("token=")
    names = {"port": desk.port, "token": token, "cookie": f"lexwire-review-{desk.port}={token}"}
    connection = HTTPConnection("127.0.0.1", desk.port, timeout=10)
    form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path.format(**names), body, form | {k: v.format(**names) for k, v in headers.items()})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, dict(answer.headers)


@pytest.mark.parametrize("case", REFUSED)
def test_nobody_else_is_let_in(shared: Desk, case: str) -> None:
    code, text, headers = asked(shared, *REFUSED[case])
    assert code == 403
    assert "lexwire review" in text
    assert "Set-Cookie" not in headers


OURS = {"Cookie": "{cookie}", "Origin": "http://127.0.0.1:{port}"}


def test_every_answer_forbids_what_the_page_does_not_need(shared: Desk) -> None:
    _, _, headers = asked(shared, "GET", "/?token={token}", {})
    assert "HttpOnly" in headers["Set-Cookie"]
    assert "SameSite=Strict" in headers["Set-Cookie"]
    for path in ("/", "/static/review.js", "/nowhere"):
        _, _, headers = asked(shared, "GET", path, OURS)
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert headers["Cache-Control"] == "no-store"


FORM = {"action": "accept", "list": "statistics", "id": "detained"}
MISTAKES: dict[str, tuple[dict[str, str], int, str]] = {
    "an old version": ({"version": "7-00000000"}, 409, "decide again"),
    "no version": ({}, 409, "decide again"),
    "no such action": ({"action": "praise"}, 422, "none of this page"),
    "no such kind": ({"list": "rumours"}, 422, "none of this page"),
    "no such fact": ({"id": "nothing"}, 422, "no fact &#39;nothing&#39;"),
    "nothing to undo": ({"action": "undo"}, 422, "no decision to take back"),
    "words outside of the text": ({"action": "correct", "anchor": "5-99999"}, 422, "no span of the text"),
    "words backwards": ({"action": "correct", "anchor": "9-5"}, 422, "no span of the text"),
    "no words": ({"action": "correct"}, 422, "Select the words"),
    "blank words": ({"action": "correct", "anchor": "51-53"}, 422, "holds no words"),
    "a whole sentence": ({"action": "correct", "anchor": "53-228"}, 422, "more than 11 words"),
    "a huge form": ({"note": "x" * 300_000}, 413, "capacity limit"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_form_that_cannot_be_is_refused_in_a_sentence(desk: Desk, case: str) -> None:
    changes, code, words = MISTAKES[case]
    version = {} if case == "no version" else {"version": Sheet.of(desk.folder, ID).version}
    found, text, _ = asked(desk, "POST", "/decide", OURS, urlencode(version | FORM | changes))
    assert found == code
    assert words in text
    assert desk.steps() == ()


def test_two_that_decide_at_once_do_not_both_succeed(desk: Desk) -> None:
    body = urlencode(FORM | {"version": Sheet.of(desk.folder, ID).version})
    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(lambda _: asked(desk, "POST", "/decide", OURS, body)[0], range(8)))
    assert codes == [303] + [409] * 7
    assert len(desk.steps()) == 1


USAGE = {
    "no such article": (("nothing",), "has no article 'nothing'"),
    "no such workspace": ((ID, "--workspace", "nowhere"), "has no article"),
    "no name": ((ID, "--by", " "), "give your name with --by"),
    "a way out of the folder": (("../secret",), "has no article"),
}


@pytest.mark.parametrize("case", USAGE)
def test_a_wrong_call_is_told_in_one_sentence(shared: Desk, case: str) -> None:
    words, told = USAGE[case]
    where = () if "--workspace" in words else ("--workspace", str(shared.folder.root))
    done = run("review", *words, *where, "--no-browser")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert told in done.stderr


def test_a_text_that_the_facts_were_not_found_in_is_told(desk: Desk) -> None:
    desk.folder.text(ID).write_text("Another text.")
    done = run("review", ID, "--workspace", desk.folder.root, "--no-browser")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "is not the text that the facts were found in; add the article again." in done.stderr


def test_a_port_that_is_taken_is_told_in_one_sentence(desk: Desk) -> None:
    done = run("review", ID, "--workspace", desk.folder.root, "--port", str(desk.port), "--no-browser")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "choose another with --port" in done.stderr


def test_the_forms_have_every_field_of_a_fact() -> None:
    elsewhere = {"id", "code", "anchors", "origin"}
    for kind, model in KINDS.items():
        assert {spec.path.partition(".")[0] for spec in SPECS[kind]} == model.model_fields.keys() - elsewhere


@pytest.mark.parametrize("path", records.paths([records.packaged()]), ids=lambda path: path.stem)
def test_every_fact_of_the_packaged_records_comes_back_from_its_form_as_it_was(path: Path) -> None:
    """The texts are not at hand, so the words stand in blank ones."""
    record = records.read(path)
    facts = [fact for facts in record.facts().values() for fact in facts]
    text = list(" " * record.article.length)
    for anchor in (anchor for fact in facts for anchor in fact.anchors):
        text[anchor.begin : anchor.end] = anchor.text
    sheet = Sheet(record, "".join(text), (), "", decisions.folded(record, "".join(text), []))
    for fact in facts:
        form = MultiDict([(path, value) for path, values in values_of(fact).items() for value in values])
        made = fact_of(list_of(fact), fact.id, entered(list_of(fact), form), sheet, fact)
        assert [each.text for each in made.anchors] == [each.text for each in fact.anchors]
        assert made.model_copy(update={"anchors": fact.anchors}) == fact.model_copy(update={"origin": None})


def test_a_text_in_pieces_is_the_text() -> None:
    text = HARBOUR.read_bytes().decode()
    found = pieces(text, as_extracted(text))
    assert "".join(each.text for each in found) == text
    assert [each.begin for each in found] == sorted({each.begin for each in found})
    shown = next(each for each in found if each.text == "210 mobile phones")
    assert (shown.facts, shown.kinds, shown.starting) == (("phones", "raid"), ("statistics", "events"), ("statistics",))
