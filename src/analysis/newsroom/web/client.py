"""Read one page: with time-outs, retries, limits of size, time and redirects, robots.txt, and checks of what came."""

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from importlib.metadata import distributions
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from ... import sources
from . import address, answers, cache, robots
from .answers import FetchError
from .guard import Adapter, Guard

VERSION = next(
    (found.version for found in distributions(name=robots.AGENT)), "0"
)  # 0: run from its source, not installed
USER_AGENT = f"{robots.AGENT}/{VERSION} (+research; reads again the public sources that it cites)"
REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
GONE = (404, 410)
LIBRARIES = (
    requests.RequestException,
    HTTPError,
    HTTPException,
    OSError,
    ValueError,
    zlib.error,
)  # what they raise


@dataclass(frozen=True)
class Limits:
    """Seconds to connect, between bytes, and in all; bytes of a page; redirects; further tries and the first pause between them."""

    connect: float = 10
    read: float = 20
    total: float = 90
    size: int = 20_000_000
    redirects: int = 5
    retries: int = 2
    backoff: float = 0.5


@dataclass(frozen=True)
class Page:
    """A page that came whole: `content` as served, `text` (None for a PDF), and where, when and how it came."""

    url: str
    final_url: str
    moved: bool  # only permanent redirects led there
    status: int
    kind: str
    charset: str | None
    content: bytes
    text: str | None
    fetched: str  # UTC, ISO 8601

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes as served (after decompression)."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def shown(self) -> str:
        """What a reader sees: the visible text of an HTML page, else the text; empty for a PDF."""
        return answers.visible(self.text) if self.kind == "html" else self.text or ""

    @property
    def text_sha256(self) -> str:
        """The SHA-256 of what a reader sees; for a PDF that of its bytes."""
        return (
            self.sha256
            if self.text is None
            else hashlib.sha256(self.shown.encode("utf-8", "replace")).hexdigest()
        )


class Client(requests.Session):
    """A session that goes only where `allowed(ip)` says, keeps no cookie, reads no proxy or password from the environment."""

    def __init__(self, allowed=address.public, limits: Limits | None = None):
        super().__init__()
        self.limits, self.guard, self.robots = limits or Limits(), Guard(allowed), {}
        self.trust_env = False
        self.headers = {
            "User-Agent": USER_AGENT,
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
            "Accept-Language": "ja, en;q=0.8",
        }
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            self.mount(scheme, Adapter(self.guard, self.limits.retries, self.limits.backoff))

    def get_redirect_target(self, resp) -> None:
        """None: redirects are followed here, hop by hop, and the body of a redirect is not read."""


def fetch(source: str, client: Client | None = None, folder: Path | None = None) -> Page:
    """Read a source of the register, by its id, or any address; a source's page is also kept in the cache.

    Raises FetchError, and nothing else, where no whole, well-formed answer can be had; an earlier copy in the cache then stays.
    """
    if re.match(r"[a-z][a-z0-9+.-]*:", source, re.I):
        return page(source, client)
    known = sources.register()["url"]
    if source not in known.index:
        raise FetchError(f"neither an address nor a source of the register: {source}")
    got = page(known[source], client)
    cache.keep(source, got, folder)
    return got


def page(url: str, client: Client | None = None) -> Page:
    """Read an address; FetchError says what stood in the way."""
    client = client or Client()
    with client.guard.within(client.limits.total):
        try:
            response, final, moved = _open(client, url)
            with response:
                _check_status(response)
                content = _body(response, client)
        except FetchError:
            raise
        except LIBRARIES as error:
            client.guard.left()
            raise FetchError(
                _why(error), "refused" if isinstance(error, ValueError) else "unreachable"
            ) from error
    header = response.headers.get("Content-Type", "")
    kind = answers.kind(content, header, url)
    text, charset = (None, None) if kind == "pdf" else answers.decode(content, header)
    if kind == "json":
        answers.check_json(text)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Page(url, final, moved, response.status_code, kind, charset, content, text, now)


