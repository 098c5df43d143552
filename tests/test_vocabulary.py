"""The page of the ontology: every term with what constrains it and what the data has of it, in both languages."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Namespace, URIRef

from lexwire import ontology
from lexwire.server import create_app, vocabulary
from lexwire.server.engine import EngineError
from lexwire.server.ontology_pages import constraints, instances, schemes, terms, tree, usage
from lexwire.server.ontology_pages.instances import STATEMENTS, THINGS
from lexwire.server.ontology_pages.tree import Branch
from lexwire.server.service import opened
from lexwire.server.settings import Settings

LW = Namespace("https://w3id.org/lexwire/ns#")
ONTOLOGY = Graph().parse(data=ontology.read("lexwire.ttl"), format="turtle")
SHAPES = Graph().parse(data=ontology.read("shapes.ttl"), format="turtle")
SCHEMES = Graph()
for name in ontology.names("schemes"):
    SCHEMES.parse(data=ontology.read(name), format="turtle")


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data)))
    yield create_app(service).test_client()
    service.engine.close()


@pytest.fixture(scope="module")
def page(client: FlaskClient) -> str:
    return client.get("/page/ns", headers={"Accept-Language": "en"}).text


def entry(page: str, name: str) -> str:
    """Return what the page tells of the term called *name*."""
    return page.partition(f'<dt id="{name}">')[2].partition("<dt id=")[0]


# what is read of the files, against another reader of RDF


def test_all_terms_are_read() -> None:
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    own = {each for each in ONTOLOGY.subjects() if str(each).startswith(LW)}
    assert {each.iri for each in terms.terms()} == {
        str(each) for each in own if kinds & {*ONTOLOGY.objects(each, RDF.type)}
    }


@pytest.mark.parametrize("term", terms.terms(), ids=lambda term: term.name)
def test_each_term_is_told_as_the_file_has_it(term: terms.Term) -> None:
    node = URIRef(term.iri)
    assert set(term.labels.values()) == {str(each) for each in ONTOLOGY.objects(node, RDFS.label)}
    assert term.labels.keys() == {"en", "zh"}
    assert set(term.domains) == {str(each) for each in ONTOLOGY.objects(node, RDFS.domain)}
    assert set(term.ranges) == {str(each) for each in ONTOLOGY.objects(node, RDFS.range)}
    assert term.definition == str(ONTOLOGY.value(node, RDFS.comment))


def test_each_class_has_one_broader_class_of_our_own_at_most() -> None:
    """So that the hierarchy is a tree, which the page draws and walks."""
    for term in terms.of_kind(terms.CLASS):
        assert sum(iri.startswith(LW) for iri in term.broader) <= 1, term.name


def test_all_rules_are_read() -> None:
    nodes = set(SHAPES.subjects(RDF.type, SH.NodeShape))
    assert {each.name for each in constraints.shapes()} == {str(each).rpartition("#")[2] for each in nodes}
    number = sum(1 for node in nodes for p in (SH.property, SH.sparql) for _ in SHAPES.objects(node, p))
    assert sum(len(each.rules) for each in constraints.shapes()) == number
    messages = {str(each) for each in SHAPES.objects(None, SH.message)}
    assert {rule.message for each in constraints.shapes() for rule in each.rules} == messages


@pytest.mark.parametrize(
    ("shape", "path", "number", "value", "choices", "is_warning"),
    [
        ("Article", "dcterms:title", "1..*", "", 0, False),
        ("Article", "dcterms:issued", "0..1", "", 0, False),
        ("Mention", "nif:referenceContext", "1", "lw:Article", 0, False),
        ("Fact", "lw:reviewStatus", "1", "", 2, False),
        ("InForce", "eli:in_force", "0", "", 0, False),
        ("LifecycleState", "lw:since", "0..1", "xsd:date | xsd:gYearMonth | xsd:gYear", 0, False),
        ("Share", "lw:shareOf | lw:denominator", "1..*", "", 0, True),
        ("ReportedStatistic", "lw:citesSource", "", "lw:Actor", 0, False),
        ("DerivedStatistic", "prov:wasDerivedFrom", "2..*", "lw:Statistic", 0, False),
    ],
)
def test_rules(shape: str, path: str, number: str, value: str, choices: int, is_warning: bool) -> None:
    (found,) = (each for each in constraints.shapes() if each.name == shape)
    rules = [each for each in found.rules if each.path == path]
    assert (number, value, choices, is_warning) in {(r.number, r.value, r.choices, r.is_warning) for r in rules}


@pytest.mark.parametrize("scheme", schemes.schemes(), ids=lambda each: each.iri.rpartition("/")[2])
def test_schemes_are_counted(scheme: schemes.Scheme) -> None:
    concepts = set(SCHEMES.subjects(SKOS.inScheme, URIRef(scheme.iri)))
    assert scheme.number == len(concepts) > 0
    chains = [1 + len(set(SCHEMES.transitive_objects(each, SKOS.broader)) & concepts - {each}) for each in concepts]
    assert 1 <= scheme.depth <= max(chains)
    assert (scheme.depth == 1) == (max(chains) == 1)
    assert len(scheme.first) == min(len(scheme.first), schemes.FIRST) > 0
    assert all(each.labels.keys() >= {"en", "zh"} for each in scheme.first)


def test_every_scheme_is_there() -> None:
    assert {each.iri for each in schemes.schemes()} == {str(s) for s in SCHEMES.subjects(RDF.type, SKOS.ConceptScheme)}


@pytest.mark.parametrize(
    ("broader", "concept", "expected"),
    [
        ({"a": set()}, "a", 1),
        ({"a": set(), "b": {"a"}, "c": {"b"}}, "c", 3),
        ({"a": set(), "b": {"a"}, "c": {"a", "b"}}, "c", 3),
    ],
)
def test_levels(broader: dict[str, set[str]], concept: str, expected: int) -> None:
    assert schemes.level(concept, broader) == expected


# the picture of a hierarchy

SMALL = Branch("a", "a", (Branch("b", "bb", (Branch("c", "c"), Branch("d", "d"))), Branch("e", "中文中文")))


def test_a_tree_is_drawn_in_columns_and_rows() -> None:
    drawing = tree.drawn(SMALL)
    at = {box.key: box for box in drawing.boxes}
    assert at["a"].x < at["b"].x == at["e"].x < at["c"].x == at["d"].x
    assert [at[key].y for key in "cde"] == [at["c"].y + row * tree.ROW for row in range(3)]
    assert at["b"].y == (at["c"].y + at["d"].y) / 2
    assert len(drawing.lines) == len(drawing.boxes) - 1
    for box in drawing.boxes:
        assert box.x >= 0 and box.x + box.width <= drawing.width
        assert box.y >= 0 and box.y + box.height <= drawing.height


def test_chinese_names_have_room() -> None:
    narrow, wide = (tree.drawn(Branch("x", text)).width for text in ("abcd", "中文中文"))
    assert wide > narrow
    assert tree.drawn(Branch("x", "一")).width == tree.drawn(Branch("x", "ab")).width


# the page


def test_every_term_scheme_and_shape_is_on_the_page(page: str) -> None:
    assert {each.name for each in terms.terms()} == set(re.findall(r'<dt id="([^"]+)"', page))
    assert {each.name for each in constraints.shapes()} == set(re.findall(r'id="shape-([^"]+)"', page))
    for scheme in schemes.schemes():
        assert f">{scheme.titles['en']}</a>" in unescape(page)


def test_no_link_within_the_page_leads_nowhere(page: str) -> None:
    anchors = set(re.findall(r' id="([^"]+)"', page))
    assert set(re.findall(r' href="#([^"]+)"', page)) <= anchors
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_what_is_told_of_a_class(page: str) -> None:
    told = unescape(entry(page, "ReportedStatistic"))
    assert "37 things in the graph" in told
    assert 'href="#Statistic"' in told
    assert 'href="#reportedIn"' in told
    assert "A reported figure keeps its printed number" in told
    assert told.count('href="/id/statistic/') == THINGS
    assert re.search(r'<a href="#lowerBound">', entry(page, "Statistic"))
    assert 'href="#ReportedStatistic"' in entry(page, "Statistic")


def test_what_is_told_of_a_property(page: str) -> None:
    told = entry(page, "speaker")
    assert 'href="#Statement"' in told
    assert 'href="#Actor"' in told
    assert told.count("<li>") == STATEMENTS
    assert told.count('href="/id/statement/') == STATEMENTS
    assert told.count('href="/id/actor/') == STATEMENTS


def test_numbers_are_those_of_the_data(client: FlaskClient, page: str) -> None:
    for pattern, name, told in (
        (f"?s a <{LW.Mention}>", "Mention", "things in the graph"),
        (f"?s <{LW.speaker}> ?o", "speaker", "statements in the graph"),
    ):
        query = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
        number = int(client.get("/sparql", query_string={"query": query, "format": "csv"}).text.split()[1])
        assert f"{number:,} {told}" in entry(page, name)


def test_examples_lead_to_what_they_name(client: FlaskClient, page: str) -> None:
    links = set(re.findall(r'href="(/(?:id|article|scheme)/[^"]+)"', page))
    assert len(links) > 100
    for href in sorted(links)[::12]:
        assert client.get(unescape(href)).status_code == 303, href


@pytest.mark.parametrize("name", usage.NAMES)
def test_each_query_has_an_answer(client: FlaskClient, page: str, name: str) -> None:
    (href,) = re.findall(r'href="(/sparql\?query=[^"]+)"', entry(page, name))
    answer = client.get(unescape(href), headers={"Accept": "text/csv"})
    assert answer.status_code == 200
    assert answer.text.count("\n") > 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_both_names_are_shown_that_of_the_page_first(client: FlaskClient, language: str) -> None:
    told = entry(client.get("/page/ns", query_string={"lang": language}).text, "Statute").partition("</dt>")[0]
    names = re.findall(r'<span lang="(\w\w)">([^<]+)</span>', told)
    assert dict(names) == {"en": "statute", "zh": "法律"}
    assert names[0][0] == language


def test_what_is_said_in_chinese(client: FlaskClient) -> None:
    """Definitions and rules are translated; any that are not are marked as English."""
    page = unescape(client.get("/page/ns?lang=zh").text)
    main = page.partition("<main")[2].partition("</main>")[0]
    for text in re.findall(r"<span>([^<]+)</span>", main):
        assert re.search(r"[一-鿿]", text), text
    assert not [each.definition for each in terms.terms() if each.definition in main]
    assert "本体" in page


def test_the_files_of_the_ontology_are_read_once(client: FlaskClient, page: str) -> None:  # noqa: ARG001 (asked for once)
    read = (terms.terms, schemes.schemes, constraints.shapes, vocabulary.terms)
    before = [each.cache_info().misses for each in read]
    assert client.get("/page/ns").status_code == 200
    assert [each.cache_info().misses for each in read] == before


def test_loaded_files_are_documented_by_what_is_in_them(tmp_path: Path) -> None:
    file = tmp_path / "one.ttl"
    file.write_text(f"<https://w3id.org/lexwire/id/law/x> a <{LW.Law}> .")
    page = create_app(opened(Settings(load=(str(file),)))).test_client().get("/page/ns").text
    assert "things in the graph" not in page
    assert 'href="/id/law/x"' in entry(page, "Law")
    assert {each.name for each in terms.terms()} == set(re.findall(r'<dt id="([^"]+)"', page))


def test_a_silent_engine_leaves_the_documentation(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(query: str, seconds: float | None = None) -> None:
        raise EngineError(f"No answer in {seconds} s to {len(query)} characters.")

    monkeypatch.setattr(instances, "rows", silent)
    page = create_app(opened(Settings(str(data)))).test_client().get("/page/ns").text
    assert "For example" not in page
    assert {each.name for each in terms.terms()} == set(re.findall(r'<dt id="([^"]+)"', page))


def test_what_others_import_is_there() -> None:
    assert vocabulary.names() == {"ns", "ns/0.1.0"}
    assert {each.iri for each in terms.terms()} < vocabulary.terms()
    assert str(SKOS.Concept) in vocabulary.terms()
