"""Clients that people use, against a server as `lexwire serve` starts it: each sees what the graph holds."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, RDFXML, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from .command import serving
from .node import node, packages

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
LW = "https://w3id.org/lexwire/ns#"
LAW = "https://w3id.org/lexwire/id/law/cybersecurity-law"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ARTICLE = "https://w3id.org/lexwire/graph/article/2024-02-24-crackdown-on-cybercrime"
COUNT = f"SELECT (COUNT(*) AS ?n) {{ ?s a <{LW}ReportedStatistic> }}"


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    """Return the address of a server of the release."""
    with serving("--data", data) as found:
        yield found


@pytest.fixture
def wrapper(address: str) -> SPARQLWrapper:
    return SPARQLWrapper(f"{address}/sparql")


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("request_method", ["urlencoded", POSTDIRECTLY])
def test_sparqlwrapper_selects(wrapper: SPARQLWrapper, method: str, request_method: str) -> None:
    wrapper.setMethod(method)
    wrapper.setRequestMethod(request_method)
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(COUNT)
    assert wrapper.query().convert()["results"]["bindings"][0]["n"]["value"] == "37"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    "only_by_header",
    [True, False],
)
def test_sparqlwrapper_reads_every_format(wrapper: SPARQLWrapper, only_by_header: bool) -> None:
    """Asked for by Accept alone, and by its own short names in the address too."""
    wrapper.setOnlyConneg(only_by_header)

    def answer(query: str, format_: str) -> object:
        wrapper.setQuery(query)
        wrapper.setReturnFormat(format_)
        return wrapper.query().convert()

    construct = f"CONSTRUCT WHERE {{ <{LAW}> <{LABEL}> ?o }}"
    assert answer("ASK {}", JSON)["boolean"] is True  # type: ignore[index]
    assert "<boolean>true</boolean>" in re.sub(r"\s", "", answer("ASK {}", XML).toxml())  # type: ignore[attr-defined]
    assert answer(COUNT, CSV).split() == [b"n", b"37"]  # type: ignore[attr-defined]
    turtle = Graph().parse(data=answer(construct, TURTLE), format="turtle")  # type: ignore[arg-type]
    assert set(turtle) == set(answer(construct, RDFXML))  # type: ignore[call-overload]
    assert len(turtle) == 2


def test_sparqlwrapper_names_graphs(wrapper: SPARQLWrapper) -> None:
    wrapper.addDefaultGraph(ARTICLE)
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(COUNT)
    assert wrapper.query().convert()["results"]["bindings"][0]["n"]["value"] == "9"


def test_sparqlwrapper_is_told_of_errors(wrapper: SPARQLWrapper) -> None:
    wrapper.setQuery("SELECT * {")
    with pytest.raises(QueryBadFormed, match=r"\b1\b.*expected one of"):
        wrapper.query()


def test_rdflib_reads_the_endpoint_as_a_graph(address: str) -> None:
    """Triple patterns, lengths, queries and named graphs go through rdflib's own store for endpoints."""
    graph = Graph(SPARQLStore(f"{address}/sparql"))
    labels = {str(each) for each in graph.objects(URIRef(LAW), URIRef(LABEL))}
    assert "Cybersecurity Law" in " ".join(labels)
    assert (URIRef(LAW), None, None) in graph
    assert [int(row.n) for row in graph.query(COUNT)] == [37]
    assert graph.query("ASK {}").askAnswer is True
    assert len(graph.query(f"CONSTRUCT WHERE {{ <{LAW}> <{LABEL}> ?o }}").graph or ()) == len(labels)


def test_rdflib_reads_named_graphs(address: str) -> None:
    graph = Graph(SPARQLStore(f"{address}/sparql", context_aware=True), URIRef(ARTICLE))
    assert len(list(graph.triples((None, URIRef(f"{LW}valueText"), None)))) == 9


def test_comunica_joins_two_endpoints(address: str, tmp_path: Path) -> None:
    """A query whose patterns are answered by different servers gives the join of both."""
    file = tmp_path / "own.ttl"
    file.write_text(f'<{LAW}> <urn:own:shelf> "K 12" . <urn:own:other> <urn:own:shelf> "K 13" .')
    query = (
        f'SELECT ?shelf ?label {{ ?law <urn:own:shelf> ?shelf . ?law <{LABEL}> ?label FILTER(LANG(?label) = "en") }}'
    )
    with serving("--load", file) as other:
        done = comunica(query, f"{address}/sparql", f"{other}/sparql")
    assert (done.returncode, done.stderr) == (0, "")
    assert [(row["shelf"], "Cybersecurity Law" in row["label"]) for row in json.loads(done.stdout)] == [("K 12", True)]


def test_comunica_counts_as_we_do(address: str) -> None:
    done = comunica(COUNT, f"{address}/sparql")
    assert (done.stderr, json.loads(done.stdout or "0")) == ("", [{"n": "37"}])


def comunica(query: str, *endpoints: str) -> subprocess.CompletedProcess[str]:
    """Return what Comunica says."""
    command = [node(), str(packages("clients") / "federate.mjs"), query, *endpoints]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def blocks() -> list[tuple[str, str]]:
    """Return the README's code blocks that call curl, each with the block that follows it at once."""
    found = re.findall(
        r"^```\w*\n(.*?)^```\n(?:```\n(.*?)^```\n)?", README.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return [(command, output) for command, output in found if command.startswith("curl ")]


def test_the_readme_shows_curl() -> None:
    assert len(blocks()) >= 2
    assert any(output for _, output in blocks())


@pytest.mark.parametrize(("command", "output"), blocks(), ids=lambda each: each.split("\n")[0][:40])
def test_curl_lines_of_the_readme_work_as_printed(address: str, command: str, output: str) -> None:
    if not shutil.which("curl"):
        pytest.skip("needs curl: apt-get install curl")
    ours = "\n".join(line for line in command.split("\n") if not line.startswith("lexwire "))
    script = 'curl() { command curl -sS --fail "$@"; }\n' + ours.replace("http://127.0.0.1:8000", address)
    done = subprocess.run(["bash", "-e", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    if output:
        assert done.stdout.replace("\r\n", "\n") == output
    else:
        assert len(done.stdout) > 20
