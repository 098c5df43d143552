"""Pages made for kinds of things: what they tell, in two languages, and what they ask for it."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from lexwire.graph.namespaces import BASE, DCTERMS, GAF
from lexwire.server import answering, create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from lexwire.server.things.facts import shown_day
from lexwire.server.things.facts import words as places
from lexwire.server.things.graph import Names, Node

from .thing_pages import PAGES, linked, shown, words

SERVER = Path(__file__).parent.parent / "server"
ASKED = answering.asked


@pytest.fixture(scope="module")
def client(data: Path) -> FlaskClient:
    return create_app(opened(Settings(str(data)))).test_client()


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
