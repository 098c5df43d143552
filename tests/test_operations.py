"""The server in operation: health, the token, its end, and its place behind nginx and under systemd.

Each test of a process runs a real one; nginx and systemd are asked where they are installed.
"""

import re
import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from configparser import RawConfigParser
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection, IncompleteRead
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient

from lexwire.server import create_app, health
from lexwire.server.engine import Answer, EngineError, EngineFailed, Overloaded, Question, TimedOut
from lexwire.server.running import GRACE, KEEP_ALIVE
from lexwire.server.service import Service, opened
from lexwire.server.settings import Settings
from lexwire.server.settings.options import options

from .endpoints import free_port
from .processes import descendants, eventually, parents
from .test_cli import ENVIRONMENT, LEXWIRE, serving
from .test_journal import last
from .test_protocol import Failing

DEPLOY = Path(__file__).parent.parent / "deploy"
TOKEN = "0123456789abcdef"
FOREVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
STREAM = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SOME_SECONDS = """SELECT (COUNT(*) AS ?n) { { SELECT ?a { ?a ?b ?c } LIMIT 1000 } { SELECT ?d { ?d ?e ?f } LIMIT 600 }
FILTER(STRLEN(CONCAT(STR(?a), STR(?d))) > 1) }"""
"""A query that takes about two seconds, and says nothing before its end."""


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """Return a file with one triple."""
    file = tmp_path / "one.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .")
    return file


# health


def asked_for_health(error: EngineError | None, **fields: object) -> tuple[int, str]:
    """Return what the server says of its health while its engine raises *error*."""
    engine = Failing(error or EngineFailed(""), late=False)
    client = create_app(Service(Settings(**fields), engine, None)).test_client()  # type: ignore[arg-type]
    response = client.get("/health/ready")
    assert response.headers["Cache-Control"] == "no-store"
    return response.status_code, response.text


@pytest.mark.parametrize(
    ("error", "status", "word"),
    [
        (Overloaded("16 queries wait already."), 200, "busy\n"),
        (TimedOut("It took 5 s."), 503, "It took 5 s.\n"),
        (EngineFailed("The server is closing; try again in a moment."), 503, "The server is closing"),
    ],
)
def test_readiness_tells_what_is_wrong(error: EngineError, status: int, word: str) -> None:
    found = asked_for_health(error)
    assert (found[0], found[1].startswith(word)) == (status, True)


def test_a_server_without_data_is_not_ready(tmp_path: Path) -> None:
    file = tmp_path / "none.ttl"
    file.write_text("# nothing\n")
    service = opened(Settings(load=(str(file),), query_workers=1))
    client = create_app(service).test_client()
    assert (client.get("/health/ready").status_code, client.get("/health/ready").text) == (503, "no data\n")
    service.engine.close()
    response = client.get("/health/ready")
    assert (response.status_code, response.text) == (503, "The server is closing; try again in a moment.\n")
    assert client.get("/health/live").text == "live\n"


def test_readiness_really_asks(one: Path) -> None:
    asked: list[str] = []

    class Listening:
        def run(self, question: Question) -> Answer:
            asked.append(question.query)
            return service.engine.run(question)

        def close(self) -> None:
            """Let go of nothing."""

    service = opened(Settings(load=(str(one),), query_workers=1))
    client = create_app(Service(service.settings, Listening(), None, service.parts)).test_client()
    assert [client.get("/health/ready").text for _ in range(2)] == ["ready\n"] * 2
    assert asked == [health.QUERY] * 2
    assert not [cache for cache in service.parts.caches if len(cache._answers)]
    service.engine.close()


@pytest.fixture(scope="module")
def full(data: Path) -> Iterator[str]:
    """Return the address of a server whose one worker and one place to wait are taken for a long time."""
    with serving("--data", data, "--query-workers", "1", "--queries-waiting", "1", "--query-patience", "60") as address:
        end = Event()
        for query in (FOREVER, f"{FOREVER} LIMIT 1"):
            Thread(target=hold, args=(address, query, end), daemon=True).start()
        assert eventually(lambda: "lexwire_queries_waiting 1.0" in read(f"{address}/metrics"))
        yield address
        end.set()


def hold(address: str, query: str, end: Event) -> None:
    """Wait for the answer to *query* until *end*."""
    with asked(address, query):
        end.wait()


def read(address: str) -> str:
    with urlopen(address, timeout=20) as response:
        return str(response.read().decode())


def test_a_server_that_is_full_is_busy_but_ready(full: str) -> None:
    began = monotonic()
    assert read(f"{full}/health/ready") == "busy\n"
    assert read(f"{full}/health/live") == "live\n"
    assert monotonic() - began < health.SECONDS
    figures = read(f"{full}/metrics")
    assert "lexwire_queries_running 1.0" in figures
    assert "lexwire_queries_waiting 1.0" in figures


