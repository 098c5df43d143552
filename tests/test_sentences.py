"""What went wrong is told in the reader's language: each sentence that the server can say, and real ones as asked."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from lexwire.graph.release import Release
from lexwire.server import create_app
from lexwire.server.language import _texts, translations
from lexwire.server.sentences import translated
from lexwire.server.service import opened
from lexwire.server.settings import Settings

ROOT = Path(__file__).parent.parent
OTHERS = {"cli", "client", "review", "settings", "openapi"}
"""Folders of the server whose sentences are told to operators, authors and curators, or in a description."""
ALSO = {"asking.py", "description.py", "running.py", "service.py", "testing.py", "metrics.py", "journal.py"}
FILES = [
    *(each for each in (ROOT / "server").rglob("*.py") if not OTHERS & {*each.parts} and each.name not in ALSO),
    *(ROOT / "queries" / name for name in ("query.py", "parameters.py", "paging.py")),
]
NOT_READERS = {"UsageError", "LexwireError", "OSError", "ConnectTimeoutError", "safe_dump", "error"}
"""What takes sentences that only an operator sees, or a program."""
INNER = "A byte order mark is put before an answer by the long way only."
"""Makes a question take another way; nobody is told."""
CHINESE = re.compile(r"[一-鿿]")
ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
SENTENCE = re.compile(r"[a-z]\W* \w.*\S\.$")
VALUE = "X-7"


def sentences(file: Path) -> Iterator[str]:
    """Yield the sentences in *file* that tell what went wrong: each ends with a full stop, its values are `VALUE`."""
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    skipped = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    skipped |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    skipped |= {id(part) for node in nodes if _is_for_others(node) for part in ast.walk(node)}
    for node in nodes:
        text = _text(node) if id(node) not in skipped else None
        if text and SENTENCE.search(text) and text not in {INNER, *_texts("zh").keys() - ours("zh")}:
            yield text


def ours(tag: str) -> set[str]:
    """Return the sentences that are found by their form."""
    return {*translations(tag, "sentences.po")}


def _is_for_others(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    return getattr(node.func, "id", getattr(node.func, "attr", "")) in NOT_READERS


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else VALUE for each in node.values)
    return None


SAID = sorted({(str(file.relative_to(ROOT)), text) for file in FILES for text in sentences(file)})


def test_sentences_are_found_where_they_are_raised() -> None:
    assert len(SAID) > 90
    assert ("server/protocol.py", "The query is empty; write one.") in SAID


@pytest.mark.parametrize(("file", "sentence"), SAID, ids=[f"{file}-{n}" for n, (file, _) in enumerate(SAID)])
def test_every_sentence_is_translated_with_its_values(file: str, sentence: str) -> None:
    chinese = translated(sentence, "zh")
    assert CHINESE.search(chinese), (file, sentence)
    assert not ENGLISH.search(chinese)
    assert (VALUE in chinese) == (VALUE in sentence)
    assert translated(sentence, "en") == sentence


@pytest.fixture(scope="module")
def client(release: Release) -> Iterator[FlaskClient]:
    service = opened(Settings(str(release.folder.parent.parent), query_workers=1, query_seconds=2))
    yield create_app(service).test_client()
    service.engine.close()


SLOW = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
ASKED = [
    ("/nowhere", 404, "/nowhere 处没有内容；请搜索名称，或从首页开始。"),
    ("/id/law/cybersecurity-la", 404, "您要找的是否为下列之一？"),
    ("/queries/figures-on-a-crim", 404, "您要找的是否为"),
    ("/queries/people-prosecuted-over-time.xyz", 404, "未知格式 &#39;xyz&#39;"),
    ("/queries/people-prosecuted-over-time?release=none", 404, "这里没有版本"),
    ("/queries/people-prosecuted-over-time?page=x", 400, "不是从 1 起的整数"),
    ("/data/graph/x.ttl", 404, "图谱中没有名为"),
    ("/figures?from=x", 400, "from 的值"),
    ("/search?q=" + "a" * 300, 400, "300"),
    ("/dumps/none/x.ttl", 404, "没有"),
    ("/sparql?query=SELECT", 400, "查询在第 1 行第 7 列无法解读："),
    ("/sparql?query=%20", 400, "查询为空；请写一个查询。"),
    ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", 400, "请求含有 2 个查询"),
    ("/sparql?query=SELECT*%7BSERVICE%3Chttp://a.org/%3E%7B%7D%7D", 400, "此处不开放 SERVICE"),
    (f"/sparql?query={SLOW}", 503, "查询运行超过了允许的 2 秒"),
]


@pytest.mark.parametrize(("address", "status", "expected"), ASKED, ids=[address[:40] for address, *_ in ASKED])
def test_a_page_tells_what_is_wrong_in_its_language(
    client: FlaskClient, address: str, status: int, expected: str
) -> None:
    response = client.get(address, headers={"Accept": "text/html", "Accept-Language": "zh"})
    assert (response.status_code, response.headers["Content-Language"]) == (status, "zh")
    faults = re.findall(r'role="alert"[^>]*>([^<]*)<', response.text)
    assert any(expected in each for each in faults), faults


@pytest.mark.parametrize("accept", ["application/problem+json", "text/plain", "text/csv"])
@pytest.mark.parametrize(("liked", "expected"), [("zh-CN", "查询为空"), ("en", "The query"), (None, "The query")])
def test_data_clients_hear_it_in_the_language_they_like(
    client: FlaskClient, accept: str, liked: str | None, expected: str
) -> None:
    headers = {"Accept": accept} | ({"Accept-Language": liked} if liked else {})
    response = client.get("/sparql?query=%20", headers=headers)
    text = response.get_json(force=True)["detail"] if "json" in accept else response.text
    assert response.status_code == 400
    assert text.startswith(expected)
    assert {"Accept", "Accept-Language"} <= set(response.vary)


def test_a_sentence_that_nobody_translated_stays() -> None:
    assert translated("Something new went wrong; look.", "zh") == "Something new went wrong; look."


def test_a_long_quotation_costs_no_time() -> None:
    """The forms are patterns, which a long text could keep busy."""
    sentence = "There is nothing at /" + " answers with more than the" * 4_000
    assert translated(sentence, "zh") == sentence
