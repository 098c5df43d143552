"""Where the rows of an answer come from: the facts that they name, the words these rest on, and who looked at them.

A row names facts by their IRIs, and by their codes (dcterms:identifier) in any column: what is written as a code is
looked up.  A computed figure rests on the words of the figures that it was computed from.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lexwire.graph.namespaces import BASE, DCTERMS, GAF, LW, PROV, RDF

from ..answering import rows
from ..tables import Cell
from ..things import REVIEWED, Name, Names, Node, gathered, named, neighbours
from ..things.facts import Origin, Words, origin, words
from .terms import is_code

CODE: Final = "code"
_FACTS: Final = f"{BASE}id/"
_EXTRACTED: Final = f"{BASE}scheme/review-status/extracted"
_SHOWN: Final = 3
"""How many facts of one row are shown."""
_CODE: Final = re.compile(r"(?=.*[A-Za-z])(?=.*[0-9])[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
"""What a code looks like in a column of any name: letters with digits, for no word and no number is one."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A fact that a row names: its words with their article and date, and whether a person has looked at it.

    A computed figure has no words but the *inputs* that it was computed from.
    """

    name: Name
    words: list[Words]
    origin: Origin
    inputs: tuple["Trace", ...] = ()


def traces(columns: Sequence[str], found: Sequence[Sequence[Cell]]) -> list[list[Trace]] | None:
    """Return for each row the facts that it names; None where no row names any. Raises EngineError.

    However many rows there are, the graph is asked twice, and once more where figures are computed.
    """
    keys = [_keys(columns, row) for row in found]
    wanted = {key for row in keys for key in row}
    if not wanted:
        return None
    by_key = _traced(wanted)
    if not by_key and CODE not in columns and all(key[0] == '"' for key in wanted):
        return None  # what looks like codes is something else
    return [_told([trace for key in row for trace in by_key.get(key, ())]) for row in keys]


def _traced(wanted: Iterable[str]) -> dict[str, list[Trace]]:
    """Return the facts that are *wanted* by the key of each, those that rest on words."""
    facts = _facts(wanted)
    inputs = {f"<{iri}>" for _key, node in facts for iri in node.things(PROV.wasDerivedFrom)}
    facts += _facts(inputs) if inputs else []
    names = neighbours((node for _key, node in facts), (REVIEWED, _EXTRACTED))
    nodes = {node.iri: node for _key, node in facts}
    found: dict[str, list[Trace]] = {}
    for key, node in facts:
        if trace := _trace(node, nodes, names):
            found.setdefault(key, []).append(trace)
    return found


def _trace(node: Node, nodes: Mapping[str, Node], names: Names) -> Trace | None:
    if places := words(node, names):
        return Trace(named(node), places, _origin(node, places, names))
    sources = (nodes[iri] for iri in node.things(PROV.wasDerivedFrom) if iri in nodes)
    inputs = tuple(trace for each in sources if (trace := _trace(each, {}, names)))
    return Trace(named(node), [], origin(node, names), inputs) if inputs else None


def _told(found: Sequence[Trace]) -> list[Trace]:
    """Return as many traces as a row shows: an input of a computed figure is told of with that figure only."""
    inputs = {each.name.iri for trace in found for each in trace.inputs}
    own = {trace.name.iri: trace for trace in found if trace.name.iri not in inputs}
    return list(own.values())[:_SHOWN]


def _keys(columns: Sequence[str], row: Sequence[Cell]) -> list[str]:
    """Return the IRIs of facts in a *row*, each in angle brackets, and the codes as literals."""
    keys = (_named(name, cell) for name, cell in zip(columns, row, strict=True))
    return list(dict.fromkeys(key for key in keys if key))


def _named(name: str, cell: Cell) -> str | None:
    """Return the key of the fact that a cell may name; None where it cannot name one."""
    if cell.iri:
        return f"<{cell.iri}>" if cell.iri.startswith(_FACTS) else None
    is_named = is_code(cell) and (name == CODE or _CODE.fullmatch(cell.text))
    return f'"{cell.text}"' if is_named else None


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
    told = " ".join(map(str, (RDF.type, GAF.denotedBy, LW.reviewStatus, LW.confidence, PROV.wasDerivedFrom)))
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
