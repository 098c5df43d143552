"""SERVICE asks what the server's settings list, and calls nothing else."""

from pathlib import Path
from time import monotonic

import pytest

from lexwire.server import create_app
from lexwire.server.engine import Answer, Engine, QueryRefused, Question
from lexwire.server.engine.federation import MOST_CALLS, Federating
from lexwire.server.engine.outbound import Bounds, Outside
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from ..telling import said, telling
from .federating import HERE, PREFIX, ROWS, WANTED, asking, lexwire, rows, untouched

CLOSED = {
    "not listed": ("SELECT * { SERVICE <X> { ?s ?p ?o } }", "is closed here"),
    "longer than what is listed": ("SELECT * { SERVICE <L/> { ?s ?p ?o } }", "is closed here"),
    "shorter": ("SELECT * { SERVICE <S> { ?s ?p ?o } }", "is closed here"),
    "another case": ("SELECT * { SERVICE <U> { ?s ?p ?o } }", "is closed here"),
    "with a query": ("SELECT * { SERVICE <L?a> { ?s ?p ?o } }", "is closed here"),
    "with a user": ("SELECT * { SERVICE <A> { ?s ?p ?o } }", "is closed here"),
    "after one that is listed": ("SELECT * { SERVICE <L> {} SERVICE <X> {} }", "is closed here"),
    "relative": ("SELECT * { SERVICE <sparql> { ?s ?p ?o } }", "Line 1: SERVICE <sparql> is relative"),
    "no prefix": ("SELECT * {\nSERVICE no:x { ?s ?p ?o } }", "Line 2: the prefix no: of SERVICE is not declared"),
    "no pattern": ("SELECT * { SERVICE <L> ?s ?p ?o }", "Line 1: SERVICE lacks"),
    "no end": ("SELECT * { SERVICE <L> { ?s ?p ?o ", "Line 1: SERVICE lacks"),
    "no endpoint": ("SELECT * { SERVICE", "Line 1: SERVICE lacks"),
    "a literal": ("SELECT * { SERVICE 'L' { ?s ?p ?o } }", "Line 1: SERVICE lacks"),
    "nested": ("SELECT * { SERVICE <L> { ?s ?p ?o SERVICE <L> { ?s ?p ?x } } }", "Line 1: SERVICE stands within"),
    "nested and silent": ("SELECT * { SERVICE <L> { SERVICE SILENT <L> { ?s ?p ?x } } }", "SERVICE stands within"),
    "nested in escapes": (r"SELECT * { SERVICE <L> { \u0053ERVICE <L> { ?s ?p ?x } } }", "SERVICE stands within"),
    "in escapes": (r"SELECT * { \u0053ERVICE <L> { ?s ?p ?o } }", "SERVICE is closed here"),
    "in other escapes": (r"SELECT * { SERVIC\U00000045 SILENT <L> { ?s ?p ?o } }", "SERVICE is closed here"),
    "one in escapes": (r"SELECT * { SERVIC\u0045 <L> {} SERVICE SILENT <X> { ?s ?p ?o } }", "SERVICE is closed here"),
    "many": (f"SELECT * {{ {'SERVICE <L> {} ' * (MOST_CALLS + 1)} }}", f"more than {MOST_CALLS} times"),
}  # fmt: skip


@pytest.mark.parametrize(("query", "words"), CLOSED.values(), ids=CLOSED)
def test_what_is_closed_is_never_called(inner: Engine, query: str, words: str) -> None:
    with untouched() as listed, untouched() as other:
        for place, iri in {
            "<L": listed, "<X": other, "<S": listed[:-1], "<U": listed.upper(), "<A": listed.replace("//", "//a@")
        }.items():  # fmt: skip
            query = query.replace(place, f"<{iri}")
        with pytest.raises(QueryRefused, match=words) as caught:
            rows(asking(inner, listed), query)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("query", ["SELECT * { SERVICE ?e { ?s ?p ?o } }", "SELECT * { SERVICE <urn:\u202ex> {} }"])
def test_an_empty_list_is_closed(inner: Engine, query: str) -> None:
    with pytest.raises(QueryRefused, match="is closed here") as caught:
        rows(asking(inner), query)
    assert str(caught.value).isprintable()


