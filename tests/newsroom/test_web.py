"""Reading one page, against real sockets on this machine; no other machine is ever asked."""

import gzip
import hashlib
import ipaddress
import socket
import ssl
import sys
import threading
import time
import tracemalloc
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from werkzeug import Response

from analysis import tables
from analysis.newsroom import web
from analysis.newsroom.web import FetchError, Limits, address, answers, cache, fetch, public, robots
from analysis.newsroom.web.client import Client, Page

QUICK = Limits(connect=1, read=0.6, total=2, size=200_000, redirects=3, retries=2, backoff=0.02)
PEM = Path(__file__).with_name(
    "loopback.pem"
)  # made for these tests; it vouches for 127.0.0.1 to nobody else
ARTICLE = (
    "<!doctype html><html><head><title>t</title></head><body>"
    "<p>防衛装備移転三原則について、政府は見直しを決めました。</p></body></html>"
)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def loopback(ip: str) -> bool:
    return ipaddress.ip_address(ip).is_loopback


@pytest.fixture
def client():
    with Client(loopback, QUICK) as session:
        yield session


@pytest.fixture
def site(httpserver):
    """A site without robots.txt."""
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    return httpserver


@contextmanager
def raw(send, robots_too=False, tls=None):
    """A server of bare sockets: `send(connection)` follows each request but that for robots.txt."""
    listener, asked = socket.create_server(("127.0.0.1", 0)), []

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    def answer(connection):
        with (
            suppress(OSError),
            tls.wrap_socket(connection, server_side=True) if tls else connection as connection,
        ):
            request = connection.recv(65536)
            if b"/robots.txt" in request and not robots_too:
                return connection.sendall(
                    b"HTTP/1.1 404 None\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                )
            asked.append(request)
            send(connection)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http{'s' * bool(tls)}://127.0.0.1:{listener.getsockname()[1]}/page", asked
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)  # ends the waiting on Linux; elsewhere closing does
        listener.close()


def drip(connection, what: bytes, pause: float = 0.05) -> None:
    for _ in range(200):
        connection.sendall(what)
        time.sleep(pause)


def own_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    return context


def fault(url: str, client: Client) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(url, client)
    return caught.value


# What comes whole


def test_a_page_comes_with_all_that_is_known_of_it(site, client):
    site.expect_request("/page").respond_with_data(ARTICLE, content_type="text/html; charset=utf-8")
    page = fetch(site.url_for("/page"), client)
    assert (page.status, page.kind, page.charset, page.text, page.moved) == (
        200,
        "html",
        "utf-8",
        ARTICLE,
        False,
    )
    assert page.shown == "t\n防衛装備移転三原則について、政府は見直しを決めました。"
    assert page.sha256 == hashlib.sha256(ARTICLE.encode()).hexdigest()
    request = site.log[-1][0]
    assert (
        request.headers["User-Agent"].startswith("japan-arms-export/")
        and "Cookie" not in request.headers
    )


@pytest.mark.parametrize(
    "codec, label",
    [
        ("cp932", "Shift_JIS"),
        ("euc_jp", "EUC-JP"),
        ("utf-8", "UTF-8"),
        ("iso2022_jp", "ISO-2022-JP"),
    ],
)
@pytest.mark.parametrize(
    "place", ["header", "meta", "nowhere", "wrong header", "unknown header", "server's default"]
)
def test_the_charset_comes_from_header_meta_or_content(site, client, codec, label, place):
    """A header that contradicts the bytes or names no charset does not spoil the text."""
    named = {
        "header": label,
        "wrong header": "EUC-JP" if codec == "utf-8" else "UTF-8",
        "unknown header": "klingon",
        "server's default": "ISO-8859-1",
    }
    text = (
        ARTICLE.replace("<head>", f'<head><meta charset="{label}">') if place == "meta" else ARTICLE
    )
    header = f"text/html; charset={named[place]}" if place in named else "text/html"
    site.expect_request("/page").respond_with_response(
        Response(text.encode(codec), headers={"Content-Type": header})
    )
    if (codec, place) == (
        "iso2022_jp",
        "wrong header",
    ):  # its bytes are ASCII, so UTF-8 reads them: the header is obeyed
        return
    assert fetch(site.url_for("/page"), client).text == text


