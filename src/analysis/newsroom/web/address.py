"""Where one may go: http and https, to hosts whose every address is public."""

import ipaddress
import math
import queue
import socket
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from .answers import FetchError

NAT64 = ipaddress.ip_network("64:ff9b::/96")
PORTS = {"http": 80, "https": 443}


def public(address: str) -> bool:
    """Return whether an IP address belongs to the public Internet.

    Parameters
    ----------
    address : str
        An IPv4 or IPv6 address, with or without a zone (`%eth0`).

    Returns
    -------
    bool
        False for private, local, reserved and multicast addresses, and where IPv6 wraps one.

    Raises
    ------
    ValueError
        For what is no IP address.

    Examples
    --------
    >>> public("8.8.8.8"), public("10.0.0.1"), public("::ffff:10.0.0.1")
    (True, False, False)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = _wrapped(ip)
        if wrapped:
            return public(str(wrapped))
        if ip.is_site_local:  # fec0::/10, the private addresses of the past
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _wrapped(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address to which an IPv6 address leads, if it wraps one."""
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    teredo = ip.teredo
    return ip.ipv4_mapped or ip.sixtofour or (teredo[1] if teredo else None)


def check(url: str, allowed: Callable[[str], bool] = public, seconds: float | None = None) -> None:
    """Raise FetchError unless an address is http(s), names no user, and leads to allowed places."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError(f"no address: {error}") from None
    if parts.scheme not in PORTS or not host or "@" in parts.netloc:
        raise FetchError(f"not an http address without user name: {url[:100]}")
    if not all(map(allowed, look_up(host, port or PORTS[parts.scheme], seconds))):
        raise FetchError(f"{host} is not a public address")


def look_up(host: str, port: int, seconds: float | None = None) -> list[str]:
    """Return the IP addresses of a host; FetchError where there are none, or not in time.

    The system's own look-up knows no limit, so that it runs beside, and is left alone in the end.
    """
    answers: queue.Queue[list[str] | Exception] = queue.Queue()

    def ask() -> None:
        """Put the addresses, or what went wrong, where the caller waits for them."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(answer[4][0]) for answer in found)))
        except (OSError, ValueError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=None if seconds in (None, math.inf) else seconds)
    except queue.Empty:
        raise FetchError(f"no address came for {host} in time", "unreachable") from None
    if isinstance(answer, OSError):
        raise FetchError(f"no address is known for {host} ({answer})", "unreachable")
    if isinstance(answer, ValueError):
        raise FetchError(f"no host can be called {host[:100]}")
    if not isinstance(answer, list) or not answer:
        raise FetchError(f"no address is known for {host}", "unreachable")
    return answer
