"""The views of an answer: every row and every kind of value in its place, and what is left out is said."""

from collections.abc import Callable
from itertools import pairwise
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from .conftest import Visit, playwright

expect = playwright.expect
CRIME = "<https://w3id.org/lexwire/scheme/crime/telecom-fraud>"
XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
NAMED = f"SELECT ?x {{ VALUES ?x {{ {' '.join(f'<k:{n}>' for n in range(400))} {CRIME} }} }}"
"""More rows than the page holds; the last, out of sight, comes after all others by its name, and by its IRI before."""
CONSTRUCT = "CONSTRUCT {{ {} }} {{}}".format


def digits(*names: str) -> str:
    """Return a pattern that has ten solutions for each of *names*, and all combinations."""
    return " ".join(f"VALUES ?{name} {{ {' '.join(f'{n}' for n in range(10))} }}" for name in names)


def asked(visit: Visit, query: str, view: str = "table") -> "playwright.Page":
    page = visit.to(f"/sparql?query={quote(query)}&view={view}")
    page.locator("#output .view").wait_for()
    return page


def sort(page: "playwright.Page", column: int = 0) -> None:
    page.locator("#output th button").nth(column).click()


def column(page: "playwright.Page") -> list[str]:
    found: list[str] = page.locator("#output tbody td:first-child").all_inner_texts()
    return found


def cytoscape(page: "playwright.Page", expression: str) -> object:
    """Return what *expression* says of `cy`, the drawing of the graph that is on the page."""
    page.locator(".network canvas").first.wait_for()
    return page.evaluate(
        f"(() => {{ const {{ cy }} = document.querySelector('.network')._cyreg; return {expression} }})()"
    )


def test_a_long_column_of_things_is_sorted_by_names(visit: Visit) -> None:
    page = asked(visit, NAMED)
    sort(page)
    expect(page.locator("#output tbody td").first).to_have_text("k:0")
    sort(page)
    expect(page.locator("#output tbody td").first).to_have_text("Telecom fraud")


def test_a_filter_finds_names_that_are_out_of_sight(visit: Visit) -> None:
    page = asked(visit, NAMED)
    page.get_by_role("searchbox", name="Filter rows").fill("telecom fraud")
    expect(page.locator("#output tbody tr")).to_have_count(1)
    expect(page.get_by_text("1 of 401 rows")).to_be_visible()


def test_it_is_said_while_names_are_asked_for(visit: Visit) -> None:
    page = asked(visit, NAMED)
    expect(page.get_by_text("k:0", exact=True)).to_be_visible()
    held: list[playwright.Route] = []
    page.route("**/sparql?*", lambda route: route.continue_() if held else held.append(route))
    sort(page)
    expect(page.get_by_text("Asking for the names …")).to_be_visible()
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(page.locator("#output tbody td").first).to_have_text("k:0")
    expect(page.get_by_text("Asking for the names …")).to_have_count(0)


def test_too_many_things_are_taken_by_iri_and_that_is_said(visit: Visit) -> None:
    thing = 'IRI(CONCAT("k:", STR(9 - ?a), STR(?b), STR(?c), STR(?d)))'
    page = asked(visit, f"SELECT ({thing} AS ?x) {{ {digits('a', 'b', 'c', 'd')} }}")
    note = page.get_by_text("more than 5,000 different IRIs")
    expect(note).to_have_count(0)
    sort(page)
    expect(note).to_be_visible()
    expect(page.locator("#output tbody td").first).to_have_text("k:0000")


MIXED = [
    "9", "10.5", "100", '"INF"^^xsd:double', '"NaN"^^xsd:double', '"2021"^^xsd:gYear', '"2021-05-04"^^xsd:date',
    '"2021-05-04T10:00:00+08:00"^^xsd:dateTime', '"2021-05-04T03:00:00Z"^^xsd:dateTime',
    '"2021-05-04T03:00:00.5Z"^^xsd:dateTime', '"a"', '"item 9"', '"item 10"', "UNDEF",
]  # fmt: skip
"""Terms of each kind, in the order in which a column has them."""


