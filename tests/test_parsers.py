"""Parsers of another family read the dumps as we wrote them: n3, jsonld and rdfxml-streaming-parser, in Node."""

import gzip
import subprocess
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from lexwire.graph import dump
from lexwire.graph.release import Release

from .node import node, packages

SUFFIXES = [form.name.rpartition(".")[2] for form in dump.FORMS]


def unpacked(release: Release, suffix: str) -> bytes:
    """Return the content of a dump."""
    return gzip.decompress((release.folder / f"lexwire.{suffix}.gz").read_bytes())


@cache
def ours(release: Release, suffix: str) -> frozenset[Quad]:
    """Return the quads of our line format with or without graphs, with canonical blank nodes."""
    lines = "nq" if suffix in {"trig", "nq"} else "nt"
    dataset = Dataset(parse(unpacked(release, lines), format=RdfFormat.N_QUADS))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(dataset)


def theirs(file: Path, suffix: str) -> subprocess.CompletedProcess[str]:
    """Return what Node makes of *file*."""
    return subprocess.run(
        [node(), str(packages("parsers") / "read.mjs"), suffix, str(file)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_dump_is_read_as_it_was_written(suffix: str, release: Release, tmp_path: Path) -> None:
    """The same quads arrive, down to the last character and blank node, and nothing is said on the way."""
    file = tmp_path / f"lexwire.{suffix}"
    file.write_bytes(unpacked(release, suffix))
    run = theirs(file, suffix)
    assert (run.returncode, run.stderr) == (0, "")
    found = run.stdout.removesuffix("\n").split("\n")
    assert len(found) == len(ours(release, suffix)) > 10_000
    assert sorted(map(str, set(parse(run.stdout, format=RdfFormat.N_QUADS)) ^ ours(release, suffix)))[:5] == []


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        ("ttl", "<a> <b> ."),
        ("jsonld", '{"@context": "https://example.org/not-there", "a": 1}'),
        ("rdf", "<rdf:RDF>"),
    ],
)
def test_a_broken_file_is_not_read(suffix: str, text: str, tmp_path: Path) -> None:
    """The parsers are strict, so that reading a dump says something; and none of them asks the network."""
    file = tmp_path / f"broken.{suffix}"
    file.write_text(text)
    assert theirs(file, suffix).returncode == 1
