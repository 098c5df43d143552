"""The catalogue as RDF: in the words of SPARQL examples, without blank nodes, runnable, and part of the graph."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, RdfFormat, Store, Triple, parse
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection

from lexwire.graph.release import Release
from lexwire.queries import Query, catalogue, load
from lexwire.queries.checking import answer
from lexwire.queries.examples import BASE, ENDPOINT, triples
from lexwire.server import create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings

GRAPH = "https://w3id.org/lexwire/graph/queries"
ADDRESS = "https://data.example/graph"
PATH = "/.well-known/sparql-examples"
EACH = [pytest.param(query, id=query.name) for query in catalogue().values()]
FINDING = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX spex: <https://purl.expasy.org/sparql-examples/ontology#>
SELECT DISTINCT ?q ?comment ?text WHERE {
  ?q a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|spex:describe ?text .
  FILTER(LANG(?comment) = "en")
}"""
"""How tools find the examples of an endpoint."""
PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:declare [ sh:prefix ?prefix ; sh:namespace ?namespace ] }"""


@pytest.fixture(scope="module")
def client(data: Path) -> FlaskClient:
    return create_app(opened(Settings(str(data), public_url=ADDRESS))).test_client()


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return Store.read_only(str(release.store))


@pytest.fixture(scope="module")
def told() -> Graph:
    """Return the catalogue as rdflib reads it."""
    text = "".join(f"{triple} .\n" for triple in triples(catalogue().values()))
    return Graph().parse(data=text, format="nt")


def selected(store: Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    return [tuple(term.value for term in row) for row in found]  # type: ignore[union-attr]


def test_there_are_no_blank_nodes() -> None:
    assert not [each for each in triples(catalogue().values()) if BlankNode in map(type, each)]


def test_tools_find_every_query_at_the_endpoint(store: Store) -> None:
    found = {iri: (comment, text) for iri, comment, text in selected(store, FINDING)}
    assert found == {BASE + name: (query.description["en"], query.bind({})) for name, query in catalogue().items()}


@pytest.mark.parametrize("query", EACH)
def test_text_runs_as_it_stands(query: Query, told: Graph, store: Store) -> None:
    text = told.value(URIRef(BASE + query.name), SH[query.form])
    found, ours = store.query(str(text)), answer(query, store)
    rows = len(list(found)) if query.form != "ask" else 1  # type: ignore[arg-type]
    assert rows == len(ours.rows)


@pytest.mark.parametrize("query", EACH)
def test_a_query_is_told_of_whole(query: Query, told: Graph) -> None:
    node = URIRef(BASE + query.name)
    assert {str(each) for each in told.objects(node, RDF.type)} == {
        str(SH.SPARQLExecutable),
        str(SH[f"SPARQL{query.form.capitalize()}Executable"]),
    }
    for property_, texts in ((RDFS.label, query.title), (RDFS.comment, query.description)):
        assert {each.language: str(each) for each in told.objects(node, property_)} == texts  # type: ignore[attr-defined]
    keywords = {str(each) for each in told.objects(node, URIRef("https://schema.org/keywords"))}
    assert keywords == set(query.tags)
    assert [str(each) for each in told.objects(node, URIRef("https://schema.org/target"))] == [ENDPOINT]
    declared = {
        str(told.value(each, SH.prefix)): str(told.value(each, SH.namespace)) for each in told.objects(node, SH.declare)
    }
    assert declared == query.prefixes


@pytest.mark.parametrize("query", EACH)
def test_parameters_are_told_of_in_shacl(query: Query, told: Graph) -> None:
    node = URIRef(BASE + query.name)
    assert len(list(told.objects(node, SH.parameter))) == len(query.parameters)
    for name, parameter in query.parameters.items():
        ours = URIRef(f"{node}/{name}")
        assert (node, SH.parameter, ours) in told
        assert {each.language: str(each) for each in told.objects(ours, SH.name)} == parameter.label  # type: ignore[attr-defined]
        assert (told.value(ours, SH.nodeKind) == SH.IRI) == (parameter.type == "iri")
        assert (told.value(ours, SH.datatype) is None) == (parameter.type == "iri")
        assert bool(told.value(ours, SH.optional).toPython()) == parameter.optional  # type: ignore[union-attr]
        assert (told.value(ours, SH.defaultValue) is None) == (not parameter.default)
        if isinstance(parameter.values, tuple) and parameter.values:
            allowed = Collection(told, told.value(ours, SH["in"]))  # type: ignore[arg-type]
            assert [str(each) for each in allowed] == [(parameter.base or "") + each.value for each in parameter.values]


def test_a_prefix_means_one_thing_in_the_catalogue(store: Store) -> None:
    found = selected(store, PREFIXES)
    assert len({prefix for prefix, _ in found}) == len(found) > 10


def test_prefixes_that_mean_two_things_have_two_names(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.rq").write_text(f"PREFIX : <urn:{number}:> ASK {{ ?s ?p :x }}")
    found = list(triples(load(tmp_path / f"{number}.rq") for number in (1, 2)))
    declared = {each.subject: each.object for each in found if each.predicate.value.endswith("#namespace")}
    assert sorted(each.value for each in declared.values()) == ["urn:1:", "urn:2:"]  # type: ignore[union-attr]


OWN = "https://purl.expasy.org/sparql-examples/ontology#"


def test_own_words_for_what_shacl_has_none(tmp_path: Path) -> None:
    """DESCRIBE, and the endpoints that a query asks too."""
    path = tmp_path / "own.rq"
    path.write_text("DESCRIBE ?s { SERVICE SILENT <https://elsewhere.example/> { ?s ?p ?o } }")
    found = set(triples([load(path)]))
    node = NamedNode(f"{BASE}own")
    assert Triple(node, NamedNode(f"{OWN}describe"), Literal(path.read_text())) in found
    assert Triple(node, NamedNode(f"{OWN}federatesWith"), NamedNode("https://elsewhere.example/")) in found


def test_a_needed_value_without_default_is_an_example(tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text("#+ title: {en: A}\n#+ parameters: {day: {label: {en: d}, type: date}}\nASK { ?s ?p $day }\n")
    text = next(each.object for each in triples([load(path)]) if each.predicate.value == str(SH.ask))
    assert '"2024-02-24"' in text.value  # type: ignore[union-attr]
    Store().query(text.value)  # type: ignore[union-attr]


FORMATS = {
    None: RdfFormat.TURTLE,
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}


@pytest.mark.parametrize("accept", FORMATS, ids=str)
def test_well_known_address(client: FlaskClient, accept: str | None) -> None:
    response = client.get(PATH, headers={"Accept": accept} if accept else {})
    assert (response.status_code, response.mimetype) == (200, accept or "text/turtle")
    found = {quad.triple for quad in parse(response.data, format=FORMATS[accept])}
    assert found == set(triples(catalogue().values(), f"{ADDRESS}/sparql"))
    again = client.get(PATH, headers={"Accept": accept or "*/*", "If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_well_known_address_has_no_pictures(client: FlaskClient) -> None:
    assert client.get(PATH, headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("name", ["id/query/speakers", "id/prefix/lw", "id/parameter/crime", "graph/queries"])
def test_iris_lead_somewhere(client: FlaskClient, name: str) -> None:
    lead = client.get(f"/{name}", headers={"Accept": "text/turtle"})
    assert lead.status_code == 303
    response = client.get(lead.headers["Location"].removeprefix(ADDRESS).removeprefix("/graph"))
    assert response.status_code == 200
    terms = {str(term) for quad in parse(response.data, format=RdfFormat.TURTLE) for term in quad.triple}
    assert f"<https://w3id.org/lexwire/{name}>" in terms


def test_graph_has_what_the_build_knew(store: Store) -> None:
    found = {quad.triple for quad in store.quads_for_pattern(None, None, None, NamedNode(GRAPH))}
    assert found == set(triples(catalogue().values()))
