"""Pages made for kinds of things: what they tell, in two languages, at any size of the graph, and in a real browser."""

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from html import unescape
from itertools import pairwise, product
from pathlib import Path
from time import perf_counter

import pytest
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from lexwire.graph.namespaces import BASE, DCTERMS, GAF, PREFIXES
from lexwire.server import answering, create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from lexwire.server.things.facts import Words, shown_day
from lexwire.server.things.facts import words as places
from lexwire.server.things.graph import Name, Names, Node
from lexwire.server.things.texts import pieces

SERVER = Path(__file__).parent.parent / "server"
BROWSER = {"Accept": "text/html"}
ASKED = answering.asked
S0 = "undated-judicial-officials-online-privacy"
S1 = "2017-03-13-better-protection-of-personal-information"
S2 = "2019-08-30-china-cybersecurity-week-briefing"
S3 = "2024-02-24-crackdown-on-cybercrime"
PAGES = {
    "statistic": f"id/statistic/{S3}/charged-with-cybercrime",
    "computed": f"id/statistic/{S3}/charged-with-cybercrime-a-year-before",
    "crime": "scheme/crime/pi-infringement",
    "actor": "id/actor/ma-huateng",
    "organization": "id/actor/scio",
    "law": "id/law/pipl",
    "event": f"id/event/{S2}/scio-press-conference-on-the-cybersecurity-week",
    "statement": f"id/statement/{S2}/liu-liehong-special-campaigns",
    "article": f"article/{S3}",
    "place": "id/place/china",
}


@pytest.fixture(scope="module")
def client(data: Path) -> FlaskClient:
    return create_app(opened(Settings(str(data)))).test_client()


def shown(client: FlaskClient, name: str, query: str = "") -> str:
    response = client.get(f"/page/{name}{query}", headers=BROWSER)
    assert response.status_code == 200
    return response.text


def words(page: str) -> str:
    """Return what a page says to people, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def linked(page: str) -> dict[str, object]:
    """Return the description in schema.org's terms that a page carries."""
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found: dict[str, object] = json.loads(text)
    return found


TOLD = [
    ("statistic", "Read as 280,000 persons resolved"),
    ("statistic", "Period Jan – Nov 2023 resolved · From January to November printed · year implied"),
    ("statistic", "280,000 individuals Crackdown intensifies on cybercrime · February 24, 2024"),
    ("statistic", "characters 699 to 718 · paragraph 3"),
    ("statistic", "Reported by Supreme People's Procuratorate"),
    ("statistic", "Changes of it 35.5 percent"),
    ("statistic", "Shares of it 18.8 percent"),
    ("statistic", "charged / (1 + change / 100)"),
    ("statistic", "Statements that give it 280,000 charged"),
    ("computed", "about 206,642.07 persons computed"),
    ("computed", "between 206,196.98 and 207,087.49"),
    ("computed", "No source printed this number"),
    ("crime", "Crime › All criminal offences › Cybercrime"),
    ("crime", "Illegally obtaining, selling or providing citizens' personal information"),
    ("crime", "Figures on it and its narrower kinds 7"),
    ("crime", "more than 8,700 persons"),
    ("actor", "chief executive officer Tencent March 13, 2017"),
    ("actor", "national lawmaker not stated March 13, 2017"),
    ("actor", "Build a leak-reporting system for early damage control recommendation · direct speech"),
    ("organization", "SCIO press conference on the Cybersecurity Week did it meeting · Aug 28, 2019"),
    ("law", "none is a claim of today"),
    ("law", "article without date planned reviewed By: the nation's top legislature"),
    ("law", "August 30, 2019 planned reviewed"),
    ("law", "Took effect November 1, 2021 from outside the articles"),
    ("event", "When Aug 28, 2019 resolved · Wednesday afternoon printed · weekday resolved"),
    ("event", "Statements made there 12"),
    ("statement", "How it is told direct speech"),
    ("statement", "Figures that it gives 3"),
    ("statement", "Where it was said SCIO press conference"),
    ("article", "699–718 3 280,000 individuals Actor 280,000 individuals charged"),
    ("article", "Statistics 9 Statements 14 Events 9"),
    ("article", "Author Yang Zekun"),
    ("place", "What points to it"),
]


