"""Evaluating and serializing one query natively in Oxigraph, with the traps of its binding closed."""

import re
from collections.abc import Callable, Iterator
from typing import IO

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from lexwire.graph.namespaces import PREFIXES
from lexwire.queries.binding import tokens

from ..formats import Format, Wanted
from . import EngineFailed, NotAcceptable, QueryRefused, Question

_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UNKNOWN = re.compile(r"The custom function <(.*)> is not supported", re.DOTALL)
MOST_UNKNOWN = 100
"""How many unknown functions a query may call; the store is asked once more for each."""

Results = QuerySolutions | QueryBoolean | QueryTriples
Functions = dict[NamedNode, Callable[..., NamedNode | BlankNode | Literal | Triple | None]]


def readings(query: str) -> set[str]:
    """Return *query* as it stands, and with its code point escapes resolved (SPARQL 1.1 Query, section 19.2)."""
    return {query, _CODE_POINT.sub(lambda match: _character(match[1] or match[2]), query)}


def _character(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if number < 0x110000 else "\ufffd"


def keywords(query: str) -> set[str]:
    """Return the words of *query* outside strings, IRIs and comments, in capitals, in whichever reading."""
    return {token.text.upper() for text in readings(query) for token in tokens(text) if token.kind == "word"}


def refuse_service(query: str) -> None:
    """Raise QueryRefused where *query* would make this server call another one."""
    if any("SERVICE" in text.upper() for text in readings(query)) and "SERVICE" in keywords(query):
        raise QueryRefused("SERVICE is closed here; query the other endpoint itself and join the answers.")


def refuse_nesting(query: str, most: int) -> None:
    """Raise QueryRefused where brackets in *query* are nested more than *most* deep.

    Parser and evaluation recurse, and end their process where the stack ends.
    """
    for text in readings(query):
        if sum(map(text.count, "([{")) > most and any(depth > most for depth in depths(text)):
            raise QueryRefused(f"The query is nested more than {most} brackets deep; write it flatter.")


def depths(query: str) -> Iterator[int]:
    """Yield how many brackets are open after each, outside strings and comments.

    Those in an IRI count, since what looks like one may be a comparison: ``?a<((?b))&&?c>?d``.
    """
    depth = 0
    for token in tokens(query):
        if token.kind in {"other", "iri"}:
            for character in token.text:
                depth += (character in "([{") - (character in ")]}")
                yield depth


def evaluate(store: Store, question: Question) -> Results:
    """Return the results of *question*; raises QueryRefused where its query is none that this server answers."""
    refuse_service(question.query)
    try:
        return _evaluated(store, question)
    except (SyntaxError, ValueError) as error:
        raise QueryRefused(str(error)) from None
    except RuntimeError as error:
        raise QueryRefused(f"The query cannot be evaluated: {error}.") from None
    except OSError as error:
        raise EngineFailed(f"The data cannot be read ({error}); try again in a moment.") from None


def _evaluated(store: Store, question: Question) -> Results:
    """Return the results; a call of an unknown function is an error in its expression, which leaves that unbound.

    Oxigraph refuses the query instead (SPARQL 1.1 Query, section 17.6), one function at a time.
    """
    unknown: Functions = {}
    while True:
        try:
            return _asked(store, question, unknown)
        except RuntimeError as error:
            match = _UNKNOWN.fullmatch(str(error))
            if match is None or len(unknown) == MOST_UNKNOWN:
                raise
            unknown[NamedNode(match[1])] = _unbound


def _unbound(*_: object) -> None:
    """Stand for a function that nobody knows."""


def _asked(store: Store, question: Question, functions: Functions) -> Results:
    """Ask the store; a default graph alone would leave all named graphs visible, so both lists are given or none."""
    dataset = question.dataset
    if not dataset.is_given:
        return store.query(question.query, base_iri=question.base, custom_functions=functions)
    default: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(iri) for iri in dataset.default or ()]
    named: list[NamedNode | BlankNode] = [NamedNode(iri) for iri in dataset.named or ()]
    return store.query(
        question.query,
        base_iri=question.base,
        default_graph=default,
        named_graphs=named,
        custom_functions=functions,
    )


def chosen(results: Results, wanted: Wanted) -> Format:
    """Return the format for *results*; raises NotAcceptable where the client takes none that fits."""
    format_ = wanted.graph if isinstance(results, QueryTriples) else wanted.results
    if format_ is None:
        raise NotAcceptable
    if isinstance(results, QueryBoolean) and format_.name in {"csv", "tsv"}:
        raise NotAcceptable
    return format_


def write(results: Results, format_: Format, output: IO[bytes]) -> None:
    """Write *results* to *output* as they are found; raises EngineFailed where that fails."""
    try:
        if isinstance(results, QueryTriples):
            assert isinstance(format_.native, RdfFormat)
            serialize(results, output, format=format_.native, prefixes=PREFIXES)
        else:
            assert isinstance(format_.native, QueryResultsFormat)
            results.serialize(output, format=format_.native)
    except (RuntimeError, OSError, SyntaxError, ValueError) as error:
        raise EngineFailed(f"The evaluation ended early ({error}); try again in a moment.") from None