def test_a_column_is_ordered_by_kind_and_then_by_value(visit: Visit) -> None:
    shown = [term.split('"')[1] if '"' in term else term.replace("UNDEF", "") for term in MIXED]
    page = asked(visit, f"{XSD}SELECT ?v {{ VALUES ?v {{ {' '.join(MIXED[1::2] + MIXED[::2])} }} }}")
    sort(page)
    assert column(page) == shown
    sort(page)
    assert column(page) == [*reversed(shown[:-1]), shown[-1]]


def test_the_focus_stays_on_the_column_that_is_sorted(visit: Visit) -> None:
    page = asked(visit, "SELECT ?a ?b { VALUES (?a ?b) { (1 2) (2 1) } }")
    button = page.locator("#output th button").nth(1)
    button.focus()
    for order in ("ascending", "descending", "none"):
        page.keyboard.press("Enter")
        expect(page.locator("#output th").nth(1)).to_have_attribute("aria-sort", order)
        expect(button).to_be_focused()


def test_times_of_one_day_stand_apart(visit: Visit) -> None:
    times = " ".join(f'("2021-05-04T{hour}:00:00Z"^^xsd:dateTime "{hour}")' for hour in ("06", "12", "18"))
    page = asked(visit, f"{XSD}SELECT ?t ?name {{ VALUES (?t ?name) {{ {times} }} }}", "timeline")
    dots = page.locator("figure svg [aria-label=dot] circle")
    expect(dots).to_have_count(3)
    places = [float(each.get_attribute("cx") or 0) for each in dots.all()]
    assert all(later - earlier > 100 for earlier, later in pairwise(sorted(places)))


@pytest.mark.parametrize(
    ("view", "query", "said"),
    [
        ("bar", f"SELECT (STR(?a) AS ?name) ?b {{ {digits('a', 'b', 'c')} VALUES ?d {{ 1 2 3 }} }}",
         "Only the first 2,000 of 3,000 rows are drawn."),
        ("line", f"SELECT ?a ?b {{ {digits('a', 'b', 'c')} VALUES ?d {{ 1 2 3 }} }}",
         "Only the first 2,000 of 3,000 rows are drawn."),
        ("line", 'SELECT ?a ?b { VALUES (?a ?b) { (1 2) (2 3) (3 UNDEF) } }',
         "Rows without a value that can be drawn here: 1."),
        ("pivot", f"SELECT (CONCAT('l', STR(?a), STR(?b), STR(?c)) AS ?l) (CONCAT('c', STR(?a), STR(?b)) AS ?k) {{ "
         f"{digits('a', 'b', 'c')} }}", "The first 60 of 100 columns."),
        ("pivot", f"SELECT (CONCAT('l', STR(?a), STR(?b), STR(?c)) AS ?l) ('c' AS ?k) {{ {digits('a', 'b', 'c')} }}",
         "The first 500 of 1,000 lines."),
    ],
)  # fmt: skip
def test_what_is_left_out_is_said(visit: Visit, view: str, query: str, said: str) -> None:
    expect(asked(visit, query, view).locator("#output .view")).to_contain_text(said)


def test_a_pivot_of_many_rows_in_one_cell_is_soon_there(visit: Visit) -> None:
    page = asked(visit, f"SELECT ('l' AS ?l) ('c' AS ?k) ?a {{ {digits('a', 'b', 'c', 'd', 'e')} }}")
    took = page.evaluate("""() => {
        const start = performance.now();
        [...document.querySelectorAll('.views button')].find((each) => each.textContent === 'Pivot').click();
        return new Promise((done) => {
            const drawn = () => document.querySelector('th[scope=row]');
            const look = () => drawn() ? done(performance.now() - start) : setTimeout(look);
            look();
        });
    }""")
    assert took < 3000
    assert len(page.locator("#output .view td").last.inner_text().split("; ")) == 10


