"""Whatever is typed into the search is answered or refused in words, on a page and as data."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from lexwire.server import create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .searching import BROWSER, found


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data)))
    yield create_app(service).test_client()
    service.engine.close()


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
