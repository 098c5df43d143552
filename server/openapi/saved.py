"""The saved queries as OpenAPI tells of them: each is an operation, its parameters with their types.

Specification: OpenAPI 3.1.1, sections 4.8.10 (Operation Object) and 4.8.12 (Parameter Object).
"""

from collections.abc import Callable

from lexwire.queries import Parameter, Query, catalogue
from lexwire.queries.paging import refusal

from ..formats import BY_NAME
from ..saved.citation import WAYS
from ..saved.listing import formats
from ..saved.paging import MOST, SIZE
from .operations import TEXT, Data, answer, media, not_modified, operation, parameter

_SCHEMAS: Data = {
    "iri": {"type": "string", "minLength": 1},
    "string": {"type": "string"},
    "language-string": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "year": {"type": "string", "pattern": "^[0-9]{4}$"},
    "boolean": {"type": "boolean"},
}
_READ: dict[str, Callable[[str], object]] = {"integer": int, "decimal": float, "boolean": lambda text: text == "true"}
"""What makes a value of JSON from the text of a default; any other stays text."""

_RELEASE = parameter(
    "release",
    "Name of the release that answers, however old it is, in place of the newest one.",
    TEXT,
    allowEmptyValue=True,
)


def paths() -> Data:
    """Return the paths of the saved queries: one for the data of each, and those of their texts."""
    data = {f"/queries/{query.name}.{{suffix}}": {"get": _asked(query)} for query in catalogue().values()}
    return {
        **data,
        "/queries/{name}.rq": {"get": _text("readQuery", "Send the text of a saved query")},
        "/queries/{name}.grlc.rq": {"get": _text("readGrlcQuery", "Send the text of a saved query for grlc")},
        "/queries/{name}.cite.{suffix}": {"get": _cited()},
    }


def _asked(query: Query) -> Data:
    """Return the operation that sends the answer of *query*."""
    found = formats(query)
    suffix = parameter("suffix", "The format.", {"enum": [each.name for each in found]}, "path")
    told = answer("The answer.", media(found), "ETag", "Link", "Server-Timing", "X-Total-Count", always=("Vary",))
    return operation(
        f"ask{''.join(word.capitalize() for word in query.name.split('-'))}",
        query.title["en"],
        {"200": told, "304": not_modified()},
        [404, 406],
        [suffix, *map(_parameter, query.parameters.values()), *_pages(query), *_marks(query), _RELEASE],
        description=query.description.get("en", query.title["en"]),
        tags=[query.folder],
    )


def _parameter(told: Parameter) -> Data:
    """Return a parameter of a query; an optional one that has no value, or an empty one, matches anything."""
    default = None if told.default is None else _READ.get(told.type, str)(told.default)
    schema = _SCHEMAS[told.type] | ({} if default is None else {"default": default})
    if isinstance(told.values, tuple) and told.values:
        schema |= {"enum": [_READ.get(told.type, str)(choice.value) for choice in told.values]}
    needed = {"required": True} if default is None and not told.optional else {}
    return parameter(told.name, told.label["en"], schema) | needed


def _pages(query: Query) -> list[Data]:
    if refusal(query):
        return []
    number, size = {"type": "integer", "minimum": 1, "maximum": 999_999_999}, {"type": "integer", "minimum": 1}
    return [
        parameter(
            "page", "Number of the page of the answer; the whole where neither this nor a size is given.", number
        ),
        parameter("page_size", f"Rows of a page, {SIZE} where only its number is given.", size | {"maximum": MOST}),
    ]


def _marks(query: Query) -> list[Data]:
    about = "With 1 a byte order mark comes first, by which Excel knows UTF-8; of CSV only."
    return [parameter("bom", about, {"enum": ["0", "1"]})] if BY_NAME["csv"] in formats(query) else []


def _cited() -> Data:
    which = parameter("name", "Name of a saved query.", {"enum": list(catalogue())}, "path")
    suffix = parameter("suffix", "The way of citing.", {"enum": list(WAYS)}, "path")
    types = {"cff": {"type": "object"}}
    content = {kind: {"schema": types.get(way, TEXT)} for way, (_name, kind, _write) in WAYS.items()}
    told = answer("The citation, with the permalink of the answer.", content, always=("Vary",))
    summary = "Tell how to cite the answer of a saved query; its parameters are those of the answer"
    return operation("citeQuery", summary, {"200": told}, [404], [which, suffix, _RELEASE])


def _text(name: str, summary: str) -> Data:
    which = parameter("name", "Name of a saved query.", {"enum": list(catalogue())}, "path")
    told = answer("SPARQL with a header of comments.", {"application/sparql-query": {"schema": TEXT}})
    return operation(name, summary, {"200": told}, [404], [which])
