"""Saved SPARQL queries: plain .rq files with a header of title, typed parameters and the answer that each must give."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from . import header
from .binding import QueryError, Term, Token, bound, line_of, misplaced, placeholders, prefixes, tokens
from .header import Expectation, Header
from .parameters import Choice, Parameter

__all__ = ["Choice", "Expectation", "Parameter", "Query", "QueryError", "catalogue", "load"]

_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_CODEPOINT: Final = re.compile(r"\\[uU]")


@dataclass(frozen=True, slots=True)
class Query:
    """A saved query."""

    name: str
    """The file's name without .rq; no other query has it."""
    folder: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    tags: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    view: str
    expect: Expectation
    text: str
    """The whole file, which is SPARQL as it stands."""
    form: str
    """select, ask, construct or describe."""

    @property
    def body(self) -> str:
        """Return the SPARQL below the header."""
        return header.split(self.text)[1].lstrip("\r\n")

    @property
    def prefixes(self) -> dict[str, str]:
        """Return the namespaces that the query declares, by prefix."""
        return prefixes(self.body)

    def bind(self, values: Mapping[str, str]) -> str:
        """Return the query with *values*, and the defaults for the others, in the place of its parameters.

        An optional parameter without a value, or with an empty one, stays a variable.  Raises QueryError where a name is unknown,
        a value is missing, of the wrong type or not allowed.
        """
        return bound(self.body, self.terms(values))

    def terms(self, values: Mapping[str, str]) -> dict[str, Term]:
        """Return the terms that *values*, and the defaults for the others, stand for; raises QueryError as :meth:`bind` does."""
        if unknown := ", ".join(sorted(set(values) - set(self.parameters))):
            known = ", ".join(self.parameters) or "none"
            raise QueryError(f"Query {self.name} has no parameter {ascii(unknown)}; the parameters it has: {known}.")
        terms, declared = {}, self.prefixes
        for name, parameter in self.parameters.items():
            value = values.get(name, parameter.default)
            if parameter.optional and not value:
                continue
            if value is None:
                raise QueryError(f"Query {self.name} needs a value for {name}; give one as {name}=VALUE.")
            terms[name] = parameter.term(value, declared)
        return terms

    def shown(self, term: NamedNode | Literal | BlankNode | Triple | None) -> str | None:
        """Return *term* as expectations write it: a literal's text, an IRI shortened by the query's prefixes."""
        if term is None or isinstance(term, Triple):
            return None if term is None else str(term)
        for prefix, namespace in sorted(self.prefixes.items(), key=lambda item: -len(item[1])):
            if isinstance(term, NamedNode) and term.value.startswith(namespace):
                return f"{prefix}:{term.value.removeprefix(namespace)}"
        return term.value


@cache
def catalogue() -> Mapping[str, Query]:
    """Return the packaged queries by name, in the order of folder and name; raises QueryError where one is wrong."""
    found: dict[str, Query] = {}
    for folder, entry in _files(files(__name__)):
        name = entry.name.removesuffix(".rq")
        if name in found:
            raise QueryError(f"{folder}/{entry.name}: {found[name].folder}/{entry.name} has the same name; rename one of them.")
        found[name] = _read(entry.read_bytes(), name, folder, f"{folder}/{entry.name}")
    return MappingProxyType(found)


def _files(root: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Yield the folder's name and the entry of each query file, in order."""
    for folder in sorted((each for each in root.iterdir() if each.is_dir()), key=lambda each: each.name):
        for entry in sorted(folder.iterdir(), key=lambda each: each.name):
            if entry.name.endswith(".rq"):
                yield folder.name, entry


def load(path: Path) -> Query:
    """Return the query in the file *path*; one without a header has no parameters.

    Raises QueryError with file and line where the file cannot be read or is wrong.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise QueryError(f"{path} cannot be read ({error.strerror}); give the path of a query file.") from None
    return _read(data, path.stem, path.resolve().parent.name, str(path))


def _read(data: bytes, name: str, folder: str, where: str) -> Query:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise QueryError(f"{where}:{line}: the file is not UTF-8; save it in that encoding.") from None
    lines, body = header.split(text)
    head = header.read(lines, where) if lines else Header(title={"en": name})
    if lines:
        _check_placeholders(text, head, where)
    parameters = {name: _with_prefixes(each, body) for name, each in head.parameters.items()}
    query = Query(
        name, folder, head.title, head.description, head.tags, MappingProxyType(parameters), head.view, head.expect, text, _form(text, where)
    )
    _check_syntax(query, where)
    return query


def _with_prefixes(parameter: Parameter, body: str) -> Parameter:
    """Return *parameter* with a query of values that declares the prefixes of the file."""
    if not isinstance(parameter.values, str):
        return parameter
    lines = [f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes(body).items()]
    return replace(parameter, values="".join(lines) + parameter.values)


def _form(text: str, where: str) -> str:
    for token in tokens(text):
        if token.kind == "word" and token.text.upper() in _FORMS:
            return token.text.lower()
    raise QueryError(f"{where}:{line_of(text, len(text))}: there is no SELECT, ASK, CONSTRUCT or DESCRIBE; write a SPARQL query.")


def _check_placeholders(text: str, head: Header, where: str) -> None:
    """Raise QueryError unless parameters and ``$name`` in *text* match, and each stands where a term may."""

    def refuse(token: Token, message: str) -> None:
        raise QueryError(f"{where}:{line_of(text, token.start)}: {message}.")

    for token in placeholders(text):
        if token.text[1:] not in head.parameters:
            refuse(token, f"{token.text} is not among the parameters; declare it or write ?{token.text[1:]}")
    for token in tokens(text):
        if token.kind == "variable" and token.text[0] == "?" and token.text[1:] in head.parameters:
            refuse(token, f"{token.text} is a parameter; write ${token.text[1:]} or rename the variable")
    for token, place in misplaced(text):
        refuse(token, f"{token.text} stands in {place}, where no value may; bind it to another variable in the pattern")
    used = {token.text[1:] for token in placeholders(text)}
    for name in head.parameters:
        if name not in used:
            raise QueryError(f"{where}:1: parameter {name} does not occur in the query; write ${name} in it or drop the parameter.")


def _check_syntax(query: Query, where: str) -> None:
    """Raise QueryError unless the query is SPARQL as it stands and with values of the parameters' types.

    The proof runs it on an empty store; a query with SERVICE is left to the engine, since running it would call another host.
    """
    if escape := _CODEPOINT.search(query.text):
        raise QueryError(f"{where}:{line_of(query.text, escape.start())}: {escape.group()} is not allowed; write the character itself.")
    if any(token.kind == "word" and token.text.upper() == "SERVICE" for token in tokens(query.text)):
        return
    examples = query.terms({name: each.example for name, each in query.parameters.items()})
    for text in (query.text, bound(query.text, examples)):
        _parse(text, where)
    for parameter in query.parameters.values():
        if (choices := parameter.choices()) is not None:
            _parse(choices, f"{where}: values of {parameter.name}")


def _parse(text: str, where: str) -> None:
    try:
        Store().query(text)
    except SyntaxError as error:
        at, _, message = str(error.msg).removeprefix("error at ").partition(": ")
        raise QueryError(f"{where}:{at}: this is no SPARQL query ({message}); mend it there.") from None
