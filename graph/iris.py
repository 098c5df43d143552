"""Minting: the same thing always gets the same IRI.

Patterns: ``id/{kind}/…`` for things, ``article/{slug}`` for articles, ``article/{slug}#char=b,e`` for mentions (RFC
5147), ``scheme/{scheme}/{code}`` for concepts and ``graph/…`` for named graphs, all under `namespaces.BASE`.
"""

import re
import unicodedata

from pyoxigraph import NamedNode

from .namespaces import BASE

ONTOLOGY = NamedNode(BASE + "ns")
DATASET = NamedNode(BASE + "dataset")
UNDEFINED = NamedNode("https://cube.link/Undefined")


def slug(text: str) -> str:
    """Return *text* as lower-case ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower().replace("'", "")))


def thing(kind: str, *parts: str) -> NamedNode:
    """Return the IRI of a thing: its *kind* (actor, law, statistic, …), then its path."""
    return NamedNode(f"{BASE}id/{kind}/{'/'.join(parts)}")


def article(name: str) -> NamedNode:
    """Return the IRI of the article called *name*."""
    return NamedNode(f"{BASE}article/{name}")


def mention(name: str, begin: int, end: int) -> NamedNode:
    """Return the IRI of the characters *begin* to *end* (code points, end exclusive) of an article."""
    return NamedNode(f"{BASE}article/{name}#char={begin},{end}")


def concept(scheme: str, code: str) -> NamedNode:
    """Return the IRI of the concept *code* in *scheme*."""
    return NamedNode(f"{BASE}scheme/{scheme}/{code}")


def graph(*parts: str) -> NamedNode:
    """Return the IRI of a named graph."""
    return NamedNode(f"{BASE}graph/{'/'.join(parts)}")
