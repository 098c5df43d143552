"""Lines to copy: each runs as it stands, and a value stays a value whatever is in it."""

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexwire.queries import Query, catalogue
from lexwire.server.snippets import Snippet, free, r_string, saved

from .command import serving
from .node import node

HOSTILE = {
    "quotes": """it's "so" `and` '''so''' \"\"\"too\"\"\"""",
    "shell": "$(touch pwned) ${HOME} `id` ; id & | > pwned !! *",
    "template": "${process.exit(3)} {0} %s #{x} {{x}} {x!r}",
    "backslash": "\\ \\n \\x41 \\u0041 \\",
    "lines": "one\ntwo\r\nthree\ttab\u2028four\u2029",
    "script": "</script><!-- <script>",
    "address": "a=b&c=d#e?f+g%20h%zz @/etc/passwd",
    "words": "网络犯罪 é 👮 \u0301",
    "dash": "--output pwned",
    "at": "@/etc/passwd",
}
QUESTION = (
    'SELECT ?law ?date WHERE { BIND(\'\'\'it\'s "$HOME" \\\\ `id` 法\'\'\' AS ?law) BIND("""\n""" AS ?date) } # end'
)


COMMANDS = {
    "shell": ["bash", "-euc"],
    "python": [sys.executable, "-c"],
    "r": ["Rscript", "--vanilla", "-e"],
    "javascript": ["node", "--input-type=module", "--eval"],
}
NEEDED = {"shell": ("curl", "curl"), "r": ("Rscript", "r-base-core r-cran-jsonlite")}
"""The programs that Python's packages do not bring, and those of Debian that do."""


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    with serving("--data", data) as found:
        yield found


def run(snippet: Snippet, folder: Path) -> str:
    """Run *snippet* in *folder*, in a process of its own; return what it prints."""
    program, package = NEEDED.get(snippet.language, ("sh", ""))
    if not shutil.which(program):
        pytest.skip(f"needs {program}: apt-get install {package}")
    environment = {"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", "HOME": str(folder)}
    first, *options = COMMANDS[snippet.language]
    words = [node() if first == "node" else first, *options, snippet.text]
    done = subprocess.run(words, capture_output=True, cwd=folder, env=environment, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def asked(query: Query, address: str, values: dict[str, str]) -> dict[str, Snippet]:
    snippets = saved(f"{address}/queries/{query.name}", values, query.form, f"{address}/sparql", query.bind(values))
    return {each.name: each for each in snippets}


LAWS, YES, CLAIMS = "laws-at-a-date", "is-any-fact-without-words", "claims"
SAID = {
    (LAWS, "curl"): "Cybersecurity Law",
    (LAWS, "pandas"): "Cybersecurity Law",
    (LAWS, "sparqlwrapper"): "Cybersecurity Law",
    (LAWS, "r"): "Cybersecurity Law",
    (LAWS, "javascript"): "Cybersecurity Law",
    (YES, "curl"): '"boolean":false',
    (YES, "python"): "False",
    (YES, "sparqlwrapper"): "False",
    (YES, "r"): "FALSE",
    (YES, "javascript"): "false",
    (CLAIMS, "curl"): "schema:Claim",
    (CLAIMS, "rdflib"): "276",
    (CLAIMS, "r"): "schema:Claim",
    (CLAIMS, "javascript"): "schema:Claim",
}


@pytest.mark.parametrize(("name", "way"), SAID)
def test_a_saved_query_is_asked(name: str, way: str, address: str, tmp_path: Path) -> None:
    query = catalogue()[name]
    values = {"date": "2019-12-31", "language": "en"} if name == LAWS else {}
    snippet = asked(query, address, values)[way]
    assert SAID[name, way] in run(snippet, tmp_path)


def test_values_count(address: str, tmp_path: Path) -> None:
    snippet = asked(catalogue()[LAWS], address, {"date": "1999-01-01"})["curl"]
    assert len(list(csv.reader(StringIO(run(snippet, tmp_path))))) == 1


@pytest.mark.parametrize("way", ["curl", "pandas", "sparqlwrapper", "r", "javascript"])
def test_a_free_query_is_put_to_the_endpoint(way: str, address: str, tmp_path: Path) -> None:
    snippet = next(each for each in free(f"{address}/sparql", QUESTION, "select") if each.name == way)
    assert "$HOME" in run(snippet, tmp_path)


def test_every_query_has_its_ways() -> None:
    """Titles and names are unlike one another, and there is R for each."""
    for query in catalogue().values():
        found = asked(query, "https://data.example", {})
        assert len(found) == 5
        assert len({each.title for each in found.values()}) == 5
        assert {"curl", "sparqlwrapper", "r", "javascript"} < set(found)
        assert all(each.text.endswith("\n") for each in found.values())


# values that try to break out


@contextmanager
def listening(heard: list[str]) -> Iterator[str]:
    """Run a server that keeps the addresses of requests; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/csv")
            self.end_headers()
            self.wfile.write(b"a\r\n1\r\n")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


@pytest.mark.parametrize("way", ["curl", "pandas", "r", "javascript"])
def test_hostile_values_come_as_they_are(way: str, tmp_path: Path) -> None:
    heard: list[str] = []
    with listening(heard) as at:
        snippets = saved(f"{at}/queries/x", HOSTILE, "select", f"{at}/sparql", "SELECT * {}")
        run(next(each for each in snippets if each.name == way), tmp_path)
    assert dict(parse_qsl(urlsplit(heard[0]).query, keep_blank_values=True)) == HOSTILE
    assert not list(tmp_path.glob("pwned"))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_value_is_a_string_of_r(text: str) -> None:
    """Read back as R does: printable ASCII, a backslash before itself and the quote, and code points in hexadecimal."""
    written = r_string(text)
    assert re.fullmatch(r'"([ !#-\[\]-~]|\\["\\]|\\U\{[0-9a-f]{1,6}\})*"', written)
    assert re.sub(r'\\(?:U\{([0-9a-f]+)\}|(["\\]))', _plain, written[1:-1]) == text


def _plain(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match[2]