def test_a_text_in_no_known_charset_is_refused(site, client):
    site.expect_request("/page").respond_with_data(
        bytes(range(128, 256)) * 20, content_type="text/html"
    )
    assert "charset" in str(fault(site.url_for("/page"), client))


@pytest.mark.parametrize(
    "path, content_type, content, kind",
    [
        ("/a.pdf", "application/pdf", b"%PDF-1.7 ... %%EOF\n", "pdf"),
        ("/a", "application/octet-stream", b"%PDF-1.7 ... %%EOF\n", "pdf"),
        ("/a.csv", "text/plain", b"a,b\n1,2\n", "csv"),
        ("/a.csv", "application/octet-stream", b"a,b\n1,2\n", "csv"),
        ("/a.json", "application/json", b'{"a": 1}', "json"),
        ("/a.txt", "text/plain", b"<p>shown as text</p>", "text"),
        ("/x/blob/main/a.csv", "text/html", b"<html>a file shown as a page</html>", "html"),
    ],
)
def test_kinds_are_told_by_header_address_and_content(
    site, client, path, content_type, content, kind
):
    site.expect_request(path).respond_with_data(content, content_type=content_type)
    page = fetch(site.url_for(path), client)
    assert (page.kind, page.content) == (kind, content) and (page.text is None) == (kind == "pdf")


@pytest.mark.parametrize(
    "path, content_type, content, told",
    [
        ("/a", "text/csv", ARTICLE.encode(), "called csv, and is html"),
        ("/a.csv", "text/html", ARTICLE.encode(), "ends in csv, and it is called html"),
        ("/a.csv", "text/plain", ARTICLE.encode(), "called csv, and is html"),
        ("/a.pdf", "text/html", ARTICLE.encode(), "ends in pdf, and it is called html"),
        ("/a", "application/pdf", ARTICLE.encode(), "called pdf, and is html"),
        ("/a", "text/html", b"%PDF-1.7 %%EOF", "called html, and is pdf"),
        ("/a", "application/pdf", b"%PDF-1.7 ... and no end", "cut"),
        ("/a", "application/json", b'{"a": ', "called json"),
        ("/a", "application/json", b"[" * 100_000, "called json"),
        ("/a", "image/png", b"\x89PNG\r\n", "'image/png'"),
        ("/a", "text/html", b"\x89PNG\r\n\x1a\n\0\0", "binary"),
        ("/a", "text/html", b"", "empty"),
        ("/a", "text/html", b" \r\n ", "empty"),
    ],
)
def test_what_is_not_what_it_is_called_is_refused(site, client, path, content_type, content, told):
    site.expect_request(path).respond_with_response(
        Response(content, headers={"Content-Type": content_type})
    )
    found = fault(site.url_for(path), client)
    assert told in str(found) and found.outcome == "refused"


# Statuses and retries


@pytest.mark.parametrize(
    "status, outcome",
    [
        (403, "refused"),
        (404, "gone"),
        (410, "gone"),
        (451, "refused"),
        (204, "refused"),
        (500, "unreachable"),
    ],
)
def test_a_status_says_what_became_of_a_page(site, client, status, outcome):
    site.expect_request("/page").respond_with_data("" if status == 204 else ARTICLE, status=status)
    found = fault(site.url_for("/page"), client)
    assert (found.outcome, found.status, isinstance(found, ValueError)) == (outcome, status, True)


def test_a_server_that_recovers_is_asked_again(site, client):
    for status in (500, 503, 200):
        site.expect_ordered_request("/page").respond_with_data(
            ARTICLE, status=status, content_type="text/html"
        )
    site.expect_ordered_request(
        "/robots.txt"
    )  # ordered expectations stand before the permanent one
    client.robots[site.url_for("/")[:-1]] = robots.read("")
    assert fetch(site.url_for("/page"), client).status == 200


def test_retry_after_is_waited_for(site, client):
    site.expect_oneshot_request("/page").respond_with_data(
        "", status=429, headers={"Retry-After": "1"}
    )
    site.expect_request("/page").respond_with_data(ARTICLE, content_type="text/html")
    begun = time.monotonic()
    assert fetch(site.url_for("/page"), client).status == 200
    assert 1 <= time.monotonic() - begun < 2


