"""Asking a language model: what it returns counts only as far as the text bears it out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from lexwire.graph.extract import asking, page
from lexwire.graph.extract.asking.chat import Chat, ChatError
from lexwire.graph.extract.asking.schema import json_schema
from lexwire.graph.extract.guide import Period, Relation
from lexwire.graph.problems import UsageError
from lexwire.server.cli import main

TEXT = """\
Harbour police hold 12 over data theft

Harbour police detained 12 people in May, more than half of the 20 suspects, chief inspector Mara Lind said on Monday.

"We found 12 people and 3 servers," Lind said. The Data Act took effect in April.
"""
PAGE = page.read(TEXT, date(2024, 6, 3))
FIGURE = {
    "words": "12 people",
    "value": 12,
    "comparator": "=",
    "unit": "person",
    "measure": "detained",
    "crime": "hacking",
    "period": {"start": "2024-05", "end": "2024-05"},
    "place": None,
    "reporter": "Mara Lind",
    "relation": None,
    "related": None,
}
ACTOR = {
    "words": "Mara Lind",
    "name": "Mara Lind",
    "kind": "person",
    "roles": [{"title": "chief inspector", "organization": "Harbour police"}],
}
EVENT = {
    "words": "Harbour police detained 12 people in May",
    "type": "police-operation",
    "label": "arrests",
    "date": None,
    "place": None,
    "participants": [],
}
CLAIM = {"words": '"We found 12 people and 3 servers," Lind said.', "speaker": "Mara Lind", "mode": "quote"}
LAW = {"words": "Data Act", "name": "Data Act", "kind": "law", "status": "in-force"}


class Model:
    """What the server answers, status by status and body by body, the last one again and again; what it was asked."""

    def __init__(self, *answers: tuple[int, bytes]) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []


def reply(found: object, **choice: object) -> tuple[int, bytes]:
    content = found if isinstance(found, str) else json.dumps(found)
    return 200, json.dumps({"choices": [{"message": {"role": "assistant", "content": content}, **choice}]}).encode()


@contextmanager
def serving(model: Model) -> Iterator[str]:
    """Run a server of *model* on this machine; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/chat/completions"
            model.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            model.keys.append(self.headers.get("Authorization"))
            status, body = model.answers.pop(0) if len(model.answers) > 1 else model.answers[0]
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


def answered(found: object, **choice: object) -> asking.Asked:
    """Return what is made of an answer with the lists *found*."""
    with serving(Model(reply(found, **choice))) as url:
        return asking.facts(PAGE, Chat(url, "small"))


def test_what_stands_in_the_text_becomes_facts() -> None:
    found = {"statistics": [FIGURE], "actors": [ACTOR], "laws": [LAW], "crimes": [], "events": [EVENT]}
    told = answered(found | {"statements": [CLAIM]})
    facts = told.facts
    (figure,), (actor,), (law,), (event,), (claim,) = (
        facts.statistics,
        facts.actors,
        facts.laws,
        facts.events,
        facts.statements,
    )
    assert told.dropped == ()
    assert TEXT[slice(*figure.span)] == figure.text == "12 people"
    assert (figure.value, figure.period, figure.reporter) == (
        12,
        Period(date(2024, 5, 1), date(2024, 5, 31)),
        "Mara Lind",
    )
    assert [(role.title, role.org) for role in actor.roles] == [("chief inspector", "Harbour police")]
    assert (law.status, event.type, claim.speaker) == ("in-force", "police-operation", "Mara Lind")
    assert {each.made_by for each in (figure, actor, law, event, claim)} == {"model small"}


def test_the_same_words_again_are_the_next_place_where_they_stand() -> None:
    first, second = answered({"statistics": [FIGURE, FIGURE]}).facts.statistics
    assert first.span.end < second.span.start
    assert first.text == second.text


