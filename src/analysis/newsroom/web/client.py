"""Read one page: with limits of time, size and redirects, robots.txt, and checks of what came."""

import hashlib
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
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

INSTALLED = [each.version for each in distributions(name=robots.AGENT)]
VERSION = INSTALLED[0] if INSTALLED else "0"  # 0: run from its source, not installed
USER_AGENT = f"{robots.AGENT}/{VERSION} (+research; reads again the public sources that it cites)"
REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
GONE = (404, 410)
PIECE = 65536  # bytes that are unpacked at once
RAISED_BY_LIBRARIES = (
    requests.RequestException,
    HTTPError,
    HTTPException,
    OSError,
    ValueError,
    zlib.error,
)


@dataclass(frozen=True)
class Limits:
    """How long and how much is waited for and taken.

    Parameters
    ----------
    connect, read, total : float
        Seconds to connect, between two bytes, and in all.
    size : int
        Bytes of a page.
    redirects : int
        How many are followed.
    retries : int
        How often a failing server is asked again.
    backoff : float
        The first pause before that, in seconds; each further one is twice as long.

    Examples
    --------
    >>> Limits(retries=0).redirects
    5
    """

    connect: float = 10
    read: float = 20
    total: float = 90
    size: int = 20_000_000
    redirects: int = 5
    retries: int = 2
    backoff: float = 0.5


@dataclass(frozen=True)
class Page:
    """A page that came whole.

    Parameters
    ----------
    url, final_url : str
        The address that was asked, and that to which redirects led.
    moved : bool
        Whether redirects led there, and all of them were permanent.
    status : int
        The HTTP status.
    kind : str
        html, pdf, csv, json or text.
    charset : str or None
        In which the text was read; None for a PDF.
    content : bytes
        As served, after decompression.
    text : str or None
        The content as text; None for a PDF.
    fetched : str
        When it came: UTC, ISO 8601.

    Examples
    --------
    >>> page = Page("http://a/", "http://a/", False, 200, "html", "utf-8", b"<p>x", "<p>x", "")
    >>> page.shown
    'x'
    """

    url: str
    final_url: str
    moved: bool
    status: int
    kind: str
    charset: str | None
    content: bytes
    text: str | None
    fetched: str

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def shown(self) -> str:
        """What a reader sees: the visible text of HTML, else the text; empty for a PDF."""
        return answers.visible(self.text or "") if self.kind == "html" else self.text or ""

    @property
    def text_sha256(self) -> str:
        """The SHA-256 of what a reader sees; for a PDF that of its bytes."""
        if self.text is None:
            return self.sha256
        return hashlib.sha256(self.shown.encode("utf-8", "replace")).hexdigest()


class Client(requests.Session):
    """A session that keeps no cookie, and reads no proxy or password from the environment.

    Parameters
    ----------
    allowed : callable
        Takes an IP address and returns whether the session may go there.
    limits : Limits, optional
        Of time, size and tries.

    Examples
    --------
    >>> Client(limits=Limits(retries=0)).trust_env
    False
    """

    def __init__(
        self, allowed: Callable[[str], bool] = address.public, limits: Limits | None = None
    ):
        super().__init__()
        self.limits = limits or Limits()
        self.guard = Guard(allowed)
        self.robots: dict[str, robots.Rules] = {}
        self.trust_env = False
        self.headers = requests.structures.CaseInsensitiveDict(
            {
                "User-Agent": USER_AGENT,
                "Accept": "*/*",
                "Accept-Encoding": "gzip",
                "Accept-Language": "ja, en;q=0.8",
            }
        )
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            self.mount(scheme, Adapter(self.guard, self.limits.retries, self.limits.backoff))

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return None: redirects are followed here, hop by hop, and their bodies are not read."""


def fetch(source: str, client: Client | None = None, folder: Path | None = None) -> Page:
    """Return a page, read over the network; one of the register is also kept in the cache.

    Parameters
    ----------
    source : str
        An address, or the id of a source of the register.
    client : Client, optional
        How it is read; without one, under the default limits, from public addresses.
    folder : pathlib.Path, optional
        The cache; without it, that of the project.

    Returns
    -------
    Page
        What came, whole and well formed.

    Raises
    ------
    FetchError
        And nothing else, where no such answer can be had; an earlier copy in the cache then stays.

    Examples
    --------
    >>> fetch("http://127.0.0.1/")
    Traceback (most recent call last):
    ...
    analysis.newsroom.web.answers.FetchError: 127.0.0.1 is not a public address
    """
    if re.match(r"[a-z][a-z0-9+.-]*:", source, re.IGNORECASE):
        return page(source, client)
    addresses = sources.register()["url"]
    if source not in addresses.index:
        raise FetchError(f"neither an address nor a source of the register: {source}")
    fetched = page(addresses[source], client)
    cache.keep(source, fetched, folder)
    return fetched


def page(url: str, client: Client | None = None) -> Page:
    """Return the page at an address; FetchError says what stood in the way."""
    client = client or Client()
    with client.guard.within(client.limits.total):
        try:
            response, final_url, moved = _open(client, url)
            with response:
                _check_status(response)
                content = _body(response, client)
        except FetchError:
            raise
        except RAISED_BY_LIBRARIES as error:
            client.guard.left()
            outcome = "refused" if isinstance(error, ValueError) else "unreachable"
            raise FetchError(_reason(error), outcome) from error
    header = response.headers.get("Content-Type", "")
    kind = answers.kind(content, header, url)
    text, charset = (None, None) if kind == "pdf" else answers.decode(content, header)
    if kind == "json":
        answers.check_json(text or "")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    came = Page(url, final_url, moved, response.status_code, kind, charset, content, text, now)
    if kind == "html" and not came.shown:
        raise FetchError("the page shows no text: a script may write it, or it leads elsewhere")
    return came


def _open(client: Client, url: str, polite: bool = True) -> tuple[requests.Response, str, bool]:
    """Return the answer, still unread, its address, and whether the page moved there for good."""
    seen = [url]
    is_permanent = True
    limits = client.limits
    while True:
        address.check(url, client.guard.allowed, client.guard.left())
        if polite:
            _ask_robots(client, url)
        response = client.get(
            url, stream=True, allow_redirects=False, timeout=(limits.connect, limits.read)
        )
        location = response.headers.get("Location")
        status = response.status_code
        if status not in REDIRECTS or location is None:
            return response, url, is_permanent and len(seen) > 1
        response.close()
        is_permanent = is_permanent and status in PERMANENT
        url = urljoin(url, location.encode("latin-1", "replace").decode("utf-8", "replace"))
        if url in seen:
            raise FetchError("redirects in a circle", status=status)
        if len(seen) > limits.redirects:
            raise FetchError(f"more than {limits.redirects} redirects", status=status)
        seen.append(url)


def _ask_robots(client: Client, url: str) -> None:
    """Raise FetchError where the site's robots.txt disallows the address or cannot be had."""
    parts = urlsplit(url)
    site = f"{parts.scheme}://{parts.netloc}"
    if site not in client.robots:
        client.robots[site] = robots.read(_robots_txt(client, site))
    path = parts.path or "/"
    robots.check(client.robots[site], f"{path}?{parts.query}" if parts.query else path)


