"""SHACL: the graph held against ``ontology/shapes.ttl``, and the report for people and machines.

Specification: Shapes Constraint Language (W3C Recommendation, 20 July 2017); the report is its section 3.6.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape

import shifty
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import SH as SHACL
from rdflib import URIRef
from rdflib.term import Node

from lexwire import ontology

from .namespaces import BASE, PREFIXES, RDF, Namespace
from .turtle import ntriples, turtle

SH = Namespace(PREFIXES["sh"])
REPORT = NamedNode(BASE + "report")


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One validation result: which node breaks which shape, on which path, and the shape's own message."""

    severity: str
    focus: str
    path: str
    message: str
    shape: str

    @property
    def is_violation(self) -> bool:
        """Return whether it bars a release; warnings and notes do not."""
        return self.severity == "Violation"

    def __str__(self) -> str:
        """Return the result as one line."""
        path = f" ({self.path.removeprefix(BASE)})" if self.path else ""
        return f"{self.severity}: {self.focus.removeprefix(BASE)}{path}: {self.message}"


@cache
def _validator() -> shifty.PreparedValidator:
    return shifty.PreparedValidator(ontology.read("shapes.ttl"))


def results(triples: Iterable[Triple]) -> set[Result]:
    """Return the validation results of the materialized graph *triples*."""
    _, report, _ = _validator().validate(ntriples(triples), graph_mode="data", infer=False, sort_results=False)
    return {
        Result(
            severity=str(report.value(node, SHACL.resultSeverity)).rpartition("#")[2],
            focus=str(report.value(node, SHACL.focusNode)),
            path=_iri(report.value(node, SHACL.resultPath)),
            message=str(report.value(node, SHACL.resultMessage)),
            shape=_iri(report.value(node, SHACL.sourceShape)),
        )
        for node in report.objects(None, SHACL.result)
    }


def _iri(node: Node | None) -> str:
    """Return an IRI as text; blank nodes and nothing are the empty text."""
    return str(node) if isinstance(node, URIRef) else ""


def report_turtle(found: Iterable[Result]) -> bytes:
    """Return the sh:ValidationReport of *found*, with IRIs for its results so that two builds give the same bytes."""
    found = sorted(found)
    conforms = Literal(not any(each.is_violation for each in found))
    triples = [Triple(REPORT, RDF.type, SH.ValidationReport), Triple(REPORT, SH.conforms, conforms)]
    for number, each in enumerate(found, 1):
        node = NamedNode(f"{REPORT.value}#result-{number}")
        triples += [
            Triple(REPORT, SH.result, node),
            Triple(node, RDF.type, SH.ValidationResult),
            Triple(node, SH.resultSeverity, SH[each.severity]),
            Triple(node, SH.focusNode, NamedNode(each.focus)),
            Triple(node, SH.resultMessage, Literal(each.message)),
        ]
        triples += [Triple(node, SH.resultPath, NamedNode(each.path))] if each.path else []
        triples += [Triple(node, SH.sourceShape, NamedNode(each.shape))] if each.shape else []
    return turtle(triples, {"sh": SH.iri, "lw": PREFIXES["lw"]})


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Validation report</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color-scheme:light
dark}} table{{border-collapse:collapse;width:100%}}td,th{{text-align:left;vertical-align:top;padding:.35rem
.6rem;border-bottom:1px solid #8886}} td{{overflow-wrap:anywhere}}</style> <h1>Validation report</h1> <p>{summary}</p>
{table} </html>
"""


def report_page(found: Iterable[Result]) -> bytes:
    """Return the report as an HTML page of its own."""
    found = sorted(found)
    violations = sum(each.is_violation for each in found)
    counts = f"{violations} violations, {len(found) - violations} warnings."
    summary = f"{counts} A release is made only when there is no violation."
    rows = "".join(
        f"<tr><td>{escape(each.severity)}<td><a href='{escape(each.focus)}'>{escape(each.focus.removeprefix(BASE))}</a>"
        f"<td>{escape(each.path)}<td>{escape(each.message)}\n"
        for each in found
    )
    table = f"<table><tr><th>Severity<th>Node<th>Property<th>Message\n{rows}</table>" if found else ""
    return _PAGE.format(summary=summary, table=table).encode()