UNPROVED = {
    "words that do not stand there": ("statistics", FIGURE | {"words": "40 people", "value": 40}),
    "another number than is printed": ("statistics", FIGURE | {"value": 21}),
    "no number": ("statistics", FIGURE | {"words": "more than half of"}),
    "a measure of its own": ("statistics", FIGURE | {"measure": "sung-about"}),
    "a field of its own": ("statistics", FIGURE | {"mood": "good"}),
    "a field too few": ("statistics", {"words": "12 people", "value": 12}),
    "a day that is none": ("statistics", FIGURE | {"period": {"start": None, "end": "2024-02-31"}}),
    "an actor of no text": ("actors", ACTOR | {"words": "Ada Brook"}),
    "an event in other words": ("events", EVENT | {"words": "Police held twelve"}),
    "a statement that nobody made": ("statements", CLAIM | {"words": "We found nothing."}),
    "a kind of law that is none": ("laws", LAW | {"kind": "rumour"}),
    "no object": ("laws", "Data Act"),
    "words that end in another place": ("laws", LAW | {"words": "Data Act took effect in April.\n\nRead more"}),
}


@pytest.mark.parametrize("case", UNPROVED)
def test_what_the_text_does_not_bear_out_is_dropped_and_told(case: str) -> None:
    kind, fact = UNPROVED[case]
    told = answered({kind: [fact]})
    assert getattr(told.facts, kind) == ()
    assert len(told.dropped) == 1


def test_names_that_the_text_has_not_are_left_out() -> None:
    figure = FIGURE | {"reporter": "Ada Brook", "place": "Atlantis"}
    claim = CLAIM | {"speaker": "Mara Lind; Ada Brook"}
    event = EVENT | {"participants": ["Mara Lind", "Ada Brook"]}
    facts = answered({"statistics": [figure], "statements": [claim], "events": [event], "actors": [ACTOR]}).facts
    assert (facts.statistics[0].reporter, facts.statistics[0].place) == (None, None)
    assert facts.statements[0].speaker == "Mara Lind"
    assert facts.events[0].participants == ("Mara Lind",)


def test_relations_lead_to_the_figures_that_stay() -> None:
    false = FIGURE | {"words": "99 people", "value": 99}
    part = FIGURE | {"words": "3 servers", "value": 3, "unit": "server", "relation": "subset", "related": 1}
    lost = part | {"words": "20 suspects", "value": 20, "related": 0}
    found = answered({"statistics": [false, FIGURE, part, lost]}).facts.statistics
    assert [each.relation for each in found] == [None, Relation("subset", 0), Relation("subset", None)]


def test_the_schema_and_the_day_go_with_the_question_and_the_key_with_its_head() -> None:
    model = Model(reply({}))
    with serving(model) as url:
        asking.facts(PAGE, Chat(url, "small", "secret"))
    (asked,) = model.asked
    assert asked["response_format"]["json_schema"] == {"name": "facts", "strict": True, "schema": json_schema()}
    assert asked["messages"][1]["content"].startswith("Published: 2024-06-03\n\nHarbour police hold 12")
    assert (asked["temperature"], model.keys) == (0, ["Bearer secret"])


def test_every_field_is_required_and_no_other_allowed() -> None:
    """As strict servers ask of a schema."""
    schema: Any = json_schema()
    for each in (schema, *schema["$defs"].values()):
        assert each["additionalProperties"] is False
        assert sorted(each["required"]) == sorted(each["properties"])


def test_a_server_that_is_busy_is_asked_again() -> None:
    model = Model((503, b""), (429, b""), reply({"laws": [LAW]}))
    with serving(model) as url:
        assert len(asking.facts(PAGE, Chat(url, "small")).facts.laws) == 1
    assert len(model.asked) == 3


FAILURES = {
    "refused": ((401, b"{}"), "answers with status 401"),
    "no JSON": ((200, b"<html>"), "gives no JSON object"),
    "no choice": ((200, b'{"choices": []}'), "gives no JSON object"),
    "prose": (reply("I cannot help with that."), "gives no JSON object"),
    "a list": (reply("[]"), "gives no JSON object"),
    "an end too early": (reply({}, finish_reason="length"), "ends its answer early"),
    "no end": ((200, b" " * (9 << 20)), "answers with more than 8 MiB"),
}


