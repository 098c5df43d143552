"""Things in the terms of schema.org, as search engines and readers of web pages take them from JSON-LD.

Specification: JSON-LD 1.1, section 7.1 (Embedding JSON-LD in HTML Documents).
"""

from collections.abc import Iterable
from typing import Final

from lexwire.graph.namespaces import DCTERMS, LW, SCHEMA, SKOS

from .facts import Words
from .figures import Figure
from .graph import LABELS, Name, Node, named
from .kind import Data
from .lists import Event, Statement

CONTEXT: Final = "https://schema.org"


_SOURCES: Final = 20
"""How many articles a description names."""


def thing(kind: str, node: Node, **values: object) -> Data:
    """Return *node* as a thing of that *kind*, with those *values* that are any."""
    others = sorted(set(node.texts(*LABELS, SKOS.altLabel).values()) - {named(node).text})
    same = node.things(SKOS.exactMatch)
    known = {"alternateName": others, "sameAs": same} | values
    told = {name: value for name, value in known.items() if value not in (None, "", [], {})}
    return {"@context": CONTEXT, "@type": kind, "@id": node.iri, "name": named(node).text, **told}


def about(name: Name | None, kind: str = "Thing") -> Data | None:
    """Return what *name* stands for, in short."""
    return {"@type": kind, "@id": name.iri, "name": name.text} if name else None


def sources(places: Iterable[Words]) -> list[Data]:
    """Return the articles in which *places* are."""
    found = {place.article.iri: place.article for place in places}
    some = list(found.values())[:_SOURCES]
    return [{"@type": "NewsArticle", "@id": each.iri, "headline": each.text} for each in some]


def observation(figure: Figure, node: Node) -> Data:
    """Return a figure as an observation of a variable."""
    start, end = figure.period.start, figure.period.end
    lower, upper = figure.bounds
    variable = {"@type": "StatisticalVariable", "name": figure.subject}
    return thing(
        "Observation",
        node,
        value=None if figure.value is None else float(figure.value),
        minValue=None if lower is None else float(lower),
        maxValue=None if upper is None else float(upper),
        unitText=figure.unit.text if figure.unit else None,
        measurementQualifier=figure.comparator.text if figure.comparator else None,
        observationDate=f"{start}/{end}" if start else None,
        observationAbout=about(figure.place, "Place"),
        variableMeasured=variable,
        citation=sources(figure.words),
    )


_ACTORS: Final = {"Person": "Person", "MediaOrganization": "NewsMediaOrganization", "Company": "Corporation"} | {
    "LegislativeBody": "GovernmentOrganization",
    "JudicialBody": "GovernmentOrganization",
    "AdministrativeBody": "GovernmentOrganization",
    "ProcuratorialBody": "GovernmentOrganization",
    "AcademicInstitution": "CollegeOrUniversity",
}


def actor(node: Node, roles: Iterable[tuple[str, Name | None]], organizations: Iterable[Name]) -> Data:
    """Return an actor as a person or an organization with *roles* and affiliations."""
    kinds = {iri.removeprefix(LW.iri) for iri in node.classes}
    kind = next((each for name, each in _ACTORS.items() if name in kinds), "Organization")
    if kind != "Person":
        return thing(kind, node, parentOrganization=[about(each, "Organization") for each in organizations])
    titles = sorted({title for title, _ in roles})
    return thing(kind, node, jobTitle=titles, affiliation=[about(each, "Organization") for each in organizations])


def law(node: Node, date: str | None, places: Iterable[Words]) -> Data:
    """Return an instrument as legislation with its *date*."""
    return thing("Legislation", node, legislationDate=date, subjectOf=sources(places))


def event(told: Event, node: Node) -> Data:
    """Return an event with its time, place and who took part."""
    start, end = told.period.start, told.period.end
    return thing(
        "Event",
        node,
        startDate=start.isoformat() if start else None,
        endDate=end.isoformat() if end else None,
        location=about(told.place, "Place"),
        organizer=[about(each, "Organization") for each in told.performers],
        subjectOf=sources(told.words),
    )


def statement(told: Statement, node: Node) -> Data:
    """Return a statement as a claim; where the article quotes it, as a quotation."""
    is_quoted = told.mode is not None and told.mode.key == "direct"
    return thing(
        "Quotation" if is_quoted else "Claim",
        node,
        abstract=told.gist,
        text=[place.text for place in told.words] if is_quoted else None,
        **{"creator" if is_quoted else "author": [{"@id": each.iri, "name": each.text} for each in told.speakers]},
        **{"isPartOf" if is_quoted else "appearance": sources(told.words)},
    )


def article(node: Node, publisher: Name | None, authors: Iterable[Name]) -> Data:
    """Return an article as the news that it is."""
    return thing(
        "NewsArticle",
        node,
        headline=named(node).text,
        datePublished=node.first(DCTERMS.issued),
        inLanguage=node.first(DCTERMS.language),
        url=node.first(SCHEMA.url),
        publisher=about(publisher, "Organization"),
        author=[about(each) for each in authors],
    )


def concept(node: Node, definition: str | None) -> Data:
    """Return a type of crime as a term that is defined."""
    return thing("DefinedTerm", node, description=definition, termCode=node.first(SKOS.notation))
