"""The facts of one article as frozen records: the schema of every record file, and of the extractor's output.

Spans are Unicode code points of the decoded text file, from 0, end exclusive. Codes are those of the concept schemes
and keys those of the authority files in `lexwire.ontology`; `lexwire.graph.lexicon` knows them, this module does not.
"""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from .dates import Date, first_day, last_day
from .fields import ClassName, Code, Day, Key, Number, Share, Text, Words

WORDS_AT_MOST = 11
"""A surface form is a name, a figure or a few words of an article, never a sentence of it."""


class Frozen(BaseModel):
    """A record that cannot change and has no field but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Anchor(Frozen):
    """The words of the article that a fact rests on."""

    begin: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    text: Words
    """The characters from begin to end, as printed."""
    paragraph: Annotated[int, Field(ge=1)] | None = None
    """Which non-blank line of the article's body; absent in headline, byline and page furniture."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.end - self.begin != len(self.text):
            raise ValueError(f"the text has {len(self.text)} characters, the span {self.end - self.begin}")
        if len(self.text.split()) > WORDS_AT_MOST:
            raise ValueError(f"the text has more than {WORDS_AT_MOST} words; keep the name or figure only")
        return self


class Period(Frozen):
    """A time as printed and as resolved; both ends, or neither when the article gives none."""

    start: Date | None = None
    """First year, month or day; the period starts when it does."""
    end: Date | None = None
    """Last year, month or day; the period ends when it does.  Absent: the same as start."""
    printed: Text | None = None
    basis: Key
    """How the resolved dates were obtained: a code of the scheme date-basis."""

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.start is None and self.end is not None:
            raise ValueError("the period has an end and no start")
        if self.start and self.end and last_day(self.end) < first_day(self.start):
            raise ValueError(f"the period ends ({self.end}) before it starts ({self.start})")
        return self


class Origin(Frozen):
    """How a fact got into the record: reviewed against the text, or extracted and not reviewed yet."""

    status: Literal["reviewed", "extracted"]
    by: Text
    date: Day
    confidence: Share | None = None


class Identified(Frozen):
    """What can be named."""

    id: Key
    """Unique in the record, and part of the IRI."""
    code: Code | None = None
    """A short name to cite it by in print."""
    note: Text | None = None


class Fact(Identified):
    """What all facts share that an article states."""

    anchors: Annotated[tuple[Anchor, ...], Field(min_length=1)]
    origin: Origin | None = None
    """Only where it differs from the record's own."""


class Role(Frozen):
    """A role that the article shows an actor in, attested on the article's date."""

    title: Key
    """A code of the scheme of roles."""
    printed: Text | None = None
    """The title as the article words it, where the code says less."""
    organization: Key | None = None


class Actor(Fact):
    """A person, organization or group in the article."""

    actor: Key
    kind: ClassName | None = None
    """A class below lw:Actor; with name, only for an actor that the authority file lacks."""
    name: Text | None = None
    roles: tuple[Role, ...] = ()
    unit_of: Key | None = None


class Law(Fact):
    """A law or other instrument, and the stage at which the article shows it."""

    law: Key
    kind: ClassName | None = None
    """A class below lw:Law; with name, only for an instrument that the authority file lacks."""
    name: Text | None = None
    stage: Key | None = None
    """Absent where the article does not tell it."""
    since: Date | None = None
    basis: Key
    issuers: tuple[Key, ...] = ()


class Crime(Fact):
    """A type of crime or harmful conduct that the article names."""

    crime: Key
    nature: Key


class Figure(Frozen):
    """What a number counts: the dimensions that reported and derived statistics share."""

    indicator: Key
    crimes: tuple[Key, ...] = ()
    """None where the article counts something else, as fines for another offence."""
    unit: Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]+$")]
    counted: Key
    place: Key | None = None
    """Absent where the article tells none, or none that the authority file knows."""
    period: Period


