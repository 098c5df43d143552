"""How often a client may ask: a bucket of tokens for each address, and which address a request comes from."""

from collections import OrderedDict
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from time import monotonic
from typing import NamedTuple

from ..environ import Environ

CLIENTS = 10_000
"""How many clients are remembered; then the one that was longest silent is forgotten, and may begin anew."""
_LONGEST = 64
"""Characters of an address, its scope included."""


class Verdict(NamedTuple):
    """Whether a client may ask."""

    seconds: float
    """How long it has to wait; 0 where it may ask."""
    is_news: bool = False
    """Whether it might ask before."""


YES = Verdict(0.0)


class Rates:
    """A bucket for each client, which holds *burst* requests and is filled again at so many a second.

    Of a bucket only the moment is kept at which it will be full, as in the generic cell rate algorithm, and whether its
    client was refused last.
    """

    def __init__(self, per_second: float, burst: int, clients: int = CLIENTS) -> None:
        """Know nobody yet."""
        self._cost = 1 / per_second
        self._slack = (burst - 1) * self._cost
        self._clients = clients
        self._buckets: OrderedDict[str, tuple[float, bool]] = OrderedDict()
        self._lock = Lock()

    def ask(self, client: str) -> Verdict:
        """Return whether *client* may ask, and take a token where it may."""
        now = monotonic()
        with self._lock:
            full, was_refused = self._buckets.get(client, (now, False))
            full = max(full, now)
            wait = full - now - self._slack
            is_refused = wait > 1e-9
            self._buckets[client] = (full if is_refused else full + self._cost, is_refused)
            self._buckets.move_to_end(client)
            if len(self._buckets) > self._clients:
                self._buckets.popitem(last=False)
        return Verdict(wait, not was_refused) if is_refused else YES

    def __len__(self) -> int:
        """Return how many clients are remembered."""
        return len(self._buckets)


def address_of(environ: Environ, proxies: int) -> str:
    """Return the client's address: who connects, or who the outermost of our *proxies* says that it serves.

    Each proxy adds whom it serves at the right of X-Forwarded-For, so what is left of our own may be invented.
    """
    direct: str = environ.get("REMOTE_ADDR", "")
    if not proxies:
        return direct
    told = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    said = told[-proxies].strip() if len(told) >= proxies else ""
    return said if network(said) else direct


def network(address: str) -> str:
    """Return what counts as one client: an IPv4 address, or the /64 of an IPv6 one; empty where *address* is none."""
    return _network(address) if len(address) <= _LONGEST else ""


@lru_cache(CLIENTS)
def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), 64), strict=False))