@pytest.mark.parametrize("case", FAILURES)
def test_a_model_that_fails_is_told_of_in_one_sentence(case: str) -> None:
    answer, why = FAILURES[case]
    with serving(Model(answer)) as url, pytest.raises(ChatError) as error:
        asking.facts(PAGE, Chat(url, "small"))
    assert str(error.value) == f"The model small at {url} {why}; look after it, or leave --model-url out."


def test_nobody_there_is_told() -> None:
    with serving(Model(reply({}))) as url:
        pass
    with pytest.raises(ChatError, match="cannot be asked"):
        asking.facts(PAGE, Chat(url, "small"))


@pytest.mark.parametrize("url", ["localhost:8080", "ftp://example.org/v1", "file:///etc/passwd"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="no http or https address"):
        Chat(url, "small")


def test_a_text_too_long_for_a_model_is_refused() -> None:
    long = page.read("Headline\n\n" + "A sentence of some words. " * 3000, date(2024, 1, 1))
    with pytest.raises(page.PageError, match="a model is asked about 60,000 at most"):
        asking.facts(long, Chat("http://127.0.0.1:1/v1", "small"))


def test_an_answer_in_a_fence_is_read() -> None:
    assert len(answered("```json\n" + json.dumps({"laws": [LAW]}) + "\n```").facts.laws) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FIGURE, *ACTOR, *EVENT]), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["statistics", "actors", "laws", "crimes", "events", "statements"]), JSON))
def test_whatever_comes_back_every_span_stands_in_the_text(found: dict[str, object]) -> None:
    chat = Fixed("http://127.0.0.1/v1", "small", found=found)
    facts = asking.facts(PAGE, chat).facts
    for figure in facts.statistics:
        assert TEXT[slice(*figure.span)] == figure.text


class Fixed(Chat):
    """A chat whose answer is given, for the thousands of them that are tried."""

    def __init__(self, url: str, name: str, found: dict[str, object]) -> None:
        super().__init__(url, name)
        object.__setattr__(self, "found", found)

    def ask(self, *_: object) -> dict[str, Any]:
        return self.found  # type: ignore[attr-defined,no-any-return]


def test_the_command_asks_a_model_and_tells_what_it_dropped(tmp_path: Path) -> None:
    """Its address, its name and its key are the operator's; nothing else of it is known here."""
    article = tmp_path / "2024-06-03-harbour.txt"
    article.write_text(TEXT, encoding="utf-8")
    model = Model(reply({"laws": [LAW, LAW | {"words": "Atlantis Act"}], "statistics": [FIGURE]}))
    with serving(model) as url:
        words = ["extract", str(article), "--model-url", url, "--model-name", "small", "--output", str(tmp_path)]
        done = CliRunner().invoke(main, words, env={"LEXWIRE_MODEL_KEY": "secret"})
    told = json.loads((tmp_path / "2024-06-03-harbour.json").read_text(encoding="utf-8"))
    assert done.exit_code == 0, done.output
    assert ([law["name"] for law in told["laws"]], len(told["statistics"])) == (["Data Act"], 1)
    assert "  dropped: Law: the text has no 'Atlantis Act' for it.\n" in done.output
    assert model.keys == ["Bearer secret"]


CONTRADICTIONS = {
    "no name": ("--model-url", "http://127.0.0.1:1/v1"),
    "no address": ("--model-name", "small"),
    "rules too": ("--model", "some", "--model-url", "http://127.0.0.1:1/v1", "--model-name", "small"),
    "no address of a server": ("--model-url", "nowhere", "--model-name", "small"),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_options_that_contradict_each_other_are_refused(case: str, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(TEXT, encoding="utf-8")
    done = CliRunner().invoke(main, ["extract", str(article), *CONTRADICTIONS[case], "--output", str(tmp_path)])
    assert done.exit_code == 2
    assert not list(tmp_path.glob("*.json"))
