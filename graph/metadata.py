"""What a release says of itself: VoID statistics and DCAT, with counts taken from the data.

Specifications: Describing Linked Datasets with the VoID Vocabulary (W3C Interest Group Note, 3 March 2011); DCAT 3
(W3C Recommendation, 2024). The counts are those of all graphs but ``graph/meta``, which holds them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from . import iris
from .dump import FORMS
from .namespaces import BASE, DCAT, DCTERMS, FOAF, PREFIXES, PROV, RDF, RDFS, SPDX, VOID, XSD

LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
TITLE = "Lexwire: cybercrime and personal-information law as the news tells it"
VOCABULARIES = (
    "lw", "rdfs", "owl", "skos", "dcterms", "dcat", "void", "vann", "foaf", "org", "prov", "sem", "gaf", "nif", "eli",
    "qb", "sdmx-d", "sdmx-m", "sdmx-a", "unit", "time", "schema", "sh",
)  # fmt: skip
_TYPE = f"<{RDF.type.value}>".encode()


@dataclass(slots=True)
class Counts:
    """How much a set of triples holds, in all and by class and property."""

    triples: int = 0
    subjects: int = 0
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    entities: int = 0


def counted(lines: Iterable[bytes]) -> Counts:
    """Return the counts of sorted N-Triples *lines*, each of which comes once."""
    counts = Counts()
    properties: Counter[bytes] = Counter()
    classes: Counter[bytes] = Counter()
    last = b""
    own = f"<{BASE}".encode()
    for line in lines:
        subject, property_, rest = line.split(b" ", 2)
        properties[property_] += 1
        if property_ == _TYPE:
            classes[rest[:-3]] += 1
        if subject != last:
            counts.subjects += 1
            counts.entities += subject.startswith(own)
            last = subject
    counts.triples = properties.total()
    counts.properties = Counter({iri.decode()[1:-1]: n for iri, n in properties.items()})
    counts.classes = Counter({iri.decode()[1:-1]: n for iri, n in classes.items() if iri.startswith(b"<")})
    return counts


def meta_triples(
    union: Counts, graphs: dict[str, int], links: Iterable[Triple], version: str, modified: str
) -> Iterator[Triple]:
    """Yield the description of the dataset for ``graph/meta``.

    *graphs* maps each named graph to its number of triples, *links* are the statements that lead to other datasets,
    *modified* is the day of the newest record.
    """
    node = iris.DATASET
    yield from _dataset(node, version, modified)
    yield Triple(node, VOID.triples, _number(union.triples))
    yield Triple(node, VOID.entities, _number(union.entities))
    yield Triple(node, VOID.distinctSubjects, _number(union.subjects))
    yield Triple(node, VOID.properties, _number(len(union.properties)))
    yield Triple(node, VOID.classes, _number(len(union.classes)))
    for name in VOCABULARIES:
        yield Triple(node, VOID.vocabulary, NamedNode(PREFIXES[name]))
    yield from _partitions(node, "class", union.classes, VOID.classPartition, VOID["class"], VOID.entities)
    yield from _partitions(node, "property", union.properties, VOID.propertyPartition, VOID.property, VOID.triples)
    for graph, number in graphs.items():
        part = NamedNode(graph)
        yield Triple(node, VOID.subset, part)
        yield Triple(part, RDF.type, VOID.Dataset)
        yield Triple(part, VOID.triples, _number(number))
    yield from _linksets(links)


def _dataset(node: NamedNode, version: str, modified: str) -> Iterator[Triple]:
    about = (
        "Actors, laws, crimes, statistics, events and statements from news and government texts; every fact keeps the "
        "words it rests on, and printed, resolved and computed values never mix."
    )
    publisher = iris.thing("agent", "lexwire-editors")
    yield Triple(node, RDF.type, DCAT.Dataset)
    yield Triple(node, RDF.type, VOID.Dataset)
    yield Triple(node, DCTERMS.title, Literal(TITLE, language="en"))
    yield Triple(node, DCTERMS.title, Literal("Lexwire：新闻中的网络犯罪与个人信息法律知识图谱", language="zh"))
    yield Triple(node, DCTERMS.description, Literal(about, language="en"))
    yield Triple(node, DCTERMS.license, LICENCE)
    yield Triple(node, DCTERMS.publisher, publisher)
    yield Triple(node, DCAT.version, Literal(version))
    yield Triple(node, DCTERMS.modified, Literal(modified, datatype=XSD.date))
    yield Triple(node, VOID.uriSpace, Literal(BASE))
    yield Triple(node, VOID.sparqlEndpoint, NamedNode(f"{BASE}sparql"))
    yield Triple(node, FOAF.homepage, NamedNode(BASE))
    yield Triple(publisher, RDF.type, PROV.Agent)
    yield Triple(publisher, RDFS.label, Literal("Lexwire editors", language="en"))
    for form in FORMS:
        yield Triple(node, VOID.dataDump, NamedNode(f"{BASE}dumps/latest/{form.name}.gz"))


def _partitions(
    node: NamedNode, kind: str, counts: Counter[str], has_part: NamedNode, of: NamedNode, number: NamedNode
) -> Iterator[Triple]:
    for iri in sorted(counts):
        part = NamedNode(f"{node.value}/{kind}/{_local(iri)}")
        yield Triple(node, has_part, part)
        yield Triple(part, of, NamedNode(iri))
        yield Triple(part, number, _number(counts[iri]))


def _local(iri: str) -> str:
    """Return *iri* shortened to a path step that no other vocabulary shares."""
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        if iri.startswith(namespace):
            return f"{prefix}-{iri.removeprefix(namespace)}"
    return iris.slug(iri)


def _linksets(links: Iterable[Triple]) -> Iterator[Triple]:
    """Yield one linkset for each property that leads to DBpedia."""
    target = NamedNode(f"{BASE}dataset/dbpedia")
    numbers = Counter(triple.predicate.value for triple in links)
    for property_, number in sorted(numbers.items()):
        node = NamedNode(f"{BASE}dataset/links/{property_.rpartition('#')[2]}")
        yield Triple(iris.DATASET, VOID.subset, node)
        yield Triple(node, RDF.type, VOID.Linkset)
        yield Triple(node, VOID.linkPredicate, NamedNode(property_))
        yield Triple(node, VOID.subjectsTarget, iris.DATASET)
        yield Triple(node, VOID.objectsTarget, target)
        yield Triple(node, VOID.triples, _number(number))
        yield Triple(target, RDF.type, VOID.Dataset)
        yield Triple(target, FOAF.homepage, NamedNode("https://www.dbpedia.org/"))


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)


@dataclass(frozen=True, slots=True)
class File:
    """One file of a release: its name, media type, size in bytes and SHA-256."""

    name: str
    media_type: str
    size: int
    sha256: str


def catalogue_triples(files: Iterable[File], release: str, modified: str, version: str) -> Iterator[Triple]:
    """Yield the DCAT description of a release's *files*, which no dump can hold: it has their checksums."""
    dataset = NamedNode(f"{BASE}dumps/{release}")
    yield from _dataset(dataset, version, modified)
    yield Triple(dataset, DCTERMS.isVersionOf, iris.DATASET)
    for file in files:
        node = NamedNode(f"{dataset.value}/{file.name}")
        checksum = NamedNode(f"{node.value}#sha256")
        media_type = NamedNode(f"https://www.iana.org/assignments/media-types/{file.media_type}")
        yield Triple(dataset, DCAT.distribution, node)
        yield Triple(node, RDF.type, DCAT.Distribution)
        yield Triple(node, DCTERMS.title, Literal(file.name))
        yield Triple(node, DCAT.downloadURL, node)
        yield Triple(node, DCAT.mediaType, media_type)
        yield Triple(node, DCAT.byteSize, Literal(str(file.size), datatype=XSD.nonNegativeInteger))
        yield Triple(node, DCTERMS.license, LICENCE)
        if file.name.endswith(".gz"):
            yield Triple(
                node, DCAT.compressFormat, NamedNode("https://www.iana.org/assignments/media-types/application/gzip")
            )
        yield Triple(node, SPDX.checksum, checksum)
        yield Triple(checksum, RDF.type, SPDX.Checksum)
        yield Triple(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
        yield Triple(checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary))
