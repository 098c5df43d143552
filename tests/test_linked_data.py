"""Linked data: whatever IRI the graph mints leads, under the server's own address, to a page or to data about it."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib import Graph

from lexwire import ontology
from lexwire.graph.namespaces import BASE, PREFIXES
from lexwire.graph.release import Release
from lexwire.graph.store import read
from lexwire.server import create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
ARTICLE = "article/2024-02-24-crackdown-on-cybercrime"
FORMATS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
}


@pytest.fixture(scope="module")
def client(data: Path) -> FlaskClient:
    return create_app(opened(Settings(str(data)))).test_client()


@pytest.fixture(scope="module")
def minted(release: Release) -> list[str]:
    """Return the paths of all IRIs under the base that the graph says anything of, without fragments."""
    subjects = {quad.subject.value for quad in read(release.store) if isinstance(quad.subject, NamedNode)}
    paths = {iri.removeprefix(BASE).partition("#")[0] for iri in subjects if iri.startswith(BASE)}
    return sorted(path for path in paths if path != "shapes")


def described(client: FlaskClient, name: str) -> list[Quad]:
    """Return what the N-Triples document on *name* says."""
    return list(parse(client.get(f"/data/{name}.nt").data, format=RdfFormat.N_TRIPLES))


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    "name", ["id/actor/tencent", "scheme/crime/hacking", ARTICLE, f"graph/{ARTICLE}", "dataset", "ns"]
)
def test_an_iri_leads_to_data(client: FlaskClient, name: str, suffix: str) -> None:
    kind, native = FORMATS[suffix]
    there = client.get(f"/{name}", headers={"Accept": kind})
    assert (there.status_code, there.headers["Location"]) == (303, f"/data/{name}.{suffix}")
    assert (there.headers["Vary"], there.headers["Access-Control-Allow-Origin"]) == ("Accept", "*")
    found = client.get(there.headers["Location"])
    assert (found.status_code, found.mimetype) == (200, kind)
    iri = NamedNode(BASE + name)
    assert any(quad.subject == iri for quad in parse(found.data, format=native))


def test_an_iri_leads_to_a_page(client: FlaskClient) -> None:
    there = client.get("/id/actor/tencent", headers=BROWSER)
    assert (there.status_code, there.headers["Location"]) == (303, "/page/id/actor/tencent")
    page = client.get(there.headers["Location"], headers=BROWSER)
    assert page.headers["Link"] == f'<{BASE}id/actor/tencent>; rel="describes"'
    for words in ("<h1>Tencent</h1>", 'lang="zh">腾讯<', ">company</a>", "Ma Huateng: chairman", "graph/authority"):
        assert words in page.text


def test_without_preference_it_leads_to_turtle(client: FlaskClient) -> None:
    assert client.get("/scheme/crime").headers["Location"] == "/data/scheme/crime.ttl"
    assert client.get("/scheme/crime", headers={"Accept": "image/png"}).status_code == 406


def test_every_minted_iri_has_a_page(client: FlaskClient, minted: list[str]) -> None:
    assert len(minted) > 500
    lost = [name for name in minted if client.get(f"/{quote(name)}", headers=BROWSER).status_code != 303]
    assert lost == []
    broken = [name for name in minted[::7] if client.get(f"/page/{quote(name)}").status_code != 200]
    assert broken == []


def test_every_link_of_a_page_leads_somewhere(client: FlaskClient) -> None:
    for name in ("id/actor/tencent", "scheme/crime/hacking", ARTICLE, "ns"):
        page = client.get(f"/page/{name}").text
        links = {link.partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', page)}
        assert len(links) > 8
        for link in links:
            with client.get(link, headers=BROWSER) as response:
                assert response.status_code in {200, 303}, link
        anchors = set(re.findall(r'href="#([^"]+)"', page)) - {"main"}
        assert anchors <= set(re.findall(r' id="([^"]+)"', page))


def test_data_has_the_names_of_neighbours_and_the_graphs_that_say_it(client: FlaskClient) -> None:
    found = described(client, "id/actor/tencent")
    said = {(quad.subject.value, quad.predicate.value, quad.object.value) for quad in found}
    assert (f"{BASE}ns#Company", f"{PREFIXES['rdfs']}label", "company") in said
    document = "http://localhost/data/id/actor/tencent.nt"
    assert (document, f"{PREFIXES['foaf']}primaryTopic", f"{BASE}id/actor/tencent") in said
    source = f"{PREFIXES['dcterms']}source"
    sources = {value for subject, predicate, value in said if (subject, predicate) == (document, source)}
    assert f"{BASE}graph/authority" in sources
    assert f"{BASE}graph/article/2017-03-13-better-protection-of-personal-information" in sources
    assert len(set(found)) == len(found)


def test_an_article_comes_with_its_mentions(client: FlaskClient) -> None:
    """Their IRIs differ from the article's by a fragment, which no client sends."""
    mentions = {quad.subject.value for quad in described(client, ARTICLE) if "#char=" in quad.subject.value}
    assert len(mentions) > 50
    page = client.get(f"/page/{ARTICLE}").text
    begins = [int(begin) for begin in re.findall(r' id="char=(\d+),\d+"', page)]
    assert len(begins) == len(mentions)
    assert begins == sorted(begins)


