"""The read side of the Graph Store Protocol: whole graphs, by name or as the default graph.

Specification: SPARQL 1.1 Graph Store HTTP Protocol (W3C Recommendation, 21 March 2013), sections 4.1, 5.2 and 5.6.
"""

from flask import Blueprint, Response, abort, request
from pyoxigraph import NamedNode

from . import negotiate
from .answering import answered, holds_true
from .engine import QueryRefused, Question
from .fields import Fields, decoded, values
from .formats import Wanted

blueprint = Blueprint("graph_store", __name__)


@blueprint.get("/store")
def read() -> Response:
    """Send the graph that the address names."""
    graph = _graph(decoded(request.query_string))
    if graph and not holds_true(f"GRAPH {graph} {{ ?s ?p ?o }}"):
        abort(404, f"There is no graph {graph.value}; the service description at /sparql lists all.")
    pattern = f"GRAPH {graph} {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    wanted = Wanted(None, negotiate.wanted(request.headers.get("Accept")).graph)
    return answered(Question(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", wanted))


def _graph(fields: Fields) -> NamedNode | None:
    """Return the graph that *fields* name, None for the default graph; raises QueryRefused where they name none."""
    named, default = values(fields, "graph"), values(fields, "default")
    if len(named) + len(default) != 1:
        raise QueryRefused("The address must name one graph; give either `graph=` with its IRI, or `default`.")
    if default:
        return None
    try:
        return NamedNode(named[0])
    except ValueError:
        raise QueryRefused(f"The graph's name {named[0]!r} is no absolute IRI; give one.") from None
