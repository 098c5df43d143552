"""Other people's SPARQL servers over a release's dump, each a process of its own on a port of its own."""

import gzip
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
ServerThreads = 16
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 16
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = {rows}
"""
VIRTUOSO_LOAD = """\
ld_dir('.', 'lexwire.nq', 'urn:unused');
log_enable(2);
rdf_loader_run(log_enable=>2);
checkpoint;
"""


class NotStarted(Exception):
    """A server that ended, or gave no answer in time; the message is what it wrote."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def oxigraph(release: Release, folder: Path, seconds: int = 3) -> Iterator[str]:
    """Run Oxigraph's own server over the dumps: the named graphs, and their union as the default graph.

    A query has so many *seconds*.
    """
    command = str(Path(sysconfig.get_path("scripts")) / "oxigraph")
    files = [word for name in ("lexwire.nq.gz", "lexwire.nt.gz") for word in ("--file", str(release.folder / name))]
    for step in (["load", *files], ["optimize"]):
        subprocess.run([command, step[0], "--location", str(folder), *step[1:]], check=True, capture_output=True)
    bind = f"127.0.0.1:{free_port()}"
    serve = [command, "serve-read-only", "--location", str(folder), "--bind", bind, "--timeout-s", str(seconds)]
    with running(serve, folder, f"http://{bind}/query"):
        yield f"http://{bind}/query"


def has_virtuoso() -> bool:
    """Return whether Debian's Virtuoso and its SQL shell are installed."""
    return sys.platform == "linux" and all(map(shutil.which, ("virtuoso-t", "isql-vt")))


@contextmanager
def virtuoso(
    release: Release, folder: Path, rows: int = 1_000_000, seconds: int = 5, buffers: int = 10_000
) -> Iterator[str]:
    """Run Virtuoso over the named graphs of the dump, with so many *buffers* of 8 KiB each and at most *rows* a result.

    It goes on with a query whose client left, unless the address sets it a time, here so many *seconds*.
    """
    unpack(release.folder / "lexwire.nq.gz", folder / "lexwire.nq")
    with empty_virtuoso(folder, rows, buffers) as (sql, address):
        load = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", "ERRORS=STDOUT", f"exec={VIRTUOSO_LOAD}"]
        done = subprocess.run(load, cwd=folder, check=True, capture_output=True, text=True)
        assert "Error" not in done.stdout, done.stdout
        yield f"{address}?timeout={seconds * 1000}"


@contextmanager
def empty_virtuoso(folder: Path, rows: int = 1_000_000, buffers: int = 10_000) -> Iterator[tuple[int, str]]:
    """Run Virtuoso with nothing in it, allowed to load from *folder*; give the port of its SQL, and its address."""
    sql, http = free_port(), free_port()
    dirty = buffers * 3 // 4
    settings = VIRTUOSO_INI.format(sql=sql, http=http, rows=rows, buffers=buffers, dirty=dirty)
    (folder / "virtuoso.ini").write_text(settings)
    address = f"http://127.0.0.1:{http}/sparql"
    with running(["virtuoso-t", "+configfile", "virtuoso.ini", "+foreground"], folder, address):
        yield sql, address


def unpack(packed: Path, to: Path) -> Path:
    """Write what *packed* holds to the file *to*, and return it."""
    with gzip.open(packed) as source, to.open("wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
    return to


@contextmanager
def running(
    command: list[str],
    folder: Path,
    address: str,
    seconds: float = 60,
    watch: Callable[[int], object] = lambda _: None,
    **environment: str,
) -> Iterator[int]:
    """Run a server until the end of the block; give its process, which *watch* sees again and again until it answers.

    Raises NotStarted where it does not answer within so many *seconds*.
    """
    log = folder / "output.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command,
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | environment,
            start_new_session=True,
        ) as server,
    ):
        try:
            deadline = monotonic() + seconds
            while not _answers(address):
                if monotonic() > deadline or server.poll() is not None:
                    raise NotStarted(log.read_text(errors="replace")[-2000:] or f"no answer in {seconds:.0f} s")
                watch(server.pid)
                sleep(0.05)
            yield server.pid
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}?query=ASK%20%7B%7D", timeout=60):
            return True
    except HTTPError:
        return False
    except OSError:
        return False
