"""The command `lexwire` in a process of its own: run to its end, or serving until the end of a block."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlencode
from urllib.request import urlopen

LEXWIRE = [sys.executable, "-m", "lexwire.server.cli"]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent / ".dev"), "COLUMNS": "160"}


def run(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `lexwire` with *words* and wait for it."""
    command = [*LEXWIRE, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT, cwd=cwd)


@contextmanager
def serving(*words: str | Path, cwd: Path | None = None) -> Iterator[str]:
    """Run `lexwire serve` and give its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*LEXWIRE, "serve", "--port", str(port), *map(str, words)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=ENVIRONMENT, cwd=cwd) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _await(f"{address}/health/ready", server)
            yield address
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=15)


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = monotonic() + 60
    while monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(address) as response:
                assert response.read() == b"ready\n"
                return
        except OSError:
            sleep(0.05)
    raise AssertionError(f"the server did not answer ({server.poll()})")


def ask(address: str, query: str) -> list[str]:
    """Return the lines of the CSV answer."""
    with urlopen(f"{address}/sparql?{urlencode({'query': query, 'format': 'csv'})}") as response:
        return response.read().decode().split()
