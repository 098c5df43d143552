"""The home page: what this is, where to begin, how much there is, how fresh it is, and the shape of it."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Blueprint, render_template, url_for

from lexwire.graph.namespaces import PREFIXES
from lexwire.queries import catalogue

from .language import language
from .ontology_pages import shape
from .service import service
from .tables import Cell, table

blueprint = Blueprint("pages", __name__)


@dataclass(frozen=True, slots=True)
class Question:
    """A question in words, and the saved query with the values that answers it."""

    words: str
    query: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def href(self) -> str:
        """Return the page with the answer, told in the language of this one."""
        spoken = {"language": language()} if "language" in catalogue()[self.query].parameters else {}
        fields: dict[str, Any] = {"name": self.query, **self.values, **spoken}
        return url_for("saved.page", **fields)

    @property
    def is_known(self) -> bool:
        """Return whether the catalogue has the saved query."""
        return self.query in catalogue()


QUESTIONS: Final = (
    Question(
        "How many people were prosecuted for infringing personal information in 2023?",
        "people-prosecuted-over-time",
        {"crime": "pi-infringement", "stage": "prosecuted"},
    ),
    Question("By how much did charges for cybercrime rise within a year?", "year-on-year-change"),
    Question("What became of the Personal Information Protection Law, article by article?", "law-over-time"),
    Question("Who recommends what?", "who-recommends-what"),
    Question("In which words does the article print that number of people?", "words-of-a-figure"),
)
"""Questions to begin with; those whose saved query the catalogue lacks are passed over."""

WORDS: Final = ("Actor", "Law", "Crime", "Statistic", "Event", "Statement", "Article")

_COUNTS = f"""PREFIX lw: <{PREFIXES["lw"]}>
PREFIX gaf: <{PREFIXES["gaf"]}>
SELECT ?word (COUNT(DISTINCT ?s) AS ?number) WHERE {{
  VALUES (?word ?class) {{ {" ".join(f'("{word}" lw:{word})' for word in WORDS)} }}
  ?s a ?class .
  FILTER(?class != lw:Crime || EXISTS {{ ?s gaf:denotedBy ?mention }})
}} GROUP BY ?word"""

_NEWEST = f"""PREFIX lw: <{PREFIXES["lw"]}>
PREFIX dcterms: <{PREFIXES["dcterms"]}>
SELECT ?article ?title ?issued WHERE {{
  ?article a lw:Article ; dcterms:title ?title ; dcterms:issued ?issued
}} ORDER BY DESC(?issued) ?title LIMIT 1"""

ARTICLES: Final = f"""PREFIX lw: <{PREFIXES["lw"]}>
PREFIX dcterms: <{PREFIXES["dcterms"]}>

SELECT ?article ?title ?issued
WHERE {{
  ?article a lw:Article ;
    dcterms:title ?title .
  OPTIONAL {{ ?article dcterms:issued ?issued }}
}}
ORDER BY DESC(?issued) ?title
LIMIT 200
"""
"""All articles, the newest first."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many things of a class the graph has, and where they are told of."""

    word: str
    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Freshness:
    """How new the data is: the release, the day of its newest record, and its newest article."""

    release: str | None
    modified: dt.date | None
    article: Cell | None
    issued: dt.date | None
    title: str = ""


@blueprint.get("/")
def home() -> str:
    """Show the home page."""
    found = {row[0].text: int(row[1].text) for row in table(service().engine, _COUNTS, 20).rows}
    return render_template(
        "home.html",
        counts=[Count(word, found.get(word, 0), _leading(word)) for word in WORDS],
        questions=[each for each in QUESTIONS if each.is_known],
        freshness=_freshness(),
        queries=len(catalogue()),
        shape=shape,
    )


def _leading(word: str) -> str:
    """Return where the things that *word* stands for are told of."""
    match word:
        case "Actor":
            return Question(word, "kinds-of-actors").href
        case "Law":
            return Question(word, "laws-at-a-date", {"date": dt.date.today().isoformat()}).href
        case "Crime":
            return Question(word, "crime-hierarchy").href
        case "Statistic":
            return url_for("figures.page")
        case "Event":
            return Question(word, "events-over-time").href
        case "Statement":
            return Question(word, "speakers").href
        case _:
            return url_for("sparql.get", query=ARTICLES)


def _freshness() -> Freshness:
    release = service().release
    report = json.loads((release.folder / "build.json").read_text("utf-8")) if release else {}
    newest = next(iter(table(service().engine, _NEWEST, 1).rows), None)
    name, modified = release.id if release else None, _day(report.get("modified"))
    if newest is None:
        return Freshness(name, modified, None, None)
    article, title, issued = newest
    return Freshness(name, modified, article, _day(issued.text), title.text)


def _day(text: str | None) -> dt.date | None:
    """Return the day that *text* writes; None where it writes a month, a year or nothing."""
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None
