"""How long `lexwire serve` takes from its start to its first answer, on an existing release."""

import socket
import statistics
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from time import perf_counter, sleep

QUESTION = urllib.parse.urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "csv"})


def first_answer(data: str) -> float:
    """Start a server on *data* and return the seconds until it answers a query."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = perf_counter()
    command = [sys.executable, "-m", "lexwire.server.cli", "serve", "--data", data, "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        while perf_counter() - started < 30:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/sparql?{QUESTION}").read()
                return perf_counter() - started
            except OSError:
                sleep(0.01)
        raise TimeoutError("no answer in 30 s")
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """Print the median and the worst of five starts."""
    build = [sys.executable, "-m", "lexwire.server.cli", "build", "--out"]
    with tempfile.TemporaryDirectory() as data:
        subprocess.run([*build, data], check=True, capture_output=True)
        times = [first_answer(data) for _ in range(5)]
    print(f"first answer after start: median {statistics.median(times):.2f} s, worst {max(times):.2f} s of 5")


if __name__ == "__main__":
    main()
