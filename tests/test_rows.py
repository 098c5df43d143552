"""Rows are counted in the bytes of an answer, wherever these are cut into pieces."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store, serialize

from lexwire.server.engine.rows import counter
from lexwire.server.formats import BY_NAME

TEXTS = st.lists(
    st.text(alphabet='},{"\\:]x\r\n<result>', max_size=12) | st.sampled_from(['},{"x', "},{}", '"},{"type":', "\r\n"]),
    max_size=6,
)


def answer(texts: list[str], name: str) -> bytes:
    """Return one solution for each of *texts*, written by the store itself."""
    rows = " ".join(f"({number} {_quoted(text)})" for number, text in enumerate(texts))
    found = Store().query(f"SELECT ?n ?text {{ VALUES (?n ?text) {{ {rows} }} }}")
    assert isinstance(found, QuerySolutions)
    format_ = BY_NAME[name].native
    assert isinstance(format_, QueryResultsFormat)
    return found.serialize(format=format_) or b""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
@given(TEXTS, st.lists(st.integers(0, 500), max_size=8))
def test_solutions(name: str, texts: list[str], cuts: list[int]) -> None:
    body = answer(texts, name)
    rows = counter(name)
    assert rows
    for start, end in pairwise(sorted({0, len(body), *(cut for cut in cuts if cut < len(body))})):
        rows.take(body[start:end])
    assert rows.number() == len(texts)


@pytest.mark.parametrize("name", ["nt", "nq"])
def test_triples(name: str) -> None:
    found = Store().query("CONSTRUCT { <urn:s> <urn:p> ?o } { VALUES ?o { 1 2 'three\\n' } }")
    assert isinstance(found, QueryTriples)
    format_ = BY_NAME[name].native
    assert isinstance(format_, RdfFormat)
    rows = counter(name)
    assert rows
    rows.take(serialize(found, format=format_) or b"")
    assert rows.number() == 3


@pytest.mark.parametrize("name", ["ttl", "rdf", "jsonld", "trig"])
def test_what_shows_no_rows(name: str) -> None:
    assert counter(name) is None
