"""What holds a connection: the peer's address is looked at before anything is sent, and the time of a fetch is limited.

A time-out of the socket ends a silence, not a drip of single bytes; so at the end of the time every connection is shut.
"""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from weakref import WeakSet

from requests.adapters import HTTPAdapter
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry

from .answers import FetchError

AGAIN = (429, 500, 502, 503, 504)  # the statuses after which one may ask again


class Guard:
    """The time of a fetch and the addresses it may reach; it knows the open sockets and shuts them when time is up."""

    def __init__(self, allowed: Callable[[str], bool]):
        self.allowed, self.ends, self.seconds, self.sockets = allowed, float("inf"), 0.0, WeakSet()

    @contextmanager
    def within(self, seconds: float):
        """Limit what happens inside to so many seconds."""
        self.ends, self.seconds = time.monotonic() + seconds, seconds
        timer = threading.Timer(seconds, self.shut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self.ends = float("inf")

    def left(self) -> float:
        """Seconds left; FetchError when there are none."""
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
        """The socket, if its peer is allowed and there is time; else it is closed and FetchError raised."""
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
                redirect=0,
                backoff_factor=backoff,
                backoff_max=20,
                status_forcelist=AGAIN,
                raise_on_status=False,
                allowed_methods=["GET"],
            )
        )

    def init_poolmanager(self, *args, **kwargs) -> None:
        """Make the pools, with guarded connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            scheme: type(
                "Pool",
                (pool,),
                {
                    "ConnectionCls": type(
                        "Connection", (_Guarded, pool.ConnectionCls), {"guard": self.guard}
                    )
                },
            )
            for scheme, pool in (("http", HTTPConnectionPool), ("https", HTTPSConnectionPool))
        }


class _Guarded:
    def _new_conn(self):
        return self.guard.admit(self.host, super()._new_conn())

    def connect(self):
        """Connect as urllib3 does, and let the guard know the socket that is read from."""
        super().connect()
        self.guard.sockets.add(self.sock)  # under TLS another one than at first


class _Patience(Retry):
    """Asks again while there is time; a server that asks for a longer wait than there is time is left alone."""

    def increment(self, *args, **kwargs):
        """Count a try as urllib3 does, if there is time left for another."""
        self.guard.left()
        return super().increment(*args, **kwargs)

    def get_retry_after(self, response):
        """The seconds to wait that the server names, None where it names none that can be read; more than are left raise FetchError."""
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
