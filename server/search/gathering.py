"""From an engine to what can be found in its data, by two SELECT queries.

Specification: SKOS Reference, section 5 (lexical labels).
"""

import io
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from lexwire.graph.namespaces import BASE, DCTERMS, LW, PREFIXES, RDFS, SDMX_D, SEM, SKOS

from ..engine import Engine, Question
from ..formats import BY_NAME, Wanted
from . import packaged
from .entries import HIDDEN, MOST_NAMES, Entry, Name, kind_of, shortened

MOST_STATEMENTS: Final = 1_000_000
"""How many statements on names and details are read."""
MOST_LABELS: Final = 300_000
"""How many names the index holds; about six times those of five hundred articles."""
SECONDS: Final = 120.0
"""How long each of the two queries may take."""

_ORDERS: Final = {
    RDFS.label.value: 0,
    SKOS.prefLabel.value: 0,
    DCTERMS["title"].value: 0,
    SKOS.altLabel.value: 1,
    SKOS.hiddenLabel.value: HIDDEN,
    DCTERMS.identifier.value: 3,
    SKOS.notation.value: 3,
}
"""The properties that name things; of one thing, names of a lower order are matched first."""
_PRINTED: Final = (LW.valueText.value,)
_PERIODS: Final = (SEM.hasTime.value, SDMX_D.refPeriod.value)
_DAYS: Final = (LW.periodText.value, DCTERMS.issued.value, f"{PREFIXES['eli']}date_document")
_WHO: Final = (LW.speaker.value, DCTERMS.publisher.value)
_MEANING: Final = SKOS.definition.value
"""The properties that a second line is made from; of printed words and of times, the first that is there."""
_WHAT: Final = (*_ORDERS, *_PRINTED, *_PERIODS, *_DAYS, *_WHO, _MEANING)
_STATEMENTS: Final = f"""SELECT DISTINCT ?s ?p ?o {{
  VALUES ?p {{ {" ".join(f"<{each}>" for each in _WHAT)} }}
  {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }}
}} LIMIT {MOST_STATEMENTS + 1}"""
_REFERENCES: Final = f"""SELECT ?o ?n {{
  {{ SELECT ?o (COUNT(*) AS ?n) {{ ?s ?p ?o }} GROUP BY ?o }}
  FILTER(?n > 1 && ISIRI(?o) && STRSTARTS(STR(?o), "{BASE}"))
}}"""

Value = NamedNode | BlankNode | Literal
Said = dict[str, list[Value]]
"""What is said of a thing beside its names, by property."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What can be found, the most referred to first, and whether that is all there is."""

    entries: list[Entry]
    is_complete: bool


def gathered(engine: Engine) -> Gathered:
    """Return what can be found in the data of *engine* and in the package; raises EngineError."""
    entries, is_whole = _read(engine)
    found = [*packaged.entries(), *(each for iri, each in entries.items() if each.names and not iri.startswith(LW.iri))]
    for each in found:
        each.names.sort(key=lambda name: (name.order, name.language != "en", name.text))
    for entry, number in _referred_to(engine, {each.iri: each for each in found}):
        entry.references = number
    found.sort(key=lambda each: (-each.references, each.title("en").text.casefold(), each.iri))
    kept = _bounded(found, MOST_LABELS)
    return Gathered(kept, is_whole and len(kept) == len(found))


def _referred_to(engine: Engine, entries: dict[str, Entry]) -> Iterator[tuple[Entry, int]]:
    """Yield those of *entries* that more than one statement refers to, with the number of these."""
    for row in _solutions(engine, _REFERENCES):
        entry = entries.get(row["o"].value)
        if entry:
            yield entry, int(row["n"].value)


def _bounded(found: list[Entry], room: int) -> list[Entry]:
    """Return the first of *found*, as many as have at most *room* names together."""
    for place, entry in enumerate(found):
        room -= len(entry.names)
        if room < 0:
            return found[:place]
    return found


def _read(engine: Engine) -> tuple[dict[str, Entry], bool]:
    """Return what has a page by its IRI, and whether all was read."""
    entries: dict[str, Entry] = {}
    said: dict[str, Said] = {}
    number = 0
    for number, row in enumerate(_solutions(engine, _STATEMENTS), 1):
        iri, property_, value = row["s"].value, row["p"].value, row["o"]
        kind = kind_of(iri) if isinstance(row["s"], NamedNode) else None
        if kind is None or isinstance(value, Triple) or number > MOST_STATEMENTS:
            continue
        if property_ not in _ORDERS:
            said.setdefault(iri, {}).setdefault(property_, []).append(value)
        elif isinstance(value, Literal):
            _add(entries.setdefault(iri, Entry(iri, kind)), property_, value)
    for iri, values in said.items():
        if iri in entries:
            entries[iri].details = _details(values, entries)
    return entries, number <= MOST_STATEMENTS


def _add(entry: Entry, property_: str, value: Literal) -> None:
    name = Name(shortened(value.value), value.language or "", _ORDERS[property_])
    if name.text and len(entry.names) < MOST_NAMES:
        entry.names.append(name)


def _details(said: Said, entries: dict[str, Entry]) -> dict[str, str]:
    """Return the second line of a thing by language: who says it, its printed words and its time; else its meaning."""
    told = [shortened(each, 80) for each in (_first(said, _PRINTED), _when(said)) if each]
    iris = sorted(each.value for property_ in _WHO for each in said.get(property_, []))
    people = [entries[iri] for iri in iris if iri in entries and entries[iri].names][:3]
    if people:
        return {tag: " · ".join([*(each.title(tag).text for each in people), *told]) for tag in ("en", "zh")}
    if told:
        return {"": " · ".join(told)}
    meanings = [each for each in said.get(_MEANING, []) if isinstance(each, Literal)]
    return {each.language or "": shortened(each.value, 160) for each in meanings}


def _first(said: Said, properties: tuple[str, ...]) -> str:
    return next((min(value.value for value in said[each]) for each in properties if each in said), "")


def _when(said: Said) -> str:
    """Return when something was: by the last step of its period's IRI, else as it is printed."""
    return _first(said, _PERIODS).rpartition("/")[2].replace("--", "–") or _first(said, _DAYS)


def _solutions(engine: Engine, query: str) -> Iterator[QuerySolution]:
    """Yield the solutions of *query* while they come; raises EngineError."""
    answer = engine.run(Question(query, Wanted(BY_NAME["json"], None), seconds=SECONDS, is_trusted=True))
    try:
        found = parse_query_results(io.BufferedReader(_Chunks(answer.chunks)), format=QueryResultsFormat.JSON)
        assert isinstance(found, QuerySolutions)
        yield from found
    finally:
        answer.chunks.close()


class _Chunks(io.RawIOBase):
    """An answer's chunks as a file."""

    def __init__(self, chunks: Generator[bytes, None, None]) -> None:
        """Read *chunks* as they come."""
        self._chunks, self._rest = chunks, b""

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, room: memoryview) -> int:  # type: ignore[override]
        """Fill the *room*, as far as what came reaches; 0 at the end."""
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        part, self._rest = self._rest[: len(room)], self._rest[len(room) :]
        room[: len(part)] = part
        return len(part)
