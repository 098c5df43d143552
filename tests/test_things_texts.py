"""The texts of articles on their pages: mentions are marked, and a text that was changed is not shown."""

import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lexwire.graph.namespaces import BASE, PREFIXES
from lexwire.server import create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from lexwire.server.things.facts import Words
from lexwire.server.things.graph import Name
from lexwire.server.things.texts import pieces

from .thing_pages import PAGES, PROLOGUE, shown


@pytest.fixture(scope="module")
def client(data: Path) -> FlaskClient:
    return create_app(opened(Settings(str(data)))).test_client()


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
