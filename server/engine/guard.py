"""The guard before the network: a connection leads to a public address that was checked, whatever a name resolves to.

Specifications: the registries of special-purpose addresses (RFC 6890), IPv4 addresses in IPv6 (RFC 4291, section
2.5.5; RFC 3056; RFC 6052).
"""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv6Address, ip_address, ip_network
from time import monotonic

from urllib3.connection import HTTPConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

from . import EngineFailed
from .exchange import Connect

Resolve = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host's port; raises OSError where it has none."""

_UNICAST = ip_network("2000::/3")
_NAT64 = ip_network("64:ff9b::/96")


def guarded(name: str, private: bool, resolve: Resolve) -> Connect:
    """Return what connects to addresses that *resolve* gives, unless they are not public and *private* is not meant.

    A name is resolved once for each connection, so that nothing else stands behind it after the check.  What is
    returned raises EngineFailed, in sentences that begin with *name*, where it must not connect.
    """

    def connect(connection: HTTPConnection) -> socket.socket:
        addresses = _resolved(connection, name, resolve)
        if not private and not all(map(is_public, addresses)):
            raise EngineFailed(f"{name} lies in a private network, where this server calls nobody; ask another one.")
        return _connected(connection, addresses)

    return connect


def resolved(host: str, port: int) -> Sequence[str]:
    """Return the addresses of *host* as the system finds them; raises OSError where it finds none."""
    return list(dict.fromkeys(str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(address: str) -> bool:
    """Return whether *address* is of the public internet, and leads through no translation to one that is not."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        if ip in _NAT64:
            return is_public(str(ip_address(int(ip) & 0xFFFFFFFF)))
        if ip not in _UNICAST or ip.sixtofour or ip.teredo:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def _resolved(connection: HTTPConnection, name: str, resolve: Resolve) -> Sequence[str]:
    try:
        return resolve(connection.host, connection.port)
    except (OSError, UnicodeError):
        raise EngineFailed(f"{name} cannot be reached, as its name has no address; try again in a moment.") from None


def _connected(connection: HTTPConnection, addresses: Sequence[str]) -> socket.socket:
    """Return a socket to the first of the *addresses* that takes it, each of which is given its share of the time."""
    assert isinstance(connection.timeout, int | float)
    end, failure = monotonic() + connection.timeout, OSError("There is no address.")
    for tried, address in enumerate(addresses):
        share = max((end - monotonic()) / (len(addresses) - tried), 0.01)
        try:
            return create_connection((address, connection.port), share, socket_options=connection.socket_options)
        except OSError as error:
            failure = error
    if isinstance(failure, TimeoutError):
        raise ConnectTimeoutError(connection, "The time is over.")
    raise NewConnectionError(connection, str(failure))