@pytest.mark.parametrize("wait", ["3600", "Fri, 31 Dec 9999 23:59:59 GMT", "9" * 4000])
def test_a_wait_longer_than_there_is_time_is_not_waited_for(site, client, wait):
    site.expect_request("/page").respond_with_data("", status=429, headers={"Retry-After": wait})
    begun = time.monotonic()
    assert fault(site.url_for("/page"), client).status == 429
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize("wait", ["soon", "-1", "", "Fri, 99 Foo 2026"])
def test_a_senseless_retry_after_is_ignored(site, client, wait):
    site.expect_oneshot_request("/page").respond_with_data(
        "", status=503, headers={"Retry-After": wait}
    )
    site.expect_request("/page").respond_with_data(ARTICLE, content_type="text/html")
    assert fetch(site.url_for("/page"), client).status == 200


# Time and size


@pytest.mark.parametrize(
    "start, dripped, tls",
    [
        (HEAD + b"\r\n<html>", b"a", False),
        (HEAD + b"\r\n<html>", b"a", True),
        (HEAD + b"Content-Length: 150000\r\n\r\n<html>", b"a", False),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n", False),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n", False),
        (HEAD, b"X: y\r\n", False),
        (b"", b"H", False),
    ],
    ids=[
        "body",
        "body under TLS",
        "body of known length",
        "chunks",
        "trailers",
        "headers",
        "status line",
    ],
)
def test_a_drip_is_ended_when_the_time_is_up(start, dripped, tls):
    """Each byte comes in time; the whole does not."""

    def send(connection):
        connection.sendall(start)
        drip(connection, dripped)

    with (
        raw(send, tls=own_tls() if tls else None) as (url, _),
        Client(loopback, Limits(total=0.7, retries=1, backoff=0.01)) as client,
    ):
        client.verify = str(PEM)
        begun = time.monotonic()
        found = fault(url, client)
    assert time.monotonic() - begun < 1.6
    assert "0.7 seconds" in str(found) and found.outcome == "unreachable"


def test_silence_is_ended_by_the_read_time_out(client):
    with raw(lambda connection: time.sleep(3)) as (url, asked):
        begun = time.monotonic()
        assert fault(url, client).outcome == "unreachable"
    assert time.monotonic() - begun < 3 and len(asked) >= 2


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b"Content-Length: 5000\r\n\r\n<html><p>half",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n20\r\n<html><p>half",
        HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(ARTICLE.encode())[:60],
    ],
    ids=["known length", "chunks", "gzip"],
)
def test_an_answer_cut_in_mid_body_is_no_page(client, answer):
    with raw(lambda connection: connection.sendall(answer)) as (url, _):
        assert fault(url, client).outcome == "unreachable"


def test_what_lies_beyond_the_announced_length_is_not_read(client):
    with raw(
        lambda connection: connection.sendall(
            HEAD + b"Content-Length: 14\r\n\r\n<html>short</html> and more"
        )
    ) as (url, _):
        assert fetch(url, client).content == b"<html>short</h"


@pytest.mark.parametrize(
    "head",
    [HEAD, HEAD.replace(b"200 OK", b"302 Found") + b"Location: /page\r\n"],
    ids=["page", "redirect"],
)
def test_a_hundred_megabytes_are_refused_early(client, head):
    """Of a page without end, or of the body of a redirect, most is never taken."""
    sent = []

    def send(connection):
        connection.sendall(head + b"\r\n")
        for _ in range(1600):
            connection.sendall(b"0" * 65536)
            sent.append(65536)

    with raw(send) as (url, _):
        assert fault(url, client).outcome == "refused"
    assert sum(sent) < 20_000_000


def test_a_size_announced_is_believed_at_once(client):
    with raw(
        lambda connection: (
            connection.sendall(HEAD + b"Content-Length: 104857600\r\n\r\n"),
            time.sleep(2),
        )
    ) as (url, _):
        assert "larger than" in str(fault(url, client))


def test_a_gzip_bomb_is_refused_within_little_memory(client):
    bomb = HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(100_000_000))
    with raw(lambda connection: connection.sendall(bomb)) as (url, _):
        tracemalloc.start()
        try:
            found = fault(url, client)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert "larger than 200,000 bytes" in str(found) and peak < 3_000_000


CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "start",
    [CHUNKED, CHUNKED + b"5\r\nhello\r\n", CHUNKED + b"5\r\nhello\r\n0\r\nX: "],
    ids=["first chunk size", "next chunk size", "trailer"],
)
def test_a_line_without_end_is_refused_within_little_memory(start):
    """Such a line is read up to 64 KB; urllib3 before 2.8 kept all of it."""
    sent = []

    def send(connection):
        connection.sendall(start)
        for _ in range(1600):
            connection.sendall(b"0" * 65536)
            sent.append(65536)

    with raw(send) as (url, _), Client(loopback, Limits(total=20, retries=0)) as client:
        begun = time.monotonic()
        tracemalloc.start()
        try:
            reason = str(fault(url, client))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert "line exceeded maximum allowed length" in reason
    assert time.monotonic() - begun < 5
    assert peak < 3_000_000
    assert sum(sent) < 20_000_000


def test_only_the_compression_asked_for_is_undone(site, client):
    twice = gzip.compress(gzip.compress(ARTICLE.encode()))
    for path, coding, content in [
        ("/one", "gzip", gzip.compress(ARTICLE.encode())),
        ("/two", "gzip, gzip", twice),
        ("/odd", "gzip", b"no gzip"),
    ]:
        site.expect_request(path).respond_with_response(
            Response(content, headers={"Content-Type": "text/html", "Content-Encoding": coding})
        )
    halves = gzip.compress(ARTICLE[:40].encode()) + gzip.compress(ARTICLE[40:].encode()) + bytes(8)
    site.expect_request("/halves").respond_with_response(
        Response(halves, headers={"Content-Type": "text/html", "Content-Encoding": "x-gzip"})
    )
    assert (
        fetch(site.url_for("/one"), client).text
        == fetch(site.url_for("/halves"), client).text
        == ARTICLE
    )
    assert "compressed" in str(fault(site.url_for("/two"), client))
    assert fault(site.url_for("/odd"), client)


# Redirects and addresses


def redirect(site, path: str, to: str, status: int = 302) -> None:
    site.expect_request(path).respond_with_data("", status=status, headers={"Location": to})


@pytest.mark.parametrize(
    "statuses, moved", [((301, 308), True), ((301, 302), False), ((303, 307), False)]
)
def test_redirects_are_followed_and_permanent_ones_told(site, client, statuses, moved):
    redirect(site, "/page", "/there", statuses[0])
    redirect(site, "/there", site.url_for("/end"), statuses[1])
    site.expect_request("/end").respond_with_data(ARTICLE, content_type="text/html")
    page = fetch(site.url_for("/page"), client)
    assert (page.final_url, page.moved) == (site.url_for("/end"), moved)


def test_circles_and_long_chains_are_left(site, client):
    redirect(site, "/page", "/other")
    redirect(site, "/other", "/page")
    for step in range(6):
        redirect(site, f"/{step}", f"/{step + 1}")
    assert "circle" in str(fault(site.url_for("/page"), client))
    assert "more than 3 redirects" in str(fault(site.url_for("/0"), client))


@pytest.mark.parametrize(
    "to",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://192.168.1.1",
        "//172.16.0.1/",
        "http://[fd00::1]/",
        "http://0.0.0.0/",
        "http://[::ffff:10.0.0.1]/",
        "http://167772161/",
        "http://user:word@127.0.0.1/",
        "http://[",
        "http://",
        "http://127.0.0.1:99999/",
        "http://" + "a" * 300 + "/",
        "",
    ],
)
def test_a_redirect_to_a_private_address_or_another_scheme_is_refused(client, to):
    head = f"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: {to}\r\n\r\n".encode()
    with raw(lambda connection: connection.sendall(head)) as (url, asked):
        assert fault(url, client).outcome == "refused"
    assert len(asked) == 1


def test_without_leave_this_machine_is_not_asked(site):
    found = fault(site.url_for("/page"), Client(limits=QUICK))
    assert "not a public address" in str(found) and not site.log


def test_one_private_address_among_public_ones_is_enough(monkeypatch):
    places = [(2, 1, 6, "", (ip, 80)) for ip in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: places)
    with pytest.raises(FetchError, match="not a public address"):
        address.check("http://example.org/")
    places.pop()
    address.check("http://example.org/")


def test_the_peer_is_looked_at_again_before_anything_is_sent():
    """A name that leads elsewhere on the second look (DNS rebinding) gets no byte."""
    looks = iter([True, True, False])  # the page's address, that of robots.txt, the peer
    with raw(lambda connection: None, robots_too=True) as (url, asked):
        found = fault(url, Client(lambda ip: next(looks), QUICK))
        time.sleep(0.1)
    assert "answered from an address" in str(found) and asked == [b""]


