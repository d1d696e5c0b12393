"""Every page of the site in a real browser: quiet, at home, whole, accessible, no wider than a
phone, usable by keyboard.
"""

import functools
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import axe_playwright_python
import pytest
from lxml import html

from conftest import SITE

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
MADE_BY_TOOLS = {"_static", "_downloads", "_sources"}
PAGES = [path.relative_to(SITE) for path in sorted(SITE.rglob("*.html"))]
PAGES = [path.as_posix() for path in PAGES if path.parts[0] not in MADE_BY_TOOLS]
PAGES.remove("teach-ja.html")  # leads on at once, see test_japanese_edition.py
# Of each folder its last page
KINDS = list({page.rpartition("/")[0] or page: page for page in PAGES}.values())
# The colours of the others are those of their kind
NIGHT = {*KINDS, *(page for page in PAGES if page.startswith("notebooks/"))}
# The later rows of a table and of a list are made like the first, as are folds and links of a line
SHORTEN = """document.querySelectorAll(['tbody tr', 'main li', 'dl > div', 'article.record',
    'details', '.small > a'].map(part => part + ':nth-of-type(n+9)'))
    .forEach(part => part.remove())"""
# Of each kind of word of code three stay; for colours alone, since a box then scrolls no more
FEWER_WORDS = """{
    const met = {};
    document.querySelectorAll('main .highlight span[class]').forEach(word => {
        met[word.className] = (met[word.className] ?? 0) + 1;
        if (met[word.className] > 3) word.remove();
    });
}"""
RUN_AXE = """async (rules) => {
    const options = {runOnly: rules, resultTypes: ["violations"], preload: false};
    const {violations} = await axe.run(document, options);
    return violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${node.target} ${node.html.slice(0, 200)}`));
}"""
# A function: the policy of a page lets no text of a test become script
DARK = """() => document.documentElement.dataset.theme === 'dark'
    && !document.getAnimations().length"""
ALL_STILL = "() => !document.getAnimations().length"
# The theme lets the box around the article scroll by itself
SIDEWAYS = """Math.max(...[...document.querySelectorAll('html, main, main :has(> article)')].map(
    part => part.scrollWidth - part.clientWidth))"""
LINKS = "[...document.querySelectorAll('a[href]')].map(link => link.href)"
BROKEN = """[...document.images].filter(image => image.complete && !image.naturalWidth)
    .map(image => image.src)"""
UNFOLD = "document.querySelectorAll('details').forEach(part => part.open = true)"
STOPS = """[...document.querySelectorAll(
        'a[href], button, input, select, textarea, summary, iframe, [tabindex]')]
    .filter(stop => stop.tabIndex >= 0 && !stop.disabled)
    .filter(stop => stop.checkVisibility({visibilityProperty: true}))
    .filter(stop => stop.type !== 'radio' || stop.checked)
    .map((stop, number) => (stop.dataset.stop = number, stop.outerHTML.slice(0, 150)))"""
BOXES = """[...document.querySelectorAll('body *')].filter(box =>
    box.scrollWidth > box.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(box).overflowX)
    && box.checkVisibility() && box.tabIndex < 0
    && !box.querySelector('a[href], button, input, select, [tabindex="0"]'))
    .map(box => box.outerHTML.slice(0, 150))"""
WHERE = """() => {
    const at = document.activeElement, place = at.getBoundingClientRect();
    return {stop: at.dataset.stop, html: at.outerHTML.slice(0, 150), body: at === document.body,
            seen: place.bottom > 0 && place.top < innerHeight
                && place.right > 0 && place.left < innerWidth,
            marked: [at, at.parentElement ?? at].map(part => getComputedStyle(part)).some(look =>
                look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0
                || look.boxShadow !== 'none')};
}"""


