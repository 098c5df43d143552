"""`lexwire review` lets nobody else in, and tells a wrong form or a wrong call in one sentence."""

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest

from lexwire.server.review.sheet import Sheet

from ..command import run
from ..reviewing import ID
from .desk import Desk

Headers = dict[str, str]
REFUSED: dict[str, tuple[str, str, Headers]] = {
    "no token": ("GET", "/", {}),
    "a wrong token": ("GET", "/?token=guess", {}),
    "a wrong cookie": ("GET", "/", {"Cookie": "lexwire-review-{port}=guess"}),
    "the style without a token": ("GET", "/look.css", {}),
    "another host": ("GET", "/?token={token}", {"Host": "evil.example:{port}"}),
    "another port of this host": ("GET", "/?token={token}", {"Host": "127.0.0.1:1"}),
    "a decision without a token": ("POST", "/decide", {"Origin": "http://127.0.0.1:{port}"}),
    "a decision from another page": ("POST", "/decide", {"Cookie": "{cookie}", "Origin": "http://evil.example"}),
    "a decision from a page of another port": (
        "POST",
        "/decide",
        {"Cookie": "{cookie}", "Origin": "http://127.0.0.1:1"},
    ),
    "a decision from no page": ("POST", "/decide", {"Cookie": "{cookie}"}),
    "a decision from a page without address": ("POST", "/decide", {"Cookie": "{cookie}", "Origin": "null"}),
}


def asked(desk: Desk, method: str, path: str, headers: Headers, body: str = "") -> tuple[int, str, Headers]:
    token = urlsplit(desk.address).query.removeprefix("token=")
    names = {"port": desk.port, "token": token, "cookie": f"lexwire-review-{desk.port}={token}"}
    connection = HTTPConnection("127.0.0.1", desk.port, timeout=10)
    form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path.format(**names), body, form | {k: v.format(**names) for k, v in headers.items()})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, dict(answer.headers)


@pytest.mark.parametrize("case", REFUSED)
def test_nobody_else_is_let_in(shared: Desk, case: str) -> None:
    code, text, headers = asked(shared, *REFUSED[case])
    assert code == 403
    assert "lexwire review" in text
    assert "Set-Cookie" not in headers


OURS = {"Cookie": "{cookie}", "Origin": "http://127.0.0.1:{port}"}


def test_every_answer_forbids_what_the_page_does_not_need(shared: Desk) -> None:
    _, _, headers = asked(shared, "GET", "/?token={token}", {})
    assert "HttpOnly" in headers["Set-Cookie"]
    assert "SameSite=Strict" in headers["Set-Cookie"]
    for path in ("/", "/static/review.js", "/nowhere"):
        _, _, headers = asked(shared, "GET", path, OURS)
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert headers["Cache-Control"] == "no-store"


FORM = {"action": "accept", "list": "statistics", "id": "detained"}
MISTAKES: dict[str, tuple[dict[str, str], int, str]] = {
    "an old version": ({"version": "7-00000000"}, 409, "decide again"),
    "no version": ({}, 409, "decide again"),
    "no such action": ({"action": "praise"}, 422, "none of this page"),
    "no such kind": ({"list": "rumours"}, 422, "none of this page"),
    "no such fact": ({"id": "nothing"}, 422, "no fact &#39;nothing&#39;"),
    "nothing to undo": ({"action": "undo"}, 422, "no decision to take back"),
    "words outside of the text": ({"action": "correct", "anchor": "5-99999"}, 422, "no span of the text"),
    "words backwards": ({"action": "correct", "anchor": "9-5"}, 422, "no span of the text"),
    "no words": ({"action": "correct"}, 422, "Select the words"),
    "blank words": ({"action": "correct", "anchor": "51-53"}, 422, "holds no words"),
    "a whole sentence": ({"action": "correct", "anchor": "53-228"}, 422, "more than 11 words"),
    "a huge form": ({"note": "x" * 300_000}, 413, "capacity limit"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_form_that_cannot_be_is_refused_in_a_sentence(desk: Desk, case: str) -> None:
    changes, code, words = MISTAKES[case]
    version = {} if case == "no version" else {"version": Sheet.of(desk.folder, ID).version}
    found, text, _ = asked(desk, "POST", "/decide", OURS, urlencode(version | FORM | changes))
    assert found == code
    assert words in text
    assert desk.steps() == ()


def test_two_that_decide_at_once_do_not_both_succeed(desk: Desk) -> None:
    body = urlencode(FORM | {"version": Sheet.of(desk.folder, ID).version})
    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(lambda _: asked(desk, "POST", "/decide", OURS, body)[0], range(8)))
    assert codes == [303] + [409] * 7
    assert len(desk.steps()) == 1


USAGE = {
    "no such article": (("nothing",), "has no article 'nothing'"),
    "no such workspace": ((ID, "--workspace", "nowhere"), "has no article"),
    "no name": ((ID, "--by", " "), "give your name with --by"),
    "a way out of the folder": (("../secret",), "has no article"),
}


@pytest.mark.parametrize("case", USAGE)
def test_a_wrong_call_is_told_in_one_sentence(shared: Desk, case: str) -> None:
    words, told = USAGE[case]
    where = () if "--workspace" in words else ("--workspace", str(shared.folder.root))
    done = run("review", *words, *where, "--no-browser")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert told in done.stderr


def test_a_text_that_the_facts_were_not_found_in_is_told(desk: Desk) -> None:
    desk.folder.text(ID).write_text("Another text.")
    done = run("review", ID, "--workspace", desk.folder.root, "--no-browser")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "is not the text that the facts were found in; add the article again." in done.stderr


def test_a_port_that_is_taken_is_told_in_one_sentence(desk: Desk) -> None:
    done = run("review", ID, "--workspace", desk.folder.root, "--port", str(desk.port), "--no-browser")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "choose another with --port" in done.stderr
