"""What is told from a query's text alone: its form, and whether its answer can be kept."""

import pytest

from lexwire.server.reading import form, is_repeatable


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


def test_repeatable() -> None:
    assert is_repeatable("SELECT ?knowing ?branded { ?a <urn:uuids> ?b }")
    assert not is_repeatable("SELECT (now() AS ?x) {}")
    assert not is_repeatable(r"SELECT (\u004eOW() AS ?x) {}")
    assert not is_repeatable("SELECT * { service ?e {} }")
