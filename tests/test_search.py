"""Search: whatever is typed, in English or Chinese, with or without errors, finds names in the order that it should."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from lexwire.graph.namespaces import BASE
from lexwire.queries import catalogue
from lexwire.server import create_app
from lexwire.server.engine import Overloaded
from lexwire.server.search import gathering
from lexwire.server.search.entries import KINDS, Entry, Name, kind_of
from lexwire.server.search.folding import folded, groups, words
from lexwire.server.search.gathering import Gathered, gathered
from lexwire.server.search.index import Index
from lexwire.server.search.keeper import Keeper
from lexwire.server.search.matching import FEW, HOW, Sought
from lexwire.server.search.spelling import Spelling, distance
from lexwire.server.service import opened
from lexwire.server.settings import Settings

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data)))
    yield create_app(service).test_client()
    service.engine.close()


def found(client: FlaskClient, q: str, **fields: object) -> list[dict[str, Any]]:
    """Return the hits of a search."""
    response = client.get("/search.json", query_string={"q": q, **fields})
    assert response.status_code == 200, response.text
    hits: list[dict[str, Any]] = response.json["hits"] if response.json else []
    return hits


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


# what cannot be sought

BAD = [
    ("q=", "Nothing is sought"),
    ("", "Nothing is sought"),
    ("q=%20%09%0A", "Nothing is sought"),
    (f"q={'a' * 201}", "201 characters"),
    ("q=a%00b", "control characters"),
    ("q=%1B[2J", "control characters"),
    ("q=%EF%BF%BF", "control characters"),
    ("q=a&kind=actors", "The kind 'actors' is unknown"),
    ("q=a&kind=%3Cb%3E", "is unknown"),
    ("q=a&limit=0", "from 1 to 50"),
    ("q=a&limit=51", "from 1 to 50"),
    ("q=a&limit=-1", "from 1 to 50"),
    ("q=a&limit=1.5", "from 1 to 50"),
    ("q=a&limit=%D9%A3", "from 1 to 50"),
    (f"q=a&limit={'9' * 5000}", "from 1 to 50"),
    ("q=a&offset=-1", "from 0 to 1000"),
    ("q=a&offset=1001", "from 0 to 1000"),
    ("q=%ED%A0%80", "not UTF-8"),
    ("q=%FF", "not UTF-8"),
    ("&".join(["q=a"] * 101), "fields"),
]


@pytest.mark.parametrize(("query", "message"), BAD, ids=[query[:20] for query, _ in BAD])
def test_what_cannot_be_sought(client: FlaskClient, query: str, message: str) -> None:
    response = client.get("/search.json", query_string=query, headers={"Accept": "application/json"})
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    assert message in response.json["detail"]  # type: ignore[index]
    page = client.get("/search", query_string=query, headers=BROWSER)
    is_empty = message == "Nothing is sought"
    assert page.status_code == (200 if is_empty else 400)
    assert '<input id="sought"' in page.text
    assert is_empty or 'role="alert"' in page.text
    assert "<b>" not in page.text


def test_what_was_typed_stays_in_the_form(client: FlaskClient) -> None:
    assert (
        'maxlength="200" value="tencent" aria-describedby="fault"'
        in client.get("/search?q=tencent&kind=x", headers=BROWSER).text
    )


OPERATORS = [
    *(
        f"tencent {sign}"
        for sign in ('"', '""', "*", "^", "(", ")", "+", "- -", ":", "{}", "'--", "%", "_", "\\", ";", "☃")
    ),
    *(f"{sign} tencent" for sign in ('"', "*", "^", "(", ")", "+", "-", ":", "{", "'", "%", "\\", ";", "§")),
]
WORDS_OF_A_LANGUAGE = [
    "tencent OR phishing", "NOT tencent", "tencent AND phishing", "NEAR(tencent phishing)", "name : phishing tencent",
    "'; DROP TABLE name",
]  # fmt: skip


@pytest.mark.parametrize("q", OPERATORS)
def test_signs_are_passed_over(client: FlaskClient, q: str) -> None:
    assert [each["label"] for each in found(client, q)] == ["Tencent"]


@pytest.mark.parametrize("q", WORDS_OF_A_LANGUAGE)
def test_operators_are_words(client: FlaskClient, q: str) -> None:
    """No name has them, so that nothing is found."""
    assert found(client, q) == []
    assert found(client, "tencent")


@pytest.mark.parametrize("q", ["☃", "***", '"', "''", ")(", "。"])
def test_signs_alone_find_only_names_with_them(client: FlaskClient, q: str) -> None:
    assert all(q in each["label"] or q in each["matched"]["text"] for each in found(client, q))


LONG = [
    "".join(chr(0x4E00 + each) for each in range(200)),
    "个人信息" * 50,
    "a个b" * 66,
    " ".join(chr(97 + each % 26) for each in range(100)),
    "informatoin prosecuotr statsitics procuratoarte " * 4,
    '"' * 200,
]


@pytest.mark.parametrize("q", LONG, ids=[each[:9] for each in LONG])
def test_the_longest_searches(client: FlaskClient, q: str) -> None:
    assert len(found(client, q)) <= 20


@given(st.text(max_size=240))
def test_any_text_is_answered_or_refused(client: FlaskClient, q: str) -> None:
    query = f"q={quote(q.encode('utf-8', 'surrogatepass'), safe='')}"
    assert client.get("/search.json", query_string=query).status_code in {200, 400}


@given(
    st.lists(st.sampled_from(["腾", "讯", "网", "络", "tenc", "ent", "court", '"', "*", "(", " ", "NEAR", "1", "é"]))
)
def test_any_mixture_is_answered(client: FlaskClient, parts: list[str]) -> None:
    q = "".join(parts)[:200]
    assert client.get("/search.json", query_string={"q": q}).status_code == (200 if q.split() else 400)


# the page


def test_the_page(client: FlaskClient) -> None:
    page = client.get("/search?q=%E8%85%BE%E8%AE%AF", headers=BROWSER)
    assert (page.status_code, page.mimetype) == (200, "text/html")
    for part in (
        '<a href="/id/actor/tencent">Tencent</a>',
        'lang="zh">腾讯<',
        'value="腾讯"',
        '<span class="badge">Actor',
    ):
        assert part in page.text
    chinese = client.get("/search?q=tencent&lang=zh", headers=BROWSER).text
    assert 'href="/id/actor/tencent?lang=zh">腾讯</a>' in chinese
    assert "Nothing is found" in client.get("/search?q=zzzzqqqq", headers=BROWSER).text
    assert 'rel="next"' in client.get("/search?q=a&limit=5", headers=BROWSER).text
    assert "<script>" not in client.get("/search?q=<script>alert(1)</script>", headers=BROWSER).text


def test_a_client_that_holds_the_answer(client: FlaskClient) -> None:
    tag = client.get("/search.json?q=tencent").headers["ETag"]
    assert client.get("/search.json?q=tencent", headers={"If-None-Match": tag}).status_code == 304
    for other in ("/search.json?q=tencen", "/search.json?q=tencent&lang=zh", "/search.json?q=tencent&kind=law"):
        assert client.get(other).headers["ETag"] != tag


# the parts


@given(st.text())
def test_folding_is_done_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("Ångström’s naïve Café", [("angstrom",), ("s",), ("naive",), ("cafe",)]),
        ("App违法违规 2019", [("app",), ("违", "法", "违", "规"), ("2019",)]),
        ("S3-STM_09", [("s3",), ("stm",), ("09",)]),
        ("ＡＢＣ ①", [("abc",), ("1",)]),
        ("Straße", [("strasse",)]),
    ],
)
def test_words(text: str, apart: list[tuple[str, ...]]) -> None:
    assert groups(words(folded(text))) == apart


LETTERS = st.text("abcd", max_size=6)


def all_errors(one: str, most: int) -> set[str]:
    """Return all that *most* typing errors make of *one*, letter by letter as the definition says."""
    near = {one}
    for _ in range(most):
        for text in list(near):
            cuts = [(text[:i], text[i:]) for i in range(len(text) + 1)]
            near |= {a + b[1:] for a, b in cuts if b}
            near |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
            near |= {a + letter + b[start:] for a, b in cuts for letter in "abcd" for start in (0, 1)}
    return near


@given(LETTERS, LETTERS)
def test_one_error(one: str, other: str) -> None:
    assert (distance(one, other, 2) <= 1) == (other in all_errors(one, 1))
    assert min(distance(one, other, 2), 3) == min(distance(other, one, 2), 3)


@given(st.text("abcdefgh", min_size=8, max_size=12), st.data())
def test_two_errors_are_found(word: str, data: st.DataObject) -> None:
    near = sorted(all_errors(word, 1))
    typed = data.draw(st.sampled_from(near))
    assert word in Spelling([word, "elsewhere"]).near(typed) or len(typed) < 8


def test_short_words_and_numbers_are_taken_as_they_are() -> None:
    spelling = Spelling(["law", "lawn", "2019", "2018", "s3"])
    assert (spelling.near("lax"), spelling.near("2017"), spelling.near("s4")) == ({}, {}, {})


# when the index is made


def gone(seconds: float, number: list[int]) -> Index:
    """Return an index, after a while, and count."""
    threading.Event().wait(seconds)
    number.append(1)
    return Index(Gathered([Entry(f"{BASE}id/actor/a", "actor", [Name("a", "en")])], True))


def test_many_who_ask_at_once_have_one_index() -> None:
    keeper, made, kept = Keeper(), list[int](), list[object]()
    threads = [
        threading.Thread(target=lambda: kept.append(keeper.kept("1", lambda: gone(0.1, made)))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(kept), len(set(map(id, kept)))) == (1, 8, 1)


def test_who_waits_too_long_is_told_to_come_again() -> None:
    keeper, made = Keeper(patience=0.05), list[int]()
    with pytest.raises(Overloaded) as refused:
        keeper.kept("1", lambda: gone(0.3, made))
    assert refused.value.seconds >= 1
    threading.Event().wait(0.5)
    assert keeper.kept("1", lambda: gone(9, made)).version == "1"


def test_the_old_index_answers_until_the_new_one_is_made() -> None:
    keeper, made = Keeper(), list[int]()
    keeper.kept("1", lambda: gone(0, made))
    assert keeper.kept("2", lambda: gone(0.9, made)).version == "1"
    threading.Event().wait(0.7)
    assert keeper.kept("2", lambda: gone(9, made)).version == "2"


def test_an_index_that_could_not_be_made_is_made_again() -> None:
    keeper, made = Keeper(), list[int]()
    with pytest.raises(ZeroDivisionError):
        keeper.kept("1", lambda: gone(1 // 0, made))
    assert keeper.kept("1", lambda: gone(0, made)).version == "1"


def test_without_a_version_it_is_made_anew_after_some_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    keeper, made = Keeper(), list[int]()
    for renewal, number in ((300.0, 1), (300.0, 1), (0.0, 2)):
        monkeypatch.setattr("lexwire.server.search.keeper.RENEWAL", renewal)
        keeper.kept(None, lambda: gone(0, made))
        assert len(made) == number


def test_503_while_it_is_made(client: FlaskClient) -> None:
    app = create_app(client.application.extensions["lexwire"])
    app.extensions["lexwire.search"] = Keeper(patience=0)
    for path, headers in (("/search.json?q=a", {}), ("/search?q=a", BROWSER)):
        response = app.test_client().get(path, headers=headers)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        assert "The index of names is being made" in response.text


def test_many_search_at_once(client: FlaskClient) -> None:
    index = Index(gathered(client.application.extensions["lexwire"].engine))
    sought = [Sought(q, kind) for q in ("court", "tencnt", "个人", "e", "informaton law") for kind in (None, "law")]
    alone = [index.search(each, "en") for each in sought]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda each: index.search(each, "en"), sought * 20))
    assert together == alone * 20


def test_more_names_than_there_is_room_for(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is referred to least is left out, and the answer says so."""
    engine = client.application.extensions["lexwire"].engine
    whole = gathered(engine)
    monkeypatch.setattr(gathering, "MOST_LABELS", 500)
    part = gathered(engine)
    assert (whole.is_complete, part.is_complete) == (True, False)
    assert sum(len(each.names) for each in part.entries) <= 500
    assert [each.iri for each in part.entries] == [each.iri for each in whole.entries[: len(part.entries)]]
    monkeypatch.setattr(gathering, "MOST_STATEMENTS", 400)
    assert not gathered(engine).is_complete


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
