"""What packaged Turtle files say of each thing, in their order."""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from lexwire import ontology
from lexwire.graph.namespaces import RDF

Subject = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal | Triple

_END: Final = RDF.nil


class Said:
    """The statements of some files by subject."""

    def __init__(self, files: Iterable[str]) -> None:
        """Read *files* of the ontology, named as `ontology.read` takes them."""
        self._said: dict[Subject, list[tuple[NamedNode, Value]]] = {}
        for file in files:
            for quad in parse(ontology.read(file), format=RdfFormat.TURTLE):
                assert not isinstance(quad.subject, Triple)
                self._said.setdefault(quad.subject, []).append((quad.predicate, quad.object))

    def named(self, start: str = "") -> Iterator[NamedNode]:
        """Yield the subjects whose IRIs begin with *start*."""
        return (each for each in self._said if isinstance(each, NamedNode) and each.value.startswith(start))

    def all(self, subject: Subject, *properties: NamedNode) -> list[Value]:
        """Return the values of *properties*."""
        return [value for property_, value in self._said.get(subject, ()) if property_ in properties]

    def one(self, subject: Subject, property_: NamedNode) -> Value | None:
        """Return the value of a property that has one at most."""
        return next(iter(self.all(subject, property_)), None)

    def iris(self, subject: Subject, *properties: NamedNode) -> tuple[str, ...]:
        """Return the IRIs that *properties* lead to; things without one, such as anonymous classes, are left out."""
        return tuple(each.value for each in self.all(subject, *properties) if isinstance(each, NamedNode))

    def texts(self, subject: Subject, property_: NamedNode) -> dict[str, str]:
        """Return the texts of a property by language."""
        found = (each for each in self.all(subject, property_) if isinstance(each, Literal))
        return {each.language or "": each.value for each in found}

    def english(self, subject: Subject, property_: NamedNode) -> str:
        """Return the English text of a property, or nothing."""
        return self.texts(subject, property_).get("en", "")

    def members(self, list_: Value | None) -> list[Value]:
        """Return the members of an RDF collection."""
        found: list[Value] = []
        while isinstance(list_, BlankNode) and list_ != _END:
            found += self.all(list_, RDF.first)
            list_ = self.one(list_, RDF.rest)
        return found
