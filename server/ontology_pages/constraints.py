"""What must hold of things of a class, as the shapes that are packaged say it.

Specification: Shapes Constraint Language (SHACL, W3C Recommendation, 20 July 2017).
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from lexwire.graph.namespaces import PREFIXES, RDF, RDFS, Namespace

from ..tables import short
from .said import Said, Value

_SH: Final = Namespace(PREFIXES["sh"])
SHAPES: Final = "https://w3id.org/lexwire/shapes#"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold: of which property, how many values of what kind, and what is said where it fails."""

    path: str
    """The property with its prefix; several with a bar between them; empty where a query tests the thing as a whole."""
    least: int | None
    most: int | None
    value: str
    """The class or datatype of the values, with its prefix; empty where any will do."""
    choices: int
    """How many values there are to choose from; 0 where they are not listed."""
    message: str
    """In English."""
    is_warning: bool

    @property
    def number(self) -> str:
        """Return how many values there are, as ``1``, ``0..1``, ``1..*``; empty where any number will do."""
        if self.least is None and self.most is None:
            return ""
        if self.least == self.most:
            return str(self.least)
        least, most = self.least or 0, "*" if self.most is None else str(self.most)
        return most if most == "0" else f"{least}..{most}"


@dataclass(frozen=True, slots=True)
class Shape:
    """Rules for all things of some classes, or for all that have a property."""

    name: str
    classes: tuple[str, ...]
    """IRIs of the classes."""
    subjects: tuple[str, ...]
    """IRIs of properties: what has one of them is held to the rules."""
    comment: str
    """In English."""
    rules: tuple[Rule, ...]


@lru_cache(1)
def shapes() -> tuple[Shape, ...]:
    """Return the shapes by name."""
    said = Said(["shapes.ttl"])
    found = (each for each in said.named(SHAPES) if _SH.NodeShape in said.all(each, RDF.type))
    return tuple(_shape(said, each) for each in sorted(found, key=lambda each: each.value))


def _shape(said: Said, node: NamedNode) -> Shape:
    rules = [_rule(said, each) for each in said.all(node, _SH.property, _SH.sparql) if isinstance(each, BlankNode)]
    return Shape(
        node.value.removeprefix(SHAPES),
        said.iris(node, _SH.targetClass),
        said.iris(node, _SH.targetSubjectsOf),
        said.english(node, RDFS.comment),
        tuple(rules),
    )


def _rule(said: Said, node: BlankNode) -> Rule:
    return Rule(
        _path(said, said.one(node, _SH.path)),
        _number(said.one(node, _SH.minCount)),
        _number(said.one(node, _SH.maxCount)),
        _value(said, node),
        len(said.members(said.one(node, _SH["in"]))),
        said.english(node, _SH.message),
        said.one(node, _SH.severity) == _SH.Warning,
    )


def _path(said: Said, path: Value | None) -> str:
    match path:
        case NamedNode():
            return short(path.value)
        case BlankNode():
            several = said.members(said.one(path, _SH.alternativePath))
            return " | ".join(_path(said, each) for each in several)
        case _:
            return ""


def _value(said: Said, rule: BlankNode) -> str:
    """Return what a value must be: of a class, of a datatype, or of one of several."""
    kinds = said.iris(rule, _SH["class"], _SH.datatype)
    for each in said.members(said.one(rule, _SH["or"])):
        kinds += said.iris(each, _SH.datatype) if isinstance(each, BlankNode) else ()
    return " | ".join(map(short, kinds))


def _number(value: Value | None) -> int | None:
    return int(value.value) if isinstance(value, Literal) else None
