"""What the page of the ontology shows of each term, put together from the files and the data."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lexwire.graph.namespaces import LW, OWL

from ..addresses import address
from ..language import _, chosen, language
from ..tables import short
from ..things.graph import Name
from . import constraints, usage
from .constraints import Shape
from .instances import Example, Instances
from .schemes import Concept
from .terms import CLASS, Term, of_kind, terms
from .tree import Branch, Drawing, drawn

PROPERTIES: Final = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@dataclass(frozen=True, slots=True)
class Told:
    """A text in the language of the page; *foreign* is the language it is in where that is another."""

    text: str
    foreign: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A term as others are named with it: its short name, and where it is told of, if anywhere."""

    text: str
    href: str | None
    iri: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A term with all that the page tells of it."""

    term: Term
    definition: Told
    broader: list[Link]
    narrower: list[Link]
    properties: list[Term]
    """Those whose domain it is."""
    values: list[Term]
    """Properties whose range it is."""
    domains: list[Link]
    ranges: list[Link]
    inverses: list[Link]
    related: list[Link]
    shapes: list[Shape]
    uses: int | None
    things: list[Name]
    statements: list[Example]
    query: str | None
    """A query for things of the class."""

    @property
    def labels(self) -> list[tuple[str, str]]:
        """Return its names with their languages, that of the page first."""
        return sorted(self.term.labels.items(), key=lambda label: label[0] != language())


@dataclass(frozen=True, slots=True)
class Family:
    """A top class, all that is narrower, and a picture of these where there are any."""

    top: Shown
    members: list[Shown]
    picture: Drawing | None


def told(english: str) -> Told:
    """Return a text of the ontology, which is kept in English, in the language of the page."""
    text = _(english)
    return Told(text, "en" if text == english and language() != "en" else None)


def link(iri: str) -> Link:
    """Return how *iri* is named: our own terms are on the page itself."""
    return Link(short(iri), f"#{iri.removeprefix(LW.iri)}" if iri.startswith(LW.iri) else address(iri), iri)


def concept_link(concept: Concept) -> Link:
    """Return how *concept* is named in the language of the page."""
    return Link(chosen(concept.labels), address(concept.iri), concept.iri)


def told_whole(term: Term) -> set[str]:
    """Return the names of the shapes whose rules are told at the class *term*: those of no broader class, too."""
    broader = {shape.name for shape in constraints.shapes() if set(term.broader) & set(shape.classes)}
    return {shape.name for shape in constraints.shapes() if term.iri in shape.classes} - broader


def families(data: Instances) -> list[Family]:
    """Return the classes by the top class that they are narrower than, in the order of the file."""
    return [_family(each, data) for each in of_kind(CLASS) if not _own(each.broader)]


def properties(data: Instances) -> dict[str, list[Shown]]:
    """Return the properties by what kind they are."""
    by_kind = {kind.value.rpartition("#")[2]: of_kind(kind) for kind in PROPERTIES}
    return {kind: [shown(each, data) for each in found] for kind, found in by_kind.items() if found}


def narrower(iri: str) -> list[Term]:
    """Return the terms that are next narrower than *iri*."""
    return [each for each in terms() if iri in each.broader]


def shown(term: Term, data: Instances) -> Shown:
    """Return all that is told of *term*."""
    is_class = term.kind == CLASS
    return Shown(
        term,
        told(term.definition),
        _links(term.broader),
        _links(each.iri for each in narrower(term.iri)),
        [each for each in terms() if term.iri in each.domains],
        [each for each in terms() if term.iri in each.ranges],
        _links(term.domains),
        _links(term.ranges),
        _links(term.inverses),
        _links(term.related),
        [each for each in constraints.shapes() if term.iri in each.classes],
        data.uses.get(term.iri),
        data.things(term.iri) if is_class else [],
        [] if is_class else data.statements(term.iri),
        usage.example(term.name),
    )


def _family(top: Term, data: Instances) -> Family:
    branch = _branch(top)
    keys = _keys(branch)
    members = [shown(each, data) for each in of_kind(CLASS) if each.name in keys]
    return Family(shown(top, data), members, drawn(branch) if branch.narrower else None)


def _branch(term: Term) -> Branch:
    text = term.name if language() == "en" else term.labels.get(language(), term.name)
    return Branch(term.name, text, tuple(_branch(each) for each in narrower(term.iri)))


def _keys(branch: Branch) -> set[str]:
    return {branch.key}.union(*map(_keys, branch.narrower))


def _own(iris: Iterable[str]) -> bool:
    return any(iri.startswith(LW.iri) for iri in iris)


def _links(iris: Iterable[str]) -> list[Link]:
    return [link(iri) for iri in iris]
