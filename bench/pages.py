"""The site: a first build, a build with nothing changed, and what a reader's first page costs."""

import statistics
import tempfile
from pathlib import Path

from lxml import html
from measure import PYTHON, ROOT, command, seconds

BUILT = ROOT / "site/_build/html"


def rows():
    """Sphinx alone, as `make site` calls it, then make itself."""
    make = command("make", "site")
    make()
    with tempfile.TemporaryDirectory() as place:
        sphinx = [
            *PYTHON,
            "-m",
            "sphinx",
            "-W",
            "-n",
            "-q",
            "-b",
            "html",
            "-d",
            f"{place}/doctrees",
            "site",
            f"{place}/html",
        ]
        first = [seconds(command(*sphinx, "-E")) for _ in range(3)]
        pages = len([*Path(place, "html").rglob("*.html")])
        yield told(
            "first build",
            "Sphinx alone",
            first,
            f", {pages} pages, {pages / statistics.median(first):.0f} pages a second",
        )
        yield told(
            "rebuild, nothing changed",
            "Sphinx alone",
            [seconds(command(*sphinx)) for _ in range(3)],
        )
    yield told(
        "`make site` again, nothing changed",
        "no notebook run, no page rendered",
        [seconds(make) for _ in range(5)],
    )
    drawing = [seconds(command(*PYTHON, "site/figures.py"))]
    yield told("the charts as files", "both layouts, all cores", drawing)
    size = sum(path.stat().st_size for path in BUILT.rglob("*") if path.is_file())
    yield {
        "what": "the whole site",
        "against": "bytes",
        "figure": f"{size / 1e6:.1f} MB, {len([*BUILT.rglob('*.html')])} pages",
    }
    yield {
        "what": "a reader's first page",
        "against": "bytes, with all it loads",
        "figure": f"{first_page() / 1e3:,.0f} kB",
    }


def told(what: str, against: str, taken: list[float], more: str = "") -> dict:
    """A row of seconds."""
    spread = f" ({min(taken):.1f}–{max(taken):.1f})" if len(taken) > 1 else ""
    return {
        "what": what,
        "against": against,
        "figure": f"{statistics.median(taken):.1f} s{spread}{more}",
    }


def first_page() -> int:
    """The bytes of the front page, its styles, scripts and pictures; of a picture with several files the wide one."""
    page = html.fromstring((BUILT / "index.html").read_bytes())
    loaded = [element.get("src") for element in page.iter("script", "img") if element.get("src")]
    loaded += [
        link.get("href") for link in page.iter("link") if "stylesheet" in (link.get("rel") or "")
    ]
    files = {(BUILT / name.split("?")[0]).resolve() for name in loaded} | {BUILT / "index.html"}
    return sum(path.stat().st_size for path in files if path.is_file())
