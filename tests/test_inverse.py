"""What leads back to a thing: articles to their makers, figures to what they rest on, and the order of lists."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lexwire.graph.namespaces import BASE, PREFIXES
from lexwire.server import answering, create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings

NAMES = ("lw", "rdf", "rdfs", "schema", "dcterms", "dcat", "gaf", "nif", "prov", "skos", "sdmx-d", "sdmx-m")
PROLOGUE = (
    "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in NAMES)
    + f"""
@prefix actor: <{BASE}id/actor/> .
@prefix article: <{BASE}article/> .
"""
)
ASKED = answering.asked
S1 = "2017-03-13-better-protection-of-personal-information"
S3 = "2024-02-24-crackdown-on-cybercrime"
MANY = 70
"""More than a page of a list has."""


def figure(name: str, said: str) -> str:
    return f'<{BASE}id/statistic/{name}> a lw:Statistic ; lw:indicator <{BASE}i> ; lw:valueText "{name}" ; {said} .'


def stated(name: str, article: str, begin: int) -> str:
    mention = f"<{BASE}article/{article}#char={begin},{begin + 1}>"
    return (
        f'<{BASE}id/statement/{name}> a lw:Statement ; rdfs:label "{name}"@en ; lw:speaker actor:busy ;'
        f" schema:isPartOf article:{article} ; schema:about <{BASE}id/law/l>, <{BASE}scheme/crime/c> ;"
        f" gaf:denotedBy {mention} . {mention} nif:beginIndex {begin} ."
    )


def made() -> list[str]:
    """Return a graph in which everything leads to few things, more often than a page shows."""
    quantity, numbers = f"<{BASE}q>", range(MANY)
    wholes = ", ".join(f"<{BASE}id/statistic/whole-{number:02}>" for number in numbers)
    lines = [figure("hub", f"lw:subsetOf {wholes} ; lw:ofQuantity {quantity} ; lw:denominator actor:group")]
    for number in numbers:
        lines += [
            figure(f"whole-{number:02}", "lw:reportedIn article:a"),
            figure(f"same-{number:02}", f"lw:ofQuantity {quantity}"),
            figure(f"share-{number:02}", "lw:denominator actor:group ; lw:citesSource actor:busy"),
            f"<{BASE}id/statistic/derived-{number:02}> a lw:Statistic, lw:DerivedStatistic ; lw:indicator <{BASE}i> ;"
            f' lw:formula "a" ; prov:wasDerivedFrom <{BASE}id/statistic/whole-{number:02}> .',
            f"<{BASE}id/statistic/derived-{number:02}> prov:wasDerivedFrom <{BASE}id/statistic/whole-00> .",
            f'article:p-{number:02} a lw:Article ; rdfs:label "P {number:02}"@en ; dcterms:publisher actor:busy ;'
            f' dcterms:creator actor:busy ; dcterms:source actor:busy ; dcterms:issued "20{number % 70 + 10}-01-01" .',
        ]
    return [
        *lines,
        'actor:busy a lw:Actor ; rdfs:label "Busy"@en . actor:group a lw:Actor, lw:ActorGroup ; rdfs:label "G"@en .',
        'article:a a lw:Article ; rdfs:label "A"@en ; dcterms:issued "2020-01-01" .',
        'article:b a lw:Article ; rdfs:label "B"@en ; dcterms:issued "2019-01-01" .',
        'article:c a lw:Article ; rdfs:label "C"@en . article:d a lw:Article ; rdfs:label "D"@en .',
        'article:e a lw:Article ; rdfs:label "E"@en ; dcterms:issued "2020-01-01" .',
        f'<{BASE}id/law/l> a lw:Law ; rdfs:label "L"@en . <{BASE}scheme/crime/c> a lw:Crime ; rdfs:label "C"@en .',
        *(stated(*each) for each in STATED),
        f"<{BASE}graph/g> {{ <{BASE}s> <{BASE}p> 1 }}",
    ]


STATED = (
    ("1", "a", 1200),
    ("2", "a", 300),
    ("3", "a", 30),
    ("4", "b", 9),
    ("5", "b", 7),
    ("6", "d", 2),
    ("7", "c", 5),
    ("8", "c", 4),
    ("9", "e", 1),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    file = tmp_path_factory.mktemp("inverse") / "made.trig"
    file.write_text(PROLOGUE + "\n".join(made()), encoding="utf-8")
    return create_app(opened(Settings(load=(str(file),)))).test_client()


@pytest.fixture(scope="module")
def release(data: Path) -> FlaskClient:
    return create_app(opened(Settings(str(data)))).test_client()


def shown(client: FlaskClient, name: str, query: str = "") -> str:
    response = client.get(f"/page/{name}{query}", headers={"Accept": "text/html"})
    assert response.status_code == 200
    return response.text


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def section(page: str, name: str) -> str:
    (found,) = re.findall(rf'<section id="{name}".*?</section>', page, re.DOTALL)
    return str(found)


# in the release


@pytest.mark.parametrize(
    ("name", "part", "text"),
    [
        (f"article/{S3}", "computed", "Computed from its figures 3"),
        (f"article/{S3}", "computed", "printed nowhere about 206,642.07 persons"),
        ("id/actor/china-daily", "published", "Articles it published 2"),
        ("id/actor/china-daily", "published", "Crackdown intensifies on cybercrime February 24, 2024"),
        ("id/actor/yang-zekun", "written", "Articles it wrote 1 Crackdown intensifies on cybercrime"),
        ("id/actor/xinhua", "sent", "Articles from its dispatches 1"),
        ("id/actor/group-government", "relying", "Figures that rely on it 1"),
        ("id/actor/group-belarus-internet-users", "shares", "Shares measured against it 1"),
    ],
)
def test_a_page_leads_back(release: FlaskClient, name: str, part: str, text: str) -> None:
    assert text in words(section(shown(release, name), part))


def test_computed_figures_are_counted_apart(release: FlaskClient) -> None:
    """What no article prints is none of its statistics."""
    page = words(shown(release, f"article/{S3}"))
    assert "Statistics 9 " in page
    assert "Computed figures 3 " in page


@pytest.mark.parametrize(
    ("name", "part"),
    [("id/actor/ma-huateng", "published"), ("id/actor/ma-huateng", "shares"),
     ("article/2019-08-30-china-cybersecurity-week-briefing", "computed")],
)  # fmt: skip
def test_where_nothing_leads_back_nothing_is_said(release: FlaskClient, name: str, part: str) -> None:
    assert f'id="{part}"' not in shown(release, name)


@pytest.mark.parametrize(
    ("name", "text"), [(f"article/{S3}", "由文中数字推算 3"), ("id/actor/china-daily", "其刊发的文章 2")]
)
def test_it_leads_back_in_chinese(release: FlaskClient, name: str, text: str) -> None:
    assert text in words(shown(release, name, "?lang=zh"))


# in a graph where much leads to one thing


@pytest.mark.parametrize(
    ("name", "part", "pattern", "total"),
    [
        ("id/actor/busy", "published", r"/article/p-(\d+)", MANY),
        ("id/actor/busy", "written", r"/article/p-(\d+)", MANY),
        ("id/actor/busy", "sent", r"/article/p-(\d+)", MANY),
        ("id/actor/busy", "relying", r"/statistic/share-(\d+)", MANY),
        ("id/actor/group", "shares", r"/statistic/(share-\d+|hub)", MANY + 1),
        ("article/a", "computed", r"/statistic/derived-(\d+)", MANY),
        ("id/statistic/hub", "same", r"/statistic/same-(\d+)", MANY),
    ],
)
def test_a_list_is_counted_and_paged(client: FlaskClient, name: str, part: str, pattern: str, total: int) -> None:
    """A figure is none of the other figures for the same thing, neither listed nor counted."""
    pages = [section(shown(client, name, f"?of={part}&from={start}"), part) for start in (0, 50)]
    found = [set(re.findall(pattern, page)) for page in pages]
    assert (len(found[0]), len(found[1])) == (50, total - 50)
    assert not found[0] & found[1]
    assert f"1–50 of {total} " in words(pages[0])


def test_the_newest_articles_come_first(client: FlaskClient) -> None:
    found = re.findall(r"/article/p-(\d+)", section(shown(client, "id/actor/busy"), "published"))
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize(("start", "expected"), [(0, 50), (50, 20)])
def test_related_figures_beyond_the_page_are_no_bare_links(client: FlaskClient, start: int, expected: int) -> None:
    page = shown(client, "id/statistic/hub", f"?of=related&from={start}").partition("<summary>")[0]
    figures = set(re.findall(r'<li><a href="/id/statistic/(whole-\d+)"', page))
    assert len(figures) == expected
    assert set(re.findall(r'href="/id/statistic/(whole-\d+)"', page)) == figures
    assert f"of {MANY} " in words(page[page.index('id="related"') :])


def test_a_group_that_a_share_is_measured_against_is_named_on_each_page(client: FlaskClient) -> None:
    for start in (0, 50):
        assert '<p><a href="/id/actor/group">G</a></p>' in shown(
            client, "id/statistic/hub", f"?of=related&from={start}"
        )


@pytest.mark.parametrize(
    ("name", "order"),
    [("id/law/l", "876543219"), ("scheme/crime/c", "876543219"), ("id/actor/busy", "321954876")],
)
def test_statements_come_by_day_and_then_as_their_article_has_them(client: FlaskClient, name: str, order: str) -> None:
    """By the number of the character, not its first digit, and an article at a time, though of the same day or none.

    The undated come first, or last in a list that begins with the newest.
    """
    listed = section(shown(client, name), "statements")
    assert "".join(re.findall(r'class="gist"><a href="/id/statement/(\d)"', listed)) == order


@pytest.mark.parametrize(
    "name", ["id/actor/busy", "id/actor/group", "article/a", "id/statistic/hub", "graph/g", "id/nothing"]
)
def test_no_page_asks_more_than_four_queries(client: FlaskClient, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(answering, "asked", lambda question: asked.append(question.query) or ASKED(question))
    response = client.get(f"/page/{name}", headers={"Accept": "text/html"})
    assert (response.status_code, len(asked)) == {"id/nothing": (404, 3)}.get(name, (200, 4))