class Statistic(Fact, Figure):
    """A number that the article prints."""

    kind: Literal["level", "share", "change", "mean"] = "level"
    printed: Text
    """The number in the article's own words."""
    value: Number
    comparator: Key
    lower: Number | None = None
    """Stated lower bound, where the comparator alone does not give it."""
    upper: Number | None = None
    reporters: tuple[Key, ...] = ()
    """Who states the number; none when the article itself does."""
    cites: Key | None = None
    """The further source that the reporter names."""
    subset_of: Key | None = None
    companions: tuple[Key, ...] = ()
    """The same phenomenon counted in another unit."""
    share_of: Key | None = None
    denominator: Annotated[str, StringConstraints(pattern=r"^(statistic|actor|crime):[a-z0-9-]+$")] | None = None
    """What the share is a part of: ``statistic:ID``, ``actor:KEY`` or ``crime:CODE``."""
    change_of: Key | None = None
    baseline: Period | None = None
    conversion_of: Key | None = None
    """The figure in the original currency."""
    supersedes: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")] | None = None
    """An earlier figure that this one revises, as ``ARTICLE/ID``."""

    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """Return the lower and upper bound: as stated, or as the comparator implies."""
        below, above = (
            self.comparator in {"more-than", "at-least"},
            self.comparator in {"less-than", "at-most", "nearly"},
        )
        lower = self.value if below and self.lower is None else self.lower
        upper = self.value if above and self.upper is None else self.upper
        return lower, upper


class Derivation(Identified, Figure):
    """A number that no article prints: a formula over figures of this record, computed at build."""

    formula: Text
    """Arithmetic over the names of the inputs: + - * / and parentheses."""
    inputs: Annotated[dict[Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")], Key], Field(min_length=1)]
    rounding: dict[str, Number] = {}
    """Half the step to which an input was rounded in print; where given, the result gets bounds."""
    decimals: Annotated[int, Field(ge=0, le=9)] = 2
    comparator: Key


class Event(Fact):
    """Something that happened, or is planned, and that the article reports."""

    type: ClassName
    label: Text
    date: Period
    place: Key | None = None
    performed_by: tuple[Key, ...] = ()
    affects: tuple[Key, ...] = ()
    laws: tuple[Key, ...] = ()
    crimes: tuple[Key, ...] = ()
    results_in: tuple[Key, ...] = ()
    """Laws of this record, by id, whose state a legislative event brings about."""
    measured_by: tuple[Key, ...] = ()
    """Statistics of this record."""
    part_of: Key | None = None
    """The larger event of this record."""


class Statement(Fact):
    """What somebody said, as the article tells it."""

    speakers: Annotated[tuple[Key, ...], Field(min_length=1)]
    mode: Key
    type: Key
    gist: Text
    """The content in words of our own."""
    conveys: tuple[Key, ...] = ()
    """Statistics of this record."""
    at: Key | None = None
    """The event of this record at which it was said."""
    laws: tuple[Key, ...] = ()
    crimes: tuple[Key, ...] = ()


class Source(Frozen):
    """The article: what it is, and the fingerprint of the text that the spans count characters in."""

    id: Key
    """``yyyy-mm-dd-slug``, or ``undated-slug`` when the text bears no date."""
    code: Code | None = None
    title: Text
    published: Day | None = None
    language: Literal["en", "zh"] = "en"
    publisher: Key | None = None
    agency: Key | None = None
    authors: tuple[Key, ...] = ()
    url: Annotated[str, StringConstraints(pattern=r"^https?://")] | None = None
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    """Of the bytes of the text file."""
    length: Annotated[int, Field(ge=1)]
    """Characters of the decoded text."""
    body: tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]]
    """First and last line of the body, counted from 1."""
    subjects: tuple[Key, ...] = ()


class Record(Frozen):
    """All facts of one article."""

    article: Source
    origin: Origin
    actors: tuple[Actor, ...] = ()
    laws: tuple[Law, ...] = ()
    crimes: tuple[Crime, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    derivations: tuple[Derivation, ...] = ()

    def facts(self) -> dict[str, tuple[Fact, ...]]:
        """Return the anchored facts by the name of their list."""
        names = ("actors", "laws", "crimes", "statistics", "events", "statements")
        return {name: getattr(self, name) for name in names}
