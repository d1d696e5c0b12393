"""A page for each claim, rule change and provision, and the lists that lead to them.

`gather` writes the pages of single rows from their templates; `fill` fills the lists, which are
pages written by hand with frames in them. `japanese_pages` writes the Japanese of both.
"""

import functools
import re
from pathlib import Path

import answering
import ask_words
import citation
import country_pages
import datapackage
import frames
import heard
import jinja2
import links
import notebook_pages
import pandas as pd
import reading_order
import resting
import templating
import wording
import written

from analysis import claims, country, language, rules, tables
from analysis.charts import colours
from analysis.language import phrase, said

OVERVIEWS = ["index", "about", "walk"]
LISTS = ["ask", "check", "rules", "provisions", "countries", "transfers", "sources", "doubts"]
FURTHER = ["search", "teach"]  # filled as the lists are
# Folder of pages that are there in Japanese too → the list that leads to them
IN_JAPANESE = {
    "rules": "rules",
    "provisions": "provisions",
    "countries": "countries",
    "claims": "check",
    "cases": "transfers",
}
# What a Japanese page has no use for: the table of contents, which is the English menu's
CONTENTS = re.compile(r"^```\{toctree\}\n.*?^```(?:\n|\Z)", re.MULTILINE | re.DOTALL)
ORPHAN = "orphan: true\n"
NO_HEAD = f"---\n{ORPHAN}---\n\n"
# Of the folders in `links.FOLDERS`: in what order its pages follow one another
ORDERS = {
    "claims": ("claims", "claim_id"),
    "countries": ("country_index", "iso3"),
    "cases": ("cases", "transfer_id"),
    "rules": ("timeline", "rule_id"),
    "provisions": ("provisions", "provision_id"),
}


def gather(site: Path) -> None:
    """Write one page per claim, country, case, rule change and provision, in a folder each."""
    with resting.tables_at_rest():
        for folder in links.FOLDERS:
            written.folder(site / folder, pages_of(folder, "../"))


def pages_of(folder: str, root: str) -> dict[str, bytes]:
    """Return the pages of single rows of a folder; `root` leads from there to the front page."""
    table, key = links.FOLDERS[folder]
    template = environment().get_template(f"{folder}.jinja")
    ordered = frames.rows(ORDERS[folder][0])
    if folder == "countries":
        ordered = wording.by_name(ordered)
    order = [row[key] for row in ordered]
    files = {}
    for row in frames.rows(table):
        number = order.index(row[key])
        text = template.render(
            row=row,
            up="../",
            root=root,
            before=neighbour(folder, order, number, -1),
            after=neighbour(folder, order, number, 1),
        )
        files[f"{row[key]}.md"] = marked(text, root).encode("utf-8")
    return files


def listing(name: str, **values: object) -> bytes:
    """Return a page written by hand, filled, in the language that is set."""
    text = (Path(__file__).parent / f"{name}.md").read_text("utf-8")
    return filled(text, **values).encode("utf-8")


def marked(text: str, root: str) -> str:
    """Return a page as it is written: of a Japanese one, links to English pages say so.

    It stands in no table of contents: its menu is made from `menus`.
    """
    if not language.is_japanese():
        return text
    to_english = rf'<a (?=[^>]*href="{re.escape(root)}[^"]*\.html)(?![^>]*hreflang)'
    text = re.sub(to_english, '<a hreflang="en" ', CONTENTS.sub("", text))
    return text.replace("---\n", f"---\n{ORPHAN}", 1) if text.startswith("---") else NO_HEAD + text


def neighbour(folder: str, order: list[str], number: int, step: int) -> dict | None:
    """Return id and title of the page before or after one; None where there is none.

    Cases are listed newest first, so the one before in time is the next in the list. The sample
    article's claims ("S1") are no neighbours of the report's ("C01").
    """
    place = number - step if folder == "cases" else number + step
    if not 0 <= place < len(order):
        return None
    own, other = order[number], order[place]
    if folder == "claims" and own[0] != other[0]:
        return None
    return {"id": other, "title": short_title(folder, other)}


def short_title(folder: str, name: str) -> str:
    """Return what a link to the page of a row says."""
    table, key = links.FOLDERS[folder]
    row = frames.one(table, key, name)
    if folder == "claims":
        return str(said(row["short_name"]))
    if folder == "cases":
        item, country_name = wording.capital(str(said(row["item"]))), said(row["recipient"])
        return phrase("{name}, {detail}", name=item, detail=country_name)
    if folder == "rules":
        day = wording.day(row["in_force_from"] or row["adopted"])
        return phrase("{name}, {detail}", name=said(row["short_name"]), detail=day)
    return str(said(row["country"] if folder == "countries" else row["short_name"]))


