"""Other people's SPARQL servers over a release's dump, each a process of its own on a port of its own."""

import gzip
import shutil
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError
from urllib.request import urlopen

from lexwire.graph.release import Release

VIRTUOSO_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = 0
NumberOfBuffers = 10000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = {rows}
"""
VIRTUOSO_LOAD = """\
ld_dir('.', 'lexwire.nq', 'urn:unused');
rdf_loader_run();
checkpoint;
"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def oxigraph(release: Release, folder: Path) -> Iterator[str]:
    """Run Oxigraph's own server over the dumps: the named graphs, and their union as the default graph."""
    command = str(Path(sysconfig.get_path("scripts")) / "oxigraph")
    files = [word for name in ("lexwire.nq.gz", "lexwire.nt.gz") for word in ("--file", str(release.folder / name))]
    subprocess.run([command, "load", "--location", str(folder), *files], check=True, capture_output=True)
    bind = f"127.0.0.1:{free_port()}"
    serve = [command, "serve-read-only", "--location", str(folder), "--bind", bind, "--timeout-s", "3"]
    with _running(serve, folder, f"http://{bind}/query") as address:
        yield address


def has_virtuoso() -> bool:
    """Return whether Debian's Virtuoso and its SQL shell are installed."""
    return sys.platform == "linux" and all(map(shutil.which, ("virtuoso-t", "isql-vt")))


@contextmanager
def virtuoso(release: Release, folder: Path, rows: int = 1_000_000) -> Iterator[str]:
    """Run Virtuoso over the named graphs of the dump; it answers with at most so many *rows*.

    It goes on with a query whose client left, unless the address sets it a time, here in milliseconds.
    """
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(sql=sql, http=http, rows=rows))
    (folder / "lexwire.nq").write_bytes(gzip.decompress((release.folder / "lexwire.nq.gz").read_bytes()))
    serve = ["virtuoso-t", "+configfile", "virtuoso.ini", "+foreground"]
    with _running(serve, folder, f"http://127.0.0.1:{http}/sparql") as address:
        load = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", "ERRORS=STDOUT", f"exec={VIRTUOSO_LOAD}"]
        done = subprocess.run(load, cwd=folder, check=True, capture_output=True, text=True)
        assert "Error" not in done.stdout, done.stdout
        yield f"{address}?timeout=5000"


@contextmanager
def _running(command: list[str], folder: Path, address: str) -> Iterator[str]:
    """Run a server until the end of the block; raises AssertionError where it does not answer within a minute."""
    log = folder / "output.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT) as server,
    ):
        try:
            deadline = monotonic() + 60
            while not _answers(address):
                assert monotonic() < deadline and server.poll() is None, log.read_text()
                sleep(0.05)
            yield address
        finally:
            server.kill()


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}?query=ASK%20%7B%7D"):
            return True
    except HTTPError:
        return False
    except OSError:
        return False
