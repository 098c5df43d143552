"""The server behind nginx: its public address, its clients' own rates, and what operators alone see."""

import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from lexwire.server import create_app
from lexwire.server.running import KEEP_ALIVE
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .command import serving
from .endpoints import free_port
from .operating import DEPLOY, is_closed
from .processes import eventually
from .test_journal import last


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """Return a file with one triple."""
    file = tmp_path / "one.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .")
    return file


def test_the_public_address_is_that_of_the_settings(one: Path) -> None:
    service = opened(Settings(load=(str(one),), query_workers=1, proxies=1, public_url="https://kg.example/law/"))
    client = create_app(service).test_client()
    told = {"Host": "evil.example", "X-Forwarded-Host": "worse.example", "X-Forwarded-Prefix": "/worst"}
    assert "<https://kg.example/law/sparql>" in client.get("/sparql", headers=told).text
    page = client.get("/queries", headers=told | {"Accept": "text/html"}).text
    assert 'href="/law/queries/' in page
    assert "evil" not in page
    service.engine.close()


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
