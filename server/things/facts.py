"""What all facts have: the words that they rest on, the article, and whether a person has checked them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from babel.dates import format_interval

from lexwire.graph.namespaces import DCAT, DCTERMS, GAF, LW, NIF

from ..addresses import here
from ..language import day, language, locale, month
from .graph import Name, Names, Node


@dataclass(frozen=True, slots=True)
class Words:
    """A place in an article: the words there, the characters from *begin* to before *end*, and the paragraph."""

    iri: str
    text: str
    begin: int
    end: int
    paragraph: str | None
    article: Name
    issued: str | None
    language: str | None
    """The language of the article."""

    @property
    def href(self) -> str | None:
        """Return where the article shows the words."""
        return here(self.iri)


@dataclass(frozen=True, slots=True)
class Origin:
    """How a fact came in: ``reviewed``, ``extracted`` or ``computed``, what that is called, and how sure it is."""

    key: str
    name: Name | None
    confidence: str | None


@dataclass(frozen=True, slots=True)
class Period:
    """A time as it was resolved, what the article prints of it, and how the one became the other."""

    start: dt.date | None
    end: dt.date | None
    printed: str | None
    basis: Name | None
    language: str | None = None
    """The language of what is printed, where it is another than the page's."""

    @property
    def text(self) -> str | None:
        """Return the resolved time as readers of the page write it, no finer than it is."""
        if self.start is None or self.end is None:
            return None
        return interval(self.start, self.end)


def interval(start: dt.date, end: dt.date) -> str:
    """Return the days from *start* to *end* as readers write them: as years, or months, where they fill these."""
    fills_months = start.day == 1 and (end + dt.timedelta(days=1)).day == 1
    fills_years = fills_months and start.month == 1 and end.month == 12
    skeleton = "y" if fills_years else "yMMM" if fills_months else "yMMMd"
    return str(format_interval(start, end, skeleton, locale=locale())).replace("\u2009", " ")


def words(node: Node, names: Names) -> list[Words]:
    """Return the places in articles that denote *node*, the oldest article first."""
    mentions = [names.node(iri) for iri in node.things(GAF.denotedBy)]
    days = {each.document: names.node(each.document).first(DCTERMS.issued) or "" for each in mentions}
    found = (_words(mention, names) for mention in mentions)
    return sorted(found, key=lambda each: (days[each.article.iri], each.article.iri, each.begin, each.end))


def _words(mention: Node, names: Names) -> Words:
    begin, _, end = mention.iri.rpartition("#char=")[2].partition(",")
    article = names.node(mention.document)
    return Words(
        mention.iri,
        mention.first(NIF.anchorOf) or "",
        int(begin) if begin.isdecimal() else 0,
        int(end) if end.isdecimal() else 0,
        mention.first(LW.paragraph),
        names.of(article.iri),
        shown_day(article.first(DCTERMS.issued)),
        article.first(DCTERMS.language),
    )


def origin(node: Node, names: Names) -> Origin:
    """Return how *node* came in."""
    if f"{LW.iri}DerivedStatistic" in node.classes:
        return Origin("computed", None, None)
    status = names.one(node, LW.reviewStatus)
    return Origin(status.key if status else "", status, node.first(LW.confidence))


def period(node: Node, names: Names, when: Iterable[str]) -> Period:
    """Return the time of *node*, whose resolved period is among *when*."""
    times = [names.node(iri) for iri in when]
    start, end = (_date(next((each.first(bound) for each in times), None)) for bound in (DCAT.startDate, DCAT.endDate))
    return Period(start, end, node.first(LW.periodText), names.one(node, LW.dateBasis), _tongue(node, names))


def _tongue(node: Node, names: Names) -> str | None:
    """Return the language of the article that denotes *node*, where it is another than the page's."""
    articles = (names.node(iri.partition("#")[0]) for iri in node.things(GAF.denotedBy))
    spoken = next((tag for each in articles if (tag := each.first(DCTERMS.language))), None)
    return spoken if spoken != language() else None


def shown_day(value: str | None) -> str | None:
    """Return an ISO day or month as readers of the page write it; a year stays as it is."""
    if found := _date(value):
        return day(found)
    first = _date(f"{value}-01")
    return month(first) if first else value


def _date(value: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError:
        return None
