"""Evaluating and serializing one query natively in Oxigraph, with the traps of its binding closed."""

import re
from typing import IO

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from lexwire.graph.namespaces import PREFIXES
from lexwire.queries.binding import tokens

from ..formats import Format, Wanted
from . import NotAcceptable, QueryRefused, Question

_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

Results = QuerySolutions | QueryBoolean | QueryTriples


def keywords(query: str) -> set[str]:
    """Return the words of *query* outside strings, IRIs and comments, in capitals.

    A word may be written with code point escapes (SPARQL 1.1 Query, section 19.2), so the query is read both as it
    stands and resolved.
    """
    resolved = _CODE_POINT.sub(lambda match: _character(match[1] or match[2]), query)
    return {token.text.upper() for text in {query, resolved} for token in tokens(text) if token.kind == "word"}


def _character(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if number < 0x110000 else "\ufffd"


def evaluate(store: Store, question: Question) -> Results:
    """Return the results of *question*; raises QueryRefused where its query is none that this server answers.

    A default graph alone would leave all named graphs visible: both lists are given when the protocol names any.
    """
    if "SERVICE" in keywords(question.query):
        raise QueryRefused("SERVICE is closed here; query the other endpoint itself and join the answers.")
    dataset = question.dataset
    try:
        default = [NamedNode(iri) for iri in dataset.default or ()]
        named = [NamedNode(iri) for iri in dataset.named or ()]
        if dataset.is_given:
            return store.query(question.query, base_iri=question.base, default_graph=[*default], named_graphs=[*named])
        return store.query(question.query, base_iri=question.base)
    except (SyntaxError, ValueError) as error:
        raise QueryRefused(str(error)) from None
    except (RuntimeError, OSError) as error:
        raise QueryRefused(f"The query cannot be evaluated: {error}.") from None


def chosen(results: Results, wanted: Wanted) -> Format:
    """Return the format for *results*; raises NotAcceptable where the client takes none that fits."""
    format_ = wanted.graph if isinstance(results, QueryTriples) else wanted.results
    if format_ is None:
        raise NotAcceptable
    if isinstance(results, QueryBoolean) and format_.name in {"csv", "tsv"}:
        raise NotAcceptable
    return format_


def write(results: Results, format_: Format, output: IO[bytes]) -> None:
    """Write *results* to *output* as they are found."""
    if isinstance(results, QueryTriples):
        assert isinstance(format_.native, RdfFormat)
        serialize(results, output, format=format_.native, prefixes=PREFIXES)
    else:
        assert isinstance(format_.native, QueryResultsFormat)
        results.serialize(output, format=format_.native)