def test_deep_nesting_is_no_trouble(inner: Engine) -> None:
    for query in ("SERVICE SILENT <urn:x> {" * 20_000, "SERVICE SILENT <urn:x> {" * 20_000 + "}" * 20_000):
        with pytest.raises(QueryRefused):
            rows(asking(inner), f"SELECT * {{ {query} }}")


LONG = {
    "after a long prologue": "".join(f"PREFIX p{n}: <urn:p{n}#> " for n in range(18_000)) + "ASK { %s }",
    "in many lines": "ASK { " + "\n" * 400_000 + "%s }",
}


@pytest.mark.parametrize("query", LONG.values(), ids=LONG)
@pytest.mark.parametrize("clause", ["p1:x{}", "<x>{}", "?x{SERVICE<x>{}}"])
def test_many_clauses_take_no_time_of_the_server(query: str, clause: str) -> None:
    """What a body may hold is read once, not once for each clause."""
    text = query % (f"SERVICE SILENT {clause} " * (400_000 // len(f"SERVICE SILENT {clause} ")))
    started = monotonic()
    with pytest.raises(QueryRefused, match=r"^enough$"):
        Federating(Refusing(), Outside([], Bounds()), 30.0).run(Question(text, WANTED))
    assert monotonic() - started < 5


class Refusing:
    """An engine that answers nothing."""

    def run(self, question: Question) -> Answer:
        assert "SERVICE" not in question.query
        raise QueryRefused("enough")

    def close(self) -> None:
        """Let go of nothing."""


@pytest.mark.parametrize("behind", [False, True])
def test_the_server_asks_what_its_settings_list(tmp_path: Path, there: str, behind: bool) -> None:
    """Over its own data and in front of another server alike; what SERVICE answers has no tag but of its bytes."""
    listed = Settings(service=(there,), service_private=True, query_workers=1)
    with lexwire(tmp_path, HERE) as here:
        files = {"engine": here} if behind else {"load": (str(tmp_path / "data.ttl"),)}
        service = opened(Settings(**{**_fields(listed), **files}))  # type: ignore[arg-type]
        client = create_app(service).test_client()
        query = f"{PREFIX} SELECT ?s ?n {{ ?s :name ?x SERVICE <{there}> {{ ?s :age ?n }} }} ORDER BY ?s"
        answer = client.get("/sparql", query_string={"query": query, "format": "csv"})
        assert answer.text == "s,n\r\nhttp://example.org/a,1\r\nhttp://example.org/b,2\r\n"
        assert not answer.headers.get("ETag", "").startswith("W/")  # a tag of the question alone
        closed = client.get("/sparql", query_string={"query": "ASK { SERVICE <http://example.org/> { ?s ?p ?o } }"})
        assert (closed.status_code, "is closed here" in closed.text) == (403, True)
        assert there in client.get("/sparql", headers={"Accept": "text/turtle"}).text
        service.engine.close()


def _fields(settings_: Settings) -> dict[str, object]:
    return {name: getattr(settings_, name) for name in Settings.__dataclass_fields__}


def test_federated_answers_are_not_cached_and_others_are(tmp_path: Path) -> None:
    with telling(said(body=ROWS), said(body=ROWS.replace(b'"y"', b'"z"'))) as log:
        (tmp_path / "a.ttl").write_text(HERE)
        listed = Settings(
            load=(str(tmp_path / "a.ttl"),), service=(log.address,), service_private=True, query_workers=1
        )
        engine = opened(listed).engine
        query = f"SELECT * {{ SERVICE <{log.address}> {{ ?s ?p ?x }} }}"
        assert [rows(engine, query) for _ in range(2)] == [[{"x": "y"}], [{"x": "z"}]]
        assert len(engine._answers) == 0  # type: ignore[attr-defined]
        assert rows(engine, "SELECT ?x { :a :name ?x }") == [{"x": "A"}]
        assert len(engine._answers) == 1  # type: ignore[attr-defined]
        engine.close()


def test_settings_reach_the_processes_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEXWIRE_SETTINGS", "")
    given_ = Settings(service=("http://example.org/sparql",), service_private=True, service_rows=7)
    given_.to_environment()
    assert Settings.from_environment() == given_
