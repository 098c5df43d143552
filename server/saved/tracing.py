"""Where the rows of an answer come from: the facts that they name, the words these rest on, and who looked at them.

A row names facts by their IRIs, and by their codes in a column called ``code`` (dcterms:identifier).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lexwire.graph.namespaces import BASE, DCTERMS, GAF, LW, RDF

from ..answering import rows
from ..tables import Cell
from ..things import REVIEWED, Name, Names, Node, gathered, named, neighbours
from ..things.facts import Origin, Words, origin, words

CODE: Final = "code"
_FACTS: Final = f"{BASE}id/"
_EXTRACTED: Final = f"{BASE}scheme/review-status/extracted"
_SHOWN: Final = 3
"""How many facts of one row are shown."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A fact that a row names: its words with their article and date, and whether a person has looked at it."""

    name: Name
    words: list[Words]
    origin: Origin


def traces(columns: Sequence[str], found: Sequence[Sequence[Cell]]) -> list[list[Trace]] | None:
    """Return for each row the facts that it names; None where no row names any. Raises EngineError.

    However many rows there are, the graph is asked twice.
    """
    keys = [_keys(columns, row) for row in found]
    wanted = {key for row in keys for key in row}
    if not wanted:
        return None
    facts = _facts(wanted)
    names = neighbours((node for _key, node in facts), (REVIEWED, _EXTRACTED))
    by_key: dict[str, list[Trace]] = {}
    for key, node in facts:
        if places := words(node, names):
            by_key.setdefault(key, []).append(Trace(named(node), places, _origin(node, places, names)))
    return [[trace for key in row for trace in by_key.get(key, ())][:_SHOWN] for row in keys]


def _keys(columns: Sequence[str], row: Sequence[Cell]) -> list[str]:
    """Return the IRIs of facts in a *row*, each in angle brackets, and the codes as literals."""
    iris = [f"<{cell.iri}>" for cell in row if cell.iri and cell.iri.startswith(_FACTS)]
    codes = [f'"{cell.text}"' for name, cell in zip(columns, row, strict=True) if name == CODE and _is_code(cell)]
    return list(dict.fromkeys(iris or codes))


def _is_code(cell: Cell) -> bool:
    return cell.iri is None and cell.text.replace("-", "").isalnum()


def _facts(wanted: Iterable[str]) -> list[tuple[str, Node]]:
    """Return the facts that are *wanted* with the key of each; a code may be that of several."""
    found = rows(_asking(sorted(wanted)))
    nodes = gathered(found)
    pairs = {(_key(row["key"]), row["x"]["value"]): None for row in found}
    return [(key, nodes[iri]) for key, iri in pairs]


def _key(term: dict[str, str]) -> str:
    return f"<{term['value']}>" if term["type"] == "uri" else f'"{term["value"]}"'


def _asking(keys: Iterable[str]) -> str:
    iris, codes = (" ".join(key for key in keys if key[0] == sign) for sign in '<"')
    told = " ".join(map(str, (RDF.type, GAF.denotedBy, LW.reviewStatus, LW.confidence)))
    return f"""SELECT ?key ?x ?p ?o WHERE {{
  {{ VALUES ?x {{ {iris} }} BIND(?x AS ?key) }}
  UNION {{ VALUES ?key {{ {codes} }} ?x {DCTERMS.identifier} ?key }}
  VALUES ?p {{ {told} }} ?x ?p ?o
}}"""


def _origin(fact: Node, places: Sequence[Words], names: Names) -> Origin:
    """Return how a fact came in, as it or its first mention says.

    Actors, laws and crimes are of many articles and say nothing; their mentions do where a program found them.
    """
    for node in (fact, names.node(places[0].iri)):
        found = origin(node, names)
        if found.key:
            return found
    return Origin("reviewed", names.of(REVIEWED), None)
