"""Patterns that match everything, and patterns that nothing connects.

The algebra comes from RDFLib's parser of SPARQL 1.1; of a query that it cannot read nothing is said here.
"""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node, URIRef, Variable

from ..binding import Token, tokens
from .remark import Remark, remark, words

Triple = tuple[Any, Any, Any]

_ALONE = {"Project", "Union", "Minus"}
"""Parts of the algebra whose patterns are their own affair."""


def remarks(text: str) -> Iterator[Remark]:
    """Yield what is to be said of the patterns in *text*."""
    algebra = _algebra(text)
    if algebra is None:
        return
    found = words(text)
    if _is_open(algebra) and not any(token.text.upper() == "LIMIT" for token in found):
        yield remark("no-limit", _first(found, "{"), (len(text.rstrip()), len(text), "\nLIMIT 100\n"))
    for one, other in _apart(algebra):
        place = next((each for each in found if each.text[1:] == other and each.kind == "variable"), None)
        if place:
            yield remark("cross-product", place, one=f"?{one}", other=f"?{other}")


def _algebra(text: str) -> CompValue | None:
    """Return the algebra of *text*; None where RDFLib cannot read it."""
    plain = _with_question_marks(text)
    logger = logging.getLogger("rdflib")
    level = logger.level
    try:
        logger.setLevel(logging.CRITICAL)
        return translateQuery(parseQuery(plain)).algebra
    except Exception:  # pyparsing and RDFLib raise whatever comes up
        return None
    finally:
        logger.setLevel(level)


def _with_question_marks(text: str) -> str:
    """Return *text* with each ``$name`` as ``?name``, which is the same variable."""
    return "".join(f"?{each.text[1:]}" if each.kind == "variable" else each.text for each in tokens(text))


def _first(found: list[Token], text: str) -> Token:
    return next((token for token in found if token.text == text), found[0])


def _is_open(algebra: CompValue) -> bool:
    """Return whether the query is answered with every statement: one pattern of three variables, and nothing else."""
    if _holds(algebra, {"AggregateJoin", "Slice", "Filter", "LeftJoin", "ToMultiSet"}) or algebra.name == "AskQuery":
        return False
    patterns = [triple for part in _parts(algebra) if part.name == "BGP" for triple in part.triples]
    return len(patterns) == 1 and all(isinstance(each, Variable) for each in patterns[0])


def _holds(algebra: CompValue, names: set[str]) -> bool:
    return any(part.name in names for part in _parts(algebra))


def _parts(value: object) -> Iterator[CompValue]:
    """Yield *value* and all parts of the algebra within it."""
    if isinstance(value, CompValue):
        yield value
        for key in value:
            yield from _parts(value.get(key))
    elif isinstance(value, list | tuple | set):
        for each in value:
            yield from _parts(each)


def _apart(algebra: CompValue) -> Iterator[tuple[str, str]]:
    """Yield for each group whose patterns fall apart the first variable of the first piece and that of each other."""
    for group in _groups(algebra):
        names = [next((each for each in piece if isinstance(each, Variable)), "") for piece in _pieces(group)]
        yield from ((str(names[0]), str(other)) for other in names[1:])


def _groups(value: object, is_top: bool = True) -> Iterator[list[list[Node]]]:
    """Yield the groups of the algebra: for each, the variables of every pattern and condition in it."""
    if isinstance(value, CompValue):
        if value.name in _ALONE or is_top:
            for key in value:
                held = value.get(key)
                if isinstance(held, CompValue):
                    links = list(_links(held))
                    if links:
                        yield links
        for key in value:
            yield from _groups(value.get(key), False)


def _links(part: CompValue) -> Iterator[list[Node]]:
    """Yield the variables that belong together in *part*: of a pattern, of a condition, of a subquery."""
    if part.name in _ALONE:
        yield _variables(part)
    elif part.name == "BGP":
        yield from (_tied(triple) for triple in part.triples if _variables(triple))
    elif part.name == "Graph":
        yield from ([part.term, *link] for link in _links(part.p))
    else:
        is_condition = part.name in {"Filter", "LeftJoin", "values"}
        if not _is_counted(part) and (is_condition or (part.name == "Extend" and _variables(part.expr))):
            yield _variables([part.get(key) for key in ("expr", "var", "res") if key in part])
        for key in ("p", "p1", "p2"):
            if isinstance(part.get(key), CompValue):
                yield from _links(part[key])


def _is_counted(part: CompValue) -> bool:
    """Return whether *part* speaks of what was counted or added up below it, whose names are not in the query."""
    below = part
    while below.name in {"Filter", "Extend"}:
        below = below.p
    return bool(below.name == "AggregateJoin")


def _tied(triple: Triple) -> list[Node]:
    """Return what ties *triple* to others: its variables, and a subject that it has in common with them."""
    return [*([triple[0]] if isinstance(triple[0], URIRef) else []), *_variables(triple)]


def _variables(value: object) -> list[Node]:
    """Return the variables in *value*, in order."""
    if isinstance(value, Variable):
        return [value]
    if isinstance(value, CompValue):
        return [each for key in value if key != "_vars" for each in _variables(value.get(key))]
    if isinstance(value, list | tuple | dict):
        return [each for item in value for each in _variables(item)]
    return []


def _pieces(links: Iterable[list[Node]]) -> list[list[Node]]:
    """Return the variables of *links* in pieces that nothing connects."""
    pieces: list[list[Node]] = []
    for link in filter(None, links):
        touching = [piece for piece in pieces if set(piece) & set(link)]
        rest = [piece for piece in pieces if piece not in touching]
        pieces = [*rest, [*(each for piece in touching for each in piece), *link]]
    return sorted(pieces, key=len, reverse=True)
