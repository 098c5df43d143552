"""Settings: what counts, where it comes from, what cannot be, and that the documentation says the same."""

import os
import pty
import re
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from lexwire.graph.problems import UsageError
from lexwire.server.cli import main
from lexwire.server.engine.limits import Limits
from lexwire.server.settings import Settings, showing
from lexwire.server.settings.options import options
from lexwire.server.settings.sources import effective

from .command import ENVIRONMENT, LEXWIRE, run

ROOT = Path(__file__).parent.parent
TOKEN = "0123456789abcdef"


def test_every_setting_is_an_option_with_a_description() -> None:
    assert list(options()) == [each.name for each in fields(Settings)]
    for option in options().values():
        assert option.about.endswith("."), option.name
        assert option.default == getattr(Settings(), option.name)


def test_the_documentation_says_what_the_settings_are() -> None:
    assert (ROOT / "docs" / "settings.md").read_text("utf-8") == showing.markdown(), (
        "Run `lexwire settings --markdown > docs/settings.md`."
    )


def test_the_limits_of_the_engine_have_one_home() -> None:
    assert Settings().limits == Limits()
    assert Settings(query_workers=2, query_patience=1.5).limits == Limits(workers=2, patience=1.5)


EACH = {
    "data": ("/srv/data", "/srv/data"),
    "default_graph": ("stored", "stored"),
    "port": ("0", 0),
    "query_seconds": ("2.5", 2.5),
    "cache_megabytes": ("0", 0),
    "service_private": ("true", True),
    "metrics": ("off", False),
    "service": ("http://a.example/ http://b.example/", ("http://a.example/", "http://b.example/")),
    "log": ("-", "-"),
    "engine": ("", None),
    "token": (TOKEN, TOKEN),
}


@pytest.mark.parametrize("name", EACH)
def test_a_variable_sets(name: str) -> None:
    text, value = EACH[name]
    found = effective({}, {options()[name].variable: text})
    assert getattr(found.settings, name) == value
    assert found.sources[name] == options()[name].variable


@pytest.mark.parametrize("name", EACH)
def test_a_line_of_a_file_sets(name: str, tmp_path: Path) -> None:
    value = EACH[name][1]
    file = tmp_path / "settings.toml"
    file.write_text(f"{name} = {showing._literal('' if value is None else value)}\n")
    found = effective({}, {}, str(file))
    assert (getattr(found.settings, name), found.sources[name]) == (value, str(file))


FLAGS = {
    "text": (["--default-graph", "stored"], {"default_graph": "stored"}),
    "number": (["--query-seconds", "5", "--port", "81"], {"query_seconds": 5.0, "port": 81}),
    "switches": (["--service-private", "--no-metrics"], {"service_private": True, "metrics": False}),
    "list": (["--service", "http://a.example/", "--service", "http://b.example/x y"[:-2]],
             {"service": ("http://a.example/", "http://b.example/x")}),
}  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), FLAGS.values(), ids=FLAGS)
def test_a_flag_sets(words: list[str], expected: dict[str, object]) -> None:
    done = CliRunner().invoke(main, ["settings", *words])
    assert done.exit_code == 0, done.output
    told = tomllib.loads(done.stdout)
    assert {name: tuple(told[name]) if isinstance(told[name], list) else told[name] for name in expected} == expected


