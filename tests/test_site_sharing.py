"""What other sites and programs read: previews, reviews of claims, the feed of corrections."""

import functools
import gzip
import json
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

from analysis import claims, country, rules, tables

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "site"))

import answers_json  # noqa: E402
import changed  # noqa: E402
import links  # noqa: E402
import sharing  # noqa: E402
import wording  # noqa: E402

ADDRESS = "https://example.org/arms/"
ATOM = "{http://www.w3.org/2005/Atom}"


def tags(address: str) -> dict[str, str]:
    """The preview tags of a page by name."""
    body = '<p class="lead">x</p><a href="../figures/story.png">PNG</a>'
    context = {"title": 'A "finding" <i>here</i>', "body": body, "pathto": lambda name, _: name}
    made = sharing.preview("rules/R043", context, "The finding & its reason", address)
    metas = html.fromstring(f"<html><head>{made}</head></html>").iter("meta")
    return {meta.get("property"): meta.get("content") for meta in metas}


def test_a_shared_page_shows_its_finding():
    """Title and description as text; no address where none is set."""
    told = tags("")
    assert told["og:title"] == 'A "finding" here'
    assert told["og:description"] == "The finding & its reason"
    assert not {"og:url", "og:image"} & set(told)


def test_a_published_page_names_itself_and_its_picture():
    """By full addresses, as previews need them; without a picture the front page's is taken."""
    told = tags(ADDRESS)
    assert told["og:url"] == f"{ADDRESS}rules/R043.html"
    assert told["og:image"] == f"{ADDRESS}figures/story.png"
    assert sharing.picture("about", "<p>no picture</p>") == sharing.PICTURE
    assert (ROOT / "site" / sharing.PICTURE).is_file()


def test_every_real_claim_has_a_review_with_the_page_s_verdict():
    """Its words are those of the tables; the invented article's claims have none."""
    frame = tables.read("claims")
    settled = tables.read("verdicts").query("coder == 'settled' and known_by == 'now'")
    verdicts = settled.set_index("claim_id")["verdict"].astype("str")
    for row in frame.itertuples():
        about = sharing.review(f"claims/{row.claim_id}", ADDRESS)
        if row.article_id != claims.ARTICLE:
            assert about is None
            continue
        assert about["claimReviewed"] == row.paraphrase
        said = about["reviewRating"]["alternateName"]
        assert said == wording.capital(wording.verdict(verdicts[row.claim_id]))
        assert about["url"] == f"{ADDRESS}claims/{row.claim_id}.html"
    assert sharing.review("rules/R043", ADDRESS) is None


@pytest.mark.parametrize("address", ["", ADDRESS])
def test_the_feed_holds_the_corrections_of_the_page(address):
    """One entry a change of a fact, each with an id of its own and a page that exists."""
    feed = etree.fromstring(sharing.feed(address).encode())
    entries = feed.findall(f"{ATOM}entry")
    rows = [
        row
        for section in changed.sections()
        for part in section["parts"]
        if part["title"] in sharing.NAMED
        for row in part["rows"]
    ]
    assert len(entries) == len(rows) > 0
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(rows)
    known = {*links.addresses().values()}
    for entry in entries:
        target = entry.find(f"{ATOM}link").get("href")
        assert target.startswith(address)
        page = target.removeprefix(address)
        assert page in known or page.startswith("what-changed.html#since-")


def test_a_review_in_a_page_is_read_back_as_it_was(monkeypatch):
    """Whatever a cell says: nothing in it looks like a tag or a call, and no text is lost."""
    about = {"claimReviewed": "a </script><b onclick='alert(1)'> & 「武器」"}
    monkeypatch.setattr(sharing, "review", lambda page, address: about)
    text = sharing.reviewed("claims/C18", "").strip().partition(">")[2].removesuffix("</script>")
    assert json.loads(text) == about and not set("<>&(") & set(text)


def test_the_description_of_a_claim_says_why():
    """The reason of the verdict that holds now; other pages have their lead."""
    reason = sharing.review("claims/C18", "")["reviewBody"]
    assert sharing.reason("claims/C18") == reason and len(reason) > 20
    assert sharing.reason("rules/R043") == ""


def test_the_answers_as_json_are_those_of_the_package():
    """For each country with a page every thing once; the sentences are those of `rules.ask`."""
    things = tables.read("items")["item_id"].unique().tolist()
    codes = country.index()["iso3"].tolist()
    for number, code in enumerate(codes):
        told = answers_json.of_place(code)
        assert [row["thing"] for row in told["answers"]] == things
        row = told["answers"][number % len(things)]
        asked = rules.ask(row["thing"], code, told["as_of"])
        assert (row["may"], row["sentence"]) == (asked["may"], asked.sentence())
        assert row["ask"] == f"ask.html?what={row['thing']}&to={code}"


def weight(path: Path) -> int:
    """Bytes that a browser asks for before a click, compressed as a server sends them."""
    tree = html.document_fromstring(path.read_bytes())
    asked = "//link[@rel='stylesheet' or @rel='icon' or @rel='preload']/@href | //script/@src"
    names = {*tree.xpath(asked), *tree.xpath("//img[not(@loading='lazy')]/@src")}
    files = {(path.parent / urlsplit(name).path).resolve() for name in names}
    return sum(map(compressed, {path.resolve(), *files}))


@functools.cache
def compressed(path: Path) -> int:
    """Bytes of a file as a server sends it; most pages ask for the same."""
    return len(gzip.compress(path.read_bytes(), 6))


def test_pages_are_light():
    """The first page at most 250 kB, every other 400 kB; the search's index is in none."""
    if "RENDERED_SITE" not in os.environ:
        pytest.skip("no rendered site: `make test` builds it")
    site = Path(os.environ["RENDERED_SITE"])
    pages = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    heavy = {path.name: size for path in pages if (size := weight(path)) > 400_000}
    assert len(pages) > 100 and not heavy
    assert weight(site / "index.html") <= 250_000
