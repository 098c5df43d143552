"""How a dump is loaded into the stores that are in use: commands to copy, with the address that never changes.

The N-Quads dump is the one that every store takes and that keeps the graphs apart.  Oxigraph is given their union too,
as N-Triples: its own union counts a triple once for each graph it is in.
"""

from dataclasses import dataclass
from typing import Final

_RDFLIB: Final = """\
import gzip
import urllib.request

from rdflib import Dataset

data = Dataset(default_union=True)
with urllib.request.urlopen("{folder}lexwire.nq.gz") as packed, gzip.open(packed) as file:
    data.parse(file, format="nquads")
print(len(data))
"""
_PYOXIGRAPH: Final = """\
import gzip
import urllib.request

from pyoxigraph import RdfFormat, Store

store = Store("lexwire-store")
with urllib.request.urlopen("{folder}lexwire.nq.gz") as packed, gzip.open(packed) as file:
    store.bulk_load(file, format=RdfFormat.N_QUADS)
print(len(store))
"""
_OXIGRAPH: Final = """\
curl -fsSLO {folder}lexwire.nq.gz
curl -fsSLO {folder}lexwire.nt.gz
oxigraph load --location lexwire-store --file lexwire.nq.gz --file lexwire.nt.gz
oxigraph serve --location lexwire-store
"""
_JENA: Final = """\
curl -fsSLO {folder}lexwire.nq.gz
tdb2.tdbloader --loc lexwire-tdb lexwire.nq.gz
fuseki-server --tdb2 --loc lexwire-tdb --set tdb2:unionDefaultGraph=true /lexwire
"""
_VIRTUOSO: Final = """\
curl -fsSLO {folder}lexwire.nq.gz
isql-vt 1111 dba dba <<END
ld_dir('$PWD', 'lexwire.nq.gz', 'https://w3id.org/lexwire/');
rdf_loader_run();
checkpoint;
END
"""
_GRAPHDB: Final = """\
curl -fsSLO {folder}lexwire.nq.gz
gzip -dc lexwire.nq.gz | curl -fsS -X POST -H 'Content-Type: application/n-quads' -T - http://localhost:7200/repositories/lexwire/statements
"""
_NOTES: Final = {
    "Apache Jena": "Fuseki then answers at /lexwire, with all graphs as the default graph.",
    "Virtuoso": "Run it in a folder that DirsAllowed names; port, name and password are those of a new server.",
    "GraphDB": "Make the repository lexwire first; any store that speaks the RDF4J protocol takes the same.",
}


@dataclass(frozen=True, slots=True)
class Way:
    """How one store is filled: its name, what to run, and an English remark where one is needed."""

    store: str
    commands: str
    note: str

    @property
    def key(self) -> str:
        """Return what names it within a page."""
        return "load-" + self.store.lower().replace(" ", "-")


def ways(folder: str) -> list[Way]:
    """Return how the dump is loaded whose files are at addresses that begin with *folder*, store by store."""
    commands = {
        "rdflib": _RDFLIB,
        "pyoxigraph": _PYOXIGRAPH,
        "Oxigraph": _OXIGRAPH,
        "Apache Jena": _JENA,
        "Virtuoso": _VIRTUOSO,
        "GraphDB": _GRAPHDB,
    }
    return [Way(store, text.format(folder=folder), _NOTES.get(store, "")) for store, text in commands.items()]
