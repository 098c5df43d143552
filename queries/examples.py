"""The catalogue as RDF, in the vocabulary in which SPARQL endpoints publish examples, so that their tools find ours.

Vocabulary: SHACL (W3C Recommendation, 20 July 2017), sections 5.2.1 and 6.2, for queries, prefixes and parameters; the
sparql-examples of the SIB Swiss Institute of Bioinformatics for what SHACL has no word for.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from .binding import Term, tokens
from .parameters import XSD, Parameter
from .query import Query

BASE: Final = "https://w3id.org/lexwire/id/query/"
"""Under this lie the IRIs of queries; under the IRI of a query those of its parameters."""
ENDPOINT: Final = "https://w3id.org/lexwire/sparql"
_PREFIXES: Final = "https://w3id.org/lexwire/id/prefix/"
_PARAMETERS: Final = "https://w3id.org/lexwire/id/parameter/"
SPEX: Final = "https://purl.expasy.org/sparql-examples/ontology#"
_SH, _RDFS = "http://www.w3.org/ns/shacl#", "http://www.w3.org/2000/01/rdf-schema#"
_RDF, _SCHEMA = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "https://schema.org/"
_TYPE: Final = NamedNode(f"{_RDF}type")
_KINDS: Final = {
    "select": (f"{_SH}SPARQLSelectExecutable", f"{_SH}select"),
    "ask": (f"{_SH}SPARQLAskExecutable", f"{_SH}ask"),
    "construct": (f"{_SH}SPARQLConstructExecutable", f"{_SH}construct"),
    "describe": (f"{SPEX}SPARQLDescribeExecutable", f"{SPEX}describe"),
}
"""For each form of query its class, and the property that has the text."""
_DATATYPES: Final = {
    "string": f"{XSD}string",
    "language-string": f"{_RDF}langString",
    "year": f"{XSD}gYear",
    **{name: f"{XSD}{name}" for name in ("integer", "decimal", "date", "boolean")},
}


def node(query: Query) -> NamedNode:
    """Return the IRI of *query*."""
    return NamedNode(f"{BASE}{query.name}")


def triples(queries: Iterable[Query], endpoint: str = ENDPOINT) -> Iterator[Triple]:
    """Yield what there is to tell of *queries*, which can be put to the SPARQL *endpoint* as they stand.

    Their texts have the parameters' defaults.  There are no blank nodes, and a triple may come twice.
    """
    prefixes: dict[tuple[str, str], NamedNode] = {}
    for query in queries:
        yield from _query(query, NamedNode(endpoint))
        yield _triple(node(query), f"{_SH}prefixes", node(query))
        for pair in query.prefixes.items():
            declared = prefixes.setdefault(pair, _prefix(pair[0], sum(pair[0] == each for each, _ in prefixes)))
            yield _triple(node(query), f"{_SH}declare", declared)
    for (prefix, namespace), declared in prefixes.items():
        yield _triple(declared, f"{_SH}prefix", Literal(prefix))
        yield _triple(declared, f"{_SH}namespace", Literal(namespace, datatype=NamedNode(f"{XSD}anyURI")))


def _prefix(name: str, others: int) -> NamedNode:
    """Return the IRI of a prefix; where there are *others* of its name, for other namespaces, it has a number."""
    return NamedNode(f"{_PREFIXES}{name or 'empty'}{f'-{others + 1}' if others else ''}")


def _query(query: Query, endpoint: NamedNode) -> Iterator[Triple]:
    subject, (kind, text) = node(query), _KINDS[query.form]
    yield Triple(subject, _TYPE, NamedNode(f"{_SH}SPARQLExecutable"))
    yield Triple(subject, _TYPE, NamedNode(kind))
    yield from _texts(subject, f"{_RDFS}label", query.title)
    yield from _texts(subject, f"{_RDFS}comment", query.description or query.title)
    yield _triple(subject, text, Literal(query.bind({name: each.example for name, each in _needed(query).items()})))
    yield _triple(subject, f"{_SCHEMA}target", endpoint)
    for tag in query.tags:
        yield _triple(subject, f"{_SCHEMA}keywords", Literal(tag))
    for service in _services(query.body):
        yield _triple(subject, f"{SPEX}federatesWith", NamedNode(service))
    for parameter in query.parameters.values():
        yield from _parameter(query, parameter)


def _needed(query: Query) -> Mapping[str, Parameter]:
    """Return the parameters that must have a value and have none of their own."""
    return {name: each for name, each in query.parameters.items() if each.default is None and not each.optional}


def _parameter(query: Query, parameter: Parameter) -> Iterator[Triple]:
    subject = NamedNode(f"{node(query).value}/{parameter.name}")
    yield _triple(node(query), f"{_SH}parameter", subject)
    yield Triple(subject, _TYPE, NamedNode(f"{_SH}Parameter"))
    path = NamedNode(f"{_PARAMETERS}{parameter.name}")
    yield Triple(path, _TYPE, NamedNode(f"{_RDF}Property"))
    yield _triple(path, f"{_RDFS}label", Literal(parameter.name))
    yield _triple(subject, f"{_SH}path", path)
    yield from _texts(subject, f"{_SH}name", parameter.label)
    if parameter.type == "iri":
        yield _triple(subject, f"{_SH}nodeKind", NamedNode(f"{_SH}IRI"))
    else:
        yield _triple(subject, f"{_SH}datatype", NamedNode(_DATATYPES[parameter.type]))
    is_optional = "true" if parameter.optional else "false"
    yield _triple(subject, f"{_SH}optional", Literal(is_optional, datatype=NamedNode(f"{XSD}boolean")))
    if parameter.default:
        yield _triple(subject, f"{_SH}defaultValue", parameter.term(parameter.default, query.prefixes))
    if isinstance(parameter.values, tuple) and parameter.values:
        allowed = [parameter.term(choice.value, query.prefixes) for choice in parameter.values]
        yield from _list(subject, f"{_SH}in", allowed)


def _list(subject: NamedNode, property_: str, items: list[Term]) -> Iterator[Triple]:
    """Yield the RDF list *items*, whose cells have IRIs under that of *subject*."""
    cells = [NamedNode(f"{subject.value}/in/{number}") for number in range(1, len(items) + 1)]
    yield _triple(subject, property_, cells[0])
    for cell, item, rest in zip(cells, items, [*cells[1:], NamedNode(f"{_RDF}nil")], strict=True):
        yield _triple(cell, f"{_RDF}first", item)
        yield _triple(cell, f"{_RDF}rest", rest)


def _services(text: str) -> Iterator[str]:
    """Yield the endpoints that *text* asks by SERVICE and names in full."""
    words = [token for token in tokens(text) if token.kind not in {"comment", "space"}]
    for keyword, *names in zip(words, words[1:], words[2:], strict=False):
        if keyword.kind == "word" and keyword.text.upper() == "SERVICE":
            name = names[names[0].text.upper() == "SILENT"]
            yield from [name.text[1:-1]] if name.kind == "iri" else []


def _texts(subject: NamedNode, property_: str, texts: Mapping[str, str]) -> Iterator[Triple]:
    for language, text in texts.items():
        yield _triple(subject, property_, Literal(text, language=language))


def _triple(subject: NamedNode, property_: str, object_: Term) -> Triple:
    return Triple(subject, NamedNode(property_), object_)
