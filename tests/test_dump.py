"""Dumps: sorted lines, the same graph in every format, the same bytes for the same graph."""

import gzip
import re
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from lexwire.graph import dump
from lexwire.graph.namespaces import PREFIXES
from lexwire.graph.release import Release

FORMS = {form.name: form for form in dump.FORMS}
LINES = st.lists(st.binary(max_size=12).map(lambda data: data.replace(b"\n", b" ") + b"\n"), max_size=60)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(LINES, max_size=6), run=st.integers(0, 200))
def test_sorter(
    batches: list[list[bytes]], run: int, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the lines and the memory, a sorter gives each line once, in order, as often as it is asked."""
    monkeypatch.setattr(dump, "RUN_BYTES", run)
    sorter = dump.Sorter(tmp_path_factory.mktemp("runs") / "new")
    for batch in batches:
        sorter.add(batch)
    expected = sorted({line for batch in batches for line in batch})
    assert list(sorter) == expected
    assert list(sorter) == expected


def test_sorter_goes_to_disk_and_cleans_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond its memory a sorter writes runs, and drops them when it is told to."""
    monkeypatch.setattr(dump, "RUN_BYTES", 10)
    sorter = dump.Sorter(tmp_path / "runs")
    for number in range(9):
        sorter.add([b"%d line\n" % (number % 3)])
    assert len(list((tmp_path / "runs").iterdir())) > 1
    assert list(sorter) == [b"0 line\n", b"1 line\n", b"2 line\n"]
    sorter.drop()
    assert not (tmp_path / "runs").exists()


def test_a_sorter_that_is_left_early_closes_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader may stop after the first line."""
    monkeypatch.setattr(dump, "RUN_BYTES", 0)
    sorter = dump.Sorter(tmp_path / "runs")
    sorter.add([b"a\n"])
    sorter.add([b"b\n"])
    reading = iter(sorter)
    assert next(reading) == b"a\n"
    reading.close()  # type: ignore[attr-defined]
    sorter.drop()


TRIPLES = [
    Triple(
        NamedNode("https://example.org/b"),
        NamedNode("https://example.org/p"),
        Literal('line\nbreak "quoted" \\ \t é 中'),
    ),
    Triple(NamedNode("https://example.org/a"), NamedNode("https://example.org/p"), Literal("x", language="zh")),
]


def test_lines() -> None:
    """A triple is one line, whatever its text holds; lines are sorted, and each comes once."""
    found = dump.lines([*TRIPLES, TRIPLES[0]])
    assert found == sorted(found)
    assert len(found) == 2
    assert all(line.endswith(b" .\n") and line.count(b"\n") == 1 for line in found)
    assert {q.triple for line in found for q in parse(line, format=RdfFormat.N_TRIPLES)} == set(TRIPLES)


def test_in_graph() -> None:
    """A line of a graph is the line of the triple with the graph at its end."""
    (line, *_) = dump.in_graph(dump.lines(TRIPLES), "https://example.org/g")
    (quad,) = parse(line, format=RdfFormat.N_QUADS)
    assert quad == Quad(*TRIPLES[1], NamedNode("https://example.org/g"))


def test_canonical_blank_nodes() -> None:
    """Two readings of one file give the same labels."""
    text = "@prefix : <https://example.org/> . :a :p [ :q 1 ; :r [ :s 2 ] ] , [ :q 2 ] ."
    one, other = ({q.triple for q in parse(text, format=RdfFormat.TURTLE)} for _ in range(2))
    assert one != other
    assert dump.lines(dump.canonical(one)) == dump.lines(dump.canonical(other))


def unpacked(release: Release, name: str) -> bytes:
    """Return the content of a dump."""
    return gzip.decompress((release.folder / f"{name}.gz").read_bytes())


def canonical(dataset: Dataset) -> frozenset[Quad]:
    """Return the quads of *dataset* with canonical blank nodes."""
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(dataset)


@cache
def by_oxigraph(path: Path, form: dump.Form) -> frozenset[Quad]:
    """Return the quads of a dump as Oxigraph reads them, strictly."""
    return canonical(Dataset(parse(gzip.decompress(path.read_bytes()), format=form.format)))


RDFLIB = {
    "lexwire.ttl": "turtle",
    "lexwire.nt": "nt",
    "lexwire.jsonld": "json-ld",
    "lexwire.rdf": "xml",
    "lexwire.trig": "trig",
    "lexwire.nq": "nquads",
}
"""The name of each dump's format in rdflib."""


@cache
def by_rdflib(path: Path, form: dump.Form) -> frozenset[Quad]:
    """Return the quads of a dump as rdflib reads them; a warning about the data is an error."""
    graph = rdflib.Dataset() if form.has_graphs else rdflib.Graph()
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib's parsers against rdflib
        graph.parse(data=gzip.decompress(path.read_bytes()), format=RDFLIB[form.name])
        text = graph.serialize(format="nquads" if form.has_graphs else "nt", encoding="utf-8")
    return canonical(Dataset(parse(text, format=RdfFormat.N_QUADS)))


Parser = Callable[[Path, dump.Form], frozenset[Quad]]
PARSERS = pytest.mark.parametrize("parser", [by_oxigraph, by_rdflib], ids=["oxigraph", "rdflib"])


@PARSERS
@pytest.mark.parametrize("name", [form.name for form in dump.FORMS if not form.has_graphs])
def test_formats_without_graphs_hold_the_same_triples(
    name: str, parser: Parser, release: Release, caplog: pytest.LogCaptureFixture
) -> None:
    """Turtle, N-Triples, JSON-LD and RDF/XML are one set of triples."""
    expected = by_oxigraph(release.folder / "lexwire.nt.gz", FORMS["lexwire.nt"])
    assert len(expected) > 10_000
    found = parser(release.folder / f"{name}.gz", FORMS[name])
    assert sorted(map(str, found ^ expected))[:5] == []
    assert caplog.messages == []


@PARSERS
@pytest.mark.parametrize("name", [form.name for form in dump.FORMS if form.has_graphs])
def test_formats_with_graphs_hold_the_same_quads(
    name: str, parser: Parser, release: Release, caplog: pytest.LogCaptureFixture
) -> None:
    """TriG and N-Quads are one set of quads."""
    expected = by_oxigraph(release.folder / "lexwire.nq.gz", FORMS["lexwire.nq"])
    found = parser(release.folder / f"{name}.gz", FORMS[name])
    assert sorted(map(str, found ^ expected))[:5] == []
    assert caplog.messages == []


def test_the_union_is_that_of_the_graphs(release: Release) -> None:
    """A triple is in the formats without graphs exactly when it is in some graph."""
    quads = parse(unpacked(release, "lexwire.nq"), format=RdfFormat.N_QUADS)
    triples = parse(unpacked(release, "lexwire.nt"), format=RdfFormat.N_TRIPLES)
    assert {q.triple for q in quads} == {q.triple for q in triples}


@pytest.mark.parametrize("name", ["lexwire.nt", "lexwire.nq"])
def test_lines_come_once_and_in_order(name: str, release: Release) -> None:
    """N-Triples are sorted by byte; N-Quads by graph, then by byte."""
    found = unpacked(release, name).splitlines(keepends=True)
    graph = re.compile(rb" (<\S*>) \.\n$")
    keys = [(match.group(1) if name == "lexwire.nq" and (match := graph.search(line)) else b"", line) for line in found]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("name", sorted(FORMS))
def test_compression_is_repeatable(name: str, release: Release) -> None:
    """The gzip header holds neither a time nor a name, and the trailer fits."""
    data = (release.folder / f"{name}.gz").read_bytes()
    assert data[:3] == b"\x1f\x8b\x08"
    assert data[3] == 0, "a flag: a name or a comment"
    assert data[4:8] == bytes(4), "a time"
    assert gzip.decompress(data)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_writing_twice_gives_the_same_bytes(name: str, release: Release, tmp_path: Path) -> None:
    """A dump depends on nothing but its source."""
    source = tmp_path / "source"
    source.write_bytes(unpacked(release, "lexwire.nq" if FORMS[name].has_graphs else "lexwire.nt"))
    (tmp_path / "out").mkdir()
    written = dump.write(name, source, tmp_path / "out")
    assert written.read_bytes() == (release.folder / f"{name}.gz").read_bytes()


@pytest.mark.parametrize("name", ["lexwire.ttl", "lexwire.trig"])
def test_prefixes_are_declared_once(name: str, release: Release) -> None:
    """A person finds the prefixes of the pages at the top."""
    declared = re.findall(r"^@prefix ([\w-]+): <([^>]*)> \.$", unpacked(release, name).decode(), re.MULTILINE)
    assert dict(declared) == PREFIXES
    assert len(declared) == len(PREFIXES)


def test_blank_nodes_are_few_and_stable(release: Release) -> None:
    """Only axioms of the ontology have blank nodes, and their labels are canonical."""
    labels = {
        (term.value, str(quad.graph_name))
        for quad in parse(unpacked(release, "lexwire.nq"), format=RdfFormat.N_QUADS)
        for term in (quad.subject, quad.object)
        if isinstance(term, BlankNode)
    }
    assert {graph for _, graph in labels} == {"<https://w3id.org/lexwire/ns>"}
    assert all(re.fullmatch(r"c14n\d+", label) for label, _ in labels)
