"""What servers in operation are tried with: long queries, connections that are held, and processes that come and go."""

import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from .command import ENVIRONMENT, LEXWIRE
from .endpoints import free_port

DEPLOY = Path(__file__).parent.parent / "deploy"
FOREVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
STREAM = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SOME_SECONDS = """SELECT (COUNT(*) AS ?n) { { SELECT ?a { ?a ?b ?c } LIMIT 1000 } { SELECT ?d { ?d ?e ?f } LIMIT 600 }
FILTER(STRLEN(CONCAT(STR(?a), STR(?d))) > 1) }"""
"""A query that takes about two seconds, and says nothing before its end."""


def read(address: str) -> str:
    with urlopen(address, timeout=20) as response:
        return str(response.read().decode())


@contextmanager
def started(*words: str | Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Start `lexwire serve`; give its process and its port, whether it answers yet or not."""
    port = free_port()
    command = [*LEXWIRE, "serve", "--port", str(port), *map(str, words)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=ENVIRONMENT) as server:
        try:
            yield server, port
        finally:
            server.kill()


def is_closed(port: int) -> bool:
    try:
        with closing(HTTPConnection("127.0.0.1", port, timeout=1)) as connection:
            connection.connect()
    except OSError:
        return True
    return False


def answers(port: int) -> bool:
    try:
        return read(f"http://127.0.0.1:{port}/health/ready") == "ready\n"
    except OSError:
        return False


@contextmanager
def asked(address: str, query: str) -> Iterator[HTTPConnection]:
    """Give a connection on which *query* was asked, until the end of the block."""
    with closing(HTTPConnection(address.removeprefix("http://"), timeout=30)) as connection:
        connection.request("GET", f"/sparql?query={quote(query)}")
        yield connection
