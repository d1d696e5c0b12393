"""A real browser on the built site. `make test-browser` names the chromium to use.

Where none is named nothing here is collected.
"""

import functools
import os
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "")
SITE = Path(os.environ.get("SITE", ROOT / "site/_build/html")).absolute()
HOME = ("http://127.0.0.1:", "data:", "blob:")
collect_ignore_glob = [] if CHROMIUM else ["test_*.py"]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word, over one connection, and each of them once."""

    protocol_version = "HTTP/1.1"

    def end_headers(self):
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def log_message(self, *words):
        pass


@pytest.fixture(scope="session")
def site():
    """The built site on loopback: its folder and its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=SITE)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield SimpleNamespace(folder=SITE, address=f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()


@pytest.fixture(scope="session")
def browser():
    """The machine's own chromium, for which no host but this machine has an address.

    Playwright downloads none.
    """
    from playwright.sync_api import sync_playwright

    alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", alone])
        yield chromium
        chromium.close()


def note_request(page, asked) -> None:
    """A request to anywhere but the site."""
    if not asked.url.startswith(HOME):
        page.outside.append(asked.url)


def note_word(page, said) -> None:
    """An error or a warning in the browser's console."""
    if said.type in ("error", "warning"):
        page.errors.append(said.text)


@pytest.fixture(scope="module")
def opened(browser, site):
    """Open an address of the site, in a tab with scripts or one without.

    What a page complains of and asks from outside is noted.
    """
    tabs = {
        scripts: browser.new_context(java_script_enabled=scripts).new_page()
        for scripts in (True, False)
    }
    for page in tabs.values():
        page.set_default_timeout(90_000)  # a machine may be busy
        page.on("request", functools.partial(note_request, page))
        page.on("pageerror", lambda error, page=page: page.errors.append(str(error)))
        page.on("console", functools.partial(note_word, page))

    def open_page(address: str, width: int = 1280, scripts: bool = True):
        page = tabs[scripts]
        page.outside, page.errors = [], []
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        page.goto(site.address + address)
        return page

    yield open_page
    for page in tabs.values():
        page.context.close()
