"""The search as OpenAPI tells of it, from the bounds that the server itself keeps.

Specification: OpenAPI 3.1.1, section 4.8.8 (Paths Object).
"""

from ..language import LANGUAGES
from ..search.entries import KINDS
from ..search.matching import HOW
from ..search.reading import FURTHEST, LIMIT, LONGEST, MOST
from .operations import PAGE, TEXT, Data, answer, not_modified, operation, parameter

_OR_NONE: Data = {"type": ["string", "null"]}
_HIT: Data = {
    "type": "object",
    "required": ["label", "language", "kind", "iri", "href", "detail", "detailLanguage", "matched", "match"],
    "properties": {
        "label": {
            "type": "string",
            "description": "What it is called in the language of the request, else in English.",
        },
        "language": _OR_NONE,
        "kind": {"enum": list(KINDS)},
        "iri": {"type": ["string", "null"], "description": "None for a saved query."},
        "href": {"type": "string", "description": "Where this server shows it."},
        "detail": {"type": "string", "description": "A short second line, perhaps empty."},
        "detailLanguage": _OR_NONE,
        "matched": {
            "type": ["object", "null"],
            "description": "The other name that was matched.",
            "required": ["text", "language"],
            "properties": {"text": TEXT, "language": _OR_NONE},
        },
        "match": {"enum": list(HOW), "description": "How a name was matched, the best way first."},
    },
}
_FOUND: Data = {
    "type": "object",
    "required": ["query", "kind", "language", "limit", "offset", "hits", "more", "complete"],
    "properties": {
        "query": TEXT,
        "kind": {"enum": [*KINDS, None]},
        "language": {"enum": list(LANGUAGES)},
        "limit": {"type": "integer"},
        "offset": {"type": "integer"},
        "hits": {"type": "array", "maxItems": MOST, "items": _HIT},
        "more": {"type": "boolean", "description": "Whether others follow."},
        "complete": {"type": "boolean", "description": "Whether the index has every name of the data."},
    },
}
_ABOUT = "A name, or some letters or words of one, in English or Chinese; its last value counts."
_NAME: Data = {"type": "string", "minLength": 1, "maxLength": LONGEST, "examples": ["tencent", "\u817e"]}
_FIELDS = (
    parameter("kind", "Only things of this kind.", {"enum": list(KINDS)}),
    parameter("limit", "How many are sent.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}),
    parameter("offset", "How many are passed over.", {"type": "integer", "minimum": 0, "maximum": FURTHEST}),
    parameter("lang", "The language of names, in place of what Accept-Language says.", {"enum": list(LANGUAGES)}),
)


def paths() -> Data:
    """Return the paths of the search."""
    found: Data = {"application/json": {"schema": _FOUND}}
    return {
        "/search": {"get": _search("search", "Find things by their names; a page for browsers", found | PAGE, False)},
        "/search.json": {"get": _search("searchData", "Find things by their names", found, True)},
    }


def _search(name: str, summary: str, content: Data, needs_name: bool) -> Data:
    """Return the search as an operation; without a name the page asks for one, and there is no data."""
    named = parameter("q", _ABOUT, _NAME, required=needs_name)
    told = answer("What is found, the best first.", content, "ETag", always=("Vary",))
    return operation(name, summary, {"200": told, "304": not_modified()}, (), (named, *_FIELDS))
