"""The index of names: how words are folded and errors forgiven, and who waits while it is made."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from lexwire.graph.namespaces import BASE
from lexwire.server import create_app
from lexwire.server.engine import Overloaded
from lexwire.server.search import gathering
from lexwire.server.search.entries import Entry, Name
from lexwire.server.search.folding import folded, groups, words
from lexwire.server.search.gathering import Gathered, gathered
from lexwire.server.search.index import Index
from lexwire.server.search.keeper import Keeper
from lexwire.server.search.matching import Sought
from lexwire.server.search.spelling import Spelling, distance
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .searching import BROWSER


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data)))
    yield create_app(service).test_client()
    service.engine.close()


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
