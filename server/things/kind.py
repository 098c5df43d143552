"""What a page made for a kind of thing consists of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lexwire.graph.namespaces import LW

from .graph import Names, Node
from .sections import Found, Section

Data = dict[str, object]
"""An object of JSON-LD."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing that a page is about, the lists of the page, and the names of all in them."""

    node: Node
    found: Mapping[str, Found]
    names: Names

    def nodes(self, section: str) -> Sequence[Node]:
        """Return the things of a list that the page shows."""
        return self.found[section].nodes if section in self.found else ()


@dataclass(frozen=True, slots=True)
class Kind:
    """How things of some classes are shown: by which template, with which lists, made of what."""

    classes: frozenset[str]
    template: str
    sections: Callable[[Node], Sequence[Section]]
    view: Callable[[Subject], object]
    linked: Callable[[Subject], Data]
    """Makes the thing's description in the terms of schema.org."""


def of(*names: str) -> frozenset[str]:
    """Return the IRIs of classes of the ontology."""
    return frozenset(LW.iri + name for name in names)
