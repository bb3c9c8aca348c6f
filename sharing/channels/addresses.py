"""Whom we may call: a receiver's address must never be turned against our own network.

A name is resolved once, every address it gives is judged, and the connection is made to an address that was judged
(no second resolution: RFC 6890 and IANA's special-purpose registries say which addresses are public).
"""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_PORTS = frozenset({443, 8443})
_MOST_ADDRESSES = 3
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(block)
    for block in (
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # a cloud's platform, served inside every virtual network
        "2001::/23",  # Teredo and protocol assignments
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries an IPv4 address of anyone's choice
        "3fff::/20",  # documentation
    )
)


#: How an outcome begins when no call was made.
REFUSED = "refused: "


class NotCallable(ValueError):
    """This address is not one we call; the reason is for the operator's eyes."""


class Resolver(Protocol):
    def __call__(self, host: str, port: int) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect: `addresses` have been judged; `host` is what the certificate must name."""

    scheme: str
    host: str
    port: int
    addresses: tuple[str, ...]


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, as the system's resolver gives them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as failed:
        raise NotCallable("name not found") from failed
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether anyone on the Internet would reach the same machine at this address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (ip.scope_id or ip not in _GLOBAL_UNICAST):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not _listed(ip)


def check_form(url: str, *, private_hosts: frozenset[str] = frozenset()) -> SplitResult:
    """The parts of an address we may call: https, a listed port, no credentials. No name is resolved."""
    parts = _split(url)
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
        raise NotCallable("malformed address")
    if parts.hostname in private_hosts and parts.scheme in {"http", "https"}:
        return parts
    if parts.scheme != "https" or (443 if parts.port is None else parts.port) not in _PORTS:
        raise NotCallable("https on port 443 or 8443 only")
    return parts


def check(url: str, *, private_hosts: frozenset[str] = frozenset(), resolver: Resolver = resolve) -> Target:
    """The target of an address, or `NotCallable`. One address that is not public closes the whole name.

    `private_hosts` are written out exactly, for demonstrations and tests: production has none.
    """
    parts = check_form(url, private_hosts=private_hosts)
    host = str(parts.hostname)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    addresses = resolver(host, port)
    if not addresses:
        raise NotCallable("name not found")
    if host not in private_hosts and not all(is_public(address) for address in addresses):
        raise NotCallable("address not allowed")
    return Target(parts.scheme, host, port, tuple(addresses[:_MOST_ADDRESSES]))


def _split(url: str) -> SplitResult:
    if any(ord(character) <= 32 or character == "\\" for character in url):
        raise NotCallable("malformed address")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as malformed:
        raise NotCallable("malformed address") from malformed
    return parts


def _listed(ip: Address) -> bool:
    return any(ip in block for block in _NOT_PUBLIC if block.version == ip.version)
