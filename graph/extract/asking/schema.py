"""What a model is asked to return: facts with the exact words that state them, in the annotation guide's codes.

Each class is also the JSON Schema that the answer must keep: every field is there, and nothing else.
"""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from ...dates import Date
from ..wordlists import rows

COMPARATORS = ("=", ">", ">=", "<", "<=", "~")
RELATIONS = ("share", "change", "subset", "conversion", "compared-with")


def _codes(table: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row[0] for row in rows(f"record-{table}")))


def _one_of(codes: tuple[str, ...]) -> tuple[AfterValidator, WithJsonSchema]:
    """Return what holds a text to *codes*, in an answer and in the schema."""

    def checked(code: str) -> str:
        if code not in codes:
            raise ValueError(f"{code!r} is none of {', '.join(codes)}")
        return code

    return AfterValidator(checked), WithJsonSchema({"type": "string", "enum": list(codes)})


Words = Annotated[str, Field(min_length=1, max_length=4000)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Crime = Annotated[str, *_one_of(_codes("crimes"))]


class Returned(BaseModel):
    """A part of an answer, which has no field but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Days(Returned):
    """The first and the last day; the first is null where only the last is known."""

    start: Date | None
    end: Date


class Figure(Returned):
    """A number that measures something, in the words that print it."""

    words: Words
    value: float
    comparator: Annotated[str, *_one_of(COMPARATORS)]
    unit: Name
    measure: Annotated[str, *_one_of(_codes("indicators"))]
    crime: Crime | None
    period: Days | None
    place: Name | None
    reporter: Name | None
    relation: Annotated[str, *_one_of(RELATIONS)] | None
    related: int | None
    """The place, from 0, of the figure that the relation leads to."""


class Post(Returned):
    """What somebody is, and where."""

    title: Name
    organization: Name | None


class Actor(Returned):
    """A person, organization or state, in the words of its first mention."""

    words: Words
    name: Name
    kind: Annotated[str, *_one_of(_codes("actors"))]
    roles: tuple[Post, ...]


class Law(Returned):
    """A document of law, in the words of its first mention."""

    words: Words
    name: Name
    kind: Annotated[str, *_one_of(_codes("laws"))]
    status: Annotated[str, *_one_of((*_codes("stages"), "unknown"))]


class Offence(Returned):
    """A type of offence, in the words of its first mention."""

    words: Words
    type: Crime


class Happening(Returned):
    """Something that happened or will, in the clause that states it."""

    words: Words
    type: Annotated[str, *_one_of(_codes("events"))]
    label: Name
    date: Days | None
    place: Name | None
    participants: tuple[Name, ...]


class Claim(Returned):
    """What somebody says, in the sentence that tells it."""

    words: Words
    speaker: Name | None
    mode: Annotated[str, *_one_of(_codes("modes"))]


KINDS: dict[str, type[Returned]] = {
    "statistics": Figure,
    "actors": Actor,
    "laws": Law,
    "crimes": Offence,
    "events": Happening,
    "statements": Claim,
}
"""The lists of an answer, each with what it holds."""


class Answer(Returned):
    """All that a model finds in an article."""

    statistics: tuple[Figure, ...]
    actors: tuple[Actor, ...]
    laws: tuple[Law, ...]
    crimes: tuple[Offence, ...]
    events: tuple[Happening, ...]
    statements: tuple[Claim, ...]


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of an answer, in which every field is required, as strict servers ask."""
    return Answer.model_json_schema()
