"""What the query page asks the server for beside answers: terms to complete with, remarks on a query, its layout."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify

from lexwire.graph.namespaces import PREFIXES
from lexwire.queries.layout import laid_out
from lexwire.queries.preflight import LONGEST, Remark, remarks
from lexwire.queries.preflight.remark import SENTENCES

from ..fields import utf8
from ..language import _, chosen
from ..responses import body, problem
from .known import known

blueprint = Blueprint("editor", __name__)


@blueprint.get("/sparql/terms.json")
def terms() -> Response:
    """Send the prefixes, classes and properties that queries over this data can use."""
    found = [
        {"iri": term.iri, "kind": term.kind, "uses": term.uses, "label": chosen(term.names)} for term in known().terms
    ]
    response = jsonify({"prefixes": PREFIXES, "terms": found})
    response.vary.add("Accept-Language")
    return response


@blueprint.post("/sparql/check")
def check() -> Response:
    """Send what may be wrong with the query in the body, before it runs."""
    text = utf8(body())
    found = remarks(text, known().vocabulary)
    return jsonify({"remarks": [described(each, text) for each in found], "longest": LONGEST})


@blueprint.post("/sparql/layout")
def layout() -> Response:
    """Send the query in the body, laid out anew."""
    text = utf8(body())
    if len(text) > LONGEST:
        return problem(413, f"The query has more than {LONGEST:,} characters; lay it out in parts.")
    return Response(laid_out(text), content_type="application/sparql-query; charset=utf-8")


def described(remark: Remark, text: str) -> dict[str, Any]:
    """Return *remark* on the query *text* in the language of the page, with its line and column counted from 1."""
    line, column = remark.place(text)
    sentence = _(SENTENCES[remark.kind]) % dict(remark.values)
    return asdict(remark) | {"message": sentence, "line": line, "column": column, "values": dict(remark.values)}
