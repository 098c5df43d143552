"""Things in the terms of schema.org, as search engines and readers of web pages take them from JSON-LD.

Specification: JSON-LD 1.1, section 7.1 (Embedding JSON-LD in HTML Documents); schema.org, whose properties are used
only with the types that they are defined for.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from lexwire.graph.namespaces import DCTERMS, LW, SCHEMA, SKOS

from .classes import specific
from .facts import Period, Words
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


def about(name: Name | None, kind: str) -> Data | None:
    """Return what *name* stands for, in short."""
    return {"@type": kind, "@id": name.iri, "name": name.text} if name else None


def sources(places: Iterable[Words]) -> list[Data]:
    """Return the articles in which *places* are."""
    found = {place.article.iri: place.article for place in places}
    some = list(found.values())[:_SOURCES]
    return [{"@type": "Article", "@id": each.iri, "headline": each.text} for each in some]


def bounds(period: Period) -> tuple[str | None, str | None]:
    """Return the first and the last day of *period*, as years or months where it fills these.

    Specification: ISO 8601-1, section 5.2.2 (representations with reduced precision); the rule is that of
    ``facts.interval``, so that data and page are equally fine.
    """
    start, end = period.start, period.end
    if start is None or end is None:
        return start.isoformat() if start else None, end.isoformat() if end else None
    fills_months = start.day == 1 and (end + dt.timedelta(days=1)).day == 1
    fills_years = fills_months and (start.month, end.month) == (1, 12)
    length = len("2019" if fills_years else "2019-08" if fills_months else "2019-08-30")
    return start.isoformat()[:length], end.isoformat()[:length]


_ACTORS: Final = {"Person": "Person", "MediaOrganization": "NewsMediaOrganization", "Company": "Corporation"} | {
    "LegislativeBody": "GovernmentOrganization",
    "JudicialBody": "GovernmentOrganization",
    "AdministrativeBody": "GovernmentOrganization",
    "ProcuratorialBody": "GovernmentOrganization",
    "AcademicInstitution": "CollegeOrUniversity",
    "SocialOrganization": "NGO",
    "Organization": "Organization",
}


def party(node: Node) -> Data:
    """Return somebody who takes part, as a person or an organization.

    What is neither by its classes has no type here: a group that is described, such as the suspects in a case, is no
    organization, and schema.org has no class of groups that act (PeopleAudience is whom something is meant for).
    """
    kind = next((each for each in ("Person", "Organization") if LW.iri + each in node.classes), None)
    told: Data = {"@id": node.iri, "name": named(node).text}
    return {"@type": kind, **told} if kind else told


def actor(node: Node, titles: Iterable[str], affiliations: Iterable[Node], whole: Iterable[Node]) -> Data:
    """Return an actor as a person with job *titles* or an organization, or else, of a group, as the thing it is.

    *affiliations* are the bodies in which it had a role, *whole* those that it is a unit of.
    """
    kind = next((each for name, each in _ACTORS.items() if LW.iri + name in node.classes), "Thing")
    around, above = [party(each) for each in affiliations], [party(each) for each in whole]
    if kind == "Person":
        return thing(kind, node, jobTitle=sorted(set(titles)), affiliation=[*around, *above])
    if kind == "Thing":
        return thing(kind, node, additionalType=sorted(specific(node.classes)))
    return thing(kind, node, memberOf=around, parentOrganization=above)


def law(node: Node, date: str | None, places: Iterable[Words]) -> Data:
    """Return an instrument as legislation with its *date*."""
    return thing("Legislation", node, legislationDate=date, subjectOf=sources(places))


def event(told: Event, node: Node) -> Data:
    """Return an event with its time, place and who did it, as performers: who called it is not told.

    Nobody is named with criminal activity: schema.org has no word for those who are only said to have done it.
    """
    start, end = bounds(told.period)
    is_crime = f"{LW.iri}CriminalActivity" in node.classes
    return thing(
        "Event",
        node,
        startDate=start,
        endDate=end,
        location=about(told.place, "Place"),
        performer=[] if is_crime else [party(each) for each in told.doers],
        subjectOf=sources(told.words),
    )


_CLAIMS: Final = frozenset({"factual-claim", "estimate", "prediction", "normative"})
"""The types of statements that say what is, was or will be so: claims of schema.org are oriented to facts."""


def statement(told: Statement, node: Node) -> Data:
    """Return a statement: as a quotation where the article quotes it, else as a claim where it states facts.

    What recommends, promises, asks or values in indirect speech is neither, but still a work of its speakers.
    """
    is_quoted = told.mode is not None and told.mode.key == "direct"
    is_claim = not is_quoted and told.type is not None and told.type.key in _CLAIMS
    return thing(
        "Quotation" if is_quoted else "Claim" if is_claim else "CreativeWork",
        node,
        abstract=told.gist,
        text=[place.text for place in told.words] if is_quoted else None,
        **{"creator" if is_quoted else "author": [party(each) for each in told.voices]},
        **{"appearance" if is_claim else "isPartOf": sources(told.words)},
    )


_ARTICLES: Final = ("NewsArticle", "Report")
"""The kinds of articles of schema.org that the graph may say that one is."""


def article(node: Node, publisher: Node | None, authors: Iterable[Node]) -> Data:
    """Return an article, of a narrower kind only where the graph says so: not all that the news prints is news."""
    return thing(
        next((each for each in _ARTICLES if SCHEMA.iri + each in node.classes), "Article"),
        node,
        headline=named(node).text,
        datePublished=node.first(DCTERMS.issued),
        inLanguage=node.first(DCTERMS.language),
        url=node.first(SCHEMA.url),
        publisher=party(publisher) if publisher else None,
        author=[party(each) for each in authors],
    )


def concept(node: Node, definition: str | None) -> Data:
    """Return a type of crime as a term that is defined."""
    return thing("DefinedTerm", node, description=definition, termCode=node.first(SKOS.notation))