def test_readiness_waits_no_longer_than_it_says(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a worker is taken and there is room to wait."""
    monkeypatch.setattr(health, "SECONDS", 0.5)
    service = opened(Settings(str(data), query_workers=1, query_patience=60))
    client = create_app(service).test_client()
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(client.get, "/sparql", query_string={"query": FOREVER, "timeout": "3"})
        assert eventually(lambda: service.parts.load() == (1, 0))
        began = monotonic()
        assert client.get("/health/ready").text == "busy\n"
        assert monotonic() - began < 2
        assert held.result().status_code == 503
    service.engine.close()


# the token


@pytest.fixture(scope="module")
def trusting(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data), query_workers=1, query_seconds=0.3, cache_megabytes=0, token=TOKEN))
    yield create_app(service).test_client()
    service.engine.close()


TRUST = {
    "no token": ({}, {"timeout": "30"}, 503),
    "the token": ({"Authorization": f"Bearer {TOKEN}"}, {"timeout": "30"}, 200),
    "the token alone": ({"Authorization": f"Bearer {TOKEN}"}, {"x": "1"}, 503),
    "the token in small letters": ({"Authorization": f"bearer {TOKEN}"}, {"timeout": "40"}, 200),
    "another token": ({"Authorization": "Bearer fedcba9876543210"}, {}, 401),
    "an empty token": ({"Authorization": "Bearer "}, {}, 401),
    "a token that is no ASCII": ({"Authorization": "Bearer é"}, {}, 401),
    "a password": ({"Authorization": "Basic bWU6c2VjcmV0"}, {"timeout": "30", "x": "2"}, 503),
}


@pytest.mark.parametrize(("headers", "fields", "status"), TRUST.values(), ids=TRUST)
def test_a_token_gives_more_time(
    trusting: FlaskClient, headers: dict[str, str], fields: dict[str, str], status: int
) -> None:
    response = trusting.get("/sparql", query_string={"query": SOME_SECONDS} | fields, headers=headers)
    assert response.status_code == status, response.text
    assert response.headers.get("WWW-Authenticate") == ('Bearer error="invalid_token"' if status == 401 else None)


def test_a_wrong_token_is_refused_though_the_answer_is_at_hand(trusting: FlaskClient) -> None:
    ask = {"query": "ASK {}"}
    assert [trusting.get("/sparql", query_string=ask).status_code for _ in range(2)] == [200] * 2
    refused = trusting.get(
        "/sparql", query_string=ask, headers={"Authorization": "Bearer x", "Accept": "application/json"}
    )
    assert (refused.status_code, refused.mimetype) == (401, "application/problem+json")


def test_without_a_token_nobody_is_asked_for_one(one: Path) -> None:
    service = opened(Settings(load=(str(one),), query_workers=1))
    response = (
        create_app(service)
        .test_client()
        .get("/sparql", query_string={"query": "ASK {}"}, headers={"Authorization": "Bearer x"})
    )
    assert response.status_code == 200
    service.engine.close()


@pytest.mark.parametrize("headers", [{}, {"Authorization": f"Bearer {TOKEN}"}])
def test_nobody_may_ask_for_more_time_than_there_is(headers: dict[str, str]) -> None:
    """Of whatever engine, which is told no more than that."""
    told: list[float | None] = []

    class Listening:
        def run(self, question: Question) -> Answer:
            told.append(question.seconds)
            raise TimedOut("No time.")

        def close(self) -> None:
            """Let go of nothing."""

    settings = Settings(query_seconds=7, token=TOKEN, token_seconds=70)
    client = create_app(Service(settings, Listening(), None)).test_client()
    client.get("/sparql", query_string={"query": "ASK {}", "timeout": "9999"}, headers=headers)
    assert told == [70 if headers else 7]


# the public address


def test_the_public_address_is_that_of_the_settings(one: Path) -> None:
    service = opened(Settings(load=(str(one),), query_workers=1, proxies=1, public_url="https://kg.example/law/"))
    client = create_app(service).test_client()
    told = {"Host": "evil.example", "X-Forwarded-Host": "worse.example", "X-Forwarded-Prefix": "/worst"}
    assert "<https://kg.example/law/sparql>" in client.get("/sparql", headers=told).text
    page = client.get("/queries", headers=told | {"Accept": "text/html"}).text
    assert 'href="/law/queries/' in page
    assert "evil" not in page
    service.engine.close()


# the end


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


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_lets_the_answers_under_way_end(data: Path, workers: int, by: signal.Signals) -> None:
    with started("--data", data, "--workers", str(workers)) as (server, port):
        assert eventually(lambda: answers(port), 60)
        family = descendants(server.pid)
        assert len(family) > 4
        with ThreadPoolExecutor(1) as pool, closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            connection.request("GET", f"/sparql?{urlencode({'query': SOME_SECONDS, 'format': 'csv'})}")
            held = pool.submit(connection.getresponse)
            sleep(0.5)
            assert not held.done()
            server.send_signal(by)
            assert eventually(lambda: is_closed(port), 3)
            assert not held.done()
            assert (held.result().status, held.result().read()) == (200, b"n\r\n600000\r\n")
        assert server.wait(GRACE) == 0
        assert eventually(lambda: not family & parents().keys())


def test_a_stop_does_not_wait_for_ever(data: Path) -> None:
    """An answer that does not end in time is broken off, so that nobody takes it for whole."""
    with started("--data", data) as (server, port):
        assert eventually(lambda: answers(port), 60)
        family = descendants(server.pid)
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("GET", f"/sparql?query={quote(STREAM)}")
            response = connection.getresponse()
            server.send_signal(signal.SIGTERM)
            began = monotonic()
            with pytest.raises((IncompleteRead, OSError)):
                while response.read(1 << 16):
                    sleep(0.02)
            assert monotonic() - began < GRACE + 5
        assert server.wait(15) == 0
        assert eventually(lambda: not family & parents().keys())


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("delay", [0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.7, 1.0])
def test_a_stop_at_the_start(one: Path, workers: int, delay: float) -> None:
    with started("--load", one, "--query-workers", "1", "--workers", str(workers)) as (server, port):
        sleep(delay)
        family = descendants(server.pid)
        server.send_signal(signal.SIGTERM)
        assert server.wait(15) in {0, -signal.SIGTERM}
        assert eventually(lambda: not family & parents().keys(), 10)
        assert is_closed(port)


# what the log says of real connections


def test_clients_that_leave_and_answers_that_break_off(data: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    words = ("--data", data, "--log", log, "--query-workers", "1", "--queries-waiting", "0", "--query-seconds", "2")
    with serving(*words) as address:
        with asked(address, STREAM) as connection:
            assert connection.getresponse().read(100)
        assert last(log)["outcome"] == "left"
        with asked(address, STREAM) as connection, pytest.raises((IncompleteRead, OSError)):
            connection.getresponse().read()
        assert (last(log, 2)["outcome"], last(log, 2)["status"]) == ("broken-off", 200)
        with asked(address, FOREVER):
            assert eventually(lambda: "lexwire_queries_running 1.0" in read(f"{address}/metrics"))
            with asked(address, "ASK { ?s ?p ?o }") as connection:
                assert connection.getresponse().status == 503
            assert last(log, 3)["outcome"] == "overloaded"
        assert last(log, 4)["outcome"] == "left"


@contextmanager
def asked(address: str, query: str) -> Iterator[HTTPConnection]:
    """Give a connection on which *query* was asked, until the end of the block."""
    with closing(HTTPConnection(address.removeprefix("http://"), timeout=30)) as connection:
        connection.request("GET", f"/sparql?query={quote(query)}")
        yield connection


# behind nginx


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a certificate for kg.example that nobody vouches for; its key lies beside it."""
    if not (shutil.which("nginx") and shutil.which("openssl")):
        pytest.skip("nginx and openssl are not installed")
    file = tmp_path_factory.mktemp("tls") / "kg.example.pem"
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=kg.example", "-days", "1"]
    subprocess.run([*new, "-keyout", file.with_suffix(".key"), "-out", file], check=True, capture_output=True)
    return file


NGINX = """\
pid nginx.pid;
daemon off;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
{site}}}
"""


def configured(folder: Path, certificate: Path, plain: int, secure: int, upstream: int) -> list[str]:
    """Write the configuration that is delivered into *folder*, with other ports; return the command that runs it."""
    site = (DEPLOY / "nginx.conf").read_text()
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{secure} ssl;",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "/etc/ssl/certs/kg.example.pem": str(certificate),
        "/etc/ssl/private/kg.example.key": str(certificate.with_suffix(".key")),
    }.items():
        assert site.count(old) == 1, old
        site = site.replace(old, new)
    (folder / "nginx.conf").write_text(NGINX.format(site=site))
    return ["nginx", "-p", str(folder), "-c", "nginx.conf"]


