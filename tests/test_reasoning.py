"""The vocabulary is sound OWL: it keeps to its profiles, and HermiT finds each planted contradiction and no other."""

import pytest

from lexwire.graph.hermit import INCONSISTENT, unsatisfiable
from tests import profiles

from .vocabularies import AUTHORITY, SCHEMES, load, turtle

FILES = pytest.mark.parametrize(
    "names",
    [("lexwire.ttl",), ("lexwire.ttl", *SCHEMES, *AUTHORITY)],
    ids=["ontology", "with schemes and authority"],
)
needs_java = pytest.mark.skipif(
    bool(profiles.missing()), reason=f"OWL checks need {profiles.missing()}, not found here"
)


@needs_java
@FILES
def test_profiles(names: tuple[str, ...]) -> None:
    """The files are OWL 2 DL and OWL 2 RL."""
    assert profiles.violations(load(*names)) == []


@needs_java
def test_profile_check_finds_faults() -> None:
    """A cardinality of two is outside OWL 2 RL, and an undeclared class outside OWL 2 DL."""
    data = "ex:a a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:p ; owl:minCardinality 2 ] ."
    found = profiles.violations(turtle(data))
    assert {line.split(":")[0] for line in found} == {"OWL 2 DL", "OWL 2 RL"}


@needs_java
@FILES
def test_consistent(names: tuple[str, ...]) -> None:
    """HermiT finds no contradiction and no class that must be empty."""
    assert unsatisfiable(load(*names)) == []


CONTRADICTIONS = {
    "person and company": "ex:a a lw:Person , lw:Company .",
    "two values": "ex:a sdmx-m:obsValue 1.0 , 2.0 .",
    "reported and derived": "ex:a a lw:ReportedStatistic , lw:DerivedStatistic .",
    "a law as speaker": "ex:a lw:speaker ex:b . ex:b a lw:Statute .",
    "change of itself": "ex:a lw:changeOf ex:a .",
    "state of two laws": "ex:a lw:stateOf ex:b , ex:c . ex:b owl:differentFrom ex:c .",
    "share and change": "ex:a a lw:Share , lw:Change .",
    "superseding each other": "ex:a lw:supersedes ex:b . ex:b lw:supersedes ex:a .",
}


@needs_java
@pytest.mark.parametrize("data", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_contradictions_are_found(data: str) -> None:
    """A planted contradiction makes the graph inconsistent, dates or no dates."""
    graph = turtle(data + 'ex:state lw:asOf "2024-01-02"^^xsd:date .')
    assert unsatisfiable(graph + load("lexwire.ttl")) == [INCONSISTENT]


@needs_java
def test_dates_are_no_contradiction() -> None:
    """Data with dates, which OWL does not know, is consistent."""
    graph = turtle('ex:state lw:asOf "2024-01-02"^^xsd:date ; lw:since "2023-09"^^xsd:gYearMonth .')
    assert unsatisfiable(graph + load("lexwire.ttl")) == []


@needs_java
def test_empty_classes_are_found() -> None:
    """A class below two that exclude each other is named."""
    graph = turtle("ex:LawThatWalks a owl:Class ; rdfs:subClassOf lw:Person , lw:Law .")
    assert unsatisfiable(graph + load("lexwire.ttl")) == ["https://example.org/LawThatWalks"]
