"""What machines read about the site: a description of every page, the data set in the words of schema.org, and a site map.

The address of the published site is a setting, `SITE_URL`, empty unless someone gives it. Without it no page names an address
of its own (links to files are relative), and there is no `sitemap.xml`, whose protocol takes full addresses only.
"""

import json
import re
import textwrap
from html import escape
from pathlib import Path

import citation
import contents
import downloads
from docutils import nodes
from markupsafe import Markup

OF_THE_DATA = ["index", "reuse"]  # the pages that describe the data set
MEDIA = {".zip": "application/zip", ".sqlite": "application/vnd.sqlite3"}


def head(app, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Add what a page says about itself; Sphinx calls this before it writes each page."""
    if doctree and 'name="description"' not in context["metatags"]:
        context["metatags"] += (
            f'\n<meta name="description" content="{escape(opening(context["title"], context["body"]))}">'
        )
    if page in OF_THE_DATA:
        said = json.dumps(dataset(Path(app.srcdir), app.config.html_baseurl), ensure_ascii=False)
        context["metatags"] += (
            '\n<script type="application/ld+json">' + said.replace("</", "<\\/") + "</script>"
        )


def opening(title: str, body: str) -> str:
    """The title of a page and its first paragraph, as text, about as long as a search engine shows."""
    first = re.search(r"<p\b[^>]*>(.+?)</p>", body, re.DOTALL)
    said = Markup(first[1] if first else "").striptags().removeprefix("Question. ")
    return textwrap.shorten(f"{Markup(title).striptags()} – {said}", 200, placeholder=" …")


def dataset(site: Path, address: str = "") -> dict:
    """The data set as schema.org describes one, from `CITATION.cff`, `datapackage.json` and the files themselves."""
    said, package = citation.stated(), contents.package()
    about = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": said["title"],
        "description": said["abstract"],
        "version": said["version"],
        "datePublished": said["date-released"],
        "license": package["licenses"][0]["path"],
        "isAccessibleForFree": True,
        "keywords": said["keywords"],
        "creator": [
            {"@type": "Organization", "name": author["name"]} for author in said["authors"]
        ],
        "creditText": citation.plain(address),
    }
    return (
        about
        | ({"url": address} if address else {})
        | {"distribution": distribution(site, address)}
    )


def distribution(site: Path, address: str) -> list[dict]:
    """The files in which the whole data set can be had, as schema.org describes downloads."""
    return [
        {
            "@type": "DataDownload",
            "name": file["name"],
            "encodingFormat": MEDIA[Path(file["name"]).suffix],
            "contentUrl": address + file["url"],
            "contentSize": f"{file['size']} B",
            "sha256": file["sha256"],
        }
        for file in downloads.listed(site)
        if file["name"].startswith(downloads.release())
    ]


def sitemap(app, failure) -> None:
    """Write `sitemap.xml` where the address of the site is known; Sphinx calls this when all else is done."""
    address = app.config.html_baseurl
    if app.builder.format != "html" or failure or not address:
        return
    pages = sorted(address + app.builder.get_target_uri(page) for page in app.env.found_docs)
    places = "".join(f"<url><loc>{escape(page)}</loc></url>\n" for page in pages)
    start = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    (Path(app.outdir) / "sitemap.xml").write_bytes(f"{start}{places}</urlset>\n".encode())
