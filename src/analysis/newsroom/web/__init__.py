"""The network: read a page safely, keep it, watch the register's sources.

No other room asks the network. `answers` tells what came (kind, charset, visible text), `address`
where one may go, `robots` what a site asks of robots, `guard` holds connections to addresses and
time, `client` reads one page, `cache` keeps it, `watch` reads the register again, `drafting` tells
what the copies say of themselves.
"""

from .address import public
from .answers import FetchError
from .client import Client, Limits, Page, fetch

__all__ = ["Client", "FetchError", "Limits", "Page", "fetch", "public"]
