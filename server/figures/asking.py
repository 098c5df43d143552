"""The queries of the explorer: what can still be chosen, how often, and the figures as a table to take away."""

from collections.abc import Mapping
from typing import Final

from ..language import _
from ..things import PROLOGUE
from .choice import VALUED, Choice

_COMPUTED: Final = "lw:DerivedStatistic"
_FACETS: Final = {
    "indicator": "?x lw:indicator ?of .",
    "place": "?x sdmx-d:refArea ?of .",
    "reporter": "?x lw:reportedBy ?of .",
    "review": f"{VALUED} {{ ?x lw:reviewStatus ?of }} UNION {{ ?x a {_COMPUTED} BIND({_COMPUTED} AS ?of) }}",
    "years": "?x sdmx-d:refPeriod ?of .",
}
"""Patterns that find the values of fields; all facts have a review status, the other properties only figures."""
MOST_VALUES: Final = 5000
"""How many values all fields together are offered at most."""


def offering(choice: Choice) -> str:
    """Return the query for the values of each field that lead to figures, the other fields being as chosen."""
    crimes = "?x lw:crimeOrBroader ?of ." if choice.narrower or not choice.crime else "?x lw:crime ?of ."
    facets = {"crime": crimes, **_FACETS}
    parts = " UNION ".join(_facet(choice, name, pattern) for name, pattern in facets.items())
    return f"{PROLOGUE}SELECT ?field ?of ?n {{\n{parts}\n}} ORDER BY ?field DESC(?n) LIMIT {MOST_VALUES}"


def _facet(choice: Choice, name: str, pattern: str) -> str:
    return (
        f'{{ SELECT ("{name}" AS ?field) ?of (COUNT(DISTINCT ?x) AS ?n) '
        f"{{ {choice.others(name)} {pattern} }} GROUP BY ?of }}\n"
    )


def table_of(choice: Choice, language: str) -> str:
    """Return the query for all chosen figures, one row each, with names in *language* or else in English.

    A computed figure has a formula in place of printed words, and its status says so.
    """
    labels = "\n".join(
        _label(name, pattern, language)
        for name, pattern in {
            "comparator": "?x lw:comparator ?c1 . ?c1 skos:prefLabel",
            "indicator": "?x lw:indicator ?c2 . ?c2 skos:prefLabel",
            "counted": "?x lw:countedUnit ?c3 . ?c3 skos:prefLabel",
            "unit": "?x <http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure> ?c4 . ?c4 skos:prefLabel",
            "crime": "?x lw:crime ?c5 . ?c5 skos:prefLabel",
            "place": "?x sdmx-d:refArea ?c6 . ?c6 rdfs:label",
            "reporter": "?x lw:reportedBy ?c7 . ?c7 rdfs:label",
            "status": "?x lw:reviewStatus ?c8 . ?c8 skos:prefLabel",
            "basis": "?x lw:dateBasis ?c9 . ?c9 skos:prefLabel",
        }.items()
    )
    single = "?x ?printed ?value ?lower ?upper ?start ?end ?periodPrinted ?formula ?article"
    return f"""{PROLOGUE}SELECT (?x AS ?statistic) ?printed {_sample("comparator")} ?value ?lower ?upper
  {_sample("unit")} {_sample("counted")} {_sample("indicator")} {_all("crime")} ?start ?end ?periodPrinted
  {_sample("basis")} {_sample("place")} {_all("reporter")}
  (IF(BOUND(?formula), "{_("computed")}", SAMPLE(?statusName)) AS ?status)
  ?formula ?article
WHERE {{
  {choice.pattern()}
  OPTIONAL {{ ?x lw:valueText ?printed }}
  OPTIONAL {{ ?x lw:lowerBound ?lower }}
  OPTIONAL {{ ?x lw:upperBound ?upper }}
  OPTIONAL {{ ?x lw:periodText ?periodPrinted }}
  OPTIONAL {{ ?x lw:formula ?formula }}
  OPTIONAL {{ ?x sdmx-d:refPeriod ?period . ?period dcat:startDate ?start ; dcat:endDate ?end }}
  OPTIONAL {{ ?x lw:reportedIn ?article }}
{labels}
}}
GROUP BY {single}
ORDER BY ?start ?x"""


def _label(name: str, pattern: str, language: str) -> str:
    own = f'OPTIONAL {{ {pattern} ?{name}Own . FILTER(LANG(?{name}Own) = "{language}") }}'
    english = f'OPTIONAL {{ {pattern} ?{name}En . FILTER(LANG(?{name}En) = "en") }}'
    return f"  {own if language != 'en' else ''} {english} BIND({_coalesced(name, language)} AS ?{name}Name)"


def _coalesced(name: str, language: str) -> str:
    return f"?{name}En" if language == "en" else f"COALESCE(?{name}Own, ?{name}En)"


def _sample(name: str) -> str:
    return f"(SAMPLE(?{name}Name) AS ?{name})"


def _all(name: str) -> str:
    return f'(GROUP_CONCAT(DISTINCT ?{name}Name; separator="; ") AS ?{name}s)'


def by_field(rows: list[dict[str, dict[str, str]]]) -> Mapping[str, list[tuple[str, int]]]:
    """Return the values of each field with how many figures each leads to, those that lead to most first."""
    found: dict[str, list[tuple[str, int]]] = {}
    for row in rows:
        if "of" in row:
            found.setdefault(row["field"]["value"], []).append((row["of"]["value"], int(row["n"]["value"])))
    return found