def test_a_graph_comes_with_what_it_holds(client: FlaskClient) -> None:
    name = f"graph/{ARTICLE}"
    whole = client.get("/store", query_string={"graph": BASE + name}, headers={"Accept": "application/n-triples"}).data
    held = {(quad.subject, quad.predicate, quad.object) for quad in parse(whole, format=RdfFormat.N_TRIPLES)}
    assert held < {(quad.subject, quad.predicate, quad.object) for quad in described(client, name)}
    assert "all that the graph holds" in client.get(f"/page/{name}").text


def test_data_has_tags(client: FlaskClient) -> None:
    for name in ("id/actor/tencent", "ns"):
        tags = {suffix: client.get(f"/data/{name}.{suffix}").headers["ETag"] for suffix in FORMATS}
        assert len(set(tags.values())) == len(FORMATS)
        assert client.get(f"/data/{name}.nt", headers={"If-None-Match": tags["nt"]}).status_code == 304


@pytest.mark.parametrize("path", ["/id/actor/tencnt", "/data/id/actor/tencnt.ttl", "/page/id/actor/tencnt"])
def test_a_wrong_address_leads_to_the_right_one(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers=BROWSER)
    assert (page.status_code, 'href="/id/actor/tencent"' in page.text) == (404, True)
    plain = client.get(path)
    assert (plain.status_code, "/id/actor/tencent" in plain.text, plain.mimetype) == (404, True, "text/plain")


@pytest.mark.parametrize(
    "path",
    ["/id/nothing", "/id/actor/", "/scheme/crimes", "/article/none", "/graph/none", "/ns/9", "/data/ns/9.ttl",
     "/page/nothing", "/page/ns/9", "/data/queries.ttl", "/id/x%20y", "/id/%3Cscript%3E", '/id/actor/">',
     "/id/actor/%22%29%20%7D", "/id/%00"],
)  # fmt: skip
def test_what_the_graph_knows_nothing_of(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers=BROWSER)
    assert response.status_code == 404
    assert "<script>" not in response.text
    assert "Traceback" not in response.text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["ns", "ns/0.1.0"])
def test_the_ontology_is_what_is_packaged(client: FlaskClient, name: str) -> None:
    packaged = Graph().parse(data=ontology.read("lexwire.ttl"), format="turtle")
    sent = Graph().parse(data=client.get(f"/data/{name}.ttl").data, format="turtle")
    assert len(sent) == len(packaged)
    assert client.get(f"/{name}").headers["Location"] == f"/data/{name}.ttl"
    page = client.get(f"/{name}", headers=BROWSER, follow_redirects=True).text
    terms = {subject for subject in packaged.subjects() if str(subject).startswith(f"{BASE}ns#")}
    assert len(terms) > 90
    assert {str(term).partition("#")[2] for term in terms} <= set(re.findall(r'<dt id="([^"]+)"', page))


def test_loaded_files_are_linked_data_too(tmp_path: Path) -> None:
    """Whatever is served, IRIs under the base lead to it, in the default graph or in a named one."""
    file = tmp_path / "some.trig"
    file.write_text(f'<{BASE}id/a/1> <urn:p> "x" . <urn:g> {{ <{BASE}id/a/2> <urn:p> <javascript:alert(1)> }}')
    client = create_app(opened(Settings(load=(str(file),), default_graph="stored"))).test_client()
    for number in (1, 2):
        assert client.get(f"/id/a/{number}").status_code == 303
        assert client.get(f"/page/id/a/{number}").status_code == 200
    assert 'href="javascript' not in client.get("/page/id/a/2").text