def fill(app, page: str, source: list[str]) -> None:
    """Fill a list; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page in [*LISTS, *FURTHER]:
        source[0] = filled(source[0])
    elif page in OVERVIEWS:
        source[0] = filled(source[0], **overview())


def overview() -> dict[str, object]:
    """Return what the front page and the page about the project tell of notebooks and data."""
    sample = frames.by("claims", "article_id", "sample")
    walk = reading_order.walk()
    for opening in walk:
        notebook = reading_order.notebooks()[opening["name"]]
        opening["summary"] = notebook_pages.summary(opening["name"], notebook)
    return {"walk": walk, "package": datapackage.package(), "sample": sample}


def filled(template: str, **values: object) -> str:
    """Return a page that lies beside the front page, filled."""
    root = links.root()
    with resting.tables_at_rest():
        text = environment().from_string(template).render(values, up="", root=root)
    return marked(text, root)


@functools.cache
def environment() -> jinja2.Environment:
    """Return the templates' environment with what such a page can call.

    These are the frames by name, links by id, and what is the same on every page.
    """
    environment = templating.environment().overlay()
    environment.filters = environment.filters | {
        "linked": links.linked,
        "linked_as_is": links.linked_as_is,
        "link": links.link,
        "link_by_name": links.link_by_name,
    }
    environment.filters |= wording.FILTERS
    environment.globals = (
        environment.globals
        | {"rows": frames.rows, "by": frames.by, "one": frames.one}
        | {"grounds": frames.grounds, "colours": colours, "words": wording}
        | {"language": language.current, "is_japanese": language.is_japanese}
        | {"coded": wording.coded, "joint": wording.joint_as_html, "ask_words": ask_words.of_page}
        | {"search_words": ask_words.of_search}
        | country_pages.FOR_TEMPLATES
        | heard.FOR_TEMPLATES
        | {"things": answering.names_of_things, "places": answering.countries_with_pages}
        | {"classes_today": answering.classes_today}
        | {"cases_of_claim": cases_of_claim, "kinds_of_claim": kinds_of_claim}
        | {"countries_of_claim": countries_of_claim, "folded_gaps": folded_gaps}
        | {"table_title": table_title, "cited_by": cited_by}
        | constants()
    )
    return environment


def cases_of_claim(claim_id: str) -> list[dict]:
    """Return the cases whose record names a source that is evidence on a claim."""
    pairs = frames.by("shared_cases", "claim_id", claim_id)
    return [frames.one("cases", "transfer_id", pair["transfer_id"]) for pair in pairs]


def kinds_of_claim(claim_id: str) -> list[str]:
    """Return the kinds of transfer to which the cases behind a claim belong."""
    kinds = {case["provision_id"] for case in cases_of_claim(claim_id)}
    return sorted(kind for kind in kinds if kind)


def countries_of_claim(claim_id: str) -> list[tuple[str, str]]:
    """Return code and name of the countries that a claim names."""
    codes = country.named(frames.one("claims", "claim_id", claim_id)["paraphrase"])
    codes = sorted(codes, key=wording.place_in_list)
    return [(code, frames.one("country_index", "iso3", code)["country"]) for code in codes]


def folded_gaps() -> list[tuple[str, list[dict]]]:
    """Return the gaps by subject under a title; first those on which a conclusion hangs."""
    gaps = frames.rows("gaps")
    weighty = [gap for gap in gaps if gap["conclusions"]]
    groups = {str(said("An answer of this site hangs on it")): weighty}
    for gap in gaps:
        if not gap["conclusions"]:
            title = table_title(gap["table"])
            groups.setdefault(title, []).append(gap)
    return [(title, rows) for title, rows in groups.items() if rows]


def cited_by(source_id: str) -> list[dict]:
    """Return what cites a source, each row once, though several tables tell of it."""
    rows = frames.by("citations", "source_id", source_id)
    return list({row["citing"] or row["table"]: row for row in rows}.values())


def table_title(name: str) -> str:
    """Return what a table is called, in the language of the page."""
    return str(said(tables.resource(name)["title"]))


def constants() -> dict:
    """Return what is the same on every page.

    The article audited, the days up to which is known, the grades, the kinds of source, and where
    each decade lies in a band of time.
    """
    (grade,) = (field for field in tables.fields("rule_changes") if field["name"] == "grade")
    until = rules.known_until()
    decades = pd.Series(range(1970, until.year, 10))
    starts = frames.share_of_time(pd.to_datetime(decades.astype("str") + "-01-01"))
    return {
        "work": frames.one("articles", "article_id", claims.ARTICLE),
        "seen_until": f"{tables.read('evidence')['date'].max():%Y-%m-%d}",
        "until": f"{until:%Y-%m-%d}",
        # "A a primary text that was read, B …" in the description of the column
        "grades": dict(re.findall(r"\b([A-D]) (.+?)(?=, [B-D] |\.)", grade["description"])),
        "kinds": list(dict.fromkeys(row["kind"] for row in frames.rows("sources"))),
        "decades": list(zip(decades, starts.round(2), strict=True)),
    }


def record() -> dict[str, str]:
    """Return what the foot of every page says of the record: its last day, version, authors."""
    return {
        "until": wording.day(f"{rules.known_until():%Y-%m-%d}"),
        "version": citation.stated()["version"],
        "authors": citation.authors(),
    }