def test_what_counts_more(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("port = 1\nquery_seconds = 1\nrate = 1\n")
    environ = {"LEXWIRE_SETTINGS_FILE": str(file), "LEXWIRE_PORT": "2", "LEXWIRE_QUERY_SECONDS": "2"}
    found = effective({"port": "3", "service": (), "metrics": None}, environ)
    assert [found.settings.port, found.settings.query_seconds, found.settings.rate] == [3, 2, 1]
    told = [found.sources[name] for name in ("port", "query_seconds", "rate", "host", "service", "metrics")]
    assert told == ["--port", "LEXWIRE_QUERY_SECONDS", str(file), "default", "default", "default"]


def test_the_flag_for_the_file_counts_more_than_its_variable(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.toml").write_text(f"port = {number}\n")
    found = effective({}, {"LEXWIRE_SETTINGS_FILE": str(tmp_path / "1.toml")}, str(tmp_path / "2.toml"))
    assert found.settings.port == 2


WRONG = {
    "no number": ({"LEXWIRE_PORT": "http"}, "", "LEXWIRE_PORT cannot be 'http'; give a whole number from 0 to 65,535."),
    "a part of one": ({"LEXWIRE_PORT": "1.5"}, "", "LEXWIRE_PORT cannot be '1.5'; give a whole number"),
    "out of range": ({"LEXWIRE_WORKERS": "0"}, "", "LEXWIRE_WORKERS cannot be 0; give a whole number from 1 to 64."),
    "not finite": ({"LEXWIRE_QUERY_SECONDS": "nan"}, "", "LEXWIRE_QUERY_SECONDS cannot be nan; give a number from"),
    "no switch": ({"LEXWIRE_METRICS": "maybe"}, "", "LEXWIRE_METRICS cannot be 'maybe'; give true or false."),
    "no choice": ({"LEXWIRE_DEFAULT_GRAPH": "all"}, "", "cannot be 'all'; give one of union, stored."),
    "nothing": ({"LEXWIRE_HOST": ""}, "", "LEXWIRE_HOST cannot be ''; give a text."),
    "open quote": ({"LEXWIRE_LOAD": "'a"}, "", 'LEXWIRE_LOAD cannot be "\'a"; give a list of texts.'),
    "unknown variable": ({"LEXWIRE_QUERY_SECOND": "1"}, "", "did you mean LEXWIRE_QUERY_SECONDS?"),
    "short token": ({"LEXWIRE_TOKEN": "secret"}, "", "LEXWIRE_TOKEN is no token; give 16 characters or more"),
    "secret in two lines": ({"LEXWIRE_ENGINE_AUTHORIZATION": "a\nb"}, "", "LEXWIRE_ENGINE_AUTHORIZATION cannot be;"),
    "no address": ({"LEXWIRE_PUBLIC_URL": "kg.example"}, "", "LEXWIRE_PUBLIC_URL cannot be 'kg.example'; give"),
    "no such file": ({"LEXWIRE_LOAD": "nowhere.ttl"}, "", "LEXWIRE_LOAD: there is no file nowhere.ttl; give RDF"),
    "no such folder": ({"LEXWIRE_TEXTS": "nowhere"}, "", "LEXWIRE_TEXTS: there is no folder nowhere; give one with"),
    "no endpoint": ({"LEXWIRE_SERVICE": "urn:a"}, "", "SERVICE cannot be opened for 'urn:a'"),
    "two of one kind": ({"LEXWIRE_LOAD": __file__, "LEXWIRE_ENGINE": "http://a/"}, "", "give one of engine and load."),
    "no TOML": ({}, "port: 1", "settings.toml is no TOML (Expected '='"),
    "unknown line": ({}, "prt = 1", "settings.toml: there is no setting 'prt'; did you mean port?"),
    "section": ({}, "[query]\nseconds = 1", "settings.toml: there is no setting 'query'; "),
    "another type": ({}, 'port = "80"', "settings.toml: port cannot be '80'; give a whole number"),
    "true is no number": ({}, "port = true", "settings.toml: port cannot be True; give a whole number"),
    "no list": ({}, 'service = "http://a/"', "settings.toml: service cannot be 'http://a/'; give a list of texts."),
    "list of numbers": ({}, "service = [1]", "settings.toml: service cannot be [1]; give a list of texts."),
    "infinite": ({}, "query_seconds = inf", "settings.toml: query_seconds cannot be inf; give a number from"),
}  # fmt: skip


@pytest.mark.parametrize(("environ", "text", "words"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_told_in_one_sentence(environ: dict[str, str], text: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(UsageError) as error:
        effective({}, environ, str(file) if text else None)
    assert words in str(error.value)
    assert str(error.value)[-1] in ".?"
    assert "\n" not in str(error.value)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--port", "70000"), "--port cannot be 70000; give a whole number from 0 to 65,535."),
        (("--query-seconds", "soon"), "--query-seconds cannot be 'soon'; give a number from 0.001 to 86,400."),
        (("--settings", "nowhere.toml"), "nowhere.toml cannot be read (No such file or directory)"),
        (("--log", "/nowhere/log"), "The log /nowhere/log cannot be written (No such file or directory)"),
        (("--token", TOKEN), "No such option"),
    ],
)
def test_the_command_refuses(words: tuple[str, ...], told: str, data: Path) -> None:
    done = run("serve", "--data", data, *words)
    assert (done.returncode, told in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr


def test_help_shows_every_flag_with_its_description() -> None:
    shown = " ".join(run("serve", "--help").stdout.split())
    for option in options().values():
        if option.flag:
            assert option.flag in shown
            assert option.about.replace("`", "") in shown
    assert "--token" not in shown.split()


def test_in_a_pipe_the_settings_are_a_file_of_settings(tmp_path: Path) -> None:
    environ = {"LEXWIRE_TOKEN": TOKEN, "LEXWIRE_RATE": "2.5", "LEXWIRE_SERVICE": "http://a.example/"}
    before = effective({}, environ)
    text = showing.toml(before)
    assert TOKEN not in text
    assert "# token is set by LEXWIRE_TOKEN, and not shown" in text
    assert "rate = 2.5  # LEXWIRE_RATE" in text
    file = tmp_path / "settings.toml"
    file.write_text(text)
    assert effective({}, {"LEXWIRE_TOKEN": TOKEN}, str(file)).settings == before.settings


def test_on_a_terminal_the_settings_are_a_table() -> None:
    ours, theirs = pty.openpty()
    environ = ENVIRONMENT | {"TERM": "xterm", "LEXWIRE_TOKEN": TOKEN, "LEXWIRE_HOST": "::1"}
    with subprocess.Popen([*LEXWIRE, "settings"], stdout=theirs, env=environ) as process:
        os.close(theirs)
        drawn = b"".join(iter(lambda: _read(ours), b"")).decode()
    os.close(ours)
    assert process.returncode == 0
    assert re.search(r"host +│ ::1 +│ LEXWIRE_HOST", drawn)
    assert "(set, not shown)" in drawn
    assert TOKEN not in drawn


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


def test_no_traceback_shows_a_secret() -> None:
    assert TOKEN not in repr(Settings(token=TOKEN, engine_authorization=TOKEN))


def test_settings_reach_child_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEXWIRE_SETTINGS", "")
    assert Settings.from_environment() == Settings()
    given = Settings(load=("a b.ttl",), service=("http://a/",), token=TOKEN, rate=0.5, metrics=False)
    given.to_environment()
    assert Settings.from_environment() == given
