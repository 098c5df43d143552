"""The token of the operator gives a query more time, and a wrong one is refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lexwire.server import create_app
from lexwire.server.engine import Answer, Question, TimedOut
from lexwire.server.service import Service, opened
from lexwire.server.settings import Settings

from .operating import SOME_SECONDS

TOKEN = "0123456789abcdef"


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """Return a file with one triple."""
    file = tmp_path / "one.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .")
    return file


@pytest.fixture(scope="module")
def trusting(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data), query_workers=1, query_seconds=0.3, cache_megabytes=0, token=TOKEN))
    yield create_app(service).test_client()
    service.engine.close()


TRUST = {
    "no token": ({}, {"timeout": "30"}, 503),
    "the token": ({"Authorization": f"Bearer {TOKEN}"}, {"timeout": "30"}, 200),
    "the token alone": ({"Authorization": f"Bearer {TOKEN}"}, {"x": "1"}, 503),
    "the token in small letters": ({"Authorization": f"bearer {TOKEN}"}, {"timeout": "40"}, 200),
    "another token": ({"Authorization": "Bearer fedcba9876543210"}, {}, 401),
    "an empty token": ({"Authorization": "Bearer "}, {}, 401),
    "a token that is no ASCII": ({"Authorization": "Bearer é"}, {}, 401),
    "a password": ({"Authorization": "Basic bWU6c2VjcmV0"}, {"timeout": "30", "x": "2"}, 503),
}


@pytest.mark.parametrize(("headers", "fields", "status"), TRUST.values(), ids=TRUST)
def test_a_token_gives_more_time(
    trusting: FlaskClient, headers: dict[str, str], fields: dict[str, str], status: int
) -> None:
    response = trusting.get("/sparql", query_string={"query": SOME_SECONDS} | fields, headers=headers)
    assert response.status_code == status, response.text
    assert response.headers.get("WWW-Authenticate") == ('Bearer error="invalid_token"' if status == 401 else None)


def test_a_wrong_token_is_refused_though_the_answer_is_at_hand(trusting: FlaskClient) -> None:
    ask = {"query": "ASK {}"}
    assert [trusting.get("/sparql", query_string=ask).status_code for _ in range(2)] == [200] * 2
    refused = trusting.get(
        "/sparql", query_string=ask, headers={"Authorization": "Bearer x", "Accept": "application/json"}
    )
    assert (refused.status_code, refused.mimetype) == (401, "application/problem+json")


def test_without_a_token_nobody_is_asked_for_one(one: Path) -> None:
    service = opened(Settings(load=(str(one),), query_workers=1))
    response = (
        create_app(service)
        .test_client()
        .get("/sparql", query_string={"query": "ASK {}"}, headers={"Authorization": "Bearer x"})
    )
    assert response.status_code == 200
    service.engine.close()


@pytest.mark.parametrize("headers", [{}, {"Authorization": f"Bearer {TOKEN}"}])
def test_nobody_may_ask_for_more_time_than_there_is(headers: dict[str, str]) -> None:
    """Of whatever engine, which is told no more than that."""
    told: list[float | None] = []

    class Listening:
        def run(self, question: Question) -> Answer:
            told.append(question.seconds)
            raise TimedOut("No time.")

        def close(self) -> None:
            """Let go of nothing."""

    settings = Settings(query_seconds=7, token=TOKEN, token_seconds=70)
    client = create_app(Service(settings, Listening(), None)).test_client()
    client.get("/sparql", query_string={"query": "ASK {}", "timeout": "9999"}, headers=headers)
    assert told == [70 if headers else 7]
