"""What holds a connection: the peer's address is looked at before anything is sent.

And the time of a fetch is limited. The time-out of a socket ends when a single byte comes; so at
the end of the whole time every connection is shut.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Self
from weakref import WeakSet

from requests.adapters import HTTPAdapter
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from .address import look_up
from .answers import FetchError
from .heads import Answer

AGAIN = (429, 500, 502, 503, 504)  # the statuses after which one may ask again


class Guard:
    """The time of a fetch and the addresses it may reach; it shuts the sockets when time is up."""

    def __init__(self, allowed: Callable[[str], bool]):
        self.allowed = allowed
        self.ends = float("inf")
        self.seconds = 0.0
        self.sockets: WeakSet[socket.socket] = WeakSet()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Limit what happens inside to so many seconds."""
        self.ends = time.monotonic() + seconds
        self.seconds = seconds
        timer = threading.Timer(seconds, self.shut)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self.ends = float("inf")

    def left(self) -> float:
        """Return the seconds left; FetchError when there are none."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise FetchError(f"no whole answer within {self.seconds:g} seconds", "unreachable")
        return left

    def shut(self) -> None:
        """End every connection, also under TLS and in mid-read."""
        for sock in list(self.sockets):
            with suppress(OSError):  # closed already
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def admit(self, host: str, sock: socket.socket) -> socket.socket:
        """Return the socket, if its peer is allowed and there is time; else close it and raise."""
        self.sockets.add(sock)
        try:
            self.left()
            if not self.allowed(sock.getpeername()[0]):
                raise FetchError(f"{host} answered from an address that is not public")
        except BaseException:
            sock.close()
            raise
        return sock


class Adapter(HTTPAdapter):
    """The HTTP adapter whose connections and retries obey a guard."""

    def __init__(self, guard: Guard, retries: int, backoff: float):
        self.guard = guard
        patience = type("Patience", (_Patience,), {"guard": guard})
        super().__init__(
            max_retries=patience(
                total=retries,
                backoff_factor=backoff,
                status_forcelist=AGAIN,
                raise_on_status=False,
                allowed_methods=["GET"],
            )
        )

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools, with guarded connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _guarded(HTTPConnectionPool, self.guard),
            "https": _guarded(HTTPSConnectionPool, self.guard),
        }


def _guarded(pool: type[HTTPConnectionPool], guard: Guard) -> type[HTTPConnectionPool]:
    """Return a kind of pool whose connections ask a guard before and after they connect."""

    plain: Any = pool.ConnectionCls

    class Connection(plain):
        response_class = Answer

        def _new_conn(self) -> socket.socket:
            """Connect to the first address that answers; they are looked up within the time."""
            host = self._dns_host
            *others, last = look_up(host, self.port, guard.left())
            for place in others:
                with suppress(HTTPError):
                    return self._connected(host, place)
            return self._connected(host, last)

        def _connected(self, host: str, place: str) -> socket.socket:
            """Connect to one address of a host; its name stays that which TLS asks for."""
            self._dns_host = place
            try:
                sock = super()._new_conn()
            finally:
                self._dns_host = host
            return guard.admit(host, sock)

        def connect(self) -> None:
            """Connect, and put the socket under guard."""
            super().connect()
            guard.sockets.add(self.sock)  # under TLS another one than at first

    return type("GuardedPool", (pool,), {"ConnectionCls": Connection})


class _Patience(Retry):
    """Asks again while there is time; who asks for a longer wait than that is left alone."""

    guard: Guard

    def increment(self, *args: Any, **kwargs: Any) -> Self:
        """Count a try as urllib3 does, if there is time left for another.

        The body of a failing answer is left: urllib3 would read all of it.
        """
        self.guard.left()
        response = kwargs.get("response")
        if response is not None:
            response.close()
        return super().increment(*args, **kwargs)

    def get_backoff_time(self) -> float:
        """Return the seconds before the next try, no more than are left."""
        return min(super().get_backoff_time(), self.guard.left())

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """Return the seconds to wait that the server names, None where none can be read.

        More than are left raise FetchError.
        """
        try:
            wait = super().get_retry_after(response)
        except (HTTPError, ValueError, OverflowError):
            return None
        if wait and wait > self.guard.left():
            raise FetchError(
                f"it asks to be left alone for {wait:.0f} seconds (status {response.status})",
                "unreachable",
                response.status,
            )
        return wait
