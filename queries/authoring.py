"""Query files as their authors write them: a commented beginning, and the expectation that a run writes for them."""

import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import Final

from . import header
from .binding import QueryError
from .checking import Answer
from .loading import read
from .parameters import types
from .query import Query

_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WIDTH: Final = 120
_SPECIAL: Final = re.compile(r'["\\\x00-\x1f\x7f-\xa0\u2028\u2029]')
_ESCAPES: Final = {'"': '\\"', "\n": "\\n", "\t": "\\t", "\u2028": "\\L", "\u2029": "\\P"}
_SKELETON: Final = """\
#+ # The header is YAML; every text comes in English and Chinese.
#+ title:
#+   en: "{title}"
#+   zh: "{title}（待译）"
#+ description:
#+   en: "Say here what the rows are, what is left out, and why."
#+   zh: "请说明每一行的含义、未列入的内容及其原因。"
#+ tags: ["{folder}"]
#+ # A parameter is written $name below. Types: {types}.
#+ # default: the value where none is given; optional: true lets it stay open; values: the only ones allowed.
#+ parameters:
#+   language:
#+     label: {{en: "language", zh: "语言"}}
#+     type: string
#+     default: "en"
#+     values:
#+       - {{value: "en", label: {{en: "English", zh: "英文"}}}}
#+       - {{value: "zh", label: {{en: "Chinese", zh: "中文"}}}}
#+ # One of: {views}.
#+ view: table
#+ # What it answers; `lexwire query test {name} --update` writes that here, and all rows where result is given.
#+ expect:
#+   columns: [laws]
#+   rows: 1

PREFIX lw: <https://w3id.org/lexwire/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT (COUNT(DISTINCT ?law) AS ?laws)
WHERE {{
  ?law a lw:Law ;
    rdfs:label ?name .
  FILTER(LANG(?name) = $language)
}}
ORDER BY ?laws
"""


def begun(queries: Path, folder: str, name: str) -> Path:
    """Write the beginning of a query called *name* into a *folder* of *queries*; return the file.

    Raises QueryError where a name cannot be part of an address, or the file is there already or cannot be written.
    """
    for word in (folder, name):
        if not _NAME.fullmatch(word):
            raise QueryError(f"{word!a} cannot be part of an address; use lower-case words joined by hyphens.")
    path = queries / folder / f"{name}.rq"
    text = _SKELETON.format(
        name=name,
        folder=folder,
        title=name.replace("-", " ").capitalize(),
        types=", ".join(sorted(types())),
        views=", ".join(header.VIEWS),
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise QueryError(f"{path} is there already; choose another name.") from None
    except OSError as error:
        raise QueryError(f"{path} cannot be written ({error.strerror}); choose another folder.") from None
    return path


def update(path: Path, query: Query, found: Answer) -> bool:
    """Let the file at *path*, which holds *query*, promise what was *found*; return whether that changes it.

    All other bytes stay.  Raises QueryError where the file has no header or cannot be written.
    """
    try:
        before = path.read_bytes()
        after = expecting(before, query, found)
        read(after, query.name, query.folder, str(path))
        if after == before:
            return False
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            aside.write_bytes(after)
            aside.chmod(path.stat().st_mode & 0o777)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise QueryError(f"{path} cannot be written ({error.strerror}); mend that and run it again.") from None
    return True


def expecting(data: bytes, query: Query, found: Answer) -> bytes:
    """Return the file *data*, which holds *query*, with what was *found* as its expectation.

    Raises QueryError where it has no header.
    """
    lines = BytesIO(data).readlines()
    marks = (line.removeprefix(BOM_UTF8).startswith(b"#+") for line in lines)
    end = next((n for n, is_header in enumerate(marks) if not is_header), len(lines))
    if end == 0:
        raise QueryError(f"Query {query.name} has no header to keep an expectation in; write its title first.")
    ending = b"\r\n" if lines[0].endswith(b"\r\n") else b"\n"
    start = next((n for n, line in enumerate(lines[:end]) if re.match(rb"#\+ ?expect\s*:", line)), end)
    stop = next((n for n in range(start + 1, end) if not _goes_on(lines[n])), end)
    new = [f"#+ {line}".encode() + ending for line in _expectation(query, found)]
    return b"".join([*lines[:start], *new, *lines[stop:]])


def _goes_on(line: bytes) -> bool:
    """Return whether a line of the header belongs to the key above it."""
    return not line[2:].removeprefix(b" ").strip() or line[2:].removeprefix(b" ")[:1] in {b" ", b"-"}


def _expectation(query: Query, found: Answer) -> Iterator[str]:
    yield "expect:"
    yield from _columns(found) if found.columns else ()
    yield f"  rows: {len(found.rows)}"
    if query.expect.result is None:
        return
    yield "  result:" if found.rows else "  result: []"
    yield from (f"    - [{', '.join(map(_cell, row))}]" for row in found.rows)


def _columns(found: Answer) -> Iterator[str]:
    """Yield the line of the columns, or what it comes to where it is long."""
    columns = f"[{', '.join(found.columns)}]"
    if len(columns) <= _WIDTH - len("#+   columns: "):
        yield f"  columns: {columns}"
        return
    yield "  columns:"
    yield from wrap(columns, _WIDTH - len("#+ "), initial_indent=" " * 4, subsequent_indent=" " * 5)


def _cell(text: str | None) -> str:
    r"""Return *text* as a YAML scalar on one line, without the ``\u`` that no SPARQL file may have."""
    return "null" if text is None else f'"{_SPECIAL.sub(_escaped, text)}"'


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    return _ESCAPES.get(character) or f"\\x{ord(character):02x}"
