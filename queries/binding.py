"""SPARQL text as tokens, and the replacement of ``$name`` by terms: no value is ever spliced into a query as text.

Grammar: SPARQL 1.1 Query Language (W3C Recommendation, 21 March 2013), section 19.8.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

Term = NamedNode | Literal


class QueryError(ValueError):
    """A query, its header or a value is wrong; the message says in one sentence what, where and how to mend it."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of SPARQL text: its kind, its characters and where they start."""

    kind: str
    text: str
    start: int


_ESCAPED: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
"""A character of a local name that is written with a sign before it."""
_NUMBER: Final = r"[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+"
_NAME: Final = r"[^\W\d_](?:\.*+[\w-])*+"
_TOKEN: Final = re.compile(
    rf'''
    (?P<comment>  \#[^\r\n]* )
  | (?P<string>   """(?:"{{0,2}}(?:[^"\\]|\\.))*""" | \'\'\'(?:\'{{0,2}}(?:[^'\\]|\\.))*\'\'\'
                | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
  | (?P<iri>      <[^<>"{{}}|^`\\\x00-\x20]*> )
  | (?P<variable> [?$]\w+ )
  | (?P<language> @[A-Za-z]+(?:-{{1,2}}[A-Za-z0-9]+)* )
  | (?P<blank>    _:\w(?:\.*+[\w-])*+ )
  | (?P<prefixed> (?:{_NAME})?:(?:(?:[\w:]|{_ESCAPED})(?:\.*+(?:[\w:-]|{_ESCAPED}))*+)? )
  | (?P<word>     [^\W\d_]\w* )
  | (?P<number>   {_NUMBER} )
  | (?P<space>    \s+ )
  | (?P<other>    \{{\| | \|\}} | . )
    ''',
    re.VERBOSE | re.DOTALL,
)
_LONG: Final = re.compile(_NAME)
_PLAIN: Final = re.compile(rf"(?P<word>[^\W\d_]\w*)|(?P<number>{_NUMBER})|(?P<other>.)")
_ESCAPE: Final = re.compile(r"\\(?:u(?P<digits>[0-9A-F]{4})|(?P<backslash>\\)(?P<u>[uU])|.)", re.DOTALL)
_CLEAR: Final = frozenset(" \t\r\n(),;.{}")
"""Characters beside which a term needs no space."""
_CLAUSES: Final = {
    "SELECT": ("the SELECT clause", {"WHERE", "FROM", "{"}),
    "BY": ("GROUP BY or ORDER BY", {"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES", "}"}),
    "VALUES": ("the variables of VALUES", {"{"}),
    "BOUND": ("BOUND", {")"}),
}
"""Words after which only variables may stand, what to call the place, and the tokens that end it."""


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of *text*; together they are the whole of it.

    What could be a prefix but has no colon behind it is not looked at again from each word in it, which would take a
    time that grows with the square of its length.
    """
    place, plain = 0, 0
    while match := (_PLAIN if place < plain else _TOKEN).match(text, place):
        yield Token(str(match.lastgroup), match.group(), place)
        if match.lastgroup == "word" and place >= plain and (name := _LONG.match(text, place)):
            plain = name.end()
        place = match.end()


def line_of(text: str, position: int) -> int:
    """Return the line, counted from 1, in which *position* lies."""
    return text.count("\n", 0, position) + 1


def prefixes(text: str) -> dict[str, str]:
    """Return the namespaces that the PREFIX lines of *text* declare, by prefix without colon."""
    found: dict[str, str] = {}
    words = [token for token in tokens(text) if token.kind not in {"comment", "space"}]
    for keyword, name, iri in zip(words, words[1:], words[2:], strict=False):
        if keyword.text.upper() == "PREFIX" and name.kind == "prefixed" and iri.kind == "iri":
            found[name.text.removesuffix(":")] = iri.text[1:-1]
    return found


def placeholders(text: str) -> Iterator[Token]:
    """Yield the tokens ``$name`` of *text*."""
    return (token for token in tokens(text) if token.kind == "variable" and token.text[0] == "$")


def misplaced(text: str) -> Iterator[tuple[Token, str]]:
    """Yield each ``$name`` that stands where only a variable may, and the name of that place.

    Looked at: SELECT up to WHERE, FROM or a brace; what follows AS; GROUP BY and ORDER BY; the variables of VALUES;
    BOUND.
    """
    place, ends, previous = "", frozenset[str](), ""
    for token in tokens(text):
        if token.kind in {"comment", "space"}:
            continue
        word = token.text.upper()
        if word in ends:
            place, ends = "", frozenset()
        if token.kind == "word" and word in _CLAUSES:
            place, ends = _CLAUSES[word][0], frozenset(_CLAUSES[word][1])
        if token.kind == "variable" and token.text[0] == "$" and (place or previous == "AS"):
            yield token, place or "AS"
        previous = word


def written(term: Term) -> str:
    r"""Return *term* in N-Triples form, as every SPARQL parser reads it.

    Some parsers resolve ``\uXXXX`` in the whole text before they look for strings (section 19.2), even after an escaped
    backslash, and take up to eight digits.  So such escapes, and a "u" after a backslash, are written as ``\U`` with
    eight.
    """
    return _ESCAPE.sub(_unambiguous, str(term))


def _unambiguous(match: re.Match[str]) -> str:
    if digits := match["digits"]:
        return rf"\U0000{digits}"
    if match["backslash"]:
        return rf"\\\U{ord(match['u']):08X}"
    return match.group()


def bound(text: str, terms: Mapping[str, Term]) -> str:
    """Return *text* with each ``$name`` replaced by the term of that name; what has no term stays a variable."""
    return "".join(_replaced(token, text, terms) for token in tokens(text))


def _replaced(token: Token, text: str, terms: Mapping[str, Term]) -> str:
    if token.kind != "variable" or token.text[0] != "$" or token.text[1:] not in terms:
        return token.text
    end = token.start + len(token.text)
    before, after = (_gap(text[i : i + 1], _CLEAR) for i in (token.start - 1, end))
    return f"{before if token.start else ''}{written(terms[token.text[1:]])}{after}"


def _gap(neighbour: str, clear: Container[str]) -> str:
    return " " if neighbour and neighbour not in clear else ""
