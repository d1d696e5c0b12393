"""Servers that mean harm or are broken: each gives the whole page, or a reason; all is bounded."""

import gzip
import re
import time
import tracemalloc

import pytest
from test_web import ARTICLE, HEAD, loopback, own_tls, raw

from analysis.newsroom.web import FetchError, Limits, fetch
from analysis.newsroom.web.client import Client

LIMITS = Limits(connect=1, read=1, total=5, size=200_000, redirects=3, retries=0)
PAGE = ARTICLE.encode()
PACKED = gzip.compress(PAGE, mtime=0)
TYPE = b"Content-Type: text/html; charset=utf-8"
LENGTH = b"Content-Length: %d" % len(PAGE)
CHUNKED = b"Transfer-Encoding: chunked"
IN_CHUNKS = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
GZIP = b"Content-Encoding: gzip"


def head(*lines: bytes, status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 " + status + b"\r\n" + b"".join(line + b"\r\n" for line in lines) + b"\r\n"


def found(answer, limits=LIMITS, **options):
    """Return what comes of a server that sends an answer: a page, or a FetchError."""

    def send(connection):
        for part in answer if isinstance(answer, tuple) else (answer,):
            connection.sendall(part)

    with raw(send, **options) as (url, _), Client(loopback, limits) as client:
        try:
            return fetch(url, client)
        except FetchError as error:
            return error


@pytest.mark.parametrize(
    "answer",
    [
        head(TYPE, LENGTH) + PAGE,
        head(TYPE, LENGTH, LENGTH) + PAGE,
        head(TYPE, b"Content-Length: %d, %d" % (len(PAGE), len(PAGE))) + PAGE,
        head(TYPE, CHUNKED) + IN_CHUNKS,
        head(TYPE, CHUNKED, CHUNKED) + IN_CHUNKS,
        head(TYPE, b"Transfer-Encoding: identity") + PAGE,
        head(TYPE, b"Content-Length: 5", CHUNKED) + IN_CHUNKS,
        head(status=b"100 Continue") * 3 + head(TYPE, LENGTH) + PAGE,
        head(b"Link: </a>", status=b"103 Early Hints") * 2 + head(TYPE, LENGTH) + PAGE,
        head(TYPE, LENGTH).replace(b"\r", b"") + PAGE,
        head(b"Content-Type: text/html;", b" charset=utf-8", LENGTH) + PAGE,
        head(TYPE, *[b"Set-Cookie: a%d=b" % number for number in range(90)]) + PAGE,
        head(TYPE, GZIP) + PACKED + bytes(5000),
        head(TYPE, LENGTH) + PAGE + head(TYPE, b"Content-Length: 7") + b"<p>more",
    ],
    ids=[
        "as it should be",
        "one length twice",
        "one length twice on a line",
        "chunks",
        "chunks said twice",
        "identity",
        "chunks and a length",
        "100 before it",
        "103 before it",
        "bare line feeds",
        "a folded line",
        "ninety cookies",
        "zeros behind gzip",
        "a second answer behind it",
    ],
)
def test_what_the_standard_allows_is_read_whole(answer):
    page = found(answer)
    assert (page.status, page.content, page.charset) == (200, PAGE, "utf-8"), page


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        # The end of the body is not told, or told in two ways: a cut could not be seen.
        (head(TYPE, b"Content-Length: -5") + PAGE, "length of the answer is not told: -5"),
        (head(TYPE, b"Content-Length: 1_0") + PAGE, "not told: 1_0"),
        (head(TYPE, b"Content-Length: +%d" % len(PAGE)) + PAGE, "not told"),
        (head(TYPE, b"Content-Length: soon") + PAGE, "not told: soon"),
        (head(TYPE, b"Content-Length:") + PAGE, "not told"),
        (head(TYPE, LENGTH, b"Content-Length: 20") + PAGE, "not told: 158, 20"),
        (head(TYPE, b"Transfer-Encoding: xchunked") + IN_CHUNKS, "sent in a way"),
        (head(TYPE, b"Transfer-Encoding: gzip, chunked") + IN_CHUNKS, "sent in a way"),
        # A line that is no header hides those behind it.
        (head(b"no header", TYPE, CHUNKED) + IN_CHUNKS, "lines that are no header"),
        (head(TYPE, b"no header", LENGTH) + PAGE, "lines that are no header"),
        (head(TYPE, b": nothing") + PAGE, "lines that are no header"),
        (head(TYPE, b"Content-Encoding : gzip") + PACKED, "lines that are no header"),
        (head(TYPE, b"X: a\rContent-Encoding: gzip") + PACKED, "signs that no head may"),
        (head(TYPE, b"X: a\0b") + PAGE, "signs that no head may"),
        # Closed at each stage.
        (b"", "closed connection"),
        (b"HTTP/1.1 2", "HTTP/1.1 2"),
        (b"HTTP/1.1 200 OK\r\n", "cut within its head"),
        (b"HTTP/1.1 200 OK\r\nContent-Ty", "cut within its head"),
        (b"HTTP/1.1 302 Found\r\nLocation: /half", "cut within its head"),
        (HEAD, "cut within its head"),
        (HEAD + b"\r\n", "empty"),
        (head(TYPE) + PAGE[: PAGE.index("防".encode()) + 1], "cut within a character"),
        (head(TYPE, GZIP) + PACKED[:12], "cut before its end"),
        (head(TYPE, CHUNKED) + IN_CHUNKS[:-5], "ended prematurely"),
        # What is no page.
        (head(TYPE, LENGTH, status=b"206 Part") + PAGE, "status 206"),
        (head(TYPE, LENGTH, status=b"205 Reset") + PAGE, "status 205"),
        (head(status=b"101 Switching") + PAGE, "status 101"),
        (PAGE, "BadStatusLine"),
        (b"SSH-2.0-OpenSSH_9\r\n", "SSH"),
        (b"\x15\x03\x01\0\2\2\x16", "signs that no head may"),
        (b"HTTP/1.1 99999 OK\r\n\r\n", "99999"),
        (head(TYPE, b"Content-Encoding: br") + PAGE, "not asked for"),
        (head(TYPE, GZIP) + PACKED[:-6] + b"\0\0" + PACKED[-4:], "incorrect data check"),
        (head(TYPE, GZIP) + PACKED + b"more", "incorrect header check"),
        (head(TYPE) + b"<html><meta http-equiv=refresh content='0;url=/page'>", "shows no text"),
        (head(TYPE) + b"<html><body><script>write()</script></body>", "shows no text"),
        # Heads of great size.
        (b"HTTP/1.1 200 " + b"O" * 100_000 + b"\r\n\r\n", "65536 bytes when reading status"),
        (head(TYPE, b"X: " + b"y" * 70_000) + PAGE, "65536 bytes when reading header"),
        (head(TYPE, *[b"X: y"] * 120) + PAGE, "more than 100 headers"),
    ],
)
def test_what_is_broken_is_refused_with_its_reason(answer, reason):
    refusal = found(answer)
    assert isinstance(refusal, FetchError), refusal.content
    assert reason in str(refusal) and re.fullmatch(".{10,200}", str(refusal))


