"""The files of a release: what each is, how large, and the checksum that it is sealed with."""

import json
from dataclasses import dataclass
from typing import Final

from lexwire.graph.dump import FORMS
from lexwire.graph.release import Release

TYPES: Final = {
    **{form.name: form.media_type for form in FORMS},
    "cube.ttl": "text/turtle",
    "dcat.ttl": "text/turtle",
    "report.ttl": "text/turtle",
    "shapes.ttl": "text/turtle",
    "context.jsonld": "application/ld+json",
    "report.html": "text/html",
    "build.json": "application/json",
    "queries.json": "application/json",
    "SHA256SUMS": "text/plain",
}
"""Media types of the files, without the ``.gz`` of those that are compressed."""
_UNION, _APART = "all graphs as one, in %(form)s", "each graph by itself, in %(form)s"
_FORMS: Final = {
    "lexwire.ttl": "Turtle",
    "lexwire.nt": "N-Triples",
    "lexwire.jsonld": "JSON-LD",
    "lexwire.rdf": "RDF/XML",
    "lexwire.trig": "TriG",
    "lexwire.nq": "N-Quads",
}
_ABOUT: Final = {
    "cube.ttl": "the figures as an RDF Data Cube, in Turtle",
    "dcat.ttl": "the description of these files (DCAT), in Turtle",
    "report.ttl": "what the shapes found in the data, in Turtle",
    "report.html": "what the shapes found in the data, as a page",
    "shapes.ttl": "the shapes that the data is held to (SHACL), in Turtle",
    "context.jsonld": "the JSON-LD context of the terms",
    "build.json": "what was built from what, with its counts, in JSON",
    "queries.json": "how many rows each saved query had over this release, in JSON",
}
_STEP: Final = 1000


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release; *statements* are its triples or quads, where the build counted them."""

    name: str
    about: str
    """What it is: an English text with a place for the name of its *form*."""
    form: str
    size: int
    """In bytes."""
    digest: str
    """SHA-256 in hexadecimal."""
    statements: int | None = None
    has_graphs: bool = False

    @property
    def human(self) -> tuple[float, str]:
        """Return the size with one decimal, and its unit."""
        size, units = float(self.size), ["B", "kB", "MB", "GB", "TB"]
        while size >= _STEP and len(units) > 1:
            size, _ = size / _STEP, units.pop(0)
        return round(size, 1), units[0]


def files(release: Release) -> list[File]:
    """Return the files of *release* as they are sealed: the dumps first, each sort by name."""
    lines = (release.folder / "SHA256SUMS").read_text("utf-8").splitlines()
    built = report(release)
    found = [_file(release, name, digest, built) for digest, name in (line.split("  ") for line in lines)]
    return sorted(found, key=lambda file: (not file.form, file.name))


def report(release: Release) -> dict[str, int]:
    """Return the numbers of triples and quads that the build of *release* told."""
    told = json.loads((release.folder / "build.json").read_text("utf-8"))
    return {name: told[name] for name in ("triples", "quads")}


def _file(release: Release, name: str, digest: str, built: dict[str, int]) -> File:
    plain, size = name.removesuffix(".gz"), (release.folder / name).stat().st_size
    form = next((each for each in FORMS if each.name == plain), None)
    if form is None:
        return File(name, _ABOUT.get(plain, ""), "", size, digest)
    about, number = (_APART, built["quads"]) if form.has_graphs else (_UNION, built["triples"])
    return File(name, about, _FORMS[plain], size, digest, number, form.has_graphs)
