"""Query files: read, and refused unless they are UTF-8, well described, and SPARQL with and without values."""

import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import QuerySolutions, Store

from . import header
from .binding import QueryError, Token, bound, line_of, misplaced, placeholders, prefixes, tokens
from .header import Header
from .parameters import Parameter
from .query import Query

_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_CODEPOINT: Final = re.compile(r"\\[uU]")


def load(path: Path) -> Query:
    """Return the query in the file *path*; one without a header has no parameters.

    Raises QueryError with file and line where the file cannot be read or is wrong.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise QueryError(f"{path} cannot be read ({error.strerror}); give the path of a query file.") from None
    return read(data, path.stem, path.resolve().parent.name, str(path))


def read(data: bytes, name: str, folder: str, where: str) -> Query:
    """Return the query in the bytes of a file that errors call *where*; raises QueryError where they are wrong."""
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
        name=name,
        folder=folder,
        title=head.title,
        description=head.description,
        tags=head.tags,
        parameters=MappingProxyType(parameters),
        view=head.view,
        expect=head.expect,
        text=text,
        form=_form(text, where),
    )
    return replace(query, columns=_checked(query, where))


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
    raise QueryError(
        f"{where}:{line_of(text, len(text))}: there is no SELECT, ASK, CONSTRUCT or DESCRIBE; write a SPARQL query."
    )


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
            raise QueryError(
                f"{where}:1: parameter {name} does not occur in the query; write ${name} in it or drop the parameter."
            )


def _checked(query: Query, where: str) -> tuple[str, ...]:
    """Return the columns of a SELECT; raises QueryError unless it is SPARQL as it stands and with fitting values.

    The proof runs it on an empty store; a query with SERVICE is left to the engine, since to run it would call
    another host.
    """
    if escape := _CODEPOINT.search(query.text):
        raise QueryError(
            f"{where}:{line_of(query.text, escape.start())}: {escape.group()} is not allowed; write the character."
        )
    if any(token.kind == "word" and token.text.upper() == "SERVICE" for token in tokens(query.text)):
        return ()
    try:
        examples = query.terms({name: each.example for name, each in query.parameters.items()})
    except QueryError as error:
        raise QueryError(f"{where}:1: a default or an allowed value is wrong: {error}") from None
    columns = _parse(query.text, where)
    _parse(bound(query.text, examples), where)
    for parameter in query.parameters.values():
        if (choices := parameter.choices()) is not None:
            _parse(choices, f"{where}: values of {parameter.name}")
    return columns


def _parse(text: str, where: str) -> tuple[str, ...]:
    """Return the columns of the query *text*, none where it is no SELECT; raises QueryError where it is no SPARQL."""
    try:
        found = Store().query(text)
    except SyntaxError as error:
        at, _, message = str(error.msg).partition("\n")[0].removeprefix("error at ").partition(": ")
        raise QueryError(f"{where}:{at}: this is no SPARQL query ({message[:120]}); mend it there.") from None
    return tuple(each.value for each in found.variables) if isinstance(found, QuerySolutions) else ()