@pytest.mark.parametrize(
    ("start", "endless"),
    [
        (head(TYPE, GZIP), gzip.compress(b"", mtime=0) * 2000),
        (head(TYPE, GZIP) + PACKED, bytes(50_000)),
        (head(TYPE, GZIP) + b"\x1f\x8b\x08\x08\0\0\0\0\0\3", b"a" * 50_000),
        (head(TYPE, CHUNKED) + b"FFFFFFFFFFFFFF\r\n", b"a" * 50_000),
        (head(status=b"503 No"), b"a" * 50_000),
        (head(b"Content-Length: 10000000000", status=b"503 No"), b"a" * 50_000),
        (head(status=b"404 No"), b"a" * 50_000),
    ],
    ids=[
        "gzip with nothing in it",
        "zeros behind gzip",
        "a name within gzip",
        "a chunk",
        "a failure",
        "a failure of known length",
        "a page that is gone",
    ],
)
def test_what_has_no_end_is_left_early(start, endless):
    """However much is sent for it, and also where nothing comes of it."""
    begun = time.monotonic()
    tracemalloc.start()
    try:
        refusal = found((start, *[endless] * 2000), Limits(total=5, size=200_000, backoff=0.01))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(refusal, FetchError) and "5 seconds" not in str(refusal)
    assert time.monotonic() - begun < 3
    assert peak < 4_000_000


@pytest.mark.parametrize("status", [b"200 OK", b"203 Elsewhere", b"206 Part"])
def test_a_robots_txt_of_any_good_status_is_obeyed(status):
    answer = head(status=status) + b"User-agent: *\nDisallow: /page\n"
    assert "robots.txt disallows /page" in str(found(answer, robots_too=True))


def test_a_packed_robots_txt_without_end_is_left():
    answer = (HEAD + GZIP + b"\r\n\r\n" + PACKED, *[bytes(50_000)] * 2000)
    assert "larger than" in str(found(answer, robots_too=True))


@pytest.mark.parametrize("answer", [HEAD, head(GZIP) + PACKED[:20], head(CHUNKED) + b"zz\r\n"])
def test_a_broken_robots_txt_closes_a_site(answer):
    refusal = found(answer, robots_too=True)
    assert isinstance(refusal, FetchError) and refusal.outcome == "unreachable"


@pytest.mark.parametrize(
    ("status", "tries"),
    [(429, 2), (500, 2), (502, 2), (503, 2), (504, 2)]
    + [(status, 1) for status in (400, 403, 404, 410, 430, 451, 501, 505)],
)
def test_only_who_may_recover_is_asked_again(status, tries):
    asked = []
    answer = head(b"Content-Length: 0", b"Connection: close", status=b"%d No" % status)

    def send(connection):
        asked.append(status)
        connection.sendall(answer)

    limits = Limits(total=5, retries=1, backoff=0.01)
    with raw(send) as (url, _), Client(loopback, limits) as client, pytest.raises(FetchError):
        fetch(url, client)
    assert len(asked) == tries


def test_the_pause_before_the_next_try_ends_with_the_time():
    limits = Limits(total=0.5, retries=5, backoff=60)
    begun = time.monotonic()
    assert "0.5 seconds" in str(found(head(b"Content-Length: 0", status=b"503 No"), limits))
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(("scheme", "tls"), [("https", None), ("http", own_tls())])
def test_who_speaks_another_protocol_is_no_page(scheme, tls):
    """TLS is asked of a plain server, or a plain page of a TLS server: neither is taken."""

    def send(connection):
        connection.sendall(head(TYPE, LENGTH) + PAGE)

    with raw(send, robots_too=True, tls=tls) as (url, asked), Client(loopback, LIMITS) as client:
        address = f"{scheme}:{url.partition(':')[2]}"
        with pytest.raises(FetchError) as refusal:
            fetch(address, client)
    assert refusal.value.outcome == "unreachable" and not (tls and asked)
