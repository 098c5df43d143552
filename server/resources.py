"""Linked data: each IRI of the data leads to a page or to data about what it names, as the client prefers.

Specifications: HTTP Semantics (RFC 9110), section 15.4.4 (303); The 'describes' Link Relation Type (RFC 6892).
"""

from difflib import get_close_matches

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from pyoxigraph import NamedNode

from lexwire.graph.metadata import LICENCE
from lexwire.graph.namespaces import BASE, DCTERMS, FOAF, NIF, RDFS, SKOS

from . import vocabulary
from .addresses import KINDS, iri_of
from .answering import answered, holds_true, rows
from .engine import EngineError, NotAcceptable, Question
from .formats import BY_NAME, GRAPHS, Wanted
from .negotiate import best, prefers_html
from .resource_page import described, statements
from .responses import problem
from .things import Place, start_of

blueprint = Blueprint("resources", __name__)

FORMATS = GRAPHS[:4]
"""What resources are written in; formats that keep graphs apart say nothing more here."""
SUFFIXES = ",".join(each.name for each in FORMATS)
NEAR = 8
"""How many other resources a page offers that finds none."""
_CANDIDATES = 2000
_PATIENCE = 2.0
"""Seconds after which a page goes without those offers."""


def see_other(name: str) -> Response:
    """Lead from what an IRI names to what describes it: 303, since a thing is no document."""
    accept = request.headers.get("Accept")
    format_ = best(accept, FORMATS)
    if name not in vocabulary.names() and known(name) is None:
        return missing(name)
    if prefers_html(accept):
        target = url_for("resources.page", name=name)
    elif format_ is None:
        raise NotAcceptable
    else:
        target = url_for("resources.data", name=name, suffix=format_.name)
    response = make_response(redirect(target, 303))
    response.headers["Vary"] = "Accept"
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/<any(dataset,ns):kind>", defaults={"rest": None})
@blueprint.get(f"/<any({','.join((*KINDS, 'ns'))}):kind>/<path:rest>")
def thing(kind: str, rest: str | None) -> Response:
    """Lead to the description of a thing in the data, or to the ontology."""
    return see_other(f"{kind}/{rest}" if rest else kind)


@blueprint.get(f"/data/<path:name>.<any({SUFFIXES}):suffix>")
def data(name: str, suffix: str) -> Response:
    """Send what the data says of a resource, with the names of its neighbours and the graphs that say it."""
    if name in vocabulary.names():
        return vocabulary.document(BY_NAME[suffix])
    iri = known(name)
    if iri is None:
        return missing(name)
    document = NamedNode(url_for("resources.data", name=name, suffix=suffix, _external=True))
    response = answered(Question(_description(iri, document), Wanted(None, BY_NAME[suffix])))
    page = url_for("resources.page", name=name)
    response.headers["Link"] = f'{iri}; rel="describes", <{page}>; rel="alternate"; type="text/html"'
    return response


@blueprint.get("/page/<path:name>")
def page(name: str) -> Response:
    """Show a resource to people."""
    formats = [(each.name, url_for("resources.data", name=name, suffix=each.name)) for each in FORMATS]
    if name in vocabulary.names():
        return make_response(vocabulary.documentation(formats))
    iri = iri_of(name) if name.partition("/")[0] in KINDS else None
    shown = described(iri, _place()) if iri else None
    if shown is None:
        return missing(name)
    template = shown.kind.template if shown.kind else "resource.html"
    text = render_template(template, shown=shown, it=shown.view, formats=formats, is_graph=name.startswith("graph/"))
    return Response(text, headers={"Link": f'{iri}; rel="describes"'})


def _place() -> Place:
    """Return where in which list of the page its address leads; raises BadRequest where that is no number."""
    return Place(request.args.get("of", ""), start_of(request.args))


def known(name: str) -> NamedNode | None:
    """Return the IRI whose path is *name* where the data says anything of it, or has it as the name of a graph."""
    iri = iri_of(name) if name.partition("/")[0] in KINDS else None
    if iri is None:
        return None
    return iri if holds_true(f"{statements(iri)} UNION {{ GRAPH {iri} {{ ?s ?p ?o }} }}") else None


def _description(iri: NamedNode, document: NamedNode) -> str:
    """Return the query for what the data says of *iri*.

    With an article come the mentions in it, whose IRIs are its own with a fragment; with a graph comes what it holds.
    """
    return f"""CONSTRUCT {{
  {iri} ?p ?o . ?s ?q ?r . ?o {RDFS.label} ?label ; {SKOS.prefLabel} ?name .
  {document} {FOAF.primaryTopic} {iri} ; {DCTERMS.license} {LICENCE} ; {DCTERMS.source} ?g .
}} WHERE {{
  {statements(iri)}
  UNION {{ {iri} ?any ?o . ?o {RDFS.label} ?label }}
  UNION {{ {iri} ?any ?o . ?o {SKOS.prefLabel} ?name }}
  UNION {{ ?s {NIF.referenceContext} {iri} ; ?q ?r }}
  UNION {{ GRAPH {iri} {{ ?s ?q ?r }} }}
}}"""


def missing(name: str) -> Response:
    """Return 404, with the resources whose names come near."""
    found = _near(name)
    links = [(f"{request.script_root}/{each}", each.rpartition("/")[2]) for each in found]
    mend = "did you mean one of these?" if found else "the saved queries at /queries show what there is."
    return problem(404, f"The graph knows nothing called {BASE}{name}; {mend}", links)


def _near(name: str) -> list[str]:
    """Return the names nearest to *name* among those with the same first steps; some of these where none is near."""
    folder = iri_of(name.rpartition("/")[0] + "/") if "/" in name else None
    if folder is None or name.partition("/")[0] not in KINDS:
        return []
    query = f'SELECT DISTINCT ?s {{ ?s a ?c FILTER(STRSTARTS(STR(?s), "{folder.value}")) }} LIMIT {_CANDIDATES}'
    try:
        siblings = sorted(row["s"]["value"].removeprefix(BASE) for row in rows(query, _PATIENCE))
    except EngineError:
        return []
    names = {each.rpartition("/")[2]: each for each in siblings if "#" not in each}
    close = get_close_matches(name.rpartition("/")[2], names, NEAR, 0.7)
    return [names[each] for each in close or list(names)[:NEAR]]
