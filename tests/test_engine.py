"""What every engine promises, whatever stands behind it."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace

import pytest

from lexwire.graph.release import Release
from lexwire.server.engine import Dataset, Engine, EngineError, NotAcceptable, QueryRefused, Question, TimedOut
from lexwire.server.engine.local import LocalEngine
from lexwire.server.formats import BY_NAME, Wanted

ENGINES: dict[str, Callable[[Release], AbstractContextManager[Engine]]] = {
    "local": lambda release: closing(LocalEngine(release.store)),
}
"""How to open each engine over a release."""

UNSAID = Dataset()
ANY = Wanted(BY_NAME["json"], BY_NAME["nt"])
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/lexwire/ns#ReportedStatistic> }"
EVERYTHING = "SELECT * { ?s ?p ?o . ?x a ?y }"
ARTICLE = "https://w3id.org/lexwire/graph/article/2024-02-24-crackdown-on-cybercrime"


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, release: Release) -> Iterator[Engine]:
    with ENGINES[request.param](release) as opened:
        yield opened


@dataclass(frozen=True)
class Case:
    """A question, and the format and some of the text of its answer, or the error that it meets."""

    query: str
    format: str = "json"
    words: str = ""
    error: type[EngineError] | None = None
    wanted: Wanted = ANY
    dataset: Dataset = UNSAID
    base: str | None = None
    seconds: float | None = None

    @property
    def question(self) -> Question:
        return Question(self.query, self.wanted, self.dataset, self.base, self.seconds)


def only(results: str | None = None, graph: str | None = None) -> Wanted:
    """Return what a client takes that takes these formats alone."""
    return Wanted(results and BY_NAME[results], graph and BY_NAME[graph])  # type: ignore[arg-type]


CONTRACT = {
    "select": Case(COUNT, words='"37"'),
    "ask": Case("ASK { ?s ?p ?o }", words="true"),
    "ask in XML": Case("ASK { ?s ?p ?o }", "xml", "true", wanted=only("xml")),
    "select in CSV": Case(COUNT, "csv", "n\r\n37", wanted=only("csv")),
    "select in TSV": Case(COUNT, "tsv", "?n\n37", wanted=only("tsv")),
    "construct": Case(
        "CONSTRUCT { <urn:a> <urn:b> ?s } WHERE { VALUES ?s { <urn:c> } }", "nt", "<urn:a> <urn:b> <urn:c> ."
    ),
    "construct in Turtle": Case("CONSTRUCT { <urn:a> <urn:b> 1 } WHERE {}", "ttl", "<urn:a>", wanted=only(graph="ttl")),
    "describe": Case("DESCRIBE <https://w3id.org/lexwire/ns#Law>", "nt", "<https://w3id.org/lexwire/ns#Law>"),
    "nothing": Case("SELECT ?s { ?s <urn:none> ?o }", words='"bindings"'),
    "Chinese": Case('SELECT ("网络犯罪" AS ?x) {}', words="网络犯罪"),
    "base": Case("SELECT (<a> AS ?x) {}", words="https://example.org/a", base="https://example.org/b"),
    "default graph": Case(COUNT, words='"9"', dataset=Dataset((ARTICLE,))),
    "default graph alone": Case("ASK { GRAPH ?g { ?s ?p ?o } }", words="false", dataset=Dataset((ARTICLE,))),
    "named graph": Case("ASK { GRAPH ?g { ?s ?p ?o } }", words="true", dataset=Dataset(None, (ARTICLE,))),
    "named graph alone": Case("ASK { ?s ?p ?o }", words="false", dataset=Dataset(None, (ARTICLE,))),
    "unknown graph": Case("ASK { ?s ?p ?o }", words="false", dataset=Dataset(("urn:none",))),
    "no SPARQL": Case("SELEC ?x {}", error=QueryRefused),
    "update": Case("CLEAR ALL", error=QueryRefused),
    "service": Case("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", error=QueryRefused),
    "silent service": Case("SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }", error=QueryRefused),
    "no format for rows": Case(COUNT, error=NotAcceptable, wanted=only(graph="ttl")),
    "no format for a graph": Case("CONSTRUCT WHERE { ?s ?p ?o }", error=NotAcceptable, wanted=only("csv")),
    "no CSV for a yes or no": Case("ASK {}", error=NotAcceptable, wanted=only("csv")),
    "too slow": Case("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }", error=TimedOut, seconds=0.3),
    "no time at all": Case("ASK {}", error=TimedOut, seconds=0),
}


@pytest.mark.parametrize("case", CONTRACT.values(), ids=CONTRACT)
def test_contract(engine: Engine, case: Case) -> None:
    if case.error:
        with pytest.raises(case.error):
            engine.run(case.question).read()
        return
    answer = engine.run(case.question)
    assert answer.format == BY_NAME[case.format]
    assert case.words in answer.read().decode()


def test_large_answers_come_in_pieces_and_whole(engine: Engine) -> None:
    pieces = list(engine.run(Question(f"{EVERYTHING} LIMIT 100000", only("tsv"))).chunks)
    assert len(pieces) > 10
    assert b"".join(pieces).count(b"\n") == 100_001


def test_the_deadline_holds_while_the_answer_is_sent(engine: Engine) -> None:
    """What is broken off raises, so that no client takes it for the whole."""
    answer = engine.run(Question(EVERYTHING, ANY, seconds=0.5))
    with pytest.raises(TimedOut):
        answer.read()


@pytest.mark.parametrize("read", [0, 1, 3])
def test_an_answer_can_be_let_go(engine: Engine, read: int) -> None:
    for _ in range(40):
        answer = engine.run(Question(EVERYTHING, ANY))
        for _ in range(read):
            assert next(answer.chunks)
        answer.chunks.close()
        assert list(answer.chunks) == []
    assert engine.run(CONTRACT["ask"].question).read().endswith(b"true}")


def test_an_answer_can_be_forgotten(engine: Engine) -> None:
    for _ in range(40):
        engine.run(Question(EVERYTHING, ANY))
    assert engine.run(CONTRACT["ask"].question).read().endswith(b"true}")


def test_equal_questions_have_equal_answers(engine: Engine) -> None:
    question = Question("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 1000", ANY)
    first = json.loads(engine.run(question).read())
    assert json.loads(engine.run(replace(question, seconds=20)).read()) == first
