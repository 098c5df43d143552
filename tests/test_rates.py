"""How often a client may ask: the bucket, whose it is, and what a client is told that asks more often."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lexwire.server import create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from lexwire.server.watch import rates
from lexwire.server.watch.rates import Rates, address_of, network

ASK = "/sparql?query=ASK%7B%7D"


class Clock:
    """Stands in for the clock."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rates, "monotonic", clock)
    return clock


def allowed(found: Rates, client: str, tries: int) -> int:
    """Return how many of so many tries *client* was allowed."""
    return sum(found.ask(client).seconds == 0 for _ in range(tries))


def test_a_bucket(clock: Clock) -> None:
    found = Rates(2, 5)
    assert allowed(found, "a", 9) == 5
    assert allowed(found, "b", 9) == 5
    clock.now += 1.0
    assert allowed(found, "a", 9) == 2
    clock.now += 60
    assert allowed(found, "a", 9) == 5


def test_who_is_refused_hears_how_long_to_wait(clock: Clock) -> None:
    found = Rates(0.5, 1)
    assert found.ask("a").seconds == 0
    assert found.ask("a").seconds == pytest.approx(2)
    clock.now += 1.5
    assert found.ask("a").seconds == pytest.approx(0.5)
    clock.now += 0.5
    assert found.ask("a").seconds == 0


def test_a_refusal_is_news_once(clock: Clock) -> None:
    found = Rates(1, 1)
    assert [found.ask("a").is_news for _ in range(4)] == [False, True, False, False]
    clock.now += 1
    assert [found.ask("a").is_news for _ in range(2)] == [False, True]


@pytest.mark.usefixtures("clock")
def test_the_table_is_bounded() -> None:
    found = Rates(1, 1, clients=3)
    for client in "abcd":
        found.ask(client)
    assert len(found) == 3
    assert [found.ask(each).seconds == 0 for each in "dcb"] == [False] * 3
    assert found.ask("a").seconds == 0


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", ""),
        ("192.0.2.1:80", ""),
        ("", ""),
        ("1" * 100, ""),
    ],
)
def test_what_counts_as_one_client(address: str, client: str) -> None:
    assert network(address) == client


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "198.51.100.1", "192.0.2.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "invented, 198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.5,198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.5, 198.51.100.1", "203.0.113.5"),
        (2, "198.51.100.1", "192.0.2.9"),
        (1, "", "192.0.2.9"),
        (1, "'; DROP", "192.0.2.9"),
        (1, "198.51.100.1, ", "192.0.2.9"),
        (1, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_the_address_of_a_client(proxies: int, told: str, address: str) -> None:
    assert address_of({"REMOTE_ADDR": "192.0.2.9", "HTTP_X_FORWARDED_FOR": told}, proxies) == address


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("data") / "one.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .")
    return file


def limited(file: Path, **fields: object) -> FlaskClient:
    """Return a client of a server that lets each make three requests at once."""
    few = {"rate": 0.001, "rate_burst": 3, "query_workers": 1} | fields
    return create_app(opened(Settings(load=(str(file),), **few))).test_client()  # type: ignore[arg-type]


def statuses(client: FlaskClient, path: str = ASK, tries: int = 5, **headers: str) -> list[int]:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return [client.get(path, headers=told).status_code for _ in range(tries)]


def test_too_many_requests(file: Path) -> None:
    """Also where the answer is at hand; and one limit holds for all paths."""
    client = limited(file)
    assert statuses(client) == [200, 200, 200, 429, 429]
    assert statuses(client, "/queries", 1) == [429]
    refused = client.get(ASK)
    assert refused.text.startswith("You ask more often than this server lets one client; try again in ")
    assert int(refused.headers["Retry-After"]) > 900
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert refused.headers["X-Request-Id"]
    told = client.get(ASK, headers={"Accept": "application/json"})
    assert told.mimetype == "application/problem+json"
    assert told.json is not None
    assert (told.json["title"], told.json["status"]) == ("Too Many Requests", 429)


def test_operators_are_not_limited(file: Path) -> None:
    client = limited(file)
    statuses(client)
    for path in ("/health/live", "/health/ready", "/metrics"):
        assert statuses(client, path) == [200] * 5


def test_clients_behind_a_proxy_have_a_bucket_each(file: Path) -> None:
    client = limited(file, proxies=1)
    assert statuses(client, X_Forwarded_For="198.51.100.1") == [200, 200, 200, 429, 429]
    assert statuses(client, X_Forwarded_For="198.51.100.1, 198.51.100.2") == [200, 200, 200, 429, 429]
    assert statuses(client, X_Forwarded_For="2001:db8::1", tries=3) == [200] * 3
    assert statuses(client, X_Forwarded_For="2001:db8::2", tries=1) == [429]


def test_who_has_no_proxy_cannot_take_another_address(file: Path) -> None:
    client = limited(file)
    told = [client.get(ASK, headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code for n in range(5)]
    assert told == [200, 200, 200, 429, 429]


def test_there_is_no_limit_unless_one_is_set(file: Path) -> None:
    client = limited(file, rate=0.0)
    assert statuses(client, tries=50) == [200] * 50