@pytest.mark.parametrize(
    "ip, is_public",
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("feff::1", False),
        ("fc00::1", False),
        ("::", False),
    ],
)
def test_public_addresses_are_told_from_others(ip, is_public):
    assert public(ip) is is_public


def test_no_network_at_all(client, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    found = fault(f"http://127.0.0.1:{port}/", client)
    assert (found.outcome, found.status) == ("unreachable", None) and "0x" not in str(found)
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *a, **k: (_ for _ in ()).throw(socket.gaierror(-3, "no name server")),
    )
    assert fault("http://example.org/", client).outcome == "unreachable"


def test_a_name_server_that_is_silent_takes_no_longer_than_the_limit(monkeypatch):
    """The look-ups of the page, of its robots.txt and of the connection, all within the time."""
    asked = threading.Event()
    places = [(2, 1, 6, "", ("127.0.0.1", 9))]
    for answered in range(3):
        answers_left = iter(range(answered))

        def slow(*_, answers_left=answers_left, **__):
            if next(answers_left, None) is None:
                asked.wait(20)
            return places

        monkeypatch.setattr(socket, "getaddrinfo", slow)
        begun = time.monotonic()
        client = Client(loopback, Limits(total=0.4, retries=0))
        found = fault("http://example.org/", client)
        assert found.outcome == "unreachable" and time.monotonic() - begun < 5
    asked.set()