def _open(client: Client, url: str, polite: bool = True) -> tuple[requests.Response, str, bool]:
    """The answer, still unread, with its address and whether only permanent redirects led there."""
    seen, moved = [url], True
    while True:
        address.check(url, client.guard.allowed)
        if polite:
            _ask_robots(client, url)
        response = client.get(
            url,
            stream=True,
            allow_redirects=False,
            timeout=(client.limits.connect, client.limits.read),
        )
        location = response.headers.get("Location")
        if response.status_code not in REDIRECTS or location is None:
            return response, url, moved and len(seen) > 1
        response.close()
        moved = moved and response.status_code in PERMANENT
        url = urljoin(url, location.encode("latin-1", "replace").decode("utf-8", "replace"))
        if url in seen or len(seen) > client.limits.redirects:
            raise FetchError(
                "redirects in a circle"
                if url in seen
                else f"more than {client.limits.redirects} redirects",
                status=response.status_code,
            )
        seen.append(url)


def _ask_robots(client: Client, url: str) -> None:
    """Raise FetchError where the site's robots.txt disallows the address or cannot be had; a site without one allows all."""
    parts = urlsplit(url)
    site = f"{parts.scheme}://{parts.netloc}"
    if site not in client.robots:
        response, _, _ = _open(client, f"{site}/robots.txt", polite=False)
        with response:
            if response.status_code >= 500 or response.status_code == 429:
                raise FetchError(
                    f"robots.txt cannot be had (status {response.status_code})",
                    "unreachable",
                    response.status_code,
                )
            there = response.status_code == 200
            text = _body(response, client).decode("utf-8", "replace") if there else ""
        client.robots[site] = robots.read(text)
    robots.check(
        client.robots[site], (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    )


def _check_status(response: requests.Response) -> None:
    status = response.status_code
    if status not in (200, 203):
        outcome = "gone" if status in GONE else "unreachable" if status >= 500 else "refused"
        raise FetchError(f"status {status}", outcome, status)


def _body(response: requests.Response, client: Client) -> bytes:
    """The whole body, decompressed; too much, too little or too slow raises FetchError."""
    most, announced = client.limits.size, response.headers.get("Content-Length", "")
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    packed = coding in ("gzip", "x-gzip")
    if not packed and coding not in ("", "identity"):
        raise FetchError("it is compressed in a way that was not asked for")
    if announced.isdecimal() and int(announced[:20]) > most:
        raise FetchError(f"it is larger than {most:,} bytes")
    parts, content, size = response.raw.stream(16384, decode_content=False), [], 0
    for part in _inflated(parts) if packed else parts:
        size += len(part)
        if size > most:
            raise FetchError(f"it is larger than {most:,} bytes")
        content.append(part)
    client.guard.left()
    return b"".join(content)


def _inflated(parts: Iterable[bytes]) -> Iterator[bytes]:
    """What gzip packed, in pieces of at most 64 KB, however small the packed parts are."""
    machine = zlib.decompressobj(31)
    for part in parts:
        while part:
            yield machine.decompress(part, 65536)
            part = machine.unconsumed_tail
            if machine.eof and machine.unused_data.strip(b"\0"):
                part, machine = machine.unused_data, zlib.decompressobj(31)
    if not machine.eof:
        raise FetchError("the answer was cut before its end", "unreachable")


def _why(error: Exception) -> str:
    """One line about what a library raised, without addresses of objects."""
    inner = error
    while (
        below := getattr(inner, "reason", None) or inner.__cause__ or next(iter(inner.args), None)
    ) and isinstance(below, Exception):
        inner = below
    return re.sub(
        r"<[^<>]*>[:,]?\s*|\bHTTPS?Connection(Pool)?\([^()]*\):?\s*",
        "",
        f"{type(inner).__name__}: {inner}",
    ).replace("\n", " ")
