"""What machines read about the site: descriptions of its pages, of the data set, and a site map.

The address of the published site is a setting, `SITE_URL`, empty unless someone gives it. Without
it no page names an address of its own (links to files are relative), and there is no
`sitemap.xml`, whose protocol takes full addresses only.
"""

import json
import re
import textwrap
from pathlib import Path

import citation
import datapackage
import downloads
import editions
import japanese_wording
import sharing
import templating
from docutils import nodes
from markupsafe import Markup

from analysis import language

OF_THE_DATA = ["index", "reuse"]  # the pages that describe the data set
MEDIA = {
    ".zip": "application/zip",
    ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DESCRIPTION = '\n<meta name="description" content="{}">'
JSON_LD = '\n<script type="application/ld+json">{}</script>'
SITE_MAP = """\
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{}</urlset>
"""


def head(app, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Add what a page says about itself; Sphinx calls this before it writes each page."""
    with language.of(editions.language_of(page)):
        describe(app, page, context, doctree)


def describe(app, page: str, context: dict, doctree: nodes.document | None) -> None:
    """Add what a page says about itself, in its language."""
    address = app.config.html_baseurl
    if doctree:
        title = str(Markup(context["title"]).striptags())
        finding = sharing.reason(page) or lead(context["body"])
        if 'name="description"' not in context["metatags"]:
            described = templating.to_html(DESCRIPTION, shortened(f"{title} – {finding}"))
            context["metatags"] += str(described)
        context["metatags"] += sharing.preview(page, context, shortened(finding), address)
        context["metatags"] += sharing.reviewed(page, address)
    if page in OF_THE_DATA:
        context["metatags"] += JSON_LD.format(dataset_as_json(app))


def of_tables(app, page: str) -> str:
    """Return what the head and the frame of a page show of the tables, beside its own text.

    A page that was not read again is written again where this is another than before.
    """
    tongue = editions.language_of(page)
    with language.of(tongue):
        parts = [sharing.reviewed(page, app.config.html_baseurl)]
    if page in OF_THE_DATA:
        parts.append(dataset_as_json(app))
    if tongue == language.JAPANESE:
        parts.append(editions.words())
    return "\n".join(parts)


def dataset_as_json(app) -> str:
    """Return the description of the data set as it stands in a script."""
    about = dataset(Path(app.srcdir), app.config.html_baseurl)
    return json.dumps(about, ensure_ascii=False).replace("</", "<\\/")


def lead(body: str) -> str:
    """Return the paragraph of a page marked as its lead, or the first that says something.

    That is the first that is no kicker and no Japanese title.
    """
    marked = re.search(r'<p class="lead"[^>]*>(.+?)</p>', body, re.DOTALL)
    any_other = r'<p\b(?! class="(?:kicker|title-ja|rubric)")[^>]*>(.+?)</p>'
    paragraph = marked or re.search(any_other, body, re.DOTALL)
    text = Markup(paragraph[1] if paragraph else "").striptags()
    return text.removeprefix("Question. ")


def shortened(text: str) -> str:
    """Return as much of a text as a search engine shows."""
    if language.is_japanese():
        return japanese_wording.shortened(text, 110)
    return textwrap.shorten(text, 200, placeholder=" …")


def dataset(site: Path, address: str = "") -> dict:
    """Return the data set as schema.org describes one.

    It is taken from `CITATION.cff`, `datapackage.json` and the files themselves.
    """
    stated = citation.stated()
    about = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": stated["title"],
        "description": stated["abstract"],
        "version": stated["version"],
        "datePublished": stated["date-released"],
        "license": datapackage.package()["licenses"][0]["path"],
        "isAccessibleForFree": True,
        "keywords": stated["keywords"],
        "creator": [
            {"@type": "Organization", "name": author["name"]} for author in stated["authors"]
        ],
        "creditText": citation.plain(address),
    }
    if address:
        about["url"] = address
    return about | {"distribution": distribution(site, address)}


def distribution(site: Path, address: str) -> list[dict]:
    """Return the files with the whole data set, as schema.org describes downloads."""
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
        if file["name"].startswith(datapackage.release())
    ]


def sitemap(app, failure: Exception | None) -> None:
    """Write `sitemap.xml` where the site's address is known; Sphinx calls this at the end."""
    address = app.config.html_baseurl
    if app.builder.format != "html" or failure or not address:
        return
    found = set(app.env.found_docs) - {"search", "ja/search", "teach-ja"}
    pages = sorted(address + app.builder.get_target_uri(page) for page in found)
    places = [templating.to_html("<url><loc>{}</loc></url>\n", page) for page in pages]
    path = Path(app.outdir) / "sitemap.xml"
    path.write_bytes(SITE_MAP.format("".join(places)).encode())
