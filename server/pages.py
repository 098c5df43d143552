"""The home page: what this is, how much there is, how fresh it is, and where to begin."""

import json
from dataclasses import dataclass

from flask import Blueprint, render_template

from lexwire.graph.namespaces import PREFIXES
from lexwire.queries import Query, catalogue

from .service import service
from .tables import Table, table

blueprint = Blueprint("pages", __name__)

WORDS = ("Actor", "Law", "Crime", "Statistic", "Event", "Statement", "Article")
EXAMPLES = (
    "people-prosecuted-over-time",
    "figures-on-a-crime-and-narrower",
    "who-recommends-what",
    "law-over-time",
    "facts-of-an-article",
)
"""Saved queries to begin with; those that the catalogue lacks are passed over."""

_COUNTS = f"""PREFIX lw: <{PREFIXES["lw"]}>
PREFIX gaf: <{PREFIXES["gaf"]}>
SELECT ?word (COUNT(DISTINCT ?s) AS ?number) WHERE {{
  VALUES (?word ?class) {{ {" ".join(f'("{word}" lw:{word})' for word in WORDS)} }}
  ?s a ?class .
  FILTER(?class != lw:Crime || EXISTS {{ ?s gaf:denotedBy ?mention }})
}} GROUP BY ?word"""

_NEWEST = f"""PREFIX lw: <{PREFIXES["lw"]}>
PREFIX dcterms: <{PREFIXES["dcterms"]}>
SELECT ?title ?issued WHERE {{ ?article a lw:Article ; dcterms:title ?title ; dcterms:issued ?issued }}
ORDER BY DESC(?issued) LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Freshness:
    """How new the data is: the release, the day of its newest record, and its newest article."""

    release: str | None
    modified: str | None
    newest: Table


@blueprint.get("/")
def home() -> str:
    """Show the home page."""
    engine = service().engine
    counts = {row[0].text: int(row[1].text) for row in table(engine, _COUNTS, 20).rows}
    numbers = [(word, counts.get(word, 0)) for word in WORDS]
    return render_template(
        "home.html", numbers=numbers, freshness=_freshness(), examples=_examples(), queries=len(catalogue())
    )


def _freshness() -> Freshness:
    release = service().release
    report = json.loads((release.folder / "build.json").read_text("utf-8")) if release else {}
    return Freshness(release.id if release else None, report.get("modified"), table(service().engine, _NEWEST, 1))


def _examples() -> list[Query]:
    found = catalogue()
    return [found[name] for name in EXAMPLES if name in found]
