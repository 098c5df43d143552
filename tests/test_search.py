"""Search finds names in the order that it should, in English or Chinese, and each hit says what it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lexwire.graph.namespaces import BASE
from lexwire.queries import catalogue
from lexwire.server import create_app
from lexwire.server.search.entries import KINDS, Entry, Name, kind_of
from lexwire.server.search.gathering import Gathered
from lexwire.server.search.index import Index
from lexwire.server.search.matching import FEW, HOW, Sought
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .searching import BROWSER, found


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data)))
    yield create_app(service).test_client()
    service.engine.close()


# what is found first


FIRST = [
    # exactly, in either language, whatever the case, the accents and the width
    ("Tencent", "exact", "id/actor/tencent"),
    ("tEnCeNt", "exact", "id/actor/tencent"),
    ("Téncent", "exact", "id/actor/tencent"),
    ("ＴＥＮＣＥＮＴ", "exact", "id/actor/tencent"),
    ("  tencent \t holdings ", "exact", "id/actor/tencent"),
    ("tech giant Tencent", "exact", "id/actor/tencent"),
    ("腾讯", "exact", "id/actor/tencent"),
    ("phishing", "exact", "scheme/crime/phishing"),
    ("中华人民共和国个人信息保护法", "exact", "id/law/pipl"),
    ("S3-STM-09", "exact", "id/statement/2024-02-24-crackdown-on-cybercrime/zhou-huiyong-protection-of-data"),
    ("Crackdown intensifies on cybercrime", "exact", "article/2024-02-24-crackdown-on-cybercrime"),
    # by the beginning of a name or of its words
    ("tenc", "start", "id/actor/tencent"),
    ("腾", "start", "id/actor/tencent"),
    ("procuratorate people supreme", "word", "id/actor/spp"),
    ("化腾", "word", "id/actor/ma-huateng"),
    ("化", "word", "id/actor/ma-huateng"),
    ("络安全法", "word", "id/law/cybersecurity-law"),
    # inside of words
    ("encen", "inside", "id/actor/tencent"),
    # but for errors: a letter too few, too many, wrong, two turned, two errors, a space too much, a wrong character
    ("tencnt", "similar", "id/actor/tencent"),
    ("tenccent", "similar", "id/actor/tencent"),
    ("tensent", "similar", "id/actor/tencent"),
    ("tecnent", "similar", "id/actor/tencent"),
    ("phihsingg", "similar", "scheme/crime/phishing"),
    ("ten cent", "similar", "id/actor/tencent"),
    ("procuratrate suprme", "similar", "id/actor/spp"),
    ("网洛安全法", "similar", "id/law/cybersecurity-law"),
    ("网安全法", "similar", "id/law/cybersecurity-law"),
    # what no release has
    ("Actor", "exact", "ns#Actor"),
    ("lw:Actor", "exact", "ns#Actor"),
    ("actors-and-roles", "exact", None),
    ("所有人物及其职务", "exact", None),
]


@pytest.mark.parametrize(("q", "how", "path"), FIRST)
def test_what_is_found_first(client: FlaskClient, q: str, how: str, path: str | None) -> None:
    first = found(client, q)[0]
    assert (first["match"], first["iri"]) == (how, BASE + path if path else None)


def test_the_order_of_ways_to_match(client: FlaskClient) -> None:
    """A better way comes first, hidden names last; and with many hits in better ways errors are not forgiven."""
    query = "SELECT ?l { ?s <http://www.w3.org/2004/02/skos/core#hiddenLabel> ?l }"
    answer = client.get("/sparql", query_string={"query": query, "format": "json"}).get_json()
    hidden = {row["l"]["value"] for row in answer["results"]["bindings"]}
    for q in ("information", "court", "cyber", "网络", "个人信息"):
        hits = found(client, q, limit=50)
        ways = [HOW.index(each["match"]) for each in hits]
        is_hidden = [each["match"] != "exact" and (each["matched"] or {}).get("text") in hidden for each in hits]
        assert list(zip(is_hidden, ways, strict=True)) == sorted(zip(is_hidden, ways, strict=True))
        assert len(ways) > FEW
        assert HOW.index("similar") not in ways


def test_what_is_called_so_comes_before_what_is_only_found_so(client: FlaskClient) -> None:
    """Fraudsters are among the wordings by which persons are counted, and no name that pages show."""
    labels = [each["label"] for each in found(client, "fraud", limit=50)]
    assert labels[0] == "Fraud"
    assert labels.index("Telecom and online fraud") < labels.index("persons")


def test_what_is_referred_to_more_comes_first_then_the_name() -> None:
    entries = [Entry(f"{BASE}id/actor/{key}", "actor", [Name(key, "en")], references=n)
               for key, n in (("court b", 1), ("court a", 1), ("court z", 9))]  # fmt: skip
    ordered = sorted(entries, key=lambda each: (-each.references, each.names[0].text))
    index = Index(Gathered(ordered, True))
    assert [hit.entry.iri.rpartition("/")[2] for hit in index.search(Sought("court"), "en").hits] == [
        "court z", "court a", "court b",
    ]  # fmt: skip


def test_everything_with_a_name_and_a_page_is_found(client: FlaskClient) -> None:
    """Each English label that the data has, typed as it is, finds the thing by an exact match, on whatever page."""
    query = (
        "SELECT ?s (SAMPLE(?l) AS ?one) { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l FILTER(LANG(?l) = 'en') }"
    )
    rows = client.get("/sparql", query_string={"query": f"{query} GROUP BY ?s", "format": "json"}).json
    assert rows is not None
    named = {row["s"]["value"]: row["one"]["value"] for row in rows["results"]["bindings"]}
    ours = {iri: label for iri, label in named.items() if kind_of(iri) and len(label) <= 200}
    assert len(ours) > 300
    for iri, label in list(ours.items())[::5]:
        exact = [each["iri"] for each in found(client, label, limit=50) if each["match"] == "exact"]
        assert iri in exact, label


# what a hit tells


def test_a_hit_speaks_the_language_of_the_request(client: FlaskClient) -> None:
    english, chinese = found(client, "腾讯控股", lang="en")[0], found(client, "tencent h", lang="zh")[0]
    assert (english["label"], english["matched"]) == ("Tencent", {"text": "腾讯控股有限公司", "language": "zh"})
    assert (chinese["label"], chinese["language"], chinese["matched"]["text"]) == ("腾讯", "zh", "Tencent Holdings")
    assert found(client, "腾讯", lang="zh")[0]["matched"] is None
    headers = {"Accept": "application/json", "Accept-Language": "zh, en;q=0.5"}
    asked = client.get("/search?q=tencent", headers=headers)
    assert asked.json is not None
    assert asked.json["hits"][0]["label"] == "腾讯"
    assert {"Accept", "Accept-Language"} <= set(asked.headers["Vary"].split(", "))


DETAILS = [
    ("S2-STA-03", "over 100"),
    ("S4-EVT-03", "2018-09-09"),
    ("S3-STM-09", "Zhou Huiyong"),
    ("Crackdown intensifies on cybercrime", "China Daily · 2024-02-24"),
    ("phishing", "Luring people into giving away access data"),
    ("lw:Actor", "A person, an organization or a group that acts"),
    ("actors-and-roles", "One line for each role"),
]


@pytest.mark.parametrize(("q", "detail"), DETAILS)
def test_a_hit_has_a_second_line(client: FlaskClient, q: str, detail: str) -> None:
    assert found(client, q)[0]["detail"].startswith(detail)


def test_hits_lead_to_pages(client: FlaskClient) -> None:
    for kind in KINDS:
        for hit in found(client, "of", kind=kind, limit=2):
            page = client.get(hit["href"].partition("#")[0], headers=BROWSER, follow_redirects=True)
            assert page.status_code == 200, hit


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind(client: FlaskClient, kind: str) -> None:
    hits = [
        *found(client, "e", kind=kind, limit=50),
        *found(client, "informaton", kind=kind),
        *found(client, "e", kind=kind),
    ]
    assert {hit["kind"] for hit in hits} == {kind}


def test_pages_follow_one_another(client: FlaskClient) -> None:
    whole = [hit["href"] for hit in found(client, "information", limit=30)]
    parts = [hit["href"] for offset in (0, 10, 20) for hit in found(client, "information", limit=10, offset=offset)]
    assert whole == parts
    assert len(set(whole)) == 30
    answer = client.get("/search.json?q=tencent&limit=1").json
    assert answer is not None
    assert (answer["more"], answer["complete"]) == (False, True)
    assert found(client, "tencent", offset=1000) == []


def test_loaded_files(tmp_path: Path) -> None:
    """Names in the default graph and in named ones, in a language that is neither; never what has no page."""
    file = tmp_path / "some.trig"
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    file.write_text(
        f'<{BASE}id/actor/1> {label} "Überwacher"@de . <urn:x> {label} "Überall" . _:b {label} "Überhaupt" .'
        f'<urn:g> {{ <{BASE}id/law/2> {label} "Übersicht" , <urn:y> . <{BASE}article/3#char=1,2> {label} "Über" }}'
    )
    service = opened(Settings(load=(str(file),), default_graph="stored"))
    hits = found(create_app(service).test_client(), "uber")
    service.engine.close()
    assert {(hit["label"], hit["language"], hit["kind"]) for hit in hits} == {
        ("Überwacher", "de", "actor"), ("Übersicht", None, "law"),
    }  # fmt: skip


def test_saved_queries_are_all_there(client: FlaskClient) -> None:
    for query in catalogue().values():
        hits = found(client, query.title["zh"], kind="query")
        assert f"/queries/{query.name}" in [hit["href"] for hit in hits]
