"""HermiT, the OWL 2 DL reasoner, asked whether ontology and facts together can be true.

It is a Java program; owlready2 (the extra ``lexwire[hermit]``) carries its jar. Where either is missing the check is
left out and says so.
"""

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from rdflib import OWL, XSD, Graph, Literal

OUTSIDE_OWL = {XSD.date, XSD.time, XSD.gYear, XSD.gYearMonth, XSD.gMonthDay, XSD.gDay, XSD.gMonth, XSD.duration}
"""Datatypes that RDF has and the datatype map of OWL 2 has not: HermiT stops at them."""

INCONSISTENT = "owl:Thing is unsatisfiable: the graph contradicts itself"


def missing() -> str:
    """Return what is not there of what HermiT needs, or nothing."""
    wants = {"Java": shutil.which("java"), "owlready2": find_spec("owlready2")}
    absent = [name for name, found in wants.items() if not found]
    return f"{' and '.join(absent)} missing" if absent else ""


def contradictions(triples: bytes) -> list[str]:
    """Return what HermiT finds wrong in *triples* (N-Triples); see `unsatisfiable`."""
    return unsatisfiable(Graph().parse(data=triples, format="nt"))


def unsatisfiable(graph: Graph) -> list[str]:
    """Return the IRIs of the classes that nothing can belong to; a contradiction in *graph* is one line that says so.

    Raises RuntimeError where HermiT itself fails.
    """
    found = run(without_dates(graph), "org.semanticweb.HermiT.cli.CommandLine", "--no-prefixes", "--unsatisfiable")
    if "InconsistentOntologyException" in found.stderr:
        return [INCONSISTENT]
    if found.returncode or "Exception" in found.stderr:
        raise RuntimeError(f"HermiT failed: {found.stderr}")
    classes = set(re.findall(r"^\t(\S+)$", found.stdout, re.MULTILINE)) - {f"{OWL}Nothing"}
    return [INCONSISTENT] if f"{OWL}Thing" in classes else sorted(classes)


def without_dates(graph: Graph) -> Graph:
    """Return *graph* without the literals whose datatype OWL does not know."""
    kept = Graph()
    for triple in graph:
        if not (isinstance(triple[2], Literal) and triple[2].datatype in OUTSIDE_OWL):
            kept.add(triple)
    return kept


def run(graph: Graph, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a Java *command* with HermiT's jar on *graph*, written as RDF/XML."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "graph.rdf")
        graph.serialize(file, format="xml", encoding="utf-8")
        java = ["java", "-cp", str(_jar()), *command, str(file)]
        return subprocess.run(java, capture_output=True, text=True, check=False)  # noqa: S603 (no shell, own arguments)


def _jar() -> Path:
    """Return HermiT's jar, without importing owlready2."""
    spec = find_spec("owlready2")
    assert spec and spec.origin, missing()
    return Path(spec.origin).parent / "hermit" / "HermiT.jar"