def test_links_in_a_frame_open_outside_of_it_in_its_language(visit: Visit) -> None:
    query = f"SELECT ?crime ?other {{ VALUES (?crime ?other) {{ ({CRIME} <http://other.example/>) }} }}"
    page = visit.to(f"/sparql/embed?lang=zh&query={quote(query)}")
    links = page.locator("#output td a[target=_blank][rel=noopener]")
    expect(links).to_have_count(2)
    assert (links.first.get_attribute("href") or "").endswith("/scheme/crime/telecom-fraud?lang=zh")
    assert links.last.get_attribute("href") == "http://other.example/"
    assert asked(visit, query).locator("#output td a").first.get_attribute("target") is None


TRIPLES: dict[str, tuple[str, list[int]]] = {
    "an IRI and a literal of the same text": ('<a:a> <k:p> <a:b> , "a:b"', [3]),
    "equal literals of two subjects": ('<b:a> <k:p> "x" . <b:b> <k:p> "x"', [2, 2]),
    "literals that differ in language or datatype": ('<c:a> <k:p> "1" , 1 , "1"@en', [4]),
    "one IRI twice": ("<d:a> <k:p> <d:b> . <d:b> <k:p> <d:a>", [2]),
}
"""Triples, each lot with subjects of its own, and how many nodes hang together in them."""


def test_a_graph_has_a_node_for_each_thing_and_each_literal(visit: Visit) -> None:
    page = asked(visit, CONSTRUCT(" . ".join(triples for triples, _ in TRIPLES.values())), "graph")
    whole = "cy.elements().components().map((each) => each.nodes().length).sort()"
    assert cytoscape(page, whole) == sorted(nodes for _, lot in TRIPLES.values() for nodes in lot)


def test_a_graph_without_triples_says_so_and_one_triple_is_one(visit: Visit) -> None:
    page = asked(visit, "CONSTRUCT WHERE { <k:none> <k:p> ?o }", "graph")
    expect(page.locator("#output .notice")).to_have_text("The graph is empty.")
    page = asked(visit, CONSTRUCT("<k:a> <k:p> 1"))
    expect(page.locator("#output [role=status]").first).to_contain_text("1 triple ·")


@pytest.mark.parametrize(
    "leave",
    [
        lambda page: page.get_by_role("button", name="Table", exact=True).click(),
        lambda page: page.get_by_role("button", name="Run").click(),
    ],
    ids=["to another view", "to another answer"],
)
def test_a_drawing_that_is_left_ends(visit: Visit, leave: "Callable[[playwright.Page], None]") -> None:
    page = asked(visit, CONSTRUCT("<k:a> <k:p> <k:b>"), "graph")
    assert cytoscape(page, "(window.drawing = cy).destroyed()") is False
    leave(page)
    page.wait_for_function("window.drawing.destroyed()")


@pytest.mark.parametrize(("query", "has_csv"), [("SELECT ?answer { VALUES ?answer { 1 } }", True), ("ASK {}", False)])
def test_a_column_called_answer_makes_no_ask(visit: Visit, query: str, has_csv: bool) -> None:
    formats = asked(visit, query).locator("#output .formats")
    expect(formats).to_contain_text("JSON")
    assert [name for name in ("CSV", "TSV") if name in formats.inner_text()] == (["CSV", "TSV"] if has_csv else [])


def test_a_literal_is_written_in_its_direction(visit: Visit) -> None:
    page = asked(
        visit, 'SELECT ?v { VALUES ?v { "\u0627\u0644\u0642\u0627\u0646\u0648\u0646" "law"@en "HTML"@ar--rtl } }'
    )
    cells = page.locator("#output tbody td")
    assert [cells.nth(n).get_attribute("dir") for n in range(3)] == ["auto", "auto", "rtl"]
    assert [cells.nth(n).get_attribute("lang") for n in range(3)] == [None, "en", "ar"]
    assert cells.first.evaluate("each => getComputedStyle(each).direction") == "rtl"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("query", "answer"), [("ASK {}", "true"), ("ASK { FILTER(false) }", "false")])
def test_an_ask_says_the_same_without_script(site: str, language: str, query: str, answer: str) -> None:
    asked = Request(f"{site}/sparql?lang={language}&query={quote(query)}", headers={"Accept": "text/html"})
    with urlopen(asked) as page:
        (table,) = [part.partition("</table>")[0] for part in page.read().decode().split("<table")[1:]]
    assert f">{answer}<" in table.replace("\n", "")
