"""Facts as records write them, triples as Turtle writes them, and the packaged records as both."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import yaml
from pyoxigraph import RdfFormat, Triple, parse

from lexwire.graph import records, triples
from lexwire.graph.facts import Fact, Record
from lexwire.graph.namespaces import PREFIXES

RECORD = Record.model_validate(
    yaml.safe_load("""
article:
  id: 2031-05-06-theft
  title: Savings stolen
  published: 2031-05-06
  sha256: 8a1f6d1b0c2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c
  length: 400
  body: [3, 9]
origin: {status: reviewed, by: Ada Example, date: 2031-05-07}
""")
)
HEAD = (
    "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    + """
@base <https://w3id.org/lexwire/> .
@prefix article: <https://w3id.org/lexwire/article/> .
@prefix basis: <https://w3id.org/lexwire/scheme/date-basis/> .
@prefix counted: <https://w3id.org/lexwire/scheme/counted-unit/> .
@prefix mode: <https://w3id.org/lexwire/scheme/speech-mode/> .
@prefix nature: <https://w3id.org/lexwire/scheme/nature/> .
@prefix saying: <https://w3id.org/lexwire/scheme/statement-type/> .
@prefix subject: <https://w3id.org/lexwire/scheme/subject/> .
@prefix event: <https://w3id.org/lexwire/id/event/2031-05-06-theft/> .
@prefix membership: <https://w3id.org/lexwire/id/membership/2031-05-06-theft/> .
@prefix period: <https://w3id.org/lexwire/id/period/> .
@prefix state: <https://w3id.org/lexwire/id/state/2031-05-06-theft/> .
@prefix statement: <https://w3id.org/lexwire/id/statement/2031-05-06-theft/> .
@prefix statistic: <https://w3id.org/lexwire/id/statistic/2031-05-06-theft/> .
"""
)


def turtle(text: str) -> set[Triple]:
    """Return the triples of *text*, written with the prefixes above."""
    return {quad.triple for quad in parse(HEAD + text, format=RdfFormat.TURTLE)}


def lines(found: Iterable[Triple]) -> list[str]:
    """Return triples as sorted lines, so that a difference can be read."""
    return sorted(map(str, found))


def fact(kind: type[Fact], text: str) -> Any:  # noqa: ANN401 (a fact of that kind)
    """Return the fact that *text* describes in YAML."""
    return kind.model_validate({"id": "x", "anchors": [{"begin": 5, "end": 9, "text": "Four"}]} | yaml.safe_load(text))


@cache
def packaged() -> dict[str, tuple[Record, set[Triple]]]:
    """Return the packaged records and their triples by article."""
    return {
        each.article.id: (each, set(triples.record_triples(each))) for each in records.read_all([records.packaged()])
    }