def test_the_next_address_of_a_host_is_tried(site, client, monkeypatch):
    """One that refuses (as IPv6 often does) is passed over; the name stays in the request."""
    site.expect_request("/page").respond_with_data(ARTICLE, content_type="text/html")
    looked_up = []

    def two(host, port, *_, **__):
        looked_up.append(host)
        return [(2, 1, 6, "", (ip, port)) for ip in ("127.0.0.9", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", two)
    url = (
        site.url_for("/page")
        .replace("localhost", "news.example")
        .replace("127.0.0.1", "news.example")
    )
    with socket.create_server(("127.0.0.9", 0)):
        assert fetch(url, client).status == 200
    assert set(looked_up) <= {"news.example", "127.0.0.9", "127.0.0.1"}
    assert site.log[-1][0].headers["Host"].startswith("news.example")


def test_trying_again_ends_when_the_time_is_up():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    begun = time.monotonic()
    assert "0.3 seconds" in str(
        fault(
            f"http://127.0.0.1:{port}/", Client(loopback, Limits(total=0.3, retries=6, backoff=0.1))
        )
    )
    assert time.monotonic() - begun < 2


def test_no_cookie_is_kept(site, client):
    site.expect_request("/page").respond_with_data(
        ARTICLE, content_type="text/html", headers={"Set-Cookie": "a=b; Path=/"}
    )
    for _ in range(2):
        fetch(site.url_for("/page"), client)
    assert "Cookie" not in site.log[-1][0].headers


def test_a_certificate_that_nobody_vouches_for_is_refused(client):
    with HTTPServer(host="127.0.0.1", ssl_context=own_tls()) as site:
        site.expect_request("/robots.txt").respond_with_data("", status=404)
        site.expect_request("/page").respond_with_data(ARTICLE, content_type="text/html")
        found = fault(site.url_for("/page"), client)
        assert "certificate" in str(found).lower() and not site.log
        client.verify = str(PEM)
        assert fetch(site.url_for("/page"), client).status == 200  # so it was the certificate


# Robots


def test_robots_are_respected_and_asked_once(httpserver, client):
    httpserver.expect_request("/robots.txt").respond_with_data(
        "User-agent: *\nDisallow: /no\nAllow: /no/but\n"
    )
    httpserver.expect_request("/no/but").respond_with_data(ARTICLE, content_type="text/html")
    assert "robots.txt disallows /no" in str(fault(httpserver.url_for("/no/page"), client))
    assert fetch(httpserver.url_for("/no/but"), client).status == 200
    assert [request.path for request, _ in httpserver.log] == ["/robots.txt", "/no/but"]


@pytest.mark.parametrize("status", [429, 500])
def test_robots_that_cannot_be_had_close_a_site(httpserver, client, status):
    httpserver.expect_request("/robots.txt").respond_with_data("", status=status)
    assert fault(httpserver.url_for("/page"), client).status == status
    assert {request.path for request, _ in httpserver.log} == {"/robots.txt"}


@pytest.mark.parametrize(
    "text, path, allowed",
    [
        ("User-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow:", "/x", True),
        ("User-agent: other\nDisallow: /", "/x", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Japan-Arms-Export/2\nDisallow: /z", "/x", True),
        ("User-agent: a\nUser-agent: *\nDisallow: /*.pdf$", "/d/x.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/d/x.pdf?y", True),
        ("User-agent: *\nDisallow: /*?", "/x?y=1", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /%E9%98%B2 # note", "/防衛", False),
        ("\ufeffUser-agent: *\r\nDisallow: /x", "/x", False),
    ],
)
def test_robots_are_read_as_the_standard_says(text, path, allowed):
    if allowed:
        return robots.check(robots.read(text), path)
    with pytest.raises(FetchError, match="robots"):
        robots.check(robots.read(text), path)


@pytest.mark.parametrize("packed", [False, True])
def test_of_a_large_robots_txt_the_first_part_is_read(site, client, packed):
    """As the RFC asks; a line that the limit cuts is left out, and the rest never taken."""
    line = b"Disallow: /first\n"
    content = b"User-agent: *\n" + line + b"Allow: /\n" * 100_000 + b"Disallow: /last\n"
    headers = {"Content-Encoding": "gzip"} if packed else {}
    site.clear_all_handlers()
    site.expect_request("/robots.txt").respond_with_response(
        Response(gzip.compress(content) if packed else content, headers=headers)
    )
    site.expect_request("/last").respond_with_data(ARTICLE, content_type="text/html")
    assert fetch(site.url_for("/last"), client).status == 200
    assert "disallows /first" in str(fault(site.url_for("/first"), client))


def test_the_beginning_of_a_body_ends_with_a_whole_line(client, monkeypatch):
    monkeypatch.setattr("analysis.newsroom.web.robots.LARGEST", 40)
    answer = b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /a\nDisallow: /long/path\n"
    with raw(lambda connection: connection.sendall(answer), robots_too=True) as (url, _):
        assert "empty" not in str(fault(url.replace("/page", "/a"), client))
        (rules,) = client.robots.values()
    assert rules.paths == [("/a", False)]


CLOUDFLARE = (
    "User-agent: *\nContent-Signal: search=yes\nAllow: /\n\nUser-agent: Amazonbot\nDisallow: /"
)


@pytest.mark.parametrize(
    ("text", "path", "is_allowed"),
    [
        # Reported of other readers of robots.txt.
        (CLOUDFLARE, "/page", True),  # a group of which a reader knew no rule took the next one's
        ("User-agent: *\nUser-agent: BadBot\nDisallow: /", "/page", False),
        ("User-agent: BadBot\nUser-agent: *\nDisallow: /", "/page", False),
        ("User-agent: a\n\nUser-agent: *\nDisallow: /x", "/x", False),  # a blank line parts nothing
        ("User-agent: *\nDisallow: /hide?", "/hide?id=1", False),
        ("User-agent: *\nDisallow: /hide?", "/hide", True),
        ("User-agent: *\nDisallow: /*?", "/a?b", False),
        ("User-agent: *\nDisallow: /*/private\nDisallow: /*.json$", "/uk/private", False),
        ("User-agent: *\nDisallow: /*.json$", "/data.json", False),
        ("User-agent: *\nDisallow: /*.json$", "/data.json?x", True),
        (
            "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php",
            "/wp-admin/admin-ajax.php",
            True,
        ),
        ("user-agent: JAPAN-ARMS-EXPORT\nAllow: /\nUser-agent: *\nDisallow: /", "/x", True),
        ("User-agent: japan-arms-export\nDisallow: /a\nUser-agent: *\nDisallow: /b", "/b", True),
        (
            "User-agent: japan-arms-export\nDisallow: /a\nUser-agent: x\nDisallow: /\n"
            "User-agent: japan-arms-export\nDisallow: /b",
            "/b",
            False,
        ),
        ("User-agent:*\nDisallow:/", "/x", False),
        ("User-agent: *\nDisallow:", "/x", True),
        ("\ufeffUser-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\rDisallow: /", "/x", False),
        ("User-agent: *\nDisallow: /%7Ejoe", "/~joe/", False),
        ("User-agent: *\nDisallow: /日本", "/%E6%97%A5%E6%9C%AC/x", False),
    ],
)
def test_robots_of_public_reports(text, path, is_allowed):
    """Groups, stars, queries, spellings: as RFC 9309 reads them."""
    rules = robots.read(text)
    if is_allowed:
        robots.check(rules, path)
    else:
        with pytest.raises(FetchError, match="disallows"):
            robots.check(rules, path)


def test_robots_with_many_names_take_little_memory():
    """Five thousand names before ten thousand rules took 3.5 GB when each name kept each rule."""
    names = "".join(f"User-agent: a{number}\n" for number in range(5_000))
    text = names + "User-agent: *\n" + "Disallow: /x\n" * 10_000
    tracemalloc.start()
    try:
        rules = robots.read(text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(rules.paths) == robots.MOST_RULES and peak < 10_000_000


# Charsets that are not declared


@pytest.mark.parametrize(
    "codec, text",
    [
        ("cp932", "政府は武器輸出を認めた。"),
        ("euc_jp", "政府は武器輸出を認めた。"),
        ("iso2022_jp", "政府は武器輸出を認めた。"),
        ("cp1251", "Японія може передати ракети, сказали чиновники."),
        ("koi8_u", "Японія може передати ракети, сказали чиновники."),
        ("koi8_u", "Япония может передать ракеты, сообщили источники агентства."),
    ],
)
def test_a_charset_is_told_by_the_look_of_the_text(codec, text):
    assert answers.decode(text.encode(codec))[0] == text


@pytest.mark.parametrize(
    "codec, text",
    [
        ("cp1252", "Le ministère a annoncé que les règles seraient assouplies à l'étranger."),
        ("cp1252", "Die Regierung änderte am Freitag ihre Richtlinien für Rüstungsgüter."),
        ("gbk", "日本政府周五修改了武器出口规则。"),
        ("euc_kr", "일본 정부는 금요일 무기 수출 규정을 개정했다."),
        ("big5", "日本政府週五修改了武器出口規則。"),
    ],
)
def test_what_fits_no_known_charset_is_refused_not_guessed(codec, text):
    with pytest.raises(FetchError, match="charset"):
        answers.decode(text.encode(codec) * 3)


# The cache


def made(text: str, kind: str = "html") -> Page:
    return Page(
        "http://a/",
        "http://a/",
        False,
        200,
        kind,
        "utf-8",
        text.encode(),
        text,
        "2026-01-01T00:00:00+00:00",
    )


def test_a_page_is_kept_with_its_record_and_the_one_before(tmp_path):
    for text in ("first", "second", "second", "third"):
        cache.keep("one", made(text), tmp_path)
    record = cache.kept("one", tmp_path)
    assert record["sha256"] == made("third").sha256 and record["status"] == 200
    assert [(tmp_path / record[name]).read_text() for name in ("file", "earlier")] == [
        "third",
        "second",
    ]
    assert len(list(tmp_path.iterdir())) == 3


def test_a_bad_answer_never_replaces_a_good_copy(site, client, tmp_path, monkeypatch):
    register = web.fetch.__globals__["sources"].register().head(1).assign(url=site.url_for("/page"))
    monkeypatch.setattr("analysis.sources.register", lambda: register)
    site.expect_oneshot_request("/page").respond_with_data(ARTICLE, content_type="text/html")
    site.expect_request("/page").respond_with_data("", content_type="text/html")
    fetch(register.index[0], client, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(FetchError):
        fetch(register.index[0], client, tmp_path)
    assert (
        before == {path.name: path.read_bytes() for path in tmp_path.iterdir()} and len(before) == 2
    )


def test_a_damaged_copy_is_no_copy(tmp_path):
    cache.keep("one", made("first"), tmp_path)
    (tmp_path / cache.kept("one", tmp_path)["file"]).write_bytes(b"other")
    assert cache.kept("one", tmp_path) is None
    (tmp_path / "one.json").write_text("{")
    assert cache.kept("one", tmp_path) is None
    with pytest.raises(FetchError):
        cache.kept("../one", tmp_path)


def test_a_page_that_cannot_be_kept_is_told(tmp_path):
    (tmp_path / "full").write_text("a file where the folder should be")
    with pytest.raises(FetchError, match="could not be kept"):
        cache.keep("one", made("first"), tmp_path / "full")


def test_the_cache_lies_outside_git_and_outside_an_installed_package(monkeypatch, tmp_path):
    root = Path(__file__).parents[2]
    assert cache.place() == root / ".cache" / "sources"
    assert ".cache/" in (root / ".gitignore").read_text("utf-8").splitlines()
    installed = Path(tables.__file__).parent / "data"
    monkeypatch.setattr("analysis.tables.folder", lambda: installed)
    monkeypatch.setenv(
        "LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", str(tmp_path / "own")
    )
    assert cache.place() == tmp_path / "own" / "japan-arms-export" / "sources"


def test_an_unknown_source_is_named():
    with pytest.raises(FetchError, match="nobody"):
        fetch("nobody-1")


# Whatever comes


@settings(deadline=None)
@given(st.binary(max_size=300), st.text(max_size=60), st.text(max_size=30))
@example(b"\xff\xfe\x00", "text/html; charset=utf-16", "http://a/b.csv")
@example(b"\x1b$B", "text/html; charset=hex", "")
@example(b"<meta charset=rot13>" + "あ".encode("cp932"), "", "")
def test_any_bytes_and_header_are_read_or_refused(content, header, url):
    for read in (
        lambda: answers.decode(content, f"text/html; charset={header}"),
        lambda: answers.kind(content, header, f"http://a/{url}"),
    ):
        try:
            assert all(isinstance(part, str) for part in read())
        except FetchError as error:
            assert str(error).isprintable()


@settings(deadline=None)
@given(st.text(alphabet="<>!-/scriptyle& \n#38;a", max_size=200))
def test_any_page_has_a_visible_text(text):
    shown = answers.visible(text)
    assert all(line and line == " ".join(line.split()) for line in shown.split("\n") if shown)


@pytest.mark.parametrize(
    "piece", ["<script", "<!--", "<", "<meta ", "&#", "<style>", "-->", "</script"]
)
def test_the_visible_text_takes_linear_time(piece):
    begun = time.monotonic()
    answers.visible(piece * (200_000 // len(piece)))
    answers.decode((piece * 30_000).encode() + b"\xff" * 9)
    assert time.monotonic() - begun < 5


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "User-agent: *",
                "Disallow: /*a*a*a*b$",
                "Allow:",
                "Crawl-delay: 9",
                "Disallow: %",
                ":",
                "\0",
            ]
        ),
        max_size=12,
    ),
    st.text(max_size=40),
)
@example(["User-agent: *", "Disallow: /" + "*a" * 500 + "b$"], "a" * 2000)
def test_any_robots_are_read(lines, path):
    read = robots.read("\n".join(lines))
    assert 0 <= read.delay <= 60
    try:
        robots.check(read, "/" + path)
    except FetchError as error:
        assert "robots" in str(error)


TOKENS = [
    b"HTTP/1.1 200 OK",
    b"HTTP/1.1 301 Moved",
    b"HTTP/1.1 503 x",
    b"HTTP/9 -1",
    b"\r\n",
    b"\r\n\r\n",
    b"Content-Length: 3",
    b"Content-Length: \xb2",
    b"Content-Length: 1, 2",
    b"Content-Type: text/html; charset=utf-8",
    b"Content-Type: \xff",
    b"Transfer-Encoding: chunked",
    b"5\r\nhello\r\n0\r\n\r\n",
    b"Content-Encoding: gzip",
    b"Location: http://[::1",
    b"Location: \xff\xfe",
    b"Location: /x\x00",
    b"Retry-After: \xb2",
    b"Set-Cookie: a=b; expires=\xff",
    b"<html>",
    b"\xff\x00",
    b": ",
    b"ZZZ\r\n",
]


def test_any_answer_of_a_server_gives_a_page_or_a_fetch_error():
    """Pieces of HTTP in any order, over a real socket."""
    answer = [b""]

    with raw(lambda connection: connection.sendall(answer[0])) as (url, asked):

        @settings(max_examples=120, deadline=None)
        @given(st.lists(st.sampled_from(TOKENS) | st.binary(max_size=8), max_size=9), st.booleans())
        def tried(pieces, begins_well):
            answer[0] = b"HTTP/1.1 200 OK\r\n" * begins_well + b"".join(pieces)
            with Client(
                loopback, Limits(connect=1, read=1, total=2, retries=0, redirects=1, size=10_000)
            ) as client:
                try:
                    assert fetch(url, client).content
                except FetchError as error:
                    assert error.outcome in ("gone", "refused", "unreachable")

        tried()
    assert len(asked) > 50
