"""What a release says of itself is what it is: counts asked of the store, sizes and checksums taken from the files."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from functools import cache

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, DefaultGraph, QuerySolutions, RdfFormat, Store, parse
from rdflib import DCAT, DCTERMS, RDF, VOID, Graph, Literal, Namespace, URIRef

from lexwire.graph import store as stores
from lexwire.graph.namespaces import PREFIXES
from lexwire.graph.release import Release

BASE = "https://w3id.org/lexwire/"
DATASET = URIRef(f"{BASE}dataset")
META = f"<{BASE}graph/meta>"
SPDX = Namespace("http://spdx.org/rdf/terms#")
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
CLASSES = f"GRAPH ?g {{ ?s a ?c }} FILTER (?g != {META})"
UNION = f"GRAPH ?g {{ ?s ?p ?o }} FILTER (?g != {META})"


@cache
def opened(release: Release) -> Store:
    """Return the store of a release."""
    return stores.read(release.store)


def ask(release: Release, query: str) -> list[tuple[str, ...]]:
    """Return the answers of *query* over the named graphs."""
    found = opened(release).query(HEAD + query)
    assert isinstance(found, QuerySolutions)
    return [tuple(value.value if value is not None else "" for value in solution) for solution in found]


def count(release: Release, what: str, where: str) -> int:
    """Return the number of different values of *what*."""
    ((number,),) = ask(release, f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT {what} {{ {where} }} }}")
    return int(number)


def stated(release: Release, property_: str) -> int:
    """Return a number that the release states of itself."""
    ((number,),) = ask(release, f"SELECT ?n {{ GRAPH {META} {{ <{DATASET}> {property_} ?n }} }}")
    return int(number)


@pytest.mark.parametrize(
    ("property_", "what", "where"),
    [
        ("void:triples", "?s ?p ?o", UNION),
        ("void:distinctSubjects", "?s", UNION),
        ("void:properties", "?p", UNION),
        ("void:classes", "?o", f"GRAPH ?g {{ ?s a ?o }} FILTER (?g != {META} && isIRI(?o))"),
        ("void:entities", "?s", f"{UNION} FILTER (isIRI(?s) && STRSTARTS(STR(?s), '{BASE}'))"),
    ],
)
def test_totals(property_: str, what: str, where: str, release: Release) -> None:
    """The totals are those of all graphs but the one that states them."""
    assert stated(release, property_) == count(release, what, where) > 0


def test_class_partitions(release: Release) -> None:
    """Each class has a partition with the number of its instances, and no other thing has one."""
    told = ask(
        release,
        f"SELECT ?c ?n {{ GRAPH {META} {{ <{DATASET}> void:classPartition [ void:class ?c ; void:entities ?n ] }} }}",
    )
    real = ask(
        release,
        f"SELECT ?c (COUNT(DISTINCT ?s) AS ?n) {{ {CLASSES} FILTER (isIRI(?c)) }} GROUP BY ?c",
    )
    assert sorted(told) == sorted(real)


def test_property_partitions(release: Release) -> None:
    """Each property has a partition with the number of its triples."""
    told = ask(
        release,
        f"SELECT ?p ?n {{ GRAPH {META} {{ [] void:propertyPartition [ void:property ?p ; void:triples ?n ] }} }}",
    )
    real = ask(release, f"SELECT ?p (COUNT(*) AS ?n) {{ SELECT DISTINCT ?s ?p ?o {{ {UNION} }} }} GROUP BY ?p")
    assert sorted(told) == sorted(real)
    assert sum(int(n) for _, n in told) == stated(release, "void:triples")


def test_partitions_have_names_of_their_own(release: Release) -> None:
    """No partition is that of two classes or two properties."""
    told = ask(
        release,
        f"SELECT ?part (COUNT(?x) AS ?n) {{ GRAPH {META} {{ ?part void:class|void:property ?x }} }} GROUP BY ?part",
    )
    assert {n for _, n in told} == {"1"}


def test_graphs(release: Release) -> None:
    """Each named graph is a subset with the number of its triples."""
    told = ask(
        release,
        f"""SELECT ?g ?n {{ GRAPH {META} {{ <{DATASET}> void:subset ?g . ?g void:triples ?n .
        FILTER NOT EXISTS {{ ?g a void:Linkset }} }} }}""",
    )
    real = ask(release, f"SELECT ?g (COUNT(*) AS ?n) {{ {UNION} }} GROUP BY ?g")
    assert sorted(told) == sorted(real)


def test_linksets(release: Release) -> None:
    """Each linkset has as many links as lead to its target."""
    told = ask(
        release, f"SELECT ?p ?n {{ GRAPH {META} {{ ?set a void:Linkset ; void:linkPredicate ?p ; void:triples ?n }} }}"
    )
    real = ask(
        release,
        """SELECT ?p (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o }
        FILTER (?p IN (skos:exactMatch, skos:closeMatch) && CONTAINS(STR(?o), 'dbpedia.org/')) } } GROUP BY ?p""",
    )
    assert sorted(told) == sorted(real)


def test_vocabularies(release: Release) -> None:
    """Every vocabulary that is named is used, and every one of the common prefixes that is used is named."""
    told = {iri for (iri,) in ask(release, f"SELECT ?v {{ GRAPH {META} {{ <{DATASET}> void:vocabulary ?v }} }}")}
    terms = {
        t
        for (t,) in ask(
            release,
            f"SELECT DISTINCT ?t {{ {{ {UNION} BIND (?p AS ?t) }} UNION {{ {CLASSES} BIND (?c AS ?t) }} }}",
        )
    }
    data = {
        PREFIXES[each]
        for each in ("actor", "law", "place", "crime", "indicator", "comparator", "stage", "role", "rdf", "xsd")
    }
    used = {iri for iri in PREFIXES.values() if any(term.startswith(iri) for term in terms)}
    assert used - data <= told
    text = "".join({term for (term,) in ask(release, f"SELECT DISTINCT ?o {{ {UNION} FILTER (isIRI(?o)) }}")} | terms)
    assert all(iri in text for iri in told)


def test_the_newest_record_dates_the_release(release: Release) -> None:
    """The date is a day of the data, not of the build."""
    ((modified,),) = ask(release, f"SELECT ?d {{ GRAPH {META} {{ <{DATASET}> dcterms:modified ?d }} }}")
    ((newest,),) = ask(release, "SELECT (STR(MAX(?d)) AS ?day) { GRAPH ?g { [] prov:endedAtTime ?d } }")
    assert newest.startswith(modified)


def test_the_default_graph_is_the_union(release: Release) -> None:
    """Who asks without GRAPH is answered from all graphs, the one on the release too, and each triple once."""
    quads = list(opened(release))
    default = [quad.triple for quad in quads if quad.graph_name == DefaultGraph()]
    assert len(default) == len(set(default))
    assert set(default) == {quad.triple for quad in quads if quad.graph_name != DefaultGraph()}


def test_the_store_holds_what_the_dump_holds(release: Release) -> None:
    """The store puts literals into canonical form; ours are written so, and a query gives what the dump has."""
    quads = Dataset(quad for quad in opened(release) if quad.graph_name != DefaultGraph())
    lines = gzip.decompress((release.folder / "lexwire.nq.gz").read_bytes())
    dumped = Dataset(parse(lines, format=RdfFormat.N_QUADS))
    for dataset in (quads, dumped):
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert sorted(map(str, set(quads) ^ set(dumped)))[:5] == []


@cache
def catalogue(release: Release) -> Graph:
    """Return the description of the release's files."""
    return Graph().parse(release.folder / "dcat.ttl")


