"""What other sites and programs read: previews of a shared page, reviews of claims, a feed.

An address of the published site stands in them only where it is set, as in `metadata.py`.
"""

import json
import re
import uuid
from pathlib import Path

import changed
import frames
import links
import templating
import wording
from markupsafe import Markup

from analysis import claims, language, rules
from analysis.language import said

FEED = "what-changed.atom"
PICTURE = "_static/answer.png"  # of pages without one of their own
META = '\n<meta property="{}" content="{}">'
ALTERNATE = '\n<link rel="alternate" type="application/atom+xml" title="What changed" href="{}">'
JSON_LD = '\n<script type="application/ld+json">{}</script>'
ENTRY = """\
<entry>
<id>{}</id>
<title>{}</title>
<updated>{}</updated>
<link href="{}"/>
<summary>{}</summary>
</entry>
"""
ATOM = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>{}</id>
<title>What changed in japan-arms-export</title>
<author><name>The japan-arms-export contributors</name></author>
<updated>{}</updated>
<link href="{}"/>
<link rel="self" href="{}"/>
"""
NAMED = ["Facts corrected", "Rows added", "Rows removed"]  # wording and grades are no news


def preview(page: str, context: dict, description: str, address: str) -> str:
    """Return the tags by which a shared page shows its title, its finding and its picture.

    A picture and a page are named by full addresses alone, so only where the site's is set.
    """
    told = {
        "og:type": "article",
        "og:site_name": said("Japan’s arms exports"),
        "og:title": Markup(context["title"]).striptags(),
        "og:description": description,
    }
    if address:
        told["og:url"] = f"{address}{page}.html"
        told["og:image"] = address + picture(page, context["body"])
        told["twitter:card"] = "summary_large_image"
    tags = [str(templating.to_html(META, name, text)) for name, text in told.items()]
    tags.append(str(templating.to_html(ALTERNATE, context["pathto"](FEED, 1))))
    return "".join(tags)


def picture(page: str, body: str) -> str:
    """Return the address of a page's first picture, seen from the front page."""
    found = re.search(r'(?:href|src)="(?:\.\./)*((?:figures|_static)/[\w./-]+\.png)"', body)
    return found[1] if found else PICTURE


def review(page: str, address: str) -> dict | None:
    """Return the verdict on a claim of a real report as schema.org describes one, if it has one.

    No rating by number is given: a verdict is a word here, and a scale would be made up.
    """
    folder, _, name = page.removeprefix("ja/").partition("/")
    if folder != "claims":
        return None
    row = frames.one("claims", "claim_id", name)
    verdicts = frames.by("verdicts_then_now", "claim_id", name)
    if row["article_id"] != claims.ARTICLE or not verdicts:
        return None
    work = frames.one("articles", "article_id", row["article_id"])
    source = frames.one("sources", "source_id", work["source_id"])
    about = {
        "@context": "https://schema.org/",
        "@type": "ClaimReview",
        "claimReviewed": said(row["paraphrase"]),
        "datePublished": f"{rules.known_until():%Y-%m-%d}",
        "author": {"@type": "Organization", "name": "The japan-arms-export contributors"},
        "reviewBody": said(verdicts[0]["reason_now"]),
        "reviewRating": {
            "@type": "Rating",
            "alternateName": wording.capital(wording.verdict(verdicts[0]["now"])),
        },
        "itemReviewed": {
            "@type": "Claim",
            "datePublished": work["published"],
            "author": {"@type": "Organization", "name": work["outlet"]},
            "appearance": {"@type": "NewsArticle", "name": work["title"], "url": source["url"]},
        },
    }
    return about | ({"url": f"{address}{page}.html"} if address else {})


def reason(page: str) -> str:
    """Return why the verdict of a claim's page is what it is; empty on other pages."""
    about = review(page, "")
    return about["reviewBody"] if about else ""


def reviewed(page: str, address: str) -> str:
    """Return the tag with the review of a claim; empty on other pages."""
    about = review(page, address)
    if about is None:
        return ""
    text = json.dumps(about, ensure_ascii=False)
    for sign in "<>&(":  # what a cell says shall not even look like a tag or a call
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return JSON_LD.format(text)


def publish(app, failure: Exception | None) -> None:
    """Write the feed and the reviews as JSON beside the pages; Sphinx calls this at the end."""
    if failure or app.builder.format != "html":
        return
    site = Path(app.outdir)
    address = app.config.html_baseurl
    (site / FEED).write_bytes(feed(address).encode("utf-8"))
    for row in frames.by("claims", "article_id", claims.ARTICLE):
        about = review(f"claims/{row['claim_id']}", address)
        if about:
            text = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
            (site / "claims" / f"{row['claim_id']}.json").write_bytes(text.encode("utf-8"))


def feed(address: str) -> str:
    """Return the corrections since the last release as an Atom feed: as the page lists them."""
    day = f"{rules.known_until():%Y-%m-%d}T00:00:00Z"
    head = templating.to_html(
        ATOM, identity("feed"), day, f"{address}what-changed.html", address + FEED
    )
    entries = [
        entry(section, row, day, address)
        for section in changed.sections(language.ENGLISH)
        for part in section["parts"]
        if part["title"] in NAMED
        for row in part["rows"]
    ]
    return f"{head}{''.join(entries)}</feed>\n"


def entry(section: dict, row: dict, day: str, address: str) -> str:
    """Return one change as an entry of the feed."""
    column = row["column"] or ""
    page = (
        links.addresses()[row["page"]] if row["page"] else f"what-changed.html#{section['anchor']}"
    )
    was = f"{row['label']}: {row['old']} → {row['new']}. " if column else ""
    own = identity(section["table"], row["row_id"], column, str(row["new"]))
    title = f"{row['name']}: {row['change']}"
    return str(templating.to_html(ENTRY, own, title, day, address + page, was + (row["why"] or "")))


def identity(*parts: str) -> str:
    """Return the lasting id of an entry, the same in every build."""
    return uuid.uuid5(uuid.NAMESPACE_OID, "/".join(["japan-arms-export", *parts])).urn