def _robots_txt(client: Client, site: str) -> str:
    """Return the robots.txt of a site, its first 500 KiB; empty where there is none."""
    response, _, _ = _open(client, f"{site}/robots.txt", polite=False)
    status = response.status_code
    with response:
        if status >= 500 or status == 429:
            raise FetchError(f"robots.txt cannot be had (status {status})", "unreachable", status)
        if not 200 <= status < 300:
            return ""
        content = _beginning(response, client, robots.LARGEST)
    return content.decode("utf-8", "replace")


def _check_status(response: requests.Response) -> None:
    """Raise FetchError unless the answer is a page."""
    status = response.status_code
    if status in (200, 203):
        return
    outcome = "unreachable" if status >= 500 else "refused"
    raise FetchError(f"status {status}", "gone" if status in GONE else outcome, status)


def _body(response: requests.Response, client: Client) -> bytes:
    """Return the whole body; too much, too little or too slow raises FetchError."""
    limit = client.limits.size
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced[:20]) > limit:
        raise _too_large(limit)
    pieces = list(_limited(_pieces(response, limit), limit))
    client.guard.left()
    return b"".join(pieces)


def _beginning(response: requests.Response, client: Client, limit: int) -> bytes:
    """Return the body up to so many bytes, then without the line that the limit cuts."""
    content = bytearray()
    for piece in _pieces(response, limit + PIECE):
        content += piece
        if len(content) > limit:
            whole_lines, _, _ = bytes(content[:limit]).rpartition(b"\n")
            return whole_lines
    client.guard.left()
    return bytes(content)


def _limited(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Yield pieces of a body; more than the limit raises FetchError."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise _too_large(limit)
        yield piece


def _too_large(limit: int) -> FetchError:
    return FetchError(f"it is larger than {limit:,} bytes")


def _pieces(response: requests.Response, limit: int) -> Iterator[bytes]:
    """Return the body in pieces, decompressed; what was sent for it is limited too."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("gzip", "x-gzip", "", "identity"):
        raise FetchError("it is compressed in a way that was not asked for")
    parts = _limited(response.raw.stream(16384, decode_content=False), limit)
    return _inflated(parts) if "gzip" in coding else parts


def _inflated(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what gzip packed, in pieces of at most 64 KB, however small the packed parts are.

    Behind its end may stand zeros, or another beginning.
    """
    machine = zlib.decompressobj(31)
    for part in parts:
        while part:
            if machine.eof:
                part = part.lstrip(b"\0")
                machine = zlib.decompressobj(31) if part else machine
            else:
                yield machine.decompress(part, PIECE)
                part = machine.unused_data if machine.eof else machine.unconsumed_tail
    if not machine.eof:
        raise FetchError("the answer was cut before its end", "unreachable")


def _reason(error: BaseException) -> str:
    """Return one line about what a library raised, without addresses of objects."""
    inner = error
    below = _below(inner)
    while below is not None:
        inner = below
        below = _below(inner)
    text = f"{type(inner).__name__}: {inner}".replace("\n", " ")
    return re.sub(r"<[^<>]*>[:,]?\s*|\bHTTPS?Connection(Pool)?\([^()]*\):?\s*", "", text)


def _below(error: BaseException) -> BaseException | None:
    """Return the error for which another one was raised, if there is one."""
    inner = (part for part in error.args if isinstance(part, Exception))
    below = getattr(error, "reason", None) or error.__cause__ or next(inner, None)
    return below if isinstance(below, Exception) else None
