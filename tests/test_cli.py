"""The command `lexwire` as a user types it: a process of its own, its output, its errors and its exit code."""

import json
import os
import pty
import re
import socket
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from pyoxigraph import parse
from rdflib import Graph

from lexwire.graph import records
from lexwire.graph.release import Release
from lexwire.graph.store import open_release

from .command import ENVIRONMENT, LEXWIRE, ask, run, serving


def test_build_tells_what_it_did(tmp_path: Path) -> None:
    done = run("build", "--out", tmp_path / "data")
    assert done.returncode == 0
    assert "90 actors, 33 laws, 72 crimes, 37 statistics, 60 events, 73 statements, 8 derivations" in done.stdout
    assert done.stderr.count("Warning:") == 4
    assert (tmp_path / "data" / "current" / "SHA256SUMS").is_file()


def test_build_reports_in_json(tmp_path: Path) -> None:
    report = json.loads(run("build", "--json", "--out", tmp_path / "data").stdout)
    assert report["facts"]["statistics"] == 37
    assert report["release"] == (tmp_path / "data" / "current").resolve().name
    assert report["seconds"] > 0


def test_check_finds_nothing_wrong_with_the_packaged_records() -> None:
    done = run("check", "--json")
    review = json.loads(done.stdout)
    assert (done.returncode, review["records"], review["problems"], len(review["warnings"])) == (0, 5, [], 4)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Return a folder with a record whose first statistic has an unknown crime."""
    source = next(path for path in records.paths([records.packaged()]) if "crackdown" in path.name)
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / source.name).write_text(source.read_text().replace("crimes: [cybercrime]", "crimes: [cybercrimes]", 1))
    return folder


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_bad_record_is_refused_in_one_sentence(broken: Path, tmp_path: Path, command: str) -> None:
    where = ["--out", tmp_path / "data"] if command == "build" else []
    done = run(command, "--records", broken, *where)
    assert done.returncode == 1
    line = done.stderr.splitlines()[0]
    assert re.match(r".*crackdown-on-cybercrime\.yaml:\d+: statistics\[0\]\.crimes: the crime 'cybercrimes' is", line)
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data" / "current").exists()


USAGE = {
    "no such command": ("fly",),
    "no such option": ("build", "--fly"),
    "no such folder": ("build", "--records", "nowhere", "--out", "{out}"),
    "no records": ("build", "--records", "{out}", "--out", "{out}"),
    "no such articles": ("check", "--articles", "nowhere"),
    "no such query": ("query", "people-prosecuted-over-tim", "--data", "{data}"),
    "unknown parameter": ("query", "people-prosecuted-over-time", "-p", "nothing=1", "--data", "{data}"),
    "ill-typed parameter": ("query", "laws-at-a-date", "-p", "date=yesterday", "--data", "{data}"),
    "parameter without value": ("query", "people-prosecuted-over-time", "-p", "crime", "--data", "{data}"),
    "unknown format": ("query", "people-prosecuted-over-time", "--format", "pdf", "--data", "{data}"),
    "unknown graph": ("dump", "--graph", "https://example.org/", "--data", "{data}"),
    "port out of range": ("serve", "--port", "70000"),
    "no such file to load": ("serve", "--load", "nowhere.ttl"),
}


@pytest.mark.parametrize("words", USAGE.values(), ids=USAGE)
def test_usage_errors(words: tuple[str, ...], data: Path, tmp_path: Path) -> None:
    done = run(*(word.format(out=tmp_path, data=data) for word in words))
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_errors_end_with_the_mend(data: Path) -> None:
    assert (
        "did you mean people-prosecuted-over-time" in run("query", "people-prosecuted-over-tim", "--data", data).stderr
    )
    assert "date" in run("query", "laws-at-a-date", "-p", "date=yesterday", "--data", data).stderr


@pytest.mark.parametrize("words", [("query", "speakers"), ("dump",)])
def test_without_a_release(words: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*words, "--data", tmp_path)
    assert (done.returncode, done.stderr) == (
        1,
        f"{tmp_path} holds no release; run `lexwire build --out {tmp_path}` first.\n",
    )


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    assert "Traceback" in run("--debug", "dump", "--data", tmp_path).stderr


def test_query_gives_data_in_a_pipe(data: Path) -> None:
    done = run("query", "people-prosecuted-over-time", "--format", "csv", "--data", data)
    assert done.stdout.splitlines()[0].startswith("start,end,indicator,comparator,value")
    assert len(done.stdout.splitlines()) == 4
    assert (
        len(json.loads(run("query", "people-prosecuted-over-time", "--data", data).stdout)["results"]["bindings"]) == 3
    )


def test_query_runs_a_file(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.rq"
    file.write_text("ASK { ?s a <https://w3id.org/lexwire/ns#Law> }")
    assert json.loads(run("query", file, "--data", data).stdout)["boolean"] is True


def test_query_draws_a_table_on_a_terminal(data: Path) -> None:
    ours, theirs = pty.openpty()
    command = [*LEXWIRE, "query", "people-prosecuted-over-time", "--data", str(data)]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=ENVIRONMENT | {"TERM": "xterm"}) as process:
        os.close(theirs)
        drawn = b"".join(iter(lambda: _read(ours), b"")).decode()
    os.close(ours)
    assert process.returncode == 0
    assert "┃" in drawn
    assert "more than 8,700" in re.sub(r"\s+", " ", drawn) or "8,700" in drawn


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


def test_dump_writes_the_whole_graph(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "all.ttl"
    assert run("dump", "-o", target, "--data", data).returncode == 0
    assert len(Graph().parse(target)) == len(open_release(data).default_graph)


def test_dump_writes_one_graph(data: Path, tmp_path: Path) -> None:
    name = "https://w3id.org/lexwire/graph/derived"
    target = tmp_path / "derived.nq"
    assert run("dump", "--format", "nq", "--graph", name, "-o", target, "--data", data).returncode == 0
    assert {quad.graph_name.value for quad in parse(path=target)} == {name}
    assert run("dump", "--format", "nt", "--graph", name, "--data", data).stdout.count(
        "\n"
    ) == target.read_text().count("\n")


def test_dump_that_cannot_be_written_leaves_nothing(data: Path, tmp_path: Path) -> None:
    done = run("dump", "-o", tmp_path / "no" / "folder.ttl", "--data", data)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_schema_is_that_of_the_records_folder() -> None:
    assert run("schema").stdout == (records.packaged() / "record.schema.json").read_text()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    assert "_LEXWIRE_COMPLETE" in run("completion", shell).stdout


def test_help_names_every_command() -> None:
    shown = run("--help").stdout
    assert all(
        name in shown for name in ("build", "check", "serve", "settings", "query", "dump", "schema", "completion")
    )


def test_serve_builds_first_when_there_is_no_release(tmp_path: Path) -> None:
    with serving(cwd=tmp_path) as address:
        assert ask(address, "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/lexwire/ns#Event> }") == ["n", "60"]
        with urlopen(f"{address}/") as page:
            assert b"Cybercrime and personal-information law" in page.read()
    assert (tmp_path / "data" / "current").is_dir()


def test_serve_serves_what_is_there(data: Path, release: Release) -> None:
    with serving("--data", data) as address:
        with urlopen(f"{address}/dumps/latest/SHA256SUMS") as sums:
            assert sums.read() == (release.folder / "SHA256SUMS").read_bytes()
        with urlopen(f"{address}/sparql?{urlencode({'query': 'SELECT * { ?s ?p ?o }', 'format': 'tsv'})}") as answer:
            assert sum(1 for _ in answer) == len(open_release(data).default_graph) + 1


def test_serve_tells_that_its_port_is_taken(tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("serve", "--load", tmp_path / "one.ttl", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    told = (
        r"Nothing can listen at host 127\.0\.0\.1, port \d+ \(Address already in use\); choose another host or port\.\n"
    )
    assert re.fullmatch(told, done.stderr)


def test_serve_tells_which_port_the_system_chose(tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    command = [*LEXWIRE, "serve", "--load", str(tmp_path / "one.ttl"), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT) as server:
        assert server.stderr
        told = re.search(r"http://127\.0\.0\.1:\d+/", server.stderr.readline())
        assert told
        with urlopen(f"{told[0]}health/live") as response:
            assert response.read() == b"live\n"
        server.terminate()
        server.communicate(timeout=15)
    assert server.returncode == 0


def test_serve_takes_its_settings_from_a_file_and_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    (tmp_path / "settings.toml").write_text(f'load = ["{tmp_path}/one.ttl"]\nquery_seconds = 7\n')
    monkeypatch.setitem(ENVIRONMENT, "LEXWIRE_METRICS", "false")
    with serving("--settings", tmp_path / "settings.toml") as address:
        assert ask(address, "SELECT ?s { ?s ?p ?o }") == ["s", "urn:a"]
        with urlopen(f"{address}/sparql") as description:
            assert b"A query may take 7 seconds" in description.read()
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"{address}/metrics")


def test_serve_loads_any_rdf(tmp_path: Path) -> None:
    file = tmp_path / "one.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .")
    with serving("--load", file) as address:
        assert ask(address, "SELECT ?s { ?s ?p ?o }") == ["s", "urn:a"]


def test_the_command_starts_without_what_only_some_of_it_needs() -> None:
    """Reading articles takes half a second to import, and collections another."""
    heavy = ("lexwire.graph.extract", "lexwire.graph.build", "spacy", "dask", "trafilatura", "rdflib", "uvicorn")
    told = "import sys, lexwire.server.cli; print([name for name in sys.argv[1:] if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