@pytest.mark.parametrize(("name", "text"), TOLD)
def test_a_page_tells(client: FlaskClient, name: str, text: str) -> None:
    assert text in words(shown(client, PAGES[name]))


@pytest.mark.parametrize(
    ("name", "text"),
    [("statistic", "2023年1月 – 11月 解析"), ("statistic", "网络犯罪"), ("crime", "侵犯公民个人信息罪"),
     ("law", "中华人民共和国个人信息保护法"), ("actor", "马化腾"), ("article", "2024年2月24日"),
     ("event", "实施者 刘烈宏 、 国务院新闻办公室"), ("statement", "直接引语"), ("place", "指向它的陈述")],
)  # fmt: skip
def test_a_page_tells_in_chinese(client: FlaskClient, name: str, text: str) -> None:
    assert text in words(shown(client, PAGES[name], "?lang=zh"))


def test_printed_resolved_and_computed_are_told_apart(client: FlaskClient) -> None:
    printed, computed = shown(client, PAGES["statistic"]), shown(client, PAGES["computed"])
    assert re.search(r'<mark>280,000</mark>.*badge printed">printed.*badge reviewed', printed, re.DOTALL)
    assert 'badge resolved">resolved' in printed
    assert "badge printed" not in computed
    assert re.search(r'class="figure">about 206,642.07 persons\s*<span class="badge computed">', computed)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_four_queries_at_most(client: FlaskClient, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(answering, "asked", lambda question: asked.append(question.query) or ASKED(question))
    shown(client, PAGES[name])
    assert len(asked) == (3 if name == "place" else 4)
    assert all("LIMIT" in query or "VALUES" in query for query in asked)


@pytest.mark.parametrize(
    ("name", "kind", "property_", "value"),
    [
        ("statistic", "Observation", "value", 280000.0),
        ("computed", "Observation", "minValue", 206196.98),
        ("crime", "DefinedTerm", "termCode", "pi-infringement"),
        ("actor", "Person", "jobTitle", ["chairman", "chief executive officer", "national lawmaker"]),
        ("organization", "GovernmentOrganization", "name", "State Council Information Office"),
        ("law", "Legislation", "legislationDate", "2021-08-20"),
        ("event", "Event", "startDate", "2019-08-28"),
        ("statement", "Quotation", "text", ["we have launched special campaigns to crack down on violations"]),
        ("article", "Article", "datePublished", "2024-02-24"),
    ],
)
def test_a_page_carries_its_data(client: FlaskClient, name: str, kind: str, property_: str, value: object) -> None:
    found = linked(shown(client, PAGES[name]))
    assert (found["@context"], found["@type"], found["@id"]) == ("https://schema.org", kind, BASE + PAGES[name])
    assert found[property_] == value


@pytest.mark.parametrize("name", PAGES)
def test_all_statements_stay_within_reach(client: FlaskClient, name: str) -> None:
    page = shown(client, PAGES[name])
    assert "What the graph says of it" in page
    assert ("<summary>All statements</summary>" in page) == (name != "place")
    for suffix in ("ttl", "jsonld", "nt", "rdf"):
        assert f'href="/data/{PAGES[name]}.{suffix}"' in page


@pytest.mark.parametrize(
    ("tag", "value", "expected"),
    [
        ("en", "2017-06-01", "June 1, 2017"),
        ("en", "2017-06", "June 2017"),
        ("en", "2017", "2017"),
        ("en", None, None),
        ("zh", "2017-06-01", "2017年6月1日"),
        ("zh", "2017-06", "2017年6月"),
    ],
)
def test_a_day_is_told_as_far_as_it_is_known(
    client: FlaskClient, tag: str, value: str | None, expected: str | None
) -> None:
    with client.application.test_request_context(f"/?lang={tag}"):
        assert shown_day(value) == expected


def test_words_come_in_the_order_of_their_articles(client: FlaskClient) -> None:
    """By day, not by the name of its month."""
    days = {"a": "2019-08-30", "b": "2017-03-13", "c": "2024-02-24", "d": None}
    articles = {
        f"{BASE}article/{key}": {DCTERMS.issued.value: ({"type": "literal", "value": day},)} if day else {}
        for key, day in days.items()
    }
    mentions = [f"{article}#char=0,5" for article in articles]
    names = Names({iri: Node(iri, said) for iri, said in articles.items()} | {iri: Node(iri) for iri in mentions})
    node = Node("x", {GAF.denotedBy.value: tuple({"type": "uri", "value": iri} for iri in mentions)})
    with client.application.test_request_context("/"):
        assert [each.article.key for each in places(node, names)] == ["d", "b", "a", "c"]


def test_each_text_is_translated() -> None:
    """Each text of these pages that a template or a module writes has its Chinese one."""
    known = set()
    for file in (SERVER / "texts" / "zh").glob("*.po"):
        with file.open("rb") as source:
            found = [message for message in read_po(source, locale="zh_Hans_CN") if message.id and message.string]
        known |= {text for each in found for text in (each.id if isinstance(each.id, tuple) else (each.id,))}
    folders = (
        "templates/things/*.html",
        "templates/resource.html",
        "templates/figures.html",
        "things/*.py",
        "figures/*.py",
    )
    files = [file for folder in folders for file in SERVER.glob(folder)]
    assert len(files) > 25
    pattern = re.compile(r"""(?<!\w)_\(\s*(?:"([^"]+)"|'([^']+)')|ngettext\("([^"]+)", "([^"]+)\"""")
    texts = {text for file in files for found in pattern.findall(file.read_text("utf-8")) for text in found if text}
    assert len(texts) > 100
    assert texts - known == set()


# at any size

MANY = 10_000
PROLOGUE = "".join(
    f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("lw", "rdfs", "schema", "dcterms", "gaf", "actor")
)
BUSY = f"{BASE}id/actor/busy"
HOSTILE = "</script><script>alert(1)</script><!-- \u2028"


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Serve an actor with many statements and mentions, and things whose names and values mean harm."""
    article = f"<{BASE}article/a>"
    lines = [
        f'<{BASE}id/statement/a/{number:05}> a lw:Statement ; rdfs:label "gist {number}"@en ; lw:speaker actor:busy ;'
        f" schema:isPartOf {article} . actor:busy gaf:denotedBy <{BASE}article/a#char={number},{number + 1}> ."
        for number in range(MANY)
    ]
    text = json.dumps(HOSTILE)
    lines += [
        f'actor:busy a lw:Actor, lw:Person ; rdfs:label "Busy"@en . {article} a lw:Article ; rdfs:label "A"@en .',
        f"actor:bad a lw:Actor, lw:Person ; rdfs:label {text} ; <{PREFIXES['foaf']}homepage> <javascript:alert(1)> .",
        f"<{BASE}article/bad> a lw:Article ; rdfs:label {text} ; schema:url <javascript:alert(1)> .",
        f"<{BASE}article/bad> dcterms:issued {text} .",
        f'<{BASE}id/statistic/a/odd> a lw:Statistic, lw:ReportedStatistic ; lw:comparator "no concept" .',
        f'<{BASE}id/statistic/a/found> a lw:Statistic, lw:ReportedStatistic ; lw:valueText "nearly 90" ;'
        f" lw:reviewStatus <{BASE}scheme/review-status/extracted> ; lw:confidence 0.87 .",
    ]
    file = tmp_path_factory.mktemp("busy") / "busy.ttl"
    file.write_text(PROLOGUE + "\n".join(lines), encoding="utf-8")
    return create_app(opened(Settings(load=(str(file),)))).test_client()


def test_an_actor_of_many_statements_is_shown_soon(busy: FlaskClient) -> None:
    shown(busy, "id/actor/bad")
    started = perf_counter()
    page = shown(busy, "id/actor/busy")
    assert perf_counter() - started < 3
    assert len(page) < 100_000
    assert "<h1>Busy</h1>" in page
    assert "1–50 of 10,000" in words(page)


def walk(client: FlaskClient, href: str, pattern: str, pages: int) -> list[list[str]]:
    """Return what *pattern* finds on *pages* pages, each the one that the pager of the list calls next."""
    found = []
    for _number in range(pages):
        page = client.get(href, headers=BROWSER).text
        found.append(re.findall(pattern, page))
        following = [unescape(each) for each in re.findall(r'<a href="([^"]+)" rel="next"', page)]
        href = href.partition("?")[0] + following[0].partition("#")[0]
    return found


def test_a_list_is_paged(busy: FlaskClient) -> None:
    pages = walk(busy, "/page/id/actor/busy", r'class="gist"><a href="/id/statement/a/(\d+)"', 2)
    assert [len(page) for page in pages] == [50, 50]
    assert [number for page in pages for number in page] == [f"{number:05}" for number in range(100)]
    last = shown(busy, "id/actor/busy", f"?of=statements&from={MANY - 50}")
    assert f"9,951–{MANY:,} of {MANY:,}" in words(last)
    assert 'rel="prev"' in last


def test_what_points_to_a_thing_is_paged(busy: FlaskClient) -> None:
    pattern = r'<a href="/id/statement/a/(\d+)" title='
    starts = range(0, 200, 50)
    found = [each for start in starts for each in re.findall(pattern, shown(busy, "id/actor/busy", f"?from={start}"))]
    assert len(found) == len(set(found)) == 200
    assert "<details open>" in shown(busy, "id/actor/busy", "?from=50")


@pytest.mark.parametrize("start", ["-1", "1e3", "10000000", "٣", "' or 1", ""])
def test_a_place_in_a_list_that_there_cannot_be(busy: FlaskClient, start: str) -> None:
    response = busy.get(f"/page/id/actor/busy?from={start}", headers=BROWSER)
    assert response.status_code == 400
    assert "give one from 0 to 1000000" in response.text


@pytest.mark.parametrize("name", ["id/actor/bad", "article/bad"])
def test_names_that_mean_harm_stay_text(busy: FlaskClient, name: str) -> None:
    page = shown(busy, name)
    assert linked(page)["name"] == HOSTILE
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_a_figure_with_holes_has_a_page(busy: FlaskClient) -> None:
    """What is not known is not shown as zero."""
    page = words(shown(busy, "id/statistic/a/odd"))
    assert "Period not resolved" in page
    assert "–" in page
    assert " 0 " not in page


def test_what_a_program_found_says_how_sure_it_was(busy: FlaskClient) -> None:
    assert 'class="badge extracted">scheme/review-status/extracted · 0.87<' in shown(busy, "id/statistic/a/found")


def test_beyond_its_end_a_list_is_empty(busy: FlaskClient) -> None:
    page = shown(busy, "id/actor/busy", "?of=statements&from=20000")
    assert "Statements" in page
    assert 'rel="next"' not in page.partition('id="statements"')[2].partition("</section>")[0]


# the texts of articles


def told(begin: int, end: int) -> Words:
    return Words(f"{BASE}article/a#char={begin},{end}", "", begin, end, None, Name("A", f"{BASE}article/a"), None, "en")


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([], [("abcdef", None)]),
        ([(1, 3)], [("a", None), ("bc", (1, 3)), ("def", None)]),
        ([(0, 6), (2, 4)], [("ab", (0, 6)), ("cd", (2, 4)), ("ef", (0, 6))]),
        ([(0, 3), (2, 5)], [("ab", (0, 3)), ("c", (0, 3)), ("de", (2, 5)), ("f", None)]),
        ([(4, 9)], [("abcd", None), ("ef", (4, 9))]),
        ([(7, 9)], [("abcdef", None)]),
    ],
)
def test_a_text_in_pieces(places: list[tuple[int, int]], expected: list[tuple[str, tuple[int, int] | None]]) -> None:
    found = list(pieces("abcdef", [told(begin, end) for begin, end in places]))
    assert [(each.text, (each.words.begin, each.words.end) if each.words else None) for each in found] == expected


TEXT = "Ada & Ben said 𝟛 <b>things</b>.\n\nThe end."


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Serve an article whose text is there, one whose text was changed, and one whose text is missing."""
    folder = tmp_path_factory.mktemp("texts")
    (folder / "right.txt").write_text(TEXT, encoding="utf-8")
    (folder / "changed.txt").write_text(TEXT + " ", encoding="utf-8")
    (folder.parent / "outside.txt").write_text(TEXT, encoding="utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    begin = TEXT.index("𝟛")
    lines = [
        f'<{BASE}article/{name}> a lw:Article ; rdfs:label "{name}"@en ; lw:textSha256 "{digest}" .'
        for name in ("right", "changed", "missing", "..%2Foutside")
    ]
    mention = f"<{BASE}article/right#char={begin},{begin + 1}>"
    nif = PREFIXES["nif"]
    lines.append(
        f'{mention} <{nif}referenceContext> <{BASE}article/right> ; <{nif}beginIndex> {begin} ; <{nif}anchorOf> "𝟛" .'
        f" actor:ada gaf:denotedBy {mention} ."
    )
    file = folder / "some.ttl"
    file.write_text(PROLOGUE + "\n".join(lines), encoding="utf-8")
    return create_app(opened(Settings(load=(str(file),), texts=str(folder)))).test_client()


def test_a_text_is_shown_with_its_mentions_marked(texts: FlaskClient) -> None:
    page = shown(texts, "article/right")
    begin = TEXT.index("𝟛")
    anchor = f"char={begin},{begin + 1}"
    assert f'Ada &amp; Ben said <mark><a href="#{anchor}">𝟛</a></mark> &lt;b&gt;things' in page
    assert f'<tr id="{anchor}">' in page


def test_a_text_that_was_changed_is_not_shown(texts: FlaskClient) -> None:
    page = shown(texts, "article/changed")
    assert "its SHA-256 differs" in page
    assert "Ada" not in page


@pytest.mark.parametrize("name", ["article/missing", "article/..%252Foutside"])
def test_without_a_text_there_is_none(texts: FlaskClient, name: str) -> None:
    page = shown(texts, name)
    assert "Ada" not in page
    assert "SHA-256 differs" not in page


def test_by_default_no_text_is_shown(client: FlaskClient) -> None:
    assert 'class="text"' not in shown(client, PAGES["article"])


# in a browser

CHROMIUM = Path("/usr/bin/chromium")
CONTRASTS = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: make test installs it")


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    """Serve the release over real HTTP."""
    server = make_server("127.0.0.1", 0, create_app(opened(Settings(str(data)))), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


VISITED = [f"/page/{PAGES[name]}" for name in ("statistic", "crime", "actor", "law", "event", "statement", "article")]


@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's package chromium")
@pytest.mark.parametrize("path", [*VISITED, "/figures?crime=cybercrime&narrower=1&lang=zh"])
def test_a_browser_shows_it(browser: "playwright.Browser", address: str, path: str) -> None:
    """The policy is not violated, nothing is scrolled sideways, words stand out, and the anchors of marks are links."""
    page, said = browser.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address + path)
    for width, scheme in product((360, 1280, 2560), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width != 2560:
            assert page.evaluate(CONTRASTS) == [], (width, scheme)
    levels = page.locator("main :is(h1, h2, h3)").evaluate_all("all => all.map(each => +each.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    page.close()
    assert said == []


@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's package chromium")
def test_a_mark_leads_to_its_figure_without_a_script(browser: "playwright.Browser", address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/figures?crime=pi-infringement&indicator=accused")
    page.locator("svg.wide a.mark").first.click()
    playwright.expect(page.locator(".figure mark")).to_have_text("more than 8,700")
    page.get_by_role("link", name=re.compile("characters")).first.click()
    assert "#char=" in page.url
    context.close()