def distributions(release: Release) -> Iterator[tuple[URIRef, str]]:
    """Yield each described file with its name."""
    for node in catalogue(release).subjects(RDF.type, DCAT.Distribution):
        assert isinstance(node, URIRef)
        yield node, node.rpartition("/")[2]


def test_every_file_is_described(release: Release) -> None:
    """All files are described but the description and the checksums, which cannot hold their own."""
    files = {path.name for path in release.folder.iterdir() if path.is_file()}
    assert {name for _, name in distributions(release)} == files - {"dcat.ttl", "SHA256SUMS"}


def test_sizes_and_checksums(release: Release) -> None:
    """Each file has the size and the SHA-256 that its description says."""
    graph = catalogue(release)
    for node, name in distributions(release):
        data = (release.folder / name).read_bytes()
        assert [str(o) for o in graph.objects(node, DCAT.byteSize)] == [str(len(data))], name
        (checksum,) = graph.objects(node, SPDX.checksum)
        assert graph.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        assert [str(o) for o in graph.objects(checksum, SPDX.checksumValue)] == [hashlib.sha256(data).hexdigest()], name


def test_a_distribution_can_be_fetched(release: Release) -> None:
    """Each has an address under the release's own, a media type, a licence, and says whether it is compressed."""
    graph = catalogue(release)
    for node, name in distributions(release):
        assert list(graph.objects(node, DCAT.downloadURL)) == [URIRef(f"{BASE}dumps/{release.id}/{name}")]
        (media_type,) = graph.objects(node, DCAT.mediaType)
        assert media_type.startswith("https://www.iana.org/assignments/media-types/")
        assert list(graph.objects(node, DCTERMS.license))
        assert bool(list(graph.objects(node, DCAT.compressFormat))) is name.endswith(".gz")


def test_checksums_file(release: Release) -> None:
    """`sha256sum --check` agrees, and the release is named after what it holds."""
    lines = (release.folder / "SHA256SUMS").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert set(listed) == {path.name for path in release.folder.iterdir() if path.is_file()} - {"SHA256SUMS"}
    for name, digest in listed.items():
        assert hashlib.sha256((release.folder / name).read_bytes()).hexdigest() == digest
    assert release.id.startswith("0.")


def test_the_build_report_says_the_same(release: Release) -> None:
    """build.json agrees with the store and the dumps."""
    report = json.loads((release.folder / "build.json").read_text(encoding="utf-8"))
    assert report["triples"] == gzip.decompress((release.folder / "lexwire.nt.gz").read_bytes()).count(b"\n")
    assert (
        report["quads"]
        == sum(quad.graph_name != DefaultGraph() for quad in opened(release))
        == gzip.decompress((release.folder / "lexwire.nq.gz").read_bytes()).count(b"\n")
    )
    assert report["articles"] == 5
    assert report["facts"] == {
        "actors": 90,
        "laws": 33,
        "crimes": 72,
        "statistics": 37,
        "events": 60,
        "statements": 73,
        "derivations": 8,
    }
    kinds = {
        "statistics": "lw:ReportedStatistic",
        "statements": "lw:Statement",
        "laws": "lw:LifecycleState",
        "derivations": "lw:DerivedStatistic",
    }
    for name, kind in kinds.items():
        assert report["facts"][name] == count(release, "?s", f"GRAPH ?g {{ ?s a {kind} }}"), name


def test_descriptions_are_in_both_languages(release: Release) -> None:
    """The data set has a title in English and one in Chinese, and so has the catalogue."""
    titles = {
        o.language
        for o in catalogue(release).objects(URIRef(f"{BASE}dumps/{release.id}"), DCTERMS.title)
        if isinstance(o, Literal)
    }
    assert titles == {"en", "zh"}
    assert not list(catalogue(release).objects(None, VOID.triples))
