"""HermiT over the ontology and all data of the release."""

import gzip

import pytest

from lexwire.graph import hermit
from lexwire.graph.release import Release

needs_java = pytest.mark.skipif(bool(hermit.missing()), reason=f"HermiT: {hermit.missing()}")


def union(release: Release) -> bytes:
    """Return the union of all graphs as N-Triples."""
    return gzip.decompress((release.folder / "lexwire.nt.gz").read_bytes())


@needs_java
def test_ontology_and_data_are_consistent(release: Release) -> None:
    assert hermit.contradictions(union(release)) == []


@needs_java
def test_a_contradiction_in_the_data_is_found(release: Release) -> None:
    """A body that is said to be a person too cannot be."""
    planted = b"<https://w3id.org/lexwire/id/actor/spp> a <https://w3id.org/lexwire/ns#Person> .\n"
    type_ = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    assert hermit.contradictions(union(release) + planted.replace(b" a ", b" " + type_ + b" ")) == [hermit.INCONSISTENT]


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "Java missing" in hermit.missing()
