"""Where one may go: http and https, to hosts whose every address is public."""

import ipaddress
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from .answers import FetchError

NAT64 = ipaddress.ip_network("64:ff9b::/96")
PORTS = {"http": 80, "https": 443}


def public(address: str) -> bool:
    """Whether an IP address belongs to the public Internet, also where IPv6 wraps an IPv4 address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6:
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        wrapped = ipaddress.ip_address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else wrapped
        if wrapped:
            return public(str(wrapped))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def check(url: str, allowed: Callable[[str], bool] = public) -> None:
    """Raise FetchError unless the address is http(s), names no user, and every IP address of its host is allowed."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError(f"no address: {error}") from None
    if parts.scheme not in PORTS or not host or "@" in parts.netloc:
        raise FetchError(f"not an http address without user name: {url[:100]}")
    try:
        found = socket.getaddrinfo(host, port or PORTS[parts.scheme], type=socket.SOCK_STREAM)
    except OSError as error:
        raise FetchError(f"no address is known for {host} ({error})", "unreachable") from None
    except ValueError:
        raise FetchError(f"no host can be called {host[:100]}") from None
    if any(not allowed(place[4][0]) for place in found):
        raise FetchError(f"{host} is not a public address")
