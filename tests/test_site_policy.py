"""What a page may load and run is said in its head, before anything else is loaded."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "site"))

import policy  # noqa: E402

PAGE = """<html><head>
    <meta charset="utf-8" />
<script src="own.js"></script><script>theme()</script>
<script type="application/ld+json">{}</script></head><body>%s</body></html>"""


def test_the_policy_stands_before_every_script():
    """What stands above it in a page would not be held by it."""
    page = policy.guarded(PAGE % "")
    assert page.count("Content-Security-Policy") == 1
    assert page.index("Content-Security-Policy") < page.index("<script")


def test_a_script_is_named_by_the_hash_of_its_code():
    """The hash is that of the standard: base64 of SHA-256 of the code between the tags."""
    assert policy.inline_scripts(PAGE % "") == ["theme()"]
    assert policy.digest("alert('Hello, world.');") == (
        "qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="  # the example of the specification
    )


def test_the_policy_names_no_other_place():
    """Nothing is fetched from outside, and no page but one compiles code."""
    told = policy.policy(["theme()"])
    assert "default-src 'none'" in told
    assert "http" not in told
    assert "eval" not in told
    assert "unsafe-inline" not in told.split("script-src")[1].split(";")[0]


@pytest.mark.skipif("RENDERED_SITE" not in os.environ, reason="no rendered site is named")
def test_every_rendered_page_has_one():
    """A page that is written by hand, from a template or by the theme."""
    site = Path(os.environ["RENDERED_SITE"])
    pages = [*site.glob("*.html"), *site.glob("[a-z]*/*.html")]
    bare = [page for page in pages if "Content-Security-Policy" not in page.read_text("utf-8")]
    assert len(pages) > 200
    assert not bare
