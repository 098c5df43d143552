"""The OWL API's profile checks, run from HermiT's jar; `Profiles.java` is compiled as it is run, which takes a JDK."""

import shutil
from pathlib import Path

from rdflib import Graph

from lexwire.graph import hermit


def missing() -> str:
    """Return what is not there of what the profile checks need, or nothing."""
    return hermit.missing() or ("" if shutil.which("javac") else "a JDK missing")


def violations(graph: Graph) -> list[str]:
    """Return what keeps *graph* out of OWL 2 DL and OWL 2 RL."""
    found = hermit.run(hermit.without_dates(graph), str(Path(__file__).with_name("Profiles.java")))
    if found.returncode:
        raise RuntimeError(f"the profile check failed: {found.stderr}")
    return found.stdout.splitlines()
