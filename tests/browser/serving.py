"""A server process over a data folder, for as long as somebody looks at its pages."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(data: Path) -> Iterator[str]:
    """Serve the release in *data*, built first where there is none; yields the address without a slash at its end."""
    command = [sys.executable, "-m", "lexwire.server.cli", "serve", "--data", str(data), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = next(line for line in process.stderr if "serves" in line)
        try:
            yield line.split()[2].rstrip("/")
        finally:
            process.terminate()
