"""How to cite the answer of a saved query over one release: as text, in BibTeX and as CITATION.cff.

Specifications: Citation File Format 1.2.0; BibTeX, whose ``@misc`` every style knows.
"""

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import yaml

from lexwire.graph.release import Release

AUTHOR: Final = "Lexwire editors"
_DUMP: Final = "lexwire.nq.gz"
_SPECIAL: Final = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    character: f"\\{character}" for character in "&%$#_{}"
}


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reader needs to find an answer again, and to see that it is the same data."""

    name: str
    """The query's name, without spaces."""
    title: str
    release: str
    date: dt.date
    """The day of the newest record in the release."""
    permalink: str
    sha256: str
    """Of the release's N-Quads dump as it is served, compressed."""


def citation(release: Release, name: str, title: str, permalink: str) -> Citation:
    """Return the citation of the answer at *permalink*; raises OSError where the release lost a file."""
    told = json.loads((release.folder / "build.json").read_text("utf-8"))
    lines = (release.folder / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {file: digest for digest, file in (line.split("  ") for line in lines)}
    date = dt.date.fromisoformat(told["modified"])
    return Citation(name, title, release.id, date, permalink, sums[_DUMP])


def text(cited: Citation) -> str:
    """Return *cited* in one sentence each for who, what, where."""
    return (
        f"{AUTHOR} ({cited.date.year}). {cited.title}. Saved query “{cited.name}” over Lexwire, release "
        f"{cited.release} (newest record of {cited.date.isoformat()}). {cited.permalink} "
        f"({_DUMP}: SHA-256 {cited.sha256})\n"
    )


def bibtex(cited: Citation) -> str:
    """Return *cited* as an entry of BibTeX, in ASCII as far as its title is."""
    fields = {
        "author": f"{{{AUTHOR}}}",
        "title": f"{{{_escaped(cited.title)}}}",
        "year": str(cited.date.year),
        "month": str(cited.date.month),
        "howpublished": f"Saved query {_escaped(cited.name)} over Lexwire, release {_escaped(cited.release)}",
        "url": cited.permalink,
        "note": f"Newest record of {cited.date.isoformat()}; SHA-256 of {_escaped(_DUMP)}: {cited.sha256}",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    key = re.sub(r"[^a-z0-9]+", "-", f"lexwire-{cited.name}-{cited.release}")
    return f"@misc{{{key},\n{lines}}}\n"


def _escaped(words: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in words)


def cff(cited: Citation) -> str:
    """Return *cited* as a file of the Citation File Format."""
    return yaml.safe_dump(
        {
            "cff-version": "1.2.0",
            "message": "If you use this answer, please cite it as below.",
            "type": "dataset",
            "title": cited.title,
            "abstract": f"The answer of the saved query {cited.name} over Lexwire, release {cited.release}.",
            "authors": [{"name": AUTHOR}],
            "version": cited.release,
            "date-released": cited.date,
            "license": "CC-BY-4.0",
            "url": cited.permalink,
            "identifiers": [
                {"type": "url", "value": cited.permalink, "description": "The answer, for good"},
                {"type": "other", "value": f"sha256:{cited.sha256}", "description": f"SHA-256 of {_DUMP}"},
            ],
        },
        sort_keys=False,
        allow_unicode=True,
        width=1000,
    )


WAYS: Final[dict[str, tuple[str, str, Callable[[Citation], str]]]] = {
    "txt": ("text", "text/plain", text),
    "bib": ("BibTeX", "application/x-bibtex", bibtex),
    "cff": ("CITATION.cff", "application/yaml", cff),
}
"""Suffix → what the way is called, its media type, and what writes it."""