@pytest.mark.parametrize("name", PAGES if os.environ.get("EVERY") else sorted(NIGHT))
def test_a_page_is_quiet_whole_accessible_and_fits_a_phone(opened, site, name):
    """One visit, everything unfolded: no complaint of the browser and of axe in light and dark, no
    dead link, no sideways scroll.
    """
    page = opened(name)
    page.evaluate(UNFOLD)
    faults = {"dead links": dead(page, site), "broken pictures": page.evaluate(BROKEN)}
    page.set_viewport_size({"width": 360, "height": 780})
    faults["wider than a phone by"] = max(page.evaluate(SIDEWAYS), 0)
    faults["boxes that the keyboard cannot scroll"] = soon_none(page, BOXES)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(SHORTEN)
    page.evaluate(FEWER_WORDS)
    page.evaluate(AXE)
    faults["axe in the light"] = page.evaluate(RUN_AXE, WCAG)
    if name in NIGHT:
        page.emulate_media(color_scheme="dark")
        page.wait_for_function(DARK)
        faults["axe in the dark"] = page.evaluate(RUN_AXE, ["color-contrast"])
    faults |= {"complaints": page.errors, "asked from outside": page.outside}
    assert {kind: found for kind, found in faults.items() if found} == {}


def soon_none(page, script: str) -> list[str]:
    """What a script finds.

    The theme makes boxes that scroll focusable a moment after the window has changed.
    """
    for _ in range(20):
        if not (found := page.evaluate(script)):
            break
        page.wait_for_timeout(100)
    return found


def dead(page, site) -> list[str]:
    """The links of a page, those made by scripts included, to a file or a place in it that the site
    does not have.
    """
    links = [
        link.removeprefix(site.address)
        for link in page.evaluate(LINKS)
        if link.startswith(site.address)
    ]
    assert links
    return sorted({link for link in links if not leads_somewhere(site.folder, urlsplit(link))})


def leads_somewhere(folder: Path, address) -> bool:
    """Whether the site has the file, and the file the place."""
    target = folder / unquote(address.path)
    target = target / "index.html" if target.is_dir() else target
    if not target.is_file() or target.suffix != ".html":
        return target.is_file()
    return unquote(address.fragment) in anchors(target)


@functools.cache
def anchors(path: Path) -> set[str]:
    """The places of a page that a link can name."""
    return set(html.document_fromstring(path.read_bytes()).xpath("//@id | //a/@name")) | {""}


@pytest.mark.parametrize("name", KINDS)
def test_the_keyboard_alone_reaches_everything(opened, name):
    """Tab by tab to the end, without a trap.

    Each stop is in view and marked; the first leads past the navigation.
    """
    page = opened(name)
    page.evaluate(SHORTEN)
    stops, walked = page.evaluate(STOPS), []
    while len(walked) <= len(stops) + 5:
        page.keyboard.press("Tab")
        if not walked:
            page.wait_for_function(ALL_STILL)  # the skip link slides in
        at = page.evaluate(WHERE)
        if at["body"] or (walked and at["stop"] == walked[0]["stop"]):
            break
        walked.append(at)
    assert "#main-content" in walked[0]["html"]
    assert [
        html
        for number, html in enumerate(stops)
        if str(number) not in {at["stop"] for at in walked}
    ] == []
    assert [at["html"] for at in walked if not (at["seen"] and at["marked"])] == []


def test_the_first_tab_and_enter_lead_to_the_text(opened):
    """Past the navigation: what has the focus next lies in the main part."""
    page = opened("index.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(opened):
    """Enter opens it, Escape closes it, and the focus is where it was."""
    page = opened("index.html", width=360)
    page.locator(".primary-toggle").focus()
    page.keyboard.press("Enter")
    menu = page.locator("#pst-primary-sidebar-modal")
    menu.wait_for(state="visible")
    page.keyboard.press("Escape")
    menu.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.classList.contains('primary-toggle')")


@pytest.mark.parametrize("name", KINDS)
def test_pages_are_readable_without_scripts(opened, name):
    """Heading, text, tables and links stand in the page itself."""
    with_scripts, without = opened(name), opened(name, scripts=False)
    assert without.locator("h1").count() == 1
    assert len(without.inner_text("main")) >= 0.8 * len(with_scripts.inner_text("main"))
    assert without.locator("main a[href]:visible").count() > 0
