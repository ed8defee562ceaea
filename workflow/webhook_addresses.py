"""Where a webhook may be sent: to the world, or to hosts inside that the house named; never anywhere else.

Whoever enters an address must not be able to reach through us what only we can reach.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from minutes.errors import InputError

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
LONGEST_URL = 500
_PORTS = {"http": 80, "https": 443}
_OWN_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The parts of an address that matter on the way there."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """What is sent as `Host`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def url_at(self, address: IpAddress) -> str:
        """The same address with the name replaced by what it was resolved to."""
        host = f"[{address}]" if address.version == 6 else str(address)
        return f"{self.scheme}://{host}:{self.port}{self.path}"


def read_target(url: str) -> Target:
    """The target that an address means.

    Raises:
        InputError: it is none of http or https, or holds a name and a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _refused("the webhook's address cannot be read") from error
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        raise _refused("the webhook's address cannot be read")
    if parts.scheme not in _PORTS or not parts.hostname or port == 0:
        raise _refused("the webhook's address is none of http or https")
    if "@" in parts.netloc or parts.fragment:
        raise _refused("the webhook's address holds a password or a fragment")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.hostname.removesuffix(".")
    if not _is_written_out(host) and not _NAME.fullmatch(host):
        raise _refused("the webhook's address cannot be read")
    return Target(scheme=parts.scheme, host=host, port=port or _PORTS[parts.scheme], path=path)


def refuse_internal(target: Target, allowed_hosts: Collection[str]) -> None:
    """Refuse at once an address that is written as numbers and could never be sent to.

    Raises:
        InputError: it lies inside, and its host is not among those that are allowed.
    """
    if not _is_written_out(target.host):
        return
    if not _is_admitted(ipaddress.ip_address(target.host), target.host, allowed_hosts):
        raise _refused("the webhook's address lies inside the house")


def resolved(target: Target, allowed_hosts: Collection[str]) -> IpAddress | None:
    """The address to send to, or None where any address of that name lies inside and may not be sent to.

    IPv4 comes first: "localhost" is both, and many a receiver listens on the older one only.

    Raises:
        OSError: the name is not known.
    """
    found = _addresses(target)
    if not found or not all(_is_admitted(one, target.host, allowed_hosts) for one in found):
        return None
    return min(found, key=lambda one: one.version)


def _addresses(target: Target) -> Sequence[IpAddress]:
    answers = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    # A zone ("fe80::1%eth0") comes with link-local addresses only; it must not hide what they are.
    return [ipaddress.ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]


def _is_admitted(address: IpAddress, host: str, allowed_hosts: Collection[str]) -> bool:
    plain = _unwrapped(address)
    if plain.is_link_local or plain.is_multicast or plain.is_unspecified:
        return False
    if plain.is_global and not plain.is_reserved:
        return True
    if host.lower() not in {one.lower() for one in allowed_hosts}:
        return False
    # A name of somebody else's that leads back to us is not what was allowed.
    return not plain.is_loopback or host.lower() in _OWN_NAMES


def _is_written_out(host: str) -> bool:
    """Whether the host is an address of the internet protocol and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _unwrapped(address: IpAddress) -> IpAddress:
    """The IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or address


def _refused(what: str) -> InputError:
    return InputError(
        what, where="url", remedy="Give an https address; name hosts inside in webhook_allowed_hosts"
    )
