"""Patterns that match everything, and patterns that nothing connects.

The algebra comes from RDFLib's parser of SPARQL 1.1; of a query that it cannot read nothing is said here.
"""

import logging
from collections.abc import Iterator

from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, Node, Variable

from ..binding import Token, tokens
from .remark import Remark, remark, words

_ALONE = {"Project", "Union", "Minus"}
"""Parts of the algebra whose patterns are their own affair."""
_NARROWING = {"AggregateJoin", "Slice", "Filter", "LeftJoin", "ToMultiSet", "ServiceGraphPattern"}
"""Parts of the algebra beside which one pattern does not make every statement of this graph an answer."""
_KEEPING = {
    "AggregateJoin", "Distinct", "Extend", "Filter", "OrderBy", "Project", "Reduced", "Slice", "ToMultiSet",
}  # fmt: skip
"""Parts of the algebra that have no more solutions than what is in them."""


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
    if _holds(algebra, _NARROWING) or algebra.name == "AskQuery":
        return False
    patterns = [triple for part in _parts(algebra) if part.name == "BGP" for triple in part.triples]
    if len(patterns) != 1 or len({each for each in patterns[0] if isinstance(each, Variable)}) != 3:
        return False
    subject, _, object_ = patterns[0]
    return not _holds(algebra, {"Distinct", "Reduced"}) or not {subject, object_}.isdisjoint(algebra.PV)


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
        variables = [[each for each in piece if isinstance(each, Variable)] for piece in _pieces(group)]
        first, *others = [str(names[0]) for names in variables if names] or [""]
        yield from ((first, other) for other in others)


def _groups(value: object, is_top: bool = True) -> Iterator[CompValue]:
    """Yield what stands in each group of the algebra whose patterns are its own affair."""
    if isinstance(value, CompValue):
        if value.name in _ALONE or is_top:
            yield from (value[key] for key in value if isinstance(value.get(key), CompValue))
        for key in value:
            yield from _groups(value.get(key), False)


def _matched(part: CompValue) -> Iterator[list[Node]]:
    """Yield what each pattern in *part* speaks of; what has one solution at most is paired with nothing."""
    if part.name in _ALONE or part.name == "ServiceGraphPattern":
        yield _variables(part)
    elif part.name == "BGP":
        subjects = {subject for subject, _, _ in part.triples}
        yield from ([each for each in triple if _ties(each, subjects)] for triple in part.triples)
    elif part.name == "Graph":
        yield from ([part.term, *each] for each in _matched(part.p))
    elif part.name != "ToMultiSet":
        yield from (each for below in _below(part) for each in _matched(below))
    elif not _is_single(part):
        yield _variables(part)


def _tied(part: CompValue) -> Iterator[list[Node]]:
    """Yield the variables that a condition or an assignment in *part* brings together."""
    if part.name in _ALONE:
        return
    if part.name in {"Filter", "LeftJoin", "Extend"}:
        yield _variables([part.get(key) for key in ("expr", "var") if key in part])
    yield from (each for below in _below(part) for each in _tied(below))


def _below(part: CompValue) -> list[CompValue]:
    return [part[key] for key in ("p", "p1", "p2") if isinstance(part.get(key), CompValue)]


def _is_single(part: CompValue) -> bool:
    """Return whether *part* has one solution at most: one line of VALUES, LIMIT 1, or an aggregate of everything."""
    if part.name == "values":
        return len(part.res) < 2
    if part.name == "Group":
        return not part.expr
    is_cut = part.name == "Slice" and part.length is not None and part.length < 2
    return is_cut or (part.name in _KEEPING and _is_single(part.p))


def _ties(each: Node, subjects: set[Node]) -> bool:
    """Return whether *each* ties its pattern to others: a name that many share, such as a class, does not."""
    return isinstance(each, Variable | BNode) or each in subjects


def _variables(value: object) -> list[Node]:
    """Return the variables in *value* that can be seen from outside, in order; what stands in VALUES counts."""
    if isinstance(value, Variable | BNode):
        return [value]
    if isinstance(value, CompValue):
        inner = value.PV if value.name == "Project" else [value.get(key) for key in value if key != "_vars"]
        return [each for item in inner for each in _variables(item)]
    if isinstance(value, list | tuple | dict):
        return [each for item in value for each in _variables(item)]
    return []


def _pieces(group: CompValue) -> list[list[Node]]:
    """Return the terms that the patterns of *group* speak of, in pieces that nothing in it connects."""
    matched = [link for link in _matched(group) if link]
    pieces: list[list[Node]] = []
    for link in filter(None, [*matched, *_tied(group)]):
        touching = [piece for piece in pieces if set(piece) & set(link)]
        rest = [piece for piece in pieces if piece not in touching]
        pieces = [*rest, [*(each for piece in touching for each in piece), *link]]
    found = {each for link in matched for each in link}
    return sorted((piece for piece in pieces if found & set(piece)), key=len, reverse=True)
