"""What queries over the data can speak of: classes and properties with their names and how often they are used."""

from dataclasses import dataclass
from time import monotonic
from typing import Final

from flask import current_app

from lexwire.graph.namespaces import LW, PREFIXES, RDFS, SKOS, VOID
from lexwire.queries.preflight import Vocabulary

from .. import vocabulary
from ..answering import data_version, rows
from ..engine import EngineError

SECONDS: Final = 5.0
"""How long the data may be asked for what is in it."""
_HOLDS: Final = 600.0
"""Seconds for which what was found holds where nobody tells whether the data changed."""
_KEY: Final = "lexwire.known"

_DESCRIBED = f"""SELECT ?term ?kind ?n WHERE {{
  {{ ?part {VOID["class"]} ?term ; {VOID.entities} ?n . BIND("class" AS ?kind) }}
  UNION {{ ?part {VOID.property} ?term ; {VOID.triples} ?n . BIND("property" AS ?kind) }}
}}"""
_COUNTED = """SELECT ?term ?kind ?n WHERE {
  { SELECT ?term (COUNT(*) AS ?n) ("class" AS ?kind) { ?s a ?term } GROUP BY ?term }
  UNION { SELECT ?term (COUNT(*) AS ?n) ("property" AS ?kind) { ?s ?term ?o } GROUP BY ?term }
}"""
_NAMES = f"SELECT ?term ?label {{ VALUES ?term {{ %s }} ?term {RDFS.label}|{SKOS.prefLabel} ?label }}"


@dataclass(frozen=True, slots=True)
class Term:
    """A class or a property: its IRI, how many things or statements have it, and its names by language."""

    iri: str
    kind: str
    uses: int
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """The terms of one version of the data, the most used first, and until when that holds (monotonic seconds)."""

    terms: tuple[Term, ...]
    until: float

    @property
    def vocabulary(self) -> Vocabulary:
        """Return what a query is held against: the terms in use, and those of the ontology."""
        used = {term.iri for term in self.terms}
        return Vocabulary(PREFIXES, frozenset(used | vocabulary.terms()), (LW.iri,) if used else ())


def known() -> Known:
    """Return what queries over the data of this moment can speak of; nothing where the data does not tell in time."""
    shelf: dict[str | None, Known] = current_app.extensions.setdefault(_KEY, {})
    version = data_version()
    found = shelf.get(version)
    if found is None or found.until < monotonic():
        found = Known(_terms(), float("inf") if version else monotonic() + _HOLDS)
        shelf.clear()
        shelf[version] = found
    return found


def _terms() -> tuple[Term, ...]:
    """Return the terms in use, from the description in the data or else counted."""
    try:
        found = rows(_DESCRIBED, SECONDS) or rows(_COUNTED, SECONDS)
        names = _names([row["term"]["value"] for row in found])
    except EngineError:
        return ()
    made = (
        Term(iri := row["term"]["value"], row["kind"]["value"], int(row["n"]["value"]), names.get(iri, {}))
        for row in found
    )
    return tuple(sorted(made, key=lambda term: (-term.uses, term.iri)))


def _names(iris: list[str]) -> dict[str, dict[str, str]]:
    """Return the names of *iris* by language."""
    found: dict[str, dict[str, str]] = {}
    for row in rows(_NAMES % " ".join(f"<{iri}>" for iri in iris), SECONDS):
        found.setdefault(row["term"]["value"], {})[row["label"].get("xml:lang", "en")] = row["label"]["value"]
    return found