def test_nginx_takes_its_configuration(tmp_path: Path, certificate: Path) -> None:
    done = subprocess.run(
        [*configured(tmp_path, certificate, 8080, 8443, 8000), "-t"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "warn" in done.stderr) == (0, False), done.stderr


@dataclass(frozen=True)
class Site:
    """A server behind nginx, as its clients reach it."""

    plain: int
    secure: int
    log: Path

    def get(self, path: str, client: str = "127.0.0.1", **headers: str) -> tuple[HTTPResponse, str]:
        """Return the response to a request from one of this machine's own addresses, and its body."""
        told = {"Host": "kg.example"} | {name.replace("_", "-"): value for name, value in headers.items()}
        trusting = ssl._create_unverified_context()
        with closing(
            HTTPSConnection("127.0.0.1", self.secure, timeout=20, context=trusting, source_address=(client, 0))
        ) as connection:
            connection.request("GET", path, headers=told)
            response = connection.getresponse()
            return response, response.read().decode()


@pytest.fixture(scope="module")
def site(data: Path, certificate: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if sys.platform != "linux":
        pytest.skip("only Linux has all of 127.0.0.0/8 as its own addresses")
    folder = tmp_path_factory.mktemp("nginx")
    log = folder / "log"
    words = ("--proxies", "1", "--rate", "0.001", "--rate-burst", "5", "--log", log, "--log-clients")
    with serving("--data", data, *words) as address:
        found = Site(free_port(), free_port(), log)
        command = configured(folder, certificate, found.plain, found.secure, int(address.rpartition(":")[2]))
        with (folder / "error.log").open("wb") as errors, subprocess.Popen(command, stderr=errors) as nginx:
            assert eventually(lambda: not is_closed(found.secure)), (folder / "error.log").read_text()
            yield found
            nginx.terminate()


def test_behind_nginx_the_public_address_is_told(site: Site) -> None:
    for headers in ({}, {"X_Forwarded_Host": "evil.example", "X_Forwarded_Prefix": "/x", "X_Forwarded_Port": "1"}):
        response, body = site.get("/sparql", client="127.0.0.2", Accept="text/turtle", **headers)
        assert response.status == 200
        assert "<https://kg.example/sparql>" in body
        assert "evil" not in body


def test_behind_nginx_each_client_has_its_own_rate(site: Site) -> None:
    told = [site.get("/queries", client="127.0.0.3", X_Forwarded_For=f"198.51.100.{n}")[0].status for n in range(7)]
    assert told == [200] * 5 + [429] * 2
    assert site.get("/queries", client="127.0.0.4")[0].status == 200
    line = last(site.log)
    assert (line["outcome"], line["client"]) == ("limited", "127.0.0.3")


def test_behind_nginx_a_request_has_one_name(site: Site) -> None:
    response, _ = site.get("/sparql?query=x", client="127.0.0.5", X_Request_Id="mine")
    assert re.fullmatch("[0-9a-f]{32}", response.headers["X-Request-Id"])
    assert eventually(lambda: response.headers["X-Request-Id"] in site.log.read_text())


def test_behind_nginx_what_is_for_operators_is_for_them(site: Site) -> None:
    for path in ("/metrics", "/health/ready"):
        assert site.get(path)[0].status == 200
        assert site.get(path, client="127.0.0.6")[0].status == 403


def test_behind_nginx_long_queries_are_answered(site: Site) -> None:
    query = "ASK {} #" + "x" * 30_000
    response, body = site.get(f"/sparql?{urlencode({'query': query, 'format': 'json'})}", client="127.0.0.7")
    assert (response.status, body) == (200, '{"head":{},"boolean":true}')


def test_the_times_of_nginx_are_those_of_the_server() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    times = {name: int(value) for name, value in re.findall(r"(\w+_timeout) (\d+)s;", text)}
    assert times["proxy_read_timeout"] > Settings().query_seconds + Settings().query_patience
    assert times["keepalive_timeout"] < KEEP_ALIVE


# under systemd


def unit() -> dict[str, dict[str, str]]:
    """Return the directives of the unit by section."""
    parser = RawConfigParser(strict=True, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(DEPLOY / "lexwire.service")
    return {name: dict(parser[name]) for name in parser.sections()}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    text = (DEPLOY / "lexwire.service").read_text().replace("/opt/lexwire/.venv/bin/lexwire", "/bin/true")
    (tmp_path / "lexwire.service").write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / "lexwire.service"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_gives_flags_that_there_are() -> None:
    command = unit()["Service"]["ExecStart"].split()
    assert command[1] == "serve"
    flags = {word for word in command if word.startswith("--")}
    assert flags <= {"--settings", *filter(None, (option.flag for option in options().values()))}


def test_the_unit_waits_until_answers_have_ended() -> None:
    assert int(unit()["Service"]["TimeoutStopSec"]) > GRACE + 5


def test_the_unit_limits_memory_but_not_address_space() -> None:
    """A worker whose address space is limited from outside, beyond its own limit, would not start."""
    assert "MemoryMax" in unit()["Service"]
    assert "LimitAS" not in unit()["Service"]
