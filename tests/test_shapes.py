"""Each shape accepts what is right, and says what is wrong: both SHACL engines, over the files in shapes/."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyshacl
import pytest
import shifty
from rdflib import OWL, RDF, SH, SKOS, Graph, Literal, Node, URIRef
from rdflib.collection import Collection

from lexwire import ontology

FILES = sorted((Path(__file__).parent / "shapes").glob("*.ttl"))
VALID = [file for file in FILES if file.name.startswith("valid.")]
INVALID = [file for file in FILES if file.name.startswith("invalid.")]
SHAPES = "https://w3id.org/lexwire/shapes#"
SCHEME = "https://w3id.org/lexwire/scheme/"
CLOSED = ["comparator", "date-basis", "nature", "review-status", "speech-mode", "stage", "statement-type", "unit"]

Engine = Callable[[Graph, Graph], Graph]

ELI = "http://data.europa.eu/eli/ontology#"


def with_pyshacl(data: Graph, shapes: Graph) -> Graph:
    """Return pySHACL's report."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", meta_shacl=False)
    assert isinstance(report, Graph)
    return report


def with_shifty(data: Graph, shapes: Graph) -> Graph:
    """Return shifty's report."""
    _, report, _ = shifty.validate(data, shapes)
    assert isinstance(report, Graph)
    return report


ENGINES = pytest.mark.parametrize("engine", [with_pyshacl, with_shifty], ids=["pyshacl", "shifty"])


@cache
def load(name: str) -> Graph:
    """Return the file *name* of the ontology."""
    return Graph().parse(data=ontology.read(name), format="turtle")


def messages(report: Graph) -> set[str]:
    """Return what *report* says."""
    return {str(text) for text in report.objects(None, SH.resultMessage)}


def verdict(engine: Engine, file: Path) -> set[str]:
    """Return what *engine* says of *file* together with the ontology."""
    return messages(engine(Graph().parse(file) + load("lexwire.ttl"), load("shapes.ttl")))


def expected(file: Path) -> str:
    """Return the message that the first line of *file* names."""
    return file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# expects: ")


def rules(shape: Node) -> list[Node]:
    """Return the property shapes and the queries of *shape*."""
    shapes = load("shapes.ttl")
    return [*shapes.objects(shape, SH.property), *shapes.objects(shape, SH.sparql)]


def node_shapes() -> list[URIRef]:
    """Return the shapes, sorted."""
    return sorted(node for node in load("shapes.ttl").subjects(RDF.type, SH.NodeShape) if isinstance(node, URIRef))


def message(rule: Node) -> str:
    """Return the message of *rule*."""
    return str(load("shapes.ttl").value(rule, SH.message))


def kebab(shape: URIRef) -> str:
    """Return the name of *shape* as file names write it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", shape.removeprefix(SHAPES)).lower()


@ENGINES
@pytest.mark.parametrize("file", VALID, ids=lambda file: file.name)
def test_valid(engine: Engine, file: Path) -> None:
    """Nothing is reported, not even a warning."""
    assert verdict(engine, file) == set()


@ENGINES
@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.name)
def test_invalid(engine: Engine, file: Path) -> None:
    """The one broken rule is reported, and no other."""
    assert verdict(engine, file) == {expected(file)}


@ENGINES
def test_own_files_are_valid(engine: Engine) -> None:
    """The schemes and authority files keep the rules; of eli:in_force only they may speak, so that is left out."""
    data = Graph()
    for name in ["lexwire.ttl", *ontology.names("schemes"), *ontology.names("authority")]:
        data += load(name)
    data.remove((None, URIRef(f"{ELI}in_force"), None))
    assert messages(engine(data, load("shapes.ttl"))) == set()


@pytest.mark.parametrize("shape", node_shapes(), ids=kebab)
def test_each_shape_has_fixtures(shape: URIRef) -> None:
    """A valid file bears the name of the shape, and each of its rules is broken by an invalid one."""
    assert f"valid.{kebab(shape)}.ttl" in {file.name for file in VALID}
    assert {message(rule) for rule in rules(shape)} <= {expected(file) for file in INVALID}


@pytest.mark.parametrize("shape", node_shapes(), ids=kebab)
def test_each_rule_speaks(shape: URIRef) -> None:
    """Each rule has one message that names the mend after a colon or a comma, and a severity."""
    shapes = load("shapes.ttl")
    for rule in rules(shape):
        assert len(list(shapes.objects(rule, SH.message))) == 1
        assert re.fullmatch(r"[^.]+: .+\.", message(rule)), message(rule)
        assert shapes.value(rule, SH.severity) in {SH.Violation, SH.Warning}


def test_queries_declare_their_prefixes() -> None:
    """Each query names the declarations, and they cover what it uses."""
    shapes = load("shapes.ttl")
    declared = {str(prefix) for prefix in shapes.objects(None, SH.prefix)}
    for rule in shapes.subjects(SH.select):
        assert (shapes.value(rule, SH.prefixes), RDF.type, OWL.Ontology) in shapes
        assert set(re.findall(r"([\w-]+):[\w]", str(shapes.value(rule, SH.select)))) <= declared


@pytest.mark.parametrize("scheme", CLOSED)
def test_closed_lists_are_the_schemes(scheme: str) -> None:
    """The list that a shape allows is the whole scheme."""
    iri = URIRef(SCHEME + scheme)
    concepts = {c for name in ontology.names("schemes") for c in load(name).subjects(SKOS.inScheme, iri)}
    shapes = load("shapes.ttl")
    lists = [set(Collection(shapes, head)) for head in shapes.objects(None, SH["in"])]
    assert concepts
    assert concepts in lists


def test_the_shapes_are_well_formed() -> None:
    """The shapes keep SHACL's own shapes."""
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=load("shapes.ttl"), meta_shacl=True)
    assert conforms, text


def test_messages_are_in_english() -> None:
    """Each message bears its language."""
    texts = list(load("shapes.ttl").objects(None, SH.message))
    assert {text.language for text in texts if isinstance(text, Literal)} == {"en"}
