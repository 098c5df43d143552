"""Pages made for kinds of things: figures, crimes, actors, laws, events, statements and articles."""

from . import actor, article, crime, event, law, statement, statistic
from .article import REVIEWED
from .graph import Name, Names, Node, gathered, named, neighbours
from .kind import Data, Kind, Subject
from .sections import MOST, PROLOGUE, SIZE, Found, Place, Section, found, start_of

__all__ = [
    "MOST",
    "PROLOGUE",
    "REVIEWED",
    "SIZE",
    "Data",
    "Found",
    "Kind",
    "Name",
    "Names",
    "Node",
    "Place",
    "Section",
    "Subject",
    "found",
    "gathered",
    "kind_of",
    "named",
    "neighbours",
    "start_of",
]

_KINDS = (statistic.KIND, crime.KIND, actor.KIND, law.KIND, event.KIND, statement.KIND, article.KIND)


def kind_of(node: Node) -> Kind | None:
    """Return how things like *node* are shown; None where no page is made for their kind."""
    return next((kind for kind in _KINDS if node.classes & kind.classes), None)
