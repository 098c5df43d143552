"""What is told from a query's text alone: its form, what it calls, whether its answer can be kept."""

import pytest
from flask.testing import FlaskClient

from lexwire.server.reading import calls_service, form, is_repeatable, without_silent_services

from .protocol_cases import get, served


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return served(tmp_path_factory.mktemp("protocol"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK {}", "ASK"),
        ("# SELECT\nPREFIX select: <urn:ASK>\nBASE <urn:x>\nconstruct WHERE { ?ask ?b ?c }", "CONSTRUCT"),
        ("describe <urn:x>", "DESCRIBE"),
        (r"\u0041SK {}", None),
        ("", None),
    ],
)
def test_forms(query: str, expected: str | None) -> None:
    assert form(query) == expected


@pytest.mark.parametrize(
    ("query", "rewritten"),
    [
        ("ASK {}", "ASK {}"),
        ("ASK { SERVICE SILENT <urn:x> { ?s ?p ?o } }", "ASK { OPTIONAL{FILTER(0){ ?s ?p ?o }} }"),
        ("ASK { service\nsilent?x{ {} } }", "ASK { OPTIONAL{FILTER(0){\n {} }} }"),
        ("ASK { SERVICE SILENT a:b # {\n{ SELECT * {} } {} }", "ASK { OPTIONAL{FILTER(0){\n SELECT * {} }} {} }"),
        (
            "ASK { SERVICE SILENT ?a { SERVICE SILENT <b> {} } {} }",
            "ASK { OPTIONAL{FILTER(0){ OPTIONAL{FILTER(0){}} }} {} }",
        ),
        ("ASK { SERVICE <urn:x> {} }", "ASK { SERVICE <urn:x> {} }"),
        ('ASK { ?s ?p "SERVICE SILENT <urn:x> {" }', 'ASK { ?s ?p "SERVICE SILENT <urn:x> {" }'),
        ("ASK { SERVICE SILENT", "ASK { SERVICE SILENT"),
        ("SERVICE", "SERVICE"),
    ],
)
def test_silent_services_are_left_out(query: str, rewritten: str) -> None:
    assert without_silent_services(query) == rewritten
    assert calls_service(rewritten) == ("<urn:x> {}" in query or query.endswith(("SILENT", "SERVICE")))


def test_a_silent_service_keeps_its_variables(client: FlaskClient) -> None:
    query = "SELECT * { ?s <urn:p> ?o SERVICE SILENT <urn:x> { SELECT ?here { ?here ?there 1 } } }"
    response = get(200, query=query).sent(client)
    assert response.json is not None
    assert set(response.json["head"]["vars"]) == {"s", "o", "here"}
    assert len(response.json["results"]["bindings"]) == 1


def test_repeatable() -> None:
    assert is_repeatable("SELECT ?knowing ?branded { ?a <urn:uuids> ?b }")
    assert not is_repeatable("SELECT (now() AS ?x) {}")
    assert not is_repeatable(r"SELECT (\u004eOW() AS ?x) {}")
