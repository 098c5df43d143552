"""What lists show of statements, events and articles."""

from dataclasses import dataclass
from typing import Final

from lexwire.graph.namespaces import DCTERMS, LW, SCHEMA, SEM

from .classes import specific
from .facts import Origin, Period, Words, origin, period, shown_day, words
from .graph import Name, Names, Node, named

STATEMENT_DAY: Final = (
    "?x schema:isPartOf ?article OPTIONAL { ?article dcterms:issued ?by }"
    " OPTIONAL { ?x gaf:denotedBy/nif:beginIndex ?begin }"
    " BIND(CONCAT(STR(?article), STR(1000000000 + ?begin)) AS ?then)"
)
ARTICLE_DAY: Final = "?x dcterms:issued ?by"
EVENT_DAY: Final = "?x sem:hasTime/dcat:startDate ?by"
FIGURE_DAY: Final = "?x sdmx-d:refPeriod/dcat:startDate ?by"
"""Patterns for what lists are ordered by: the day of the article, then the place in it, or the first day of the time.

The numbers of characters are filled up to the same length, as texts that are to be compared.
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """What an article says that somebody said."""

    name: Name
    gist: str
    mode: Name | None
    type: Name | None
    speakers: list[Name]
    about: list[Name]
    words: list[Words]
    origin: Origin
    voices: list[Node]
    """The speakers with their classes."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that an article tells to have happened."""

    name: Name
    kinds: list[Name]
    period: Period
    place: Name | None
    performers: list[Name]
    affected: list[Name]
    words: list[Words]
    origin: Origin
    doers: list[Node]
    """The performers with their classes."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article, and its day as readers of the page write it."""

    name: Name
    issued: str | None


def statement(node: Node, names: Names) -> Statement:
    """Return the statement that *node* is."""
    name = named(node)
    return Statement(
        name,
        node.first(DCTERMS.abstract) or name.text,
        names.one(node, LW.speechMode),
        names.one(node, LW.statementType),
        names.many(node, LW.speaker),
        names.many(node, SCHEMA.about),
        words(node, names),
        origin(node, names),
        [names.node(iri) for iri in node.things(LW.speaker)],
    )


def event(node: Node, names: Names) -> Event:
    """Return the event that *node* is."""
    return Event(
        named(node),
        kinds(node, names, "Event"),
        period(node, names, node.things(SEM.hasTime)),
        names.one(node, SEM.hasPlace),
        names.many(node, LW.performedBy),
        names.many(node, LW.affects),
        words(node, names),
        origin(node, names),
        [names.node(iri) for iri in node.things(LW.performedBy)],
    )


def article(node: Node, names: Names) -> Article:
    """Return the article that *node* is."""
    return Article(names.of(node.iri), shown_day(names.node(node.iri).first(DCTERMS.issued)))


def kinds(node: Node, names: Names, *general: str) -> list[Name]:
    """Return the most specific classes of the ontology that *node* has, the *general* ones left out."""
    left_out = {LW.iri + each for each in general}
    return names.all(specific(node.classes) - left_out)
